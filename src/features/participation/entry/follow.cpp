#include "features/participation/entry/follow.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "app/occasions/occasions.hpp"
#include "app/step.hpp"
#include "features/participation/entry/seats.hpp"
#include "features/participation/entry/store_told.hpp"

namespace veche::participation {

namespace {

/// What is kept of an occasion: whom it is for is nobody's news.
app::Occasion worth_keeping(app::Occasion occasion)
{
    occasion.audience.clear();
    occasion.age_mark.reset();
    return occasion;
}

/// What was given for it has no purpose any more from the day on which it went.
app::Occasion gone(const app::Work& work, app::Occasion told, const std::string& reason)
{
    if (told.state == app::OccasionState::gone) return told;
    told.state = app::OccasionState::gone;
    told.over = std::min(told.over, work.town.zone.local(work.now).day);
    told.sequence += 1;
    told.changed = work.now;
    if (!reason.empty()) {
        told.reason = reason;
        told.reason_at = work.now;
    }
    return told;
}

/// The first look: an older program put the beginning where the office had named no hour, and left open what has no date.
void begin(app::Work& work, SignUp& sign_up, const app::Occasion& now)
{
    if (sign_up.closes && sign_up.begins && *sign_up.closes >= *sign_up.begins) sign_up.closes.reset();
    sign_up.told = 1;
    store::insert_told(work.tx, work.town.id, sign_up.told, now);
    store::begin_told(work.tx, work.town.id, sign_up.occasion);
}

}  // namespace

bool look_at(app::Work& work, SignUp& sign_up, const app::Occasion& found)
{
    const app::Occasion now = worth_keeping(found);
    const auto told = store::find_told(work.tx, work.town.id, sign_up.occasion, sign_up.told);
    sign_up.state = now.state;
    sign_up.begins = beginning_of(now, work.town.zone);
    sign_up.starts = first_day_of(now);
    sign_up.ends = now.over;
    bool news = false;
    if (!told) {
        begin(work, sign_up, now);
    } else if (change_between(*told, now).news != app::Change::News::nothing) {
        news = true;
        store::insert_told(work.tx, work.town.id, ++sign_up.told, now);
    } else {
        // What nobody was told of time and place is told when it matters again.
        app::Occasion same = now;
        same.when = told->when;
        same.place = told->place;
        if (same != *told) store::update_told(work.tx, work.town.id, sign_up.told, same);
    }
    store::set_occasion(work.tx, work.town.id, sign_up);
    return news;
}

void announce_news(app::Work& work, Id<app::Occasion> occasion)
{
    if (store::has_entries(work.tx, work.town.id, occasion))
        work.announce("participation.occasion.news", {{"occasion", to_text(occasion)}});
}

void follow(app::Work& work, Id<app::Occasion> occasion, const std::string& reason)
{
    auto sign_up = store::find_for_update(work.tx, work.town.id, occasion);
    if (!sign_up) return;
    // Read after the lock is had: who had it before read what is older, so no look ever goes back.
    app::View view = work.view();
    const auto found = app::find_occasion(view, occasion);
    auto last = store::last_told(work.tx, work.town.id, *sign_up);
    if (sign_up->told == 0) last.over = sign_up->ends.value_or(work.town.zone.local(work.now).day);
    const Room before = room_of(*sign_up, work.now);
    const auto former = std::tuple(sign_up->state, sign_up->begins, sign_up->told);
    const bool news = look_at(work, *sign_up, found ? *found : gone(work, last, reason));
    if (former != std::tuple(sign_up->state, sign_up->begins, sign_up->told)) {
        settle_seats(work, *sign_up, before);
        // A page that was made between the change and this look says the former hour.
        if (found) work.touch(found->topic);
    }
    if (news) announce_news(work, occasion);
}

void follow_changed(app::Work& work, const nlohmann::json& payload)
{
    const auto changed = app::parse_changed(payload);
    for (const auto id : changed.ids) follow(work, id, changed.reason);
}

void follow_unseen(app::Work& work)
{
    const auto unseen = store::list_unseen(work.tx, work.town.id, app::rows_of_a_step);
    for (const auto id : unseen) follow(work, id);
    if (unseen.size() == std::size_t(app::rows_of_a_step)) work.leave_rest();
}

}  // namespace veche::participation
