#include "outside/cell_format.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/text.hpp"

namespace veche::outside {

namespace {

using Kind = FormatPiece::Kind;

constexpr std::size_t longest_code = 1'000;  // of a person's format; Excel takes 255 characters
constexpr std::size_t most_sections = 4;

}  // namespace

CellFormat::CellFormat(std::string_view code)
{
    if (code.size() > longest_code) return;
    std::size_t begin = 0;
    for (std::size_t at = 0; at <= code.size() && sections_.size() < most_sections; ++at) {
        if (at == code.size() || code[at] == ';') {
            sections_.push_back(parse_format_section(code.substr(begin, at - begin)));
            begin = at + 1;
        } else if (code[at] == '"' || code[at] == '[') {
            at = std::min(code.find(code[at] == '"' ? '"' : ']', at + 1), code.size() - 1);
        } else if (code[at] == '\\' || code[at] == '_' || code[at] == '*') {
            if (at + 1 < code.size()) ++at;
        }
    }
    if (code.empty()) sections_.clear();
}

CellFormat::CellFormat(FormatPieces pieces)
{
    sections_.push_back({std::move(pieces)});
}

CellFormat CellFormat::built_in(unsigned number)
{
    switch (number) {
        case 1: return CellFormat("0");
        case 2: return CellFormat("0.00");
        case 3: return CellFormat("#,##0");
        case 4: return CellFormat("#,##0.00");
        case 9: return CellFormat("0%");
        case 10: return CellFormat("0.00%");
        case 17: return CellFormat("mmm yy");
        case 18:
        case 19:
        case 20:
        case 21: return CellFormat("h:mm");
        case 22: return CellFormat("dd.mm.yyyy h:mm");
        case 37:
        case 38: return CellFormat("#,##0;-#,##0");
        case 39:
        case 40: return CellFormat("#,##0.00;-#,##0.00");
        case 45:
        case 47: return CellFormat("mm:ss");
        case 46: return CellFormat("[h]:mm");
        default: break;
    }
    // 27..36 and 50..58 are the dates of East Asian versions.
    if ((number >= 14 && number <= 16) || (number >= 27 && number <= 36) || (number >= 50 && number <= 58))
        return CellFormat("dd.mm.yyyy");
    return {};
}

namespace {

bool holds(std::string_view condition, double value, double bound)
{
    if (condition == ">") return value > bound;
    if (condition == ">=") return value >= bound;
    if (condition == "<") return value < bound;
    if (condition == "<=") return value <= bound;
    if (condition == "=") return value == bound;
    return condition == "<>" && value != bound;
}

bool has(const FormatPieces& pieces, Kind kind)
{
    return std::any_of(pieces.begin(), pieces.end(), [&](const auto& piece) { return piece.kind == kind; });
}

/// A length of time, however many days it is.
bool is_span(const FormatPieces& pieces)
{
    return !has(pieces, Kind::day) && !has(pieces, Kind::month) && !has(pieces, Kind::year) &&
           (has(pieces, Kind::long_hour) || has(pieces, Kind::long_minute) || has(pieces, Kind::long_second));
}

bool shows_date(const FormatPieces& pieces)
{
    return std::any_of(pieces.begin(), pieces.end(), [](const auto& piece) { return is_of_date(piece.kind); });
}

}  // namespace

/// By conditions where there are any, else by sign: positive; negative; zero. nullptr: the number as it is.
const FormatSection* CellFormat::section_for(double value) const
{
    std::size_t count = std::min<std::size_t>(sections_.size(), 3);
    while (count > 0 && sections_.size() < most_sections && has(sections_[count - 1].pieces, Kind::text)) --count;
    if (count == 0) return nullptr;
    const auto end = sections_.begin() + static_cast<std::ptrdiff_t>(count);
    if (std::any_of(sections_.begin(), end, [](const auto& one) { return !one.condition.empty(); })) {
        for (auto one = sections_.begin(); one != end; ++one)
            if (one->condition.empty() ? one + 1 == end || one != sections_.begin()
                                       : holds(one->condition, value, one->bound))
                return &*one;
        return nullptr;
    }
    if (value < 0 && count > 1) return &sections_[1];
    if (value == 0 && count > 2) return &sections_[2];
    return &sections_[0];
}

Cell CellFormat::show_number(double value, Epoch epoch) const
{
    const FormatSection* section = section_for(value);
    if (section == nullptr) return {general_number(value)};
    const auto& pieces = section->pieces;
    if (pieces.empty()) {
        // ";;;" shows nothing whatever is there; nothing for a nought alone is a manner of accountants.
        Cell cell;
        cell.marks.hidden_part = value != 0;
        return cell;
    }
    if (shows_date(pieces)) {
        auto moment = moment_of(value, epoch);
        if (moment && is_span(pieces)) moment = {std::nullopt, std::llround(value * 24 * 60 * 60)};
        return moment ? shown_moment(pieces, *moment) : Cell{general_number(value)};
    }
    // The second section has its own sign, if it wants one.
    const bool signless = value < 0 && section != sections_.data() && section->condition.empty();
    return {std::string(trimmed(shown_number(pieces, signless ? -value : value)))};
}

Cell CellFormat::show_moment(const CellMoment& moment) const
{
    static const FormatPieces whole = {{Kind::day}, {Kind::hour}};
    static const FormatPieces clock = {{Kind::long_hour}};
    if (!sections_.empty() && shows_date(sections_.front().pieces))
        return shown_moment(sections_.front().pieces, moment);
    return shown_moment(moment.day ? whole : clock, moment);
}

Cell CellFormat::show_text(std::string text) const
{
    const auto of_text = std::find_if(sections_.begin(), sections_.end(),
                                      [](const auto& section) { return has(section.pieces, Kind::text); });
    const auto* pieces = sections_.size() == most_sections ? &sections_.back().pieces
                         : of_text != sections_.end()      ? &of_text->pieces
                                                           : nullptr;
    if (pieces == nullptr) return {std::move(text)};
    Cell cell;
    cell.marks.hidden_part = pieces->empty() && !text.empty();
    for (const auto& piece : *pieces) cell.text += piece.kind == Kind::text ? text : piece.words;
    cell.text = trimmed(cell.text);
    return cell;
}

bool CellFormat::has_meaning() const
{
    return std::any_of(sections_.begin(), sections_.end(), [](const FormatSection& section) {
        return has(section.pieces, Kind::words) || has(section.pieces, Kind::percent) || shows_date(section.pieces);
    });
}

std::string general_number(double value)
{
    return fmt::format("{:.15g}", value);
}

}  // namespace veche::outside
