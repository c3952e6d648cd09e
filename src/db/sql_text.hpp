#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace veche::db {

/// If a string, a quoted name, a comment or a $tag$ body begins at `at`, the position after its end, else `at`.
std::size_t after_quoted(std::string_view sql, std::size_t at);

struct Positional {
    std::string text;                // with $1, $2, …
    std::vector<std::string> names;  // names[0] is the :name of $1; a repeated name is one parameter
};

/// Rewrites :name for PostgreSQL; `::type` stays a cast.
Positional to_positional(std::string_view sql);

}  // namespace veche::db
