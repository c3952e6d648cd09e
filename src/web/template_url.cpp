#include "web/template_url.hpp"

#include <array>

#include "core/ascii.hpp"

namespace veche::web {

namespace {

constexpr std::array<std::string_view, 5> schemes = {"http", "https", "mailto", "tel", "webcal"};
/// What escape_html writes; any other character reference is somebody's trick.
constexpr std::array<std::string_view, 5> references = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};

bool is_control(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

/// `path` begins with "/".
UrlVerdict judge_path(std::string_view path)
{
    if (path.size() == 1) return UrlVerdict::undecided;
    const char second = path[1];
    if (second == '/' || second == '\\' || is_control(second)) return UrlVerdict::refused;
    if (second != '&') return UrlVerdict::fixed;
    const auto ours = [&](std::string_view reference) { return path.substr(1).starts_with(reference); };
    return std::any_of(references.begin(), references.end(), ours) ? UrlVerdict::fixed : UrlVerdict::refused;
}

/// "320w". A density ("2x") is never needed: every picture of ours knows its width.
bool is_width(std::string_view text)
{
    const auto digits = text.find_first_not_of("0123456789");
    return digits != 0 && digits != std::string_view::npos && text.substr(digits) == "w";
}

/// Stricter than a browser: one space, and ", " between, so that no reading of it finds another address.
bool is_own_list(std::string_view list)
{
    for (;;) {
        const auto end = list.find(", ");
        const auto entry = list.substr(0, end);
        const auto space = entry.find(' ');
        if (space == std::string_view::npos || !is_width(entry.substr(space + 1))) return false;
        const auto address = entry.substr(0, space);
        if (!address.starts_with('/') || address.find(',') != std::string_view::npos) return false;
        if (!is_allowed_url(address, UrlRule::own_path)) return false;
        if (end == std::string_view::npos) return true;
        list.remove_prefix(end + 2);
    }
}

}  // namespace

UrlVerdict judge_url_beginning(std::string_view escaped, UrlRule rule)
{
    if (escaped.empty() || rule == UrlRule::own_list) return UrlVerdict::undecided;
    if (escaped[0] == '#' || escaped[0] == '?') return UrlVerdict::fixed;
    if (escaped[0] == '/') return judge_path(escaped);
    if (rule == UrlRule::own_path) return UrlVerdict::refused;
    std::size_t letters = 0;
    while (letters < escaped.size() && is_ascii_letter(escaped[letters])) ++letters;
    if (letters == escaped.size()) return UrlVerdict::undecided;
    if (escaped[letters] != ':') return UrlVerdict::refused;
    for (const auto scheme : schemes)
        if (equal_ignoring_case(escaped.substr(0, letters), scheme)) return UrlVerdict::fixed;
    return UrlVerdict::refused;
}

bool is_allowed_url(std::string_view escaped, UrlRule rule)
{
    if (std::any_of(escaped.begin(), escaped.end(), is_control)) return false;
    if (rule == UrlRule::own_list) return is_own_list(escaped);
    return escaped == "/" || judge_url_beginning(escaped, rule) == UrlVerdict::fixed;
}

}  // namespace veche::web
