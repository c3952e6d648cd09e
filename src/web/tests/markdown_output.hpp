#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace veche::web::tests {

/// What is wrong with printed Markdown; empty when it holds only the markup that everybody may make, well nested.
/// Written apart from the printer, so that both would have to be wrong.
inline std::string fault_of_markdown(std::string_view html)
{
    constexpr std::array<std::string_view, 11> names = {"p",  "em", "strong", "blockquote", "ul", "ol",
                                                        "li", "h3", "h4",     "h5",         "h6"};
    constexpr std::string_view link = "a href=\"", link_end = "\" rel=\"nofollow noopener\"";
    constexpr std::array<std::string_view, 4> schemes = {"http://", "https://", "mailto:", "tel:"};
    std::vector<std::string_view> open;
    for (std::size_t at = 0; (at = html.find_first_of("<>", at)) != std::string_view::npos;) {
        const auto end = html.find('>', at);
        if (html[at] == '>' || end == std::string_view::npos) return "a lonely < or >";
        auto tag = html.substr(at + 1, end - at - 1);
        at = end + 1;
        if (tag == "br" || tag == "hr") continue;
        if (tag.starts_with('/')) {
            if (open.empty() || open.back() != tag.substr(1)) return "not nested: " + std::string(tag);
            open.pop_back();
            continue;
        }
        if (tag.starts_with(link) && tag.ends_with(link_end) && tag.size() >= link.size() + link_end.size()) {
            std::string url(tag.substr(link.size(), tag.size() - link.size() - link_end.size()));
            for (char& c : url) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
            bool known = false;
            for (const auto scheme : schemes) known = known || url.starts_with(scheme);
            if (!known || url.find_first_of("\"' \t\r\n") != std::string::npos) return "address: " + url;
            for (const auto outer : open)
                if (outer == "a") return "a link in a link";
            open.push_back("a");
            continue;
        }
        if (tag.starts_with("ol start=\"") && tag.ends_with('"') && tag.size() > 11 &&
            tag.substr(10, tag.size() - 11).find_first_not_of("0123456789") == std::string_view::npos)
            tag = "ol";
        bool known = false;
        for (const auto name : names) known = known || name == tag;
        if (!known) return "tag: " + std::string(tag);
        open.push_back(tag);
    }
    return open.empty() ? "" : "not closed: " + std::string(open.back());
}

}  // namespace veche::web::tests
