#include "language/language.hpp"

#include <cctype>

#include "language/words.hpp"

namespace veche::language {

namespace {

std::string_view without_spaces(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// The part before `separator`; `rest` keeps what follows it.
std::string_view take(std::string_view& rest, char separator)
{
    const auto end = rest.find(separator);
    const auto part = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    return without_spaces(part);
}

bool is_digits(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c); });
}

/// qvalue of RFC 9110 §12.4.2 in thousandths; -1 when it is not one.
int parse_quality(std::string_view text)
{
    if (text.empty() || (text[0] != '0' && text[0] != '1') || text.size() > 5) return -1;
    if (text.size() > 1 && text[1] != '.') return -1;
    std::string digits(text.size() > 2 ? text.substr(2) : std::string_view());
    if (!is_digits(digits)) return -1;
    digits.resize(3, '0');
    const int value = (text[0] - '0') * 1000 + std::stoi(digits);
    return value <= 1000 ? value : -1;
}

/// Thousandths; a range with a broken weight is not wanted at all.
int quality_of(std::string_view parameters)
{
    while (!parameters.empty()) {
        std::string_view value = take(parameters, ';');
        const auto name = take(value, '=');
        if (name == "q" || name == "Q") return std::max(0, parse_quality(value));
    }
    return 1000;
}

std::string lower(std::string_view text)
{
    std::string result(text);
    for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return result;
}

}  // namespace

std::string_view to_text(Code code)
{
    return code == Code::ru ? "ru" : "en";
}

std::optional<Code> parse_code(std::string_view text)
{
    if (text == "ru") return Code::ru;
    if (text == "en") return Code::en;
    return std::nullopt;
}

Code preferred(std::string_view accept_language)
{
    // A named language beats "*" whatever their weights: "*;q=0.9, en;q=0.5" leaves en at 0.5 and gives ru 0.9.
    int ru = -1, en = -1, any = -1;
    constexpr int most_ranges = 50;  // of a header that somebody else wrote
    for (int n = 0; n < most_ranges && !accept_language.empty(); ++n) {
        std::string_view parameters = take(accept_language, ',');
        const std::string range = lower(take(parameters, ';'));
        const int quality = quality_of(parameters);
        const std::string_view primary = std::string_view(range).substr(0, range.find('-'));
        if (range == "*") any = std::max(any, quality);
        if (primary == "ru") ru = std::max(ru, quality);
        if (primary == "en") en = std::max(en, quality);
    }
    if (ru < 0) ru = any;
    if (en < 0) en = any;
    return en > 0 && en > ru ? Code::en : Code::ru;
}

Catalogues::Catalogues(std::string ru_mo, std::string en_mo)
{
    words_.emplace(Code::ru, make_words(Code::ru, std::move(ru_mo)));
    words_.emplace(Code::en, make_words(Code::en, std::move(en_mo)));
}

Catalogues::~Catalogues() = default;

const Words& Catalogues::words(Code code) const
{
    return *words_.at(code);
}

}  // namespace veche::language
