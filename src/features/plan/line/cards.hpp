#pragma once

// How a line of the plan looks in lists: the pieces that all pages of the plan share. (A file of its own, because the
// portal, the front page and the office show the same card.)

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "features/plan/addresses.hpp"
#include "features/plan/line/model.hpp"
#include "language/language.hpp"

namespace veche::plan {

/// One time at which a line happens, for lists by date.
struct Occurrence {
    const Line* line = nullptr;
    const Period* period = nullptr;  // null: no date is known
    bool exact = false;              // the day is known
};

/// Exact days first by day and time, then what is only known by month.
bool earlier(const Occurrence& a, const Occurrence& b);

/// A night ("12 декабря 22:00–2:00") stands in the calendar's two days, but people come on its evening: one date.
bool is_night(const When& when, const Period& period);

/// The day of a period by which lists show it last: the evening's for a night.
Day last_shown(const When& when, const Period& period);

/// Of what goes on through several days the hour is told where it begins, or on each day if it is of each.
bool starts_on(const Occurrence& occurrence, Day day);

/// The hours as a list tells them beside the date: "12:00", "22:00–2:00", "ежедневно 10:00–18:00", "с 10:00 до 18:00 7 декабря";
/// "" when none are known.
std::string hours_in_words(const language::Words& words, const When& when, const Period& period);

/// Whether one of its days, known exactly, is among first..last.
bool happens_between(const Line& line, Day first, Day last);

/// All of them; a line without dates has one without a period.
std::vector<Occurrence> occurrences(const std::vector<Line>& lines);

/// What a card says, for either form of its model.
struct CardWords {
    CardWords(const language::Words& words, const Occurrence& occurrence);

    struct State {
        std::string code, title;
    };
    /// The big figure and what stands beside it.
    struct Date {
        std::string figure, month, note, iso;
    };
    std::string href, number, age;
    State state;
    Date date;
    std::string time;
};

/// {href, number, title, place, kind{code,title}, age, state{code,title}, date{figure,month,note,iso}, time}; state.title is ""
/// while nothing but "announced" is to be said.
nlohmann::json card(const language::Words& words, const Occurrence& occurrence);
nlohmann::json cards(const language::Words& words, const std::vector<Occurrence>& occurrences);

nlohmann::json kind_model(const language::Words& words, Kind kind);
nlohmann::json state_model(const language::Words& words, const Line& line);

/// Each known date in words: "6 июля 2021, вторник, 12:00", "1 марта – 31 мая 2021", "до 1 июня 2021", "сентябрь 2021";
/// many days of one hour are told month by month: "1, 8, 15 октября 2026, 18:00".
std::vector<std::string> dates_in_words(const language::Words& words, const When& when);

/// {days: […]} for the days first..last with what happens on each; only the days on which something does.
nlohmann::json days_model(const language::Words& words, const std::vector<Line>& lines, Day first, Day last, Day today);

/// The machine's read model of a line, the same in JSON pages and exports.
nlohmann::json line_json(const Line& line, const std::string& base_url);

}  // namespace veche::plan
