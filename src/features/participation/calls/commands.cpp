#include "features/participation/calls/commands.hpp"

#include <nlohmann/json.hpp>

#include "core/errors.hpp"
#include "core/expect.hpp"
#include "features/participation/entry/store_calls.hpp"

namespace veche::participation {

namespace {

/// The sign-up first, as everybody who tells news does.
Call get_locked(app::Work& work, Id<Call> id)
{
    const auto seen = store::find_call(work.tx, work.town.id, id);
    if (!seen) throw NotFound("call");
    store::get_for_update(work.tx, work.town.id, seen->occasion);
    return store::get_call_for_update(work.tx, work.town.id, id);
}

Press press_of(const app::Work& work, std::int64_t version)
{
    return {.version = version, .by = work.actor.account, .now = work.now};
}

std::string object_of(const Call& call)
{
    return "call/" + to_text(call.id);
}

nlohmann::json details_of(const Call& call)
{
    return {{"kind", call.kind}, {"sign_up", to_text(call.occasion)}};
}

/// What was decided is written, unless it is what was there before. (A refusal takes the record with it.)
Result<Call> kept(app::Work& work, const Call& before, Result<Call> decided)
{
    if (!decided) return decided;
    if (decided->version != before.version) VECHE_EXPECT(store::update_call(work.tx, work.town.id, *decided));
    return decided;
}

}  // namespace

Result<Call> close_call(app::Work& work, Id<Call> id, std::int64_t version)
{
    const Call call = get_locked(work, id);
    work.record("participation.close_call", object_of(call), details_of(call));
    return kept(work, call, told(call, press_of(work, version)));
}

Result<Call> note_attempt(app::Work& work, Id<Call> id, std::int64_t version)
{
    const Call call = get_locked(work, id);
    work.record("participation.note_attempt", object_of(call), details_of(call));
    return kept(work, call, tried(call, press_of(work, version)));
}

Result<Entry> answer_call(app::Work& work, Id<Call> id, std::int64_t version, CallAnswer answer)
{
    const Call call = get_locked(work, id);
    work.record("participation.answer_call", object_of(call), details_of(call));
    const auto done = kept(work, call, told(call, press_of(work, version), answer));
    if (!done) return tl::unexpected(done.error());
    const Entry entry = store::get_entry(work.tx, work.town.id, call.occasion, call.entry);
    if (done->version == call.version) return entry;  // pressed twice
    if (answer == CallAnswer::not_coming) return cancel_by_hash(work, entry.key_hash);
    if (entry.stage == Stage::unconfirmed) return confirm_by_hash(work, entry.key_hash, Hears::at_once);
    if (entry.stage == Stage::offered) return accept_by_hash(work, entry.key_hash, Hears::at_once);
    return refuse(RefusalKind::conflict, "participation.call_no_question");
}

Result<Call> reopen_call(app::Work& work, Id<Call> id, std::int64_t version)
{
    const Call call = get_locked(work, id);
    const auto open = store::find_open_call(work.tx, work.town.id, call.entry);
    if (open && open->id != call.id) return refuse(RefusalKind::conflict, "participation.call_newer");
    work.record("participation.reopen_call", object_of(call), details_of(call));
    return kept(work, call, reopened(call, press_of(work, version)));
}

}  // namespace veche::participation
