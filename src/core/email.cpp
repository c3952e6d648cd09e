#include "core/email.hpp"

#include <algorithm>

#include "core/letters.hpp"
#include "core/punycode.hpp"
#include "core/text.hpp"

namespace veche {

namespace {

constexpr std::size_t email_bytes = 254;
constexpr std::size_t local_part_bytes = 64;

bool is_good_domain(std::string_view domain)
{
    if (domain.find('.') == std::string_view::npos) return false;
    for (std::size_t at = 0; at <= domain.size();) {
        const std::size_t dot = std::min(domain.find('.', at), domain.size());
        const std::string_view label = domain.substr(at, dot - at);
        if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
        const bool good = std::all_of(label.begin(), label.end(), [](unsigned char c) {
            return c >= 0x80 || c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
        });
        if (!good) return false;
        at = dot + 1;
    }
    return true;
}

bool is_good_local_part(std::string_view local)
{
    if (local.empty() || local.size() > local_part_bytes || local.front() == '.' || local.back() == '.') return false;
    if (local.find("..") != std::string_view::npos) return false;
    return std::none_of(local.begin(), local.end(), [](unsigned char c) {
        return c <= 0x20 || c == 0x7F || std::string_view("\"(),:;<>[\\]").find(char(c)) != std::string_view::npos;
    });
}

/// No-break spaces, direction marks and other invisible ones make two addresses look alike.
bool has_invisible(std::string_view text)
{
    const auto points = code_points(text);
    return std::any_of(points.begin(), points.end(), [](char32_t c) {
        return (c >= 0x80 && c <= 0xA0) || c == 0xAD || (c >= 0x2000 && c <= 0x206F) || c == 0x3000 || c == 0xFEFF;
    });
}

/// Small letters as a registry has them: "ёлка.рф" is another domain than "елка.рф", й is one letter.
std::string domain_in_small(std::string_view raw)
{
    std::u32string small;
    for (const char32_t c : code_points(raw)) {
        if (c == U'\u0306' && small.ends_with(U'и'))
            small.back() = U'й';
        else if (c == U'\u0308' && small.ends_with(U'е'))
            small.back() = U'ё';
        else
            small += c == U'Ё' || c == U'ё' ? U'ё' : small_letter(c);
    }
    return utf8(small);
}

/// "почта.рф" of "xn--80a1acny.xn--p1ai": however a domain is written, it is one.
std::string domain_in_own_letters(std::string_view domain)
{
    std::string all;
    for (std::size_t at = 0; at <= domain.size();) {
        const std::size_t dot = std::min(domain.find('.', at), domain.size());
        const std::string_view label = domain.substr(at, dot - at);
        if (at > 0) all += '.';
        const auto decoded = label.starts_with("xn--") ? decode_punycode(label.substr(4)) : std::nullopt;
        const bool good =
            decoded && !has_invisible(utf8(*decoded)) && domain_in_small(utf8(*decoded)) == utf8(*decoded);
        all += good ? utf8(*decoded) : std::string(label);
        at = dot + 1;
    }
    return all;
}

}  // namespace

Result<Email> Email::parse(std::string_view raw, std::string_view field)
{
    if (!is_clean_utf8(raw)) return refuse(RefusalKind::invalid, "text.broken", field);
    const std::string_view text = trimmed(raw);
    if (text.empty()) return refuse(RefusalKind::invalid, "text.empty", field);

    const std::size_t at = text.find('@');
    const bool one_at = at != std::string_view::npos && text.find('@', at + 1) == std::string_view::npos;
    const std::string domain = one_at ? domain_in_small(text.substr(at + 1)) : std::string();
    if (text.size() > email_bytes || !one_at || has_invisible(text) || !is_good_local_part(text.substr(0, at)) ||
        !is_good_domain(domain)) {
        return refuse(RefusalKind::invalid, "email.bad", field);
    }
    Email email;
    email.text_ = std::string(text.substr(0, at + 1)) + domain;
    email.folded_ = small_letters(text.substr(0, at + 1)) + domain_in_own_letters(domain);
    return email;
}

std::string Email::masked() const
{
    if (text_.empty()) return {};
    const auto first = code_points(local_part()).substr(0, 1);
    return utf8(first) + "***" + text_.substr(text_.find('@'));
}

}  // namespace veche
