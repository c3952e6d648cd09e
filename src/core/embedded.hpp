#pragma once

#include <source_location>
#include <span>
#include <string_view>

#include "core/expect.hpp"

namespace veche {

/// A file that was put into the program when it was built (cmake/embed.cmake).
struct EmbeddedFile {
    std::string_view
        name;  // "views/plan/portal_year.html", "assets/main.css", "migrations/0001_….sql", "language/ru.mo"
    std::string_view content;
    std::string_view gzip;    // assets only, else empty
    std::string_view brotli;  // assets only, else empty
    std::string_view hash;    // first 16 hex digits of SHA-256 of the content
};

/// All of them, sorted by name.
std::span<const EmbeddedFile> embedded_files();

/// The content of the one of this name; a Bug when there is none.
inline std::string_view embedded(std::string_view name)
{
    for (const auto& file : embedded_files())
        if (file.name == name) return file.content;
    throw Bug("embedded file missing", std::source_location::current());
}

}  // namespace veche
