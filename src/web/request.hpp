#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/whole.hpp"

namespace veche::web {

enum class Method { get, head, post };

/// A file from multipart/form-data: streamed to disk while it arrived, gone with the request.
struct Upload {
    std::string field;
    std::string file_name;               // as sent, clean UTF-8, at most 255 bytes, without folders
    std::filesystem::path path;          // in the server's own temporary folder
    std::uint64_t size = 0;              // bytes
    std::shared_ptr<const void> keeper;  // removes the file together with its last holder
};

/// What arrived, already checked for framing, limits and character set. Paths are percent-decoded once.
struct Request {
    Method method = Method::get;
    std::string host;    // lower case, without the port
    std::string target;  // as sent: path and query
    std::string path;    // decoded, begins with '/', no "//", no "." or ".." segments, clean UTF-8
    std::vector<std::pair<std::string, std::string>> query;  // in order; at most 50
    std::vector<std::pair<std::string, std::string>>
        form;  // urlencoded or multipart text fields; in order; BodyLimits::fields
    std::vector<Upload> uploads;
    /// Names in `query` and in `form` whose bytes were no text: U+FFFD stands for what was lost. A form says so beside the field.
    std::vector<std::string> broken_query;
    std::vector<std::string> broken_form;
    std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
    std::vector<std::pair<std::string, std::string>> cookies;
    std::string peer;  // address of the client; of the one behind a configured proxy, else of the peer
    std::string id;    // of the request, in logs and on error pages

    const std::string* header(std::string_view name) const { return find(headers, name); }
    const std::string* cookie(std::string_view name) const { return find(cookies, name); }
    const std::string* query_value(std::string_view name) const { return find(query, name); }
    /// A whole number from 0 on; `otherwise` when there is none, or another text.
    std::int64_t query_number(std::string_view name, std::int64_t otherwise = 0) const
    {
        const auto* text = query_value(name);
        return text ? parse_whole<std::int64_t>(*text).value_or(otherwise) : otherwise;
    }
    const std::string* form_value(std::string_view name) const { return find(form, name); }

private:
    static const std::string* find(const std::vector<std::pair<std::string, std::string>>& list, std::string_view name)
    {
        for (const auto& [key, value] : list)
            if (key == name) return &value;
        return nullptr;
    }
};

}  // namespace veche::web
