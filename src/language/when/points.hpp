#pragma once

#include <optional>
#include <vector>

#include "language/when/cursor.hpp"
#include "language/when/dates.hpp"

/// The rules for single dates and for times of the day. Each takes what it understands or leaves the cursor where it
/// was.
namespace veche::language::speech {

/// "06.07.2021", "6 июля", "2021-07-06", "сентябрь", "II квартал", "начало мая", "лето", "2021 год", "День Победы";
/// also a day number that waits for its month.
std::optional<Point> read_point(Cursor& cursor);

/// "первая и третья суббота июня", "I–III кварталы", "1, 3 квартал", "вторая половина июня": ordinals of one measure.
std::optional<std::vector<Stretch>> read_ordinals(Cursor& cursor);

/// May "12.10" be a time here? At the beginning it is 12 October, after a day or after "в" a time.
enum class Dotted { date, time, said };

/// "12:00", "12.00", "15-00", "11 ч. 30 мин.", "в полдень". nullopt when it is no time; a Clock with start -1 when it
/// is a time that no clock shows ("25:00"); 24:00 is 1440.
std::optional<Clock> read_clock(Cursor& cursor, Dotted dotted);

/// One clock or a range of two: "с 10:00 до 14:00", "10–12 часов", "начало в 12.00".
std::optional<Clock> read_clock_range(Cursor& cursor, Dotted dotted);

}  // namespace veche::language::speech
