#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace veche::web {

/// A body with its ready-compressed forms, made once and shared by all answers (page cache, assets).
struct Body {
    std::string plain;
    std::string gzip;  // empty: not worth it
    std::string brotli;
    std::string etag;  // strong, quoted, of the plain form; each encoding's own is derived from it
};
using SharedBody = std::shared_ptr<const Body>;

struct Response {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;  // without Content-Length, Date, Connection, ETag
    std::string text;                                          // used when `shared` is null
    SharedBody shared;  // the server picks the encoding, answers If-None-Match with 304

    Response& with(std::string_view name, std::string_view value)
    {
        headers.emplace_back(name, value);
        return *this;
    }
};

/// `type` with its charset, as "text/html; charset=utf-8".
inline Response respond(int status, std::string_view type, std::string text)
{
    Response response{.status = status, .text = std::move(text)};
    response.with("content-type", type);
    return response;
}
/// 303: after a POST, so that a reload does not post again. `path` begins with '/' and is our own.
inline Response see_other(std::string_view path)
{
    Response response{.status = 303};
    response.with("location", path);
    return response;
}

/// Compressed forms and ETag of a text. Brotli and gzip are made when they save more than a tenth.
/// `quality`: 0 (fast, for pages made per request) .. 2 (best, for assets at build time).
SharedBody make_body(std::string plain, int quality);

}  // namespace veche::web
