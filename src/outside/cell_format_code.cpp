#include <algorithm>
#include <charconv>

#include "core/ascii.hpp"
#include "outside/cell_format.hpp"

// The codes of number formats, as Excel and LibreOffice write them into XLSX.
namespace veche::outside {

namespace {

using Kind = FormatPiece::Kind;

bool begins_with(std::string_view text, std::string_view word)
{
    return text.size() >= word.size() &&
           std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) { return a == ascii_lower(b); });
}

void add_words(FormatPieces& pieces, std::string_view words)
{
    if (words.empty()) return;
    if (pieces.empty() || pieces.back().kind != Kind::words) pieces.push_back({Kind::words, {}});
    pieces.back().words += words;
}

/// How many bytes the piece at the beginning of `code` takes that is quoted, escaped or room.
std::size_t take_literal(std::string_view code, FormatPieces& pieces)
{
    if (code[0] == '"') {
        const auto end = std::min(code.find('"', 1), code.size());
        add_words(pieces, code.substr(1, end - 1));
        return end + 1;
    }
    std::size_t next = 2;  // the escaped character may be of several bytes
    while (next < code.size() && (static_cast<unsigned char>(code[next]) & 0xC0) == 0x80) ++next;
    if (code[0] == '\\' && code.size() > 1) add_words(pieces, code.substr(1, next - 1));
    if (code[0] == '_') add_words(pieces, " ");  // room of that character's width
    return next;
}

Kind kind_of_letter(char letter, std::size_t times)
{
    switch (letter) {
        case 'y': return Kind::year;
        case 'd': return times > 2 ? Kind::weekday : Kind::day;
        case 'h': return Kind::hour;
        case 's': return Kind::second;
        default: return Kind::month;  // or a minute, see settle_minutes
    }
}

/// "m" is a minute after an hour or before a second.
void settle_minutes(FormatPieces& pieces)
{
    Kind before = Kind::words;
    for (std::size_t at = 0; at < pieces.size(); ++at) {
        auto& kind = pieces[at].kind;
        if (!is_of_date(kind)) continue;
        if (kind == Kind::month) {
            const auto next = std::find_if(pieces.begin() + static_cast<std::ptrdiff_t>(at) + 1, pieces.end(),
                                           [](const auto& piece) { return is_of_date(piece.kind); });
            if (before == Kind::hour || before == Kind::long_hour ||
                (next != pieces.end() && (next->kind == Kind::second || next->kind == Kind::long_second)))
                kind = Kind::minute;
        }
        before = kind;
    }
}

/// A comma between digits sets thousands apart, one after them divides by a thousand.
Kind kind_of_comma(std::string_view after)
{
    const auto next = after.find_first_not_of(',');
    return next != std::string_view::npos && std::string_view("0#?").find(after[next]) != std::string_view::npos
               ? Kind::group
               : Kind::thousandth;
}

/// Takes a section of a code piece by piece.
class SectionParser {
public:
    explicit SectionParser(std::string_view code) : code_(code) {}

    FormatPieces pieces;
    std::string condition;
    double bound = 0;

    void parse()
    {
        while (at_ < code_.size()) at_ += take(code_.substr(at_), ascii_lower(code_[at_]));
        settle_minutes(pieces);
        if (unreadable_) pieces = {{Kind::general}};
    }

private:
    /// How many bytes the next piece takes.
    std::size_t take(std::string_view rest, char c)
    {
        if (c == '"' || c == '\\' || c == '_' || c == '*') return take_literal(rest, pieces);
        if (c == '[') return take_bracket(rest);
        if (begins_with(rest, "general")) return put(Kind::general, 7);
        if (begins_with(rest, "am/pm")) return put(Kind::half_day, 5);
        if (begins_with(rest, "a/p")) return put(Kind::half_day, 3);
        if (std::string_view("ydhms").find(c) != std::string_view::npos) {
            std::size_t times = 1;
            while (times < rest.size() && ascii_lower(rest[times]) == c) ++times;
            return put(kind_of_letter(c, times), times);
        }
        if (c == '0') return put(Kind::digit, 1);
        if (c == '#' || c == '?') return put(Kind::place, 1);
        if (c == '%') return put(Kind::percent, 1);
        if (c == '@') return put(Kind::text, 1);
        return take_sign(rest, c);
    }

    std::size_t put(Kind kind, std::size_t length)
    {
        pieces.push_back({kind});
        return length;
    }

    /// Colours and locales say nothing; "[h]" is a length of time, "[$₽-419]" a word, "[>=5]" a condition.
    std::size_t take_bracket(std::string_view rest)
    {
        const auto end = std::min(rest.find(']'), rest.size());
        const auto inside = rest.substr(1, end - 1);
        const auto sign = inside.find_first_not_of("<>=");
        if (!inside.empty() && inside.find_first_not_of("hmsHMS") == std::string_view::npos) {
            const char letter = ascii_lower(inside[0]);
            put(letter == 'h' ? Kind::long_hour : letter == 'm' ? Kind::long_minute : Kind::long_second, 0);
        } else if (inside.starts_with('$')) {
            add_words(pieces, inside.substr(1, inside.find('-') - 1));
        } else if (sign > 0 && sign != std::string_view::npos &&
                   std::from_chars(inside.data() + sign, inside.data() + inside.size(), bound).ec == std::errc()) {
            condition = inside.substr(0, sign);
        }
        return end + 1;
    }

    /// Signs that mean something beside figures, and words elsewhere.
    std::size_t take_sign(std::string_view rest, char c)
    {
        const char next = rest.size() > 1 ? rest[1] : '\0';
        const bool figure = !pieces.empty() && (pieces.back().kind == Kind::digit || pieces.back().kind == Kind::place);
        if (c == '.' && next == '0' && !pieces.empty() && pieces.back().kind >= Kind::second)
            return std::min(rest.find_first_not_of('0', 1), rest.size());  // parts of a second
        if (c == '.' && (figure || next == '0' || next == '#')) return put(Kind::point, 1);
        if (c == ',' && figure) return put(kind_of_comma(rest), 1);
        if ((c == '/' && figure) || (c == 'e' && (next == '+' || next == '-'))) {
            unreadable_ = true;  // a fraction or an exponent: the number as it is
            return 2;
        }
        add_words(pieces, rest.substr(0, 1));
        return 1;
    }

    std::string_view code_;
    std::size_t at_ = 0;
    bool unreadable_ = false;
};

}  // namespace

bool is_of_date(Kind kind)
{
    return kind >= Kind::day;
}

FormatSection parse_format_section(std::string_view code)
{
    SectionParser parser(code);
    parser.parse();
    return {std::move(parser.pieces), std::move(parser.condition), parser.bound};
}

}  // namespace veche::outside
