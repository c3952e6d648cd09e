#include "core/phone.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "core/letters.hpp"
#include "core/text.hpp"

namespace veche {

namespace {

constexpr std::size_t national = 10, local_least = 5, local_most = 7;
constexpr std::size_t abroad_least = 8, abroad_most = 15;  // ITU-T E.164
constexpr std::size_t extension_most = 6;

bool is_digit(char32_t c)
{
    return c >= U'0' && c <= U'9';
}

/// What people put between the digits: spaces of all kinds, brackets, full stops and dashes of all lengths.
bool is_between(char32_t c)
{
    return c == U' ' || c == U'\u00A0' || c == U'\u2009' || c == U'\u202F' || c == U'(' || c == U')' || c == U'.' ||
           c == U'-' || (c >= U'\u2010' && c <= U'\u2015') || c == U'\u2212';
}

/// The digits, when there is nothing else but what stands between them.
std::optional<std::string> digits_of(std::u32string_view text)
{
    std::string digits;
    for (const char32_t c : text) {
        if (is_digit(c))
            digits += char(c);
        else if (!is_between(c))
            return std::nullopt;
    }
    return digits;
}

/// Where "доб.", "ext." or "#" begins.
std::size_t extension_at(const std::u32string& small)
{
    constexpr std::array<std::u32string_view, 4> words{U"доб", U"вн", U"ext", U"#"};
    std::size_t at = std::u32string::npos;
    for (const auto& word : words) at = std::min(at, small.find(word));
    return at;
}

std::optional<std::string> extension_of(std::u32string_view text)
{
    constexpr std::size_t words_most = 12;  // "добавочный: "
    std::size_t first = 0;
    while (first < text.size() && !is_digit(text[first])) ++first;
    auto digits = first <= words_most ? digits_of(text.substr(first)) : std::nullopt;
    if (!digits || digits->empty() || digits->size() > extension_most) return std::nullopt;
    return digits;
}

/// "+7…", or the digits of a number of the town.
std::optional<std::string> dialled(const std::string& digits, bool plus)
{
    const auto size = digits.size();
    const bool russian = size == national + 1 && (digits[0] == '7' || (digits[0] == '8' && !plus));
    if (russian) return "+7" + digits.substr(1);
    if (plus && digits[0] == '7') return std::nullopt;  // a digit is missing, or is too many
    if (plus) return size >= abroad_least && size <= abroad_most ? std::optional("+" + digits) : std::nullopt;
    if (size == national) return "+7" + digits;
    if (digits.starts_with("810") && size >= 3 + abroad_least && size <= 3 + abroad_most) return "+" + digits.substr(3);
    return size >= local_least && size <= local_most ? std::optional(digits) : std::nullopt;
}

}  // namespace

Result<Phone> Phone::parse(std::string_view raw, std::string_view field)
{
    const auto wrong = [&] { return refuse(RefusalKind::invalid, "phone.wrong", field); };
    const std::string text(trimmed(raw));
    std::u32string small;
    for (const char32_t c : code_points(text)) small += small_letter(c);
    const auto cut = extension_at(small);
    std::u32string_view number = std::u32string_view(small).substr(0, cut);
    while (!number.empty() && (is_between(number.back()) || number.back() == U',')) number.remove_suffix(1);
    const bool plus = number.starts_with(U'+');
    if (plus) number.remove_prefix(1);
    const auto digits = digits_of(number);
    if (!digits || digits->empty()) return wrong();
    const auto folded = dialled(*digits, plus);
    if (!folded) return wrong();
    Phone phone;
    phone.text_ = text;
    phone.folded_ = *folded;
    if (cut == std::u32string::npos) return phone;
    const auto extension = extension_of(std::u32string_view(small).substr(cut));
    if (!extension) return wrong();
    phone.folded_ += "," + *extension;
    return phone;
}

}  // namespace veche
