#pragma once

#include <string>
#include <vector>

#include "language/language.hpp"
#include "language/when/when.hpp"

/// What a When says, in the words of the reader.
namespace veche::language {

/// Each known date in words: "6 июля 2021, вторник, 12:00", "1 марта – 31 мая 2021", "до 1 июня 2021", "сентябрь 2021";
/// many days of one hour are told month by month: "1, 8, 15 октября 2026, 18:00".
std::vector<std::string> dates_in_words(const Words& words, const When& when);
/// The time in words: its dates one after another, or the plan's own words where no date is known.
std::string time_words(const Words& words, const When& when);

/// The hours as a list tells them beside the date: "12:00", "22:00–2:00", "ежедневно 10:00–18:00", "с 10:00 до 18:00 7 декабря";
/// "" when none are known.
std::string hours_in_words(const Words& words, const When& when, const Period& period);
/// A night ("12 декабря 22:00–2:00") stands in the calendar's two days, but people come on its evening: one date.
bool is_night(const When& when, const Period& period);

}  // namespace veche::language
