#include "app/occasions/occasion.hpp"

#include "language/zone.hpp"

namespace veche::app {

std::string_view to_text(OccasionState state)
{
    switch (state) {
        case OccasionState::withdrawn: return "withdrawn";
        case OccasionState::ahead: return "ahead";
        case OccasionState::held: return "held";
        case OccasionState::cancelled: return "cancelled";
        case OccasionState::gone: break;
    }
    return "gone";
}

std::optional<OccasionState> parse_occasion_state(std::string_view text)
{
    for (const auto state : {OccasionState::withdrawn, OccasionState::ahead, OccasionState::held,
                             OccasionState::cancelled, OccasionState::gone})
        if (to_text(state) == text) return state;
    return std::nullopt;
}

std::string sign_up_path(Id<Occasion> id)
{
    return "/sign-up/" + to_text(id);
}

std::string office_occasion_path(Id<Occasion> id)
{
    return "/office/occasions/" + to_text(id);
}

std::optional<language::Period> period_of(const Occasion& occasion)
{
    if (occasion.when.periods.empty()) return std::nullopt;
    return occasion.when.periods.front();
}

std::optional<Instant> beginning_of(const Occasion& occasion, const language::Zone& zone)
{
    constexpr int last_minute = 24 * 60 - 1;
    const auto period = period_of(occasion);
    if (!period) return std::nullopt;
    const bool one_day = period->first == period->last;
    return zone.instant(period->last, one_day ? period->start_minute.value_or(last_minute) : last_minute);
}

std::optional<Day> first_day_of(const Occasion& occasion)
{
    using language::Precision;
    const auto period = period_of(occasion);
    const auto precision = occasion.when.precision;
    if (!period || period->open_start || (precision != Precision::minute && precision != Precision::day))
        return std::nullopt;
    return period->first;
}

std::string_view to_text(Change::News news)
{
    using News = Change::News;
    switch (news) {
        case News::moved: return "moved";
        case News::corrected: return "corrected";
        case News::place: return "place";
        case News::cancelled: return "cancelled";
        case News::restored: return "restored";
        case News::withdrawn: return "withdrawn";
        case News::returned: return "returned";
        case News::gone: return "gone";
        case News::held: return "held";
        case News::nothing: break;
    }
    return "nothing";
}

namespace {

/// What people were told of the time: its days and hours, or its words while there are none.
bool is_same_time(const language::When& a, const language::When& b)
{
    if (a.periods != b.periods) return false;
    return a.periods.empty() ? a.text == b.text : a.precision == b.precision && a.repeat == b.repeat;
}

Change::News news_of_state(OccasionState was, OccasionState is)
{
    using News = Change::News;
    if (was == is) return News::nothing;
    const bool off = was == OccasionState::cancelled || was == OccasionState::held;
    switch (is) {
        // Who knows that it is off, or over, has nothing to hear when it leaves the plan.
        case OccasionState::gone: return off ? News::nothing : News::gone;
        case OccasionState::withdrawn: return off ? News::nothing : News::withdrawn;
        case OccasionState::cancelled: return News::cancelled;
        case OccasionState::held: return News::held;
        case OccasionState::ahead: break;
    }
    // A report taken back, of what is told to have been, says nothing new to those who were to come.
    if (was == OccasionState::held) return News::nothing;
    return was == OccasionState::withdrawn ? News::returned : News::restored;
}

}  // namespace

Change change_between(const Occasion& told, const Occasion& now)
{
    Change change;
    change.news = news_of_state(told.state, now.state);
    if (now.reason_at != told.reason_at || now.reason != told.reason) change.reason = now.reason;
    // Of what is not to be, or was, nobody needs to know another hour.
    if (now.state != OccasionState::ahead) return change;
    change.time = !is_same_time(told.when, now.when);
    change.place = told.place != now.place;
    if (change.news != Change::News::nothing) return change;
    if (change.time)
        change.news = change.reason.empty() ? Change::News::corrected : Change::News::moved;
    else if (change.place)
        change.news = Change::News::place;
    return change;
}

}  // namespace veche::app
