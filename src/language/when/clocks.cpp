#include "language/when/points.hpp"

namespace veche::language::speech {

namespace {

constexpr Clock no_such_clock{-1, std::nullopt};

constexpr int midnight = 24 * 60;  // "до 24:00" is an end, never a start

Clock clock_of(int hour, int minute)
{
    if (hour == 24 && minute == 0) return Clock{midnight, std::nullopt};
    return hour <= 23 && minute <= 59 ? Clock{hour * 60 + minute, std::nullopt} : no_such_clock;
}

bool sees_hours(const Cursor& cursor, std::size_t ahead)
{
    return cursor.sees_word({"ч", "час", "часа", "часов", "часам"}, ahead);
}

/// "6 часов вечера" is 18:00; "2 часа дня" is 14:00.
int turned(Cursor& cursor, int hour)
{
    if (cursor.take_word({"вечера"})) return hour < 12 ? hour + 12 : hour;
    if (cursor.sees_word({"дня"}) && hour < 8) return cursor.step(), hour + 12;
    cursor.take_word({"утра", "дня"});
    return hour;
}

void take_hours(Cursor& cursor)
{
    if (!sees_hours(cursor, 0)) return;
    cursor.step();
    cursor.take(Sign::dot);
}

/// "11 ч", "11 часов", "11 ч. 30 мин."; the cursor stands on the number.
std::optional<Clock> read_spoken(Cursor& cursor)
{
    if (!sees_hours(cursor, 1)) return std::nullopt;
    const int hour = cursor.peek().number;
    cursor.step();
    take_hours(cursor);
    int minute = 0;
    if (cursor.sees_number(2) && cursor.sees_word({"м", "мин", "минут", "минуты"}, 1)) {
        minute = cursor.peek().number;
        cursor.step(2);
        cursor.take(Sign::dot);
    }
    return clock_of(turned(cursor, hour), minute);
}

/// "12.10" may be a day; "12.00", "15.30" cannot. Three parts ("12.10.2021") are always a day.
bool is_dotted_clock(const Cursor& cursor, Dotted dotted)
{
    if (!cursor.sees_glued(Sign::dot, 1) || !cursor.sees_glued(Sign::number, 2)) return false;
    if (cursor.sees_glued(Sign::dot, 3) && cursor.sees_glued(Sign::number, 4)) return false;
    const int hour = cursor.peek().number;
    const int minute = cursor.peek(2).number;
    const bool may_be_day = hour >= 1 && hour <= 31 && minute >= 1 && minute <= 12;
    if (!may_be_day) return minute == 0 || hour <= 23 || dotted != Dotted::date;
    return dotted != Dotted::date && hour <= 23 && minute % 5 == 0;
}

/// "15-00". "10-15 мая" are days, and so is "10-15" in a list of them; a whole hour is surely a time.
bool is_dashed_clock(const Cursor& cursor, Dotted dotted)
{
    if (!cursor.sees_glued(Sign::dash, 1) || !cursor.sees_glued(Sign::number, 2)) return false;
    if (month_of(cursor.word(3)) != 0 || cursor.sees_glued(Sign::number, 4)) return false;
    const int minute = cursor.peek(2).number;
    if (dotted == Dotted::said) return minute % 5 == 0;
    return minute == 0 || (dotted == Dotted::time && minute == 30);
}

}  // namespace

std::optional<Clock> read_clock(Cursor& cursor, Dotted dotted)
{
    if (cursor.take_word({"полдень", "полудня"})) return clock_of(12, 0);
    if (!cursor.sees_number(2)) return std::nullopt;
    if (const auto spoken = read_spoken(cursor)) return spoken;
    const bool two_digits = cursor.sees(Sign::number, 2) && cursor.peek(2).digits == 2;
    if (!two_digits) return std::nullopt;
    if (!cursor.sees(Sign::colon, 1) && !is_dotted_clock(cursor, dotted) && !is_dashed_clock(cursor, dotted))
        return std::nullopt;
    const int hour = cursor.peek().number;
    const int minute = cursor.peek(2).number;
    cursor.step(3);
    take_hours(cursor);
    return clock_of(turned(cursor, hour), minute);
}

std::optional<Clock> read_clock_range(Cursor& cursor, Dotted dotted)
{
    Attempt attempt(cursor);
    if (cursor.take_word({"начало"})) cursor.take(Sign::colon), cursor.take(Sign::dash), dotted = Dotted::said;
    if (cursor.take_word({"в", "во"})) dotted = Dotted::said;
    const bool from = cursor.take_word({"с", "от"});
    std::optional<Clock> start;
    // "с 10 до 14 часов", "10–12 ч": the first hour leaves its word to the second.
    const bool bare =
        cursor.sees_number(2) && (cursor.sees(Sign::dash, 1) || (from && cursor.sees_word({"до", "по"}, 1)));
    if (bare && cursor.sees_number(2, 2) && sees_hours(cursor, 3) && cursor.peek(2).number > cursor.peek().number) {
        start = clock_of(cursor.peek().number, 0);
        cursor.step();
    } else {
        start = read_clock(cursor, dotted);
    }
    if (!start) return std::nullopt;
    if (start->start == midnight) start = no_such_clock;
    attempt.keep();

    Attempt range(cursor);
    if (!cursor.take(Sign::dash) && !cursor.take_word({"до", "по"})) return start;
    const auto end = read_clock(cursor, Dotted::said);
    if (!end) return start;
    range.keep();
    if (start->start < 0 || end->start < 0) return no_such_clock;
    start->end = end->start % midnight;
    return start;
}

}  // namespace veche::language::speech
