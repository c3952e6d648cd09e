#pragma once

// How a line of the plan looks in lists: the pieces that all pages of the plan share. (A file of its own, because the
// portal, the front page and the office show the same card.)

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/occasions/occasions.hpp"
#include "app/work.hpp"
#include "features/plan/addresses.hpp"
#include "features/plan/line/model.hpp"
#include "features/plan/line/showing.hpp"
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

/// The time that leads where a line is shown once: what goes on or comes next, else the last one.
Occurrence leading_of(const Line& line, Clock now);

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

/// Beside the line: in whose words, at which moment, and what one may sign up for.
struct Telling {
    const language::Words& words;
    Clock now;
    const app::SignUps* sign_ups = nullptr;
};

/// What a card says, for either form of its model.
struct CardWords {
    CardWords(const Telling& telling, const Occurrence& occurrence);

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
    const app::OccasionPart* sign_up = nullptr;
};

/// {href, number, title, place, kind{code,title}, age, state{code,title}, date{figure,month,note,iso}, time, sign_up: false or
/// {title, text, href}}; state.title is "" while nothing but "announced" is to be said.
nlohmann::json card(const Telling& telling, const Occurrence& occurrence);
nlohmann::json cards(const Telling& telling, const std::vector<Occurrence>& occurrences);

/// {code, title}: the code is that of the whole kind, for styles.
nlohmann::json kind_model(const language::Words& words, const FullKind& kind);
nlohmann::json state_model(const language::Words& words, const Line& line);

/// {days: […]} for the days first..last with what happens on each; only the days on which something does.
nlohmann::json days_model(const Telling& telling, const std::vector<Line>& lines, Day first, Day last);

/// What is said of these lines now is true until the clock makes one of them another: View::good_until.
void true_for_now(app::View& view, const std::vector<Line>& lines);

/// The machine's read model of a line, the same in JSON pages and exports.
nlohmann::json line_json(const Line& line, const std::string& base_url);

}  // namespace veche::plan
