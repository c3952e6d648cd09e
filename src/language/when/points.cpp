#include "language/when/points.hpp"

#include <algorithm>

namespace veche::language::speech {

namespace {

bool is_year(int number, int digits)
{
    return digits == 4 && number >= least_year && number <= most_year;
}

/// "2021", "2021 г.", "21 года"; of two digits only with the word.
std::optional<int> read_year(Cursor& cursor)
{
    const bool named = is_year_word(cursor.word(1));
    const Token& token = cursor.peek();
    const bool full = token.sign == Sign::number && is_year(token.number, token.digits);
    const bool in_short = token.sign == Sign::number && token.digits == 2 && named;
    if (!full && !in_short) return std::nullopt;
    const int year = full ? token.number : 2000 + token.number;
    cursor.step();
    while (is_year_word(cursor.word())) {
        cursor.step();
        cursor.take(Sign::dot);
    }
    return year;
}

/// The month after its day: the word, the dot of an abbreviation, the year.
bool read_month_into(Cursor& cursor, Point& point)
{
    const int month = month_of(cursor.word());
    if (month == 0) return false;
    cursor.step();
    if (cursor.sees_glued(Sign::dot, 0)) cursor.step();
    if (cursor.sees_word({"месяц", "месяца", "месяце"})) cursor.step();
    point.month = month;
    point.year = read_year(cursor);
    return true;
}

Point day_point(std::optional<int> year, int month, int day)
{
    Point point;
    point.precision = Precision::day;
    point.year = year;
    point.month = month;
    point.first_day = day;
    return point;
}

void take_year_word(Cursor& cursor)
{
    if (is_year_word(cursor.word()) && !cursor.sees_word({"годов"})) cursor.step(), cursor.take(Sign::dot);
}

/// "2021-07-06", "2021.07.06".
std::optional<Point> read_iso(Cursor& cursor)
{
    const Token year = cursor.peek();
    const Sign between = cursor.peek(1).sign;
    if (year.sign != Sign::number || !is_year(year.number, year.digits)) return std::nullopt;
    if (between != Sign::dash && between != Sign::dot) return std::nullopt;
    const bool whole =
        cursor.sees_glued(Sign::number, 2) && cursor.sees_glued(between, 3) && cursor.sees_glued(Sign::number, 4);
    if (!whole || cursor.peek(2).digits != 2 || cursor.peek(4).digits != 2) return std::nullopt;
    const int month = cursor.peek(2).number;
    const int day = cursor.peek(4).number;
    if (month < 1 || month > 12) return std::nullopt;
    cursor.step(5);
    return day_point(year.number, month, day);
}

/// "06.07.2021", "6.07.21", "06/07/2021", "06. 07. 2021", "28.05", "05.2021".
std::optional<Point> read_numeric(Cursor& cursor)
{
    const Sign between = cursor.peek(1).sign;
    if (!cursor.sees_number(2) || (between != Sign::dot && between != Sign::slash && between != Sign::dash))
        return std::nullopt;
    if (!cursor.sees(Sign::number, 2)) return std::nullopt;
    const Token first = cursor.peek();
    const Token second = cursor.peek(2);
    const bool month_year = between == Sign::dot && is_year(second.number, second.digits);
    if (month_year && first.number >= 1 && first.number <= 12) {
        cursor.step(3);
        take_year_word(cursor);
        Point point;
        point.month = first.number;
        point.year = second.number;
        return point;
    }
    if (second.digits > 2 || second.number < 1 || second.number > 12) return std::nullopt;
    const Token third = cursor.sees(between, 3) && cursor.sees(Sign::number, 4) ? cursor.peek(4) : Token{};
    const bool tight = cursor.sees_glued(between, 3) && cursor.sees_glued(Sign::number, 4);
    if (is_year(third.number, third.digits) || (between == Sign::dot && tight && third.digits == 2)) {
        cursor.step(5);
        take_year_word(cursor);
        return day_point(third.digits == 2 ? 2000 + third.number : third.number, second.number, first.number);
    }
    const bool two_parts = between == Sign::dot && second.digits == 2 && cursor.sees_glued(Sign::number, 2);
    if (!two_parts || third.digits > 0) return std::nullopt;
    cursor.step(3);
    Point point = day_point(std::nullopt, second.number, first.number);
    point.dotted = true;
    return point;
}

/// "6 июля 2021 г.", "1-е мая", "первое сентября", or a number that waits for its month.
std::optional<Point> read_day(Cursor& cursor)
{
    const bool number = cursor.sees_number(2);
    const int said = number ? cursor.peek().number : ordinal_of(cursor.peek());
    if (!number && (said < 1 || month_of(cursor.word(1)) == 0)) return std::nullopt;
    Point point = day_point(std::nullopt, 0, said);
    cursor.step();
    if (read_month_into(cursor, point)) return point;
    const bool measured = cursor.sees(Sign::colon) || cursor.sees(Sign::word);
    const bool joins = cursor.sees_word({"и", "или", "по", "до", "на"});
    return !measured || joins ? std::optional(point) : (cursor.back_to(cursor.place() - 1), std::nullopt);
}

Point whole_year(std::optional<int> year)
{
    Point point;
    point.precision = Precision::year;
    point.year = year;
    point.month = 1;
    point.months = 12;
    return point;
}

std::optional<Point> read_season(Cursor& cursor)
{
    const auto season = season_of(cursor.word());
    if (!season) return std::nullopt;
    Attempt attempt(cursor);
    cursor.step();
    if (cursor.word().starts_with("каникул")) return std::nullopt;
    cursor.take_word({"период", "периода", "время", "месяцы", "сезон", "сезона"});
    attempt.keep();
    Point point;
    point.month = *season == Season::winter ? 12 : int(*season) * 3;
    point.months = 3;
    point.winter = *season == Season::winter;
    point.year = read_year(cursor);
    return point;
}

std::optional<Point> read_feast(Cursor& cursor)
{
    for (const Feast& feast : feasts()) {
        std::size_t matched = 0;
        for (const auto stem : feast.stems) {
            const auto word = cursor.word(matched);
            const bool fits =
                stem == "день" ? is_one_of(word, {"день", "дня", "дню", "днем", "дне"}) : word.starts_with(stem);
            if (stem.empty() || word.empty() || !fits) break;
            ++matched;
        }
        if (matched < feast.stems.size() && !feast.stems[matched].empty()) continue;
        cursor.step(matched);
        cursor.take_word({"людей", "человека", "рф", "отечества"});
        return day_point(read_year(cursor), feast.month, feast.day);
    }
    return std::nullopt;
}

/// What an ordinal counts, with what it is a part of.
struct Measure {
    enum Kind { quarter, half_year, half_month, decade, week, day_of_week } kind = quarter;
    std::chrono::weekday weekday{0u};
    int month = 0;
    std::optional<int> year;
};

/// "квартал [2021 г.]", "полугодие", "половина июня", "половина года", "декада мая", "неделя мая", "суббота мая".
std::optional<Measure> read_measure(Cursor& cursor)
{
    Measure measure;
    const auto word = cursor.word();
    const auto weekday = weekday_of(word);
    if (word.starts_with("квартал") || word == "кв")
        measure.kind = Measure::quarter;
    else if (word.starts_with("полугоди"))
        measure.kind = Measure::half_year;
    else if (word.starts_with("половин"))
        measure.kind = Measure::half_month;
    else if (word.starts_with("декад"))
        measure.kind = Measure::decade;
    else if (word.starts_with("недел"))
        measure.kind = Measure::week;
    else if (weekday)
        measure.kind = Measure::day_of_week, measure.weekday = *weekday;
    else
        return std::nullopt;

    Attempt attempt(cursor);
    cursor.step();
    if (cursor.sees_glued(Sign::dot, 0)) cursor.step();
    if (measure.kind == Measure::quarter || measure.kind == Measure::half_year) {
        measure.year = read_year(cursor);
        take_year_word(cursor);
        attempt.keep();
        return measure;
    }
    Point of;
    cursor.take_word({"в"});
    if (read_month_into(cursor, of)) {
        measure.month = of.month;
        measure.year = of.year;
    } else if (measure.kind == Measure::half_month) {
        measure.kind = Measure::half_year;
        measure.year = read_year(cursor);
        if (!measure.year && !is_year_word(cursor.word())) return std::nullopt;
        take_year_word(cursor);
    } else {
        return std::nullopt;
    }
    attempt.keep();
    return measure;
}

/// Days of parts of a month: halves 1–15 and 16–end; decades 1–10, 11–20, 21–end; weeks are sevens of days from the
/// 1st.
void cut_month(Point& part, const Measure& measure, int nth)
{
    const bool last = nth == last_ordinal;
    switch (measure.kind) {
        case Measure::half_month:
            part.first_day = last || nth == 2 ? 16 : 1;
            part.last_day = part.first_day == 1 ? 15 : 31;
            break;
        case Measure::decade:
            part.first_day = last ? 21 : 10 * nth - 9;
            part.last_day = last || nth == 3 ? 31 : 10 * nth;
            break;
        default: part.first_day = last ? -7 : 7 * nth - 6; part.last_day = last ? 31 : 7 * nth;
    }
    part.ends_month = part.first_day < 0 || part.last_day == 31;
}

std::optional<Point> nth_of(const Measure& measure, int nth)
{
    constexpr int most[] = {4, 2, 2, 3, 4, 5};
    if (nth > most[measure.kind]) return std::nullopt;
    Point point;
    point.year = measure.year;
    point.month = measure.month;
    if (measure.kind == Measure::quarter || measure.kind == Measure::half_year) {
        const int months = measure.kind == Measure::quarter ? 3 : 6;
        point.precision = Precision::quarter;
        point.months = months;
        point.month = nth == last_ordinal ? 13 - months : (nth - 1) * months + 1;
    } else if (measure.kind == Measure::day_of_week) {
        point.precision = Precision::day;
        point.nth = nth;
        point.weekday = measure.weekday;
    } else {
        cut_month(point, measure, nth);
    }
    return point;
}

/// "начало", "середина", "конец" of a month (10 days each), of a quarter (its months), of the year (quarters).
std::optional<Point> read_part(Cursor& cursor)
{
    const auto word = cursor.word();
    const int third = word.starts_with("начал")     ? 0
                      : word.starts_with("середин") ? 1
                      : word.starts_with("кон")     ? 2
                                                    : -1;
    if (third < 0 || !is_one_of(word, {"начало", "начале", "начала", "началу", "середина", "середине", "середину",
                                       "середины", "конец", "конце", "конца", "концу"}))
        return std::nullopt;
    Attempt attempt(cursor);
    cursor.step();
    Point point;
    if (read_month_into(cursor, point)) {
        point.first_day = 10 * third + 1;
        point.last_day = third == 2 ? 31 : 10 * third + 10;
    } else if (const auto whole = read_ordinals(cursor); whole && whole->size() == 1 && !whole->front().last &&
                                                         whole->front().first.precision == Precision::quarter &&
                                                         whole->front().first.months == 3) {
        point = whole->front().first;
        point.precision = Precision::month;
        point.month += third;
        point.months = 1;
    } else {
        point.year = read_year(cursor);
        if (!point.year && !is_year_word(cursor.word())) return std::nullopt;
        take_year_word(cursor);
        point.precision = Precision::quarter;
        point.month = third == 0 ? 1 : third == 1 ? 4 : 10;
        point.months = third == 1 ? 6 : 3;
    }
    point.ends_month = third == 2;
    attempt.keep();
    return point;
}

std::optional<Point> read_whole_year(Cursor& cursor)
{
    if (const auto year = read_year(cursor)) {
        Point point = whole_year(year);
        point.bare_year = true;
        return point;
    }
    if (!cursor.sees_word({"год", "года", "году", "годом"})) return std::nullopt;
    cursor.step();
    return whole_year(std::nullopt);
}

std::optional<Point> read_single_ordinal(Cursor& cursor)
{
    const int nth = ordinal_of(cursor.peek());
    if (nth == 0) return std::nullopt;
    Attempt attempt(cursor);
    cursor.step();
    const auto measure = read_measure(cursor);
    const auto point = measure ? nth_of(*measure, nth) : std::nullopt;
    if (point) attempt.keep();
    return point;
}

std::optional<Point> read_month(Cursor& cursor)
{
    Point point;
    return read_month_into(cursor, point) ? std::optional(point) : std::nullopt;
}

}  // namespace

std::optional<std::vector<Stretch>> read_ordinals(Cursor& cursor)
{
    struct Pair {
        int first;
        int last;
    };
    Attempt attempt(cursor);
    std::vector<Pair> pairs;
    cursor.take_word({"с", "со"});
    do {
        const int first = ordinal_of(cursor.peek());
        if (first == 0) return std::nullopt;
        cursor.step();
        int last = first;
        if (cursor.take(Sign::dash) || cursor.take_word({"по", "до"})) {
            last = ordinal_of(cursor.peek());
            if (last == 0) return std::nullopt;
            cursor.step();
        }
        pairs.push_back({first, last});
    } while (cursor.take_separator());

    const auto measure = read_measure(cursor);
    if (!measure) return std::nullopt;
    std::vector<Stretch> stretches;
    for (const Pair& pair : pairs) {
        const auto first = nth_of(*measure, pair.first);
        const auto last = nth_of(*measure, pair.last);
        if (!first || !last) return std::nullopt;
        Stretch stretch;
        stretch.first = *first;
        if (pair.last != pair.first) stretch.last = *last;
        stretches.push_back(std::move(stretch));
    }
    attempt.keep();
    return stretches;
}

std::optional<Point> read_point(Cursor& cursor)
{
    constexpr std::optional<Point> (*rules[])(Cursor&) = {read_iso,   read_numeric, read_single_ordinal,
                                                          read_part,  read_month,   read_season,
                                                          read_feast, read_day,     read_whole_year};
    Attempt attempt(cursor);
    for (const auto rule : rules) {
        if (auto point = rule(cursor)) {
            attempt.keep();
            return point;
        }
    }
    return std::nullopt;
}

}  // namespace veche::language::speech
