#include "core/text.hpp"

#include <algorithm>
#include <array>

#include "core/letters.hpp"

namespace veche {

namespace {

constexpr std::array<std::string_view, 10> space_signs = {" ",  "\t",     "\n",     "\r",     "\f",
                                                          "\v", "\u00A0", "\u202F", "\u2009", "\uFEFF"};

std::size_t space_at(std::string_view text)
{
    for (const auto space : space_signs)
        if (text.starts_with(space)) return space.size();
    return 0;
}

}  // namespace

bool is_clean_utf8(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const Utf8Letter letter = utf8_letter(text, at);
        if (letter.length == 0 || !may_stand_in_text(letter.point)) return false;
        at += letter.length;
    }
    return true;
}

bool is_well_formed_utf8(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const Utf8Letter letter = utf8_letter(text, at);
        if (letter.length == 0) return false;
        at += letter.length;
    }
    return true;
}

CleanedText cleaned_utf8(std::string_view raw)
{
    if (is_clean_utf8(raw)) return {std::string(raw)};
    CleanedText cleaned;
    cleaned.text.reserve(raw.size());
    for (std::size_t at = 0; at < raw.size();) {
        const Utf8Letter letter = utf8_letter(raw, at);
        if (letter.length == 0) {
            cleaned.text += "\uFFFD";
            cleaned.broken = true;
            ++at;
            continue;
        }
        if (letter.point == U'\v' || letter.point == U'\f')
            cleaned.text += '\n';
        else if (may_stand_in_text(letter.point))
            cleaned.text += raw.substr(at, letter.length);
        at += letter.length;
    }
    return cleaned;
}

std::size_t count_code_points(std::string_view text)
{
    std::size_t count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return count;
}

std::string_view trimmed(std::string_view text)
{
    while (const auto n = space_at(text)) text.remove_prefix(n);
    for (bool cut = true; cut;) {
        cut = false;
        for (const auto space : space_signs) {
            if (!text.ends_with(space)) continue;
            text.remove_suffix(space.size());
            cut = true;
        }
    }
    return text;
}

std::string one_line(std::string_view text)
{
    text = trimmed(text);
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        if (auto n = space_at(text)) {
            // A narrow or no-break space inside a sentence is typography ("300 лет"): kept when it stands alone.
            const std::string_view first = text.substr(0, n);
            std::size_t run = 0;
            for (; n != 0; n = space_at(text), ++run) text.remove_prefix(n);
            result += run == 1 && first.size() > 1 && first != "\uFEFF" ? first : std::string_view(" ");
        } else {
            result += text.front();
            text.remove_prefix(1);
        }
    }
    return result;
}

std::string shortened(std::string_view text, std::size_t limit)
{
    if (count_code_points(text) <= limit) return std::string(text);
    std::size_t at = 0;
    for (std::size_t points = 0; at < text.size(); ++at) {
        if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80 && points++ == limit - 1) break;
    }
    return std::string(trimmed(text.substr(0, at))) + "…";
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator)
{
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) text += separator;
        text += parts[i];
    }
    return text;
}

std::vector<std::string> split_lines(std::string_view text)
{
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

namespace {

Result<std::string> of_length(std::string text, std::string_view field, std::size_t least, std::size_t most)
{
    const auto points = count_code_points(text);
    if (points < least) return refuse(RefusalKind::invalid, "text.empty", field);
    if (points > most) return refuse(RefusalKind::invalid, "text.too_long", field, {{"most", std::to_string(most)}});
    return text;
}

}  // namespace

Result<std::string> parse_line(std::string_view raw, std::string_view field, std::size_t least, std::size_t most)
{
    if (!is_clean_utf8(raw)) return refuse(RefusalKind::invalid, "text.broken", field);
    return of_length(one_line(raw), field, least, most);
}

Result<std::string> parse_paragraphs(std::string_view raw, std::string_view field, std::size_t least, std::size_t most)
{
    if (!is_clean_utf8(raw)) return refuse(RefusalKind::invalid, "text.broken", field);
    std::string text;
    bool gap = false;
    for (const auto& line : split_lines(raw)) {
        const auto words = one_line(line);
        if (!words.empty()) text += (text.empty() ? "" : gap ? "\n\n" : "\n") + words;
        gap = words.empty();
    }
    return of_length(std::move(text), field, least, most);
}

}  // namespace veche
