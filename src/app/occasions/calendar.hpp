#pragma once

#include <string>

#include "app/occasions/occasion.hpp"
#include "app/town.hpp"
#include "language/language.hpp"
#include "outside/calendar.hpp"

/// Occasions in diaries (iCalendar).
namespace veche::app {

/// One occasion with a known date: its UID is made of its key and the town's UUID, so that it stays the same through moves, and of the
/// site to another host; what was called off, or is gone, is STATUS:CANCELLED. What is known by month or quarter is transparent.
outside::CalendarEvent calendar_event(const Occasion& occasion, const language::Words& words, const Town& town);

/// `url`: where this very calendar is published.
outside::Calendar empty_calendar(const Town& town, std::string name, std::string url);
/// With the changes of the town's clock that its events live through.
std::string write_calendar(outside::Calendar calendar, const Town& town);

/// A calendar of this occasion alone, to be put into a letter; "" when its day is not known.
std::string calendar_of(const Occasion& occasion, const language::Words& words, const Town& town);

}  // namespace veche::app
