#pragma once

#include <string>
#include <utility>

namespace veche {

/// Markup that may be printed as it is. Only the Markdown sanitizer (web/markdown.cpp) and the template engine make it.
class Html {
public:
    Html() = default;
    const std::string& text() const { return text_; }

    struct Key {  // the makers name themselves; grep for it
        explicit Key(const char* /*reason*/) {}
    };
    Html(Key, std::string text) : text_(std::move(text)) {}

private:
    std::string text_;
};

}  // namespace veche
