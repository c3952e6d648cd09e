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
#include "language/when/in_words.hpp"

namespace veche::plan {

using language::dates_in_words, language::hours_in_words, language::is_night;

/// One time at which a line happens, for lists by date.
struct Occurrence {
    const Line* line = nullptr;
    const Period* period = nullptr;  // null: no date is known
    bool exact = false;              // the day is known
};

/// Exact days first by day and time, then what is only known by month.
bool earlier(const Occurrence& a, const Occurrence& b);

/// The day of a period by which lists show it last: the evening's for a night.
Day last_shown(const When& when, const Period& period);

/// Of what goes on through several days the hour is told where it begins, or on each day if it is of each.
bool starts_on(const Occurrence& occurrence, Day day);

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

/// {code, title}: the code is that of the whole kind, for styles.
nlohmann::json kind_model(const language::Words& words, const FullKind& kind);
nlohmann::json state_model(const language::Words& words, const Line& line);

/// {days: […]} for the days first..last with what happens on each; only the days on which something does.
nlohmann::json days_model(const language::Words& words, const std::vector<Line>& lines, Day first, Day last, Day today);

/// The machine's read model of a line, the same in JSON pages and exports.
nlohmann::json line_json(const Line& line, const std::string& base_url);

}  // namespace veche::plan
