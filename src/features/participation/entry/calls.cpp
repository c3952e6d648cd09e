#include "features/participation/entry/calls.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "app/letters.hpp"
#include "app/step.hpp"
#include "core/expect.hpp"
#include "features/participation/entry/said.hpp"
#include "features/participation/entry/store_calls.hpp"
#include "features/participation/entry/store_told.hpp"

namespace veche::participation {

namespace {

/// What find_open_call() locked.
void put(app::Work& work, const Call& call)
{
    VECHE_EXPECT(store::update_call(work.tx, work.town.id, call));
}

/// When it begins, or would have begun; of a day without an hour the day's own beginning.
std::optional<Instant> beginning(const app::Work& work, const app::Occasion& occasion)
{
    const auto day = first_day_of(occasion);
    if (!day) return std::nullopt;
    return work.town.zone.instant(*day, period_of(occasion)->start_minute.value_or(0));
}

/// Who does not know that it was moved away from tomorrow comes tomorrow, so the former hour counts as much as the new one.
void set_hours(const app::Work& work, Call& call, const Entry& entry, const app::Occasion& now)
{
    const std::string bring;
    const auto end = end_of({work.town, app::letter_words(), entry, now, bring});
    call.not_after = entry.stage == Stage::unconfirmed ? entry.confirm_by : end;
    call.call_by = call.not_after;
    const auto before = [&](const std::optional<Instant>& at) {
        if (at && *at > work.now && (!call.call_by || *at < *call.call_by)) call.call_by = at;
    };
    before(beginning(work, now));
    if (const auto knew = store::find_told(work.tx, work.town.id, call.occasion, call.told))
        before(beginning(work, *knew));
}

}  // namespace

std::int64_t known_to(app::Work& work, const Entry& entry)
{
    const auto open = store::find_open_call(work.tx, work.town.id, entry.id);
    return open ? open->told : entry.told;
}

void ask_to_call(app::Work& work, const Entry& entry, const CallNews& news, const app::Occasion& now)
{
    if (store::has_call(work.tx, work.town.id, news.once)) return;
    Call call{.id = work.new_id<Call>(),
              .entry = entry.id,
              .occasion = entry.occasion,
              .kind = news.kind,
              .once = news.once,
              .told = news.knew,
              .made = work.now};
    set_hours(work, call, entry, now);
    if (auto open = store::find_open_call(work.tx, work.town.id, entry.id)) {
        call.told = open->told;
        const About about = about_of(call.kind);
        if (about == About::occasion && about_of(open->kind) == About::entry) {
            set_hours(work, *open, entry, now);
            ++open->version;  // whoever has it on the telephone now has not said this
            return put(work, *open);
        }
        if (about == About::reminder)
            call = ended(call, CallState::replaced, work.now);
        else
            put(work, ended(*open, CallState::replaced, work.now));
    }
    store::insert_call(work.tx, work.town.id, call);
}

void forget_change(app::Work& work, Id<Entry> entry)
{
    const auto open = store::find_open_call(work.tx, work.town.id, entry);
    if (open && about_of(open->kind) == About::occasion) put(work, ended(*open, CallState::dropped, work.now));
}

void end_call(app::Work& work, Id<Entry> entry, CallState state)
{
    const auto open = store::find_open_call(work.tx, work.town.id, entry);
    if (open) put(work, ended(*open, state, work.now));
}

void end_calls(app::Work& work)
{
    const Day today = work.town.zone.local(work.now).day;
    const auto over = store::list_ended_calls(work.tx, work.town.id, work.now, today, app::rows_of_a_step);
    int late = 0;
    for (const auto& [call, state] : over) {
        // A colleague was quicker: it is told.
        if (!store::update_call(work.tx, work.town.id, ended(call, state, work.now))) continue;
        late += state == CallState::late;
    }
    if (!over.empty()) work.record("participation.end_calls", "calls", {{"calls", over.size()}, {"late", late}});
    if (over.size() == std::size_t(app::rows_of_a_step)) work.leave_rest();
}

}  // namespace veche::participation
