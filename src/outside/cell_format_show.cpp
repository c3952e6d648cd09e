#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include <fmt/format.h>

#include "core/text.hpp"
#include "outside/cell_format.hpp"
#include "outside/table_reader.hpp"

// How numbers and moments look by a number format.
namespace veche::outside {

namespace {

using Kind = FormatPiece::Kind;

constexpr std::array<std::string_view, 12> month_names = {
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"};
constexpr std::array<std::string_view, 7> weekday_names = {"воскресенье", "понедельник", "вторник", "среда",
                                                           "четверг",     "пятница",     "суббота"};

bool takes_digit(const FormatPiece& piece)
{
    return piece.kind == Kind::digit || piece.kind == Kind::place;
}

/// The figures that the places of a format ask for.
struct Figures {
    std::string whole, part;
    bool negative = false;
};

struct Places {
    std::size_t whole = 0, whole_least = 0, part = 0, part_least = 0;
    bool grouped = false;
    double factor = 1;
};

Places count_places(const FormatPieces& pieces)
{
    Places places;
    bool after_point = false;
    for (const auto& piece : pieces) {
        if (piece.kind == Kind::point) after_point = true;
        if (piece.kind == Kind::group) places.grouped = true;
        if (piece.kind == Kind::percent) places.factor *= 100;
        if (piece.kind == Kind::thousandth) places.factor /= 1000;
        if (!takes_digit(piece)) continue;
        ++(after_point ? places.part : places.whole);
        const bool always = piece.kind == Kind::digit;
        if (after_point && always) places.part_least = places.part;
        if (!after_point && (always || places.whole_least > 0)) ++places.whole_least;
    }
    return places;
}

Figures figures_of(double value, const Places& places)
{
    Figures figures;
    const std::string all =
        fmt::format("{:.{}f}", std::abs(value * places.factor), std::min<std::size_t>(places.part, 30));
    const auto point = std::min(all.find('.'), all.size());
    figures.whole = all.substr(0, point);
    figures.part = point < all.size() ? all.substr(point + 1) : "";
    while (figures.part.size() > places.part_least && figures.part.ends_with('0')) figures.part.pop_back();
    if (figures.whole == "0") figures.whole.clear();
    if (figures.whole.size() < places.whole_least)
        figures.whole.insert(0, places.whole_least - figures.whole.size(), '0');
    figures.negative = value < 0 && all.find_first_not_of("0.") != std::string::npos;
    if (places.grouped)
        for (std::size_t at = figures.whole.size(); at > 3;) figures.whole.insert(at -= 3, " ");
    return figures;
}

/// Words that stand beside every date and say nothing: "2021 г.", "в 12:00", "«06» июля".
bool says_nothing(std::string_view words)
{
    static constexpr std::array<std::string_view, 14> empty = {"г", "Г",   "года",  "год", "г.г",   "гг", "в",
                                                               "ч", "час", "часов", "мин", "минут", "T",  "Z"};
    const auto is_sign = [](unsigned char c) { return c < 0x80 && !std::isalnum(c); };
    for (bool cut = true; cut;) {
        cut = false;
        while (!words.empty() && is_sign(static_cast<unsigned char>(words.front()))) words.remove_prefix(1), cut = true;
        while (!words.empty() && is_sign(static_cast<unsigned char>(words.back()))) words.remove_suffix(1), cut = true;
        for (const std::string_view quote : {"«", "»", "„", "“", "”", "–", "—", "\xC2\xA0", "−"}) {
            if (words.starts_with(quote)) words.remove_prefix(quote.size()), cut = true;
            if (words.ends_with(quote)) words.remove_suffix(quote.size()), cut = true;
        }
    }
    return words.empty() || std::find(empty.begin(), empty.end(), words) != empty.end();
}

/// A date shown without its day, or a day of the week: only words.
std::string words_of_date(const FormatPieces& pieces, const CellMoment& moment)
{
    std::string text;
    for (const auto& piece : pieces) {
        const auto month = static_cast<unsigned>(moment.day->month());
        text += ' ';
        switch (piece.kind) {
            case Kind::month: text += month_names[month - 1]; break;
            case Kind::quarter: text += fmt::format("{} квартал", (month + 2) / 3); break;
            case Kind::year: text += std::to_string(static_cast<int>(moment.day->year())); break;
            case Kind::weekday:
                text += weekday_names[std::chrono::weekday(std::chrono::sys_days(*moment.day)).c_encoding()];
                break;
            case Kind::words:
                if (!says_nothing(piece.words)) text += piece.words;
                break;
            default: break;
        }
    }
    return one_line(text);
}

std::string words_of_span(const FormatPieces& pieces, std::int64_t seconds)
{
    const auto has = [&](Kind kind) {
        return std::any_of(pieces.begin(), pieces.end(), [&](const auto& piece) { return piece.kind == kind; });
    };
    if (has(Kind::long_hour)) return fmt::format("{}:{:02}", seconds / 3600, seconds / 60 % 60);
    if (has(Kind::long_second)) return std::to_string(seconds);
    return fmt::format("{:02}:{:02}", has(Kind::long_minute) ? seconds / 60 : seconds / 60 % 60, seconds % 60);
}

/// The cell with what the format says before and after it; then it is words to be understood, no bare date.
Cell with_words(const FormatPieces& pieces, Cell cell)
{
    const auto of_date = [](const auto& piece) { return is_of_date(piece.kind); };
    const auto first = std::find_if(pieces.begin(), pieces.end(), of_date);
    const auto last = std::find_if(pieces.rbegin(), pieces.rend(), of_date).base();
    std::string before, after;
    for (auto piece = pieces.begin(); piece != first; ++piece)
        if (!says_nothing(piece->words)) before += piece->words;
    for (auto piece = last; piece != pieces.end(); ++piece)
        if (!says_nothing(piece->words)) after += piece->words;
    if (before.empty() && after.empty()) return cell;
    return {one_line(before + cell.text + after)};
}

}  // namespace

std::string shown_number(const FormatPieces& pieces, double value)
{
    const Places places = count_places(pieces);
    const bool plain = std::any_of(pieces.begin(), pieces.end(), [](const auto& p) { return p.kind == Kind::general; });
    const Figures figures = figures_of(value, places);
    std::string text;
    if (plain ? value < 0 : figures.negative && places.whole + places.part > 0) text += '-';
    // Words may stand between figures ("000-000"): each place takes one, the first all that are left.
    std::size_t given = 0, of_whole = 0;
    bool after_point = false;
    for (const auto& piece : pieces) {
        if (piece.kind == Kind::point) {
            if (of_whole == 0) text += figures.whole;
            if (!figures.part.empty()) text += "." + figures.part;
            after_point = true;
        } else if (takes_digit(piece) && !after_point) {
            const std::size_t right = places.grouped ? 0 : places.whole - ++of_whole;
            of_whole = std::max<std::size_t>(of_whole, 1);
            const std::size_t end = figures.whole.size() > right ? figures.whole.size() - right : 0;
            if (end > given) text += figures.whole.substr(given, end - given);
            given = std::max(given, end);
        } else if (piece.kind == Kind::general) {
            text += general_number(std::abs(value));
        } else if (piece.kind == Kind::percent) {
            text += '%';
        } else if (piece.kind == Kind::words) {
            text += piece.words;
        }
    }
    return text;
}

Cell shown_moment(const FormatPieces& pieces, const CellMoment& moment)
{
    const auto has = [&](Kind kind) {
        return std::any_of(pieces.begin(), pieces.end(), [&](const auto& piece) { return piece.kind == kind; });
    };
    const auto minute = static_cast<int>(moment.seconds / 60 % (24 * 60));
    const bool clock = has(Kind::hour) || has(Kind::long_hour);
    if (moment.day && has(Kind::day)) {
        // Midnight in a "date and time" format is a date whose time nobody entered.
        return with_words(pieces, date_cell(*moment.day, clock && minute != 0 ? std::optional(minute) : std::nullopt));
    }
    if (moment.day && (has(Kind::month) || has(Kind::quarter) || has(Kind::year) || has(Kind::weekday)))
        return {words_of_date(pieces, moment)};
    if (!clock || (has(Kind::long_hour) && moment.seconds >= 24 * 60 * 60))
        return with_words(pieces, {words_of_span(pieces, moment.seconds)});
    return with_words(pieces, time_cell(minute));
}

}  // namespace veche::outside
