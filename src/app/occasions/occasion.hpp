#pragma once

// What one can sign up for, be marked at and be reminded of: a happening of the plan, a meeting, a stage of a contest. Features offer
// occasions (Feature::occasions), others know only them. Values; app/occasions/occasions.hpp finds them.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/age_mark.hpp"
#include "core/id.hpp"
#include "core/time.hpp"
#include "language/when/programme.hpp"
#include "language/when/when.hpp"

namespace veche::language {
class Zone;
}  // namespace veche::language

namespace veche::app {

enum class OccasionState {
    withdrawn,  // the public is not told of it, or no longer
    ahead,
    held,
    cancelled,
    gone,  // nobody offers it any more: its date was dropped, or the whole was removed. It never comes back
};
std::string_view to_text(OccasionState state);  // "withdrawn", "ahead", …
std::optional<OccasionState> parse_occasion_state(std::string_view text);

struct Occasion {
    Id<Occasion> id{};  // for ever, through every move: that of the record behind it
    std::string topic;  // of pages that show it, "line/01h…"
    std::string title;
    language::When when;  // one period, or none and the words of its time
    std::string place;
    OccasionState state = OccasionState::ahead;
    Day over{};          // its last day; of one without a known date the last day on which it may be
    std::string reason;  // why it was moved or called off last; "" for none
    std::optional<Instant> reason_at;
    std::string url, office_url;  // paths: "/plan/2021/lines/01h…"
    std::int64_t sequence = 0;    // RFC 5545 SEQUENCE: rises when a diary must know
    Instant changed{};
    std::string audience;
    std::optional<AgeMark> age_mark;
    language::Programme programme;  // of each of its days

    bool operator==(const Occasion&) const = default;
};

/// "/sign-up/01h…": where one signs up for it, whatever it is. "/office/occasions/01h…": below it stands what the office does with it.
std::string sign_up_path(Id<Occasion> id);
std::string office_occasion_path(Id<Occasion> id);

/// nullopt while no date is known.
std::optional<language::Period> period_of(const Occasion& occasion);
/// Nobody signs up for what has begun. Of days without an hour, and of several days, the last one's end counts.
std::optional<Instant> beginning_of(const Occasion& occasion, const language::Zone& zone);
/// Its first day, when that is known to the day and is meant.
std::optional<Day> first_day_of(const Occasion& occasion);

/// What has befallen an occasion since somebody was told of it last.
struct Change {
    enum class News {
        nothing,    // worth telling
        moved,      // with a reason
        corrected,  // another time, or one that is known better
        place,      // another place
        cancelled,  // called off
        restored,   // it was off, and is to be all the same
        withdrawn,  // taken from the public: whether it will be is open
        returned,   // the public is told of it again
        gone,       // its date was dropped, or the whole was removed
        held,
    };
    News news = News::nothing;  // the gravest
    bool time = false, place = false;
    std::string reason;  // one that was not told before
};
std::string_view to_text(Change::News news);
/// Pure: whatever way a change came, and however many of them there were, what counts is the difference.
Change change_between(const Occasion& told, const Occasion& now);

}  // namespace veche::app
