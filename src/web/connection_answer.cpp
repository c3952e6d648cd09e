#include "web/connection_answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "core/ascii.hpp"
#include "web/encoding.hpp"
#include "web/framing.hpp"

namespace veche::web {

namespace {

bool is_safe_value(std::string_view value)
{
    return std::ranges::none_of(
        value, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; });
}

bool is_ours(std::string_view name)
{
    constexpr std::string_view names[] = {"content-length", "transfer-encoding", "connection", "date",
                                          "etag",           "content-encoding"};
    return std::ranges::any_of(names, [&](std::string_view own) { return equal_ignoring_case(name, own); });
}

/// A 304 carries only what a 200 would say about caching (RFC 9110 §15.4.5).
bool belongs_to_304(std::string_view name)
{
    return !equal_ignoring_case(name, "content-type") && !equal_ignoring_case(name, "content-disposition") &&
           !equal_ignoring_case(name, "content-language");
}

void append(std::string& head, std::initializer_list<std::string_view> pieces)
{
    for (const auto piece : pieces) head += piece;
}

bool append_headers(const Response& response, bool not_modified, bool varies, std::string& head)
{
    for (const auto& [name, value] : response.headers) {
        if (!is_token(name) || !is_safe_value(value) || is_ours(name)) return false;
        if (not_modified && !belongs_to_304(name)) continue;
        append(head, {name, ": ", value});
        if (varies && equal_ignoring_case(name, "vary")) {
            head += ", accept-encoding";
            varies = false;
        }
        head += "\r\n";
    }
    if (varies) head += "vary: accept-encoding\r\n";
    return true;
}

std::string_view form_of(const Body& body, Coding coding)
{
    switch (coding) {
        case Coding::gzip: return body.gzip;
        case Coding::brotli: return body.brotli;
        default: return body.plain;
    }
}

}  // namespace

std::string_view reason_phrase(int status)
{
    switch (status) {
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 301: return "Moved Permanently";
        case 302: return "Found";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 307: return "Temporary Redirect";
        case 308: return "Permanent Redirect";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 406: return "Not Acceptable";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 410: return "Gone";
        case 413: return "Content Too Large";
        case 414: return "URI Too Long";
        case 415: return "Unsupported Media Type";
        case 417: return "Expectation Failed";
        case 422: return "Unprocessable Content";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 503: return "Service Unavailable";
        case 505: return "HTTP Version Not Supported";
        default: return "Status";
    }
}

std::optional<std::string_view> compose_answer(const Response& response, const AnswerWish& wish, std::string_view date,
                                               std::string& head)
{
    Coding coding = Coding::identity;
    std::string tag;
    bool not_modified = false;
    bool varies = false;
    std::string_view body = response.text;
    if (response.shared) {
        coding = choose_coding(wish.accept_encoding, *response.shared);
        body = form_of(*response.shared, coding);
        tag = tag_of(*response.shared, coding);
        varies = !response.shared->gzip.empty() || !response.shared->brotli.empty();
        not_modified = response.status == 200 && wish.method != Method::post && wish.if_none_match &&
                       matches_tag(*wish.if_none_match, tag);
    }
    const int status = not_modified ? 304 : response.status;
    const bool bodiless = status == 204 || status == 304 || status < 200;

    head.clear();
    fmt::format_to(std::back_inserter(head), "HTTP/1.1 {} {}\r\ndate: {}\r\n", status, reason_phrase(status), date);
    if (!append_headers(response, not_modified, varies, head)) return std::nullopt;
    if (!tag.empty()) append(head, {"etag: ", tag, "\r\n"});
    if (!bodiless) {
        if (coding != Coding::identity)
            append(head, {"content-encoding: ", coding == Coding::gzip ? "gzip" : "br", "\r\n"});
        fmt::format_to(std::back_inserter(head), "content-length: {}\r\n", body.size());
    }
    if (!wish.keep_alive)
        head += "connection: close\r\n";
    else if (!wish.http11)
        head += "connection: keep-alive\r\n";
    head += "\r\n";
    return bodiless || wish.method == Method::head ? std::string_view{} : body;
}

}  // namespace veche::web
