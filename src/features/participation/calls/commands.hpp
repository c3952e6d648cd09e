#pragma once

#include "app/work.hpp"
#include "features/participation/entry/commands.hpp"
#include "features/participation/entry/model_calls.hpp"

/// What a colleague does about a call, one button each. `version`: of the page that was seen. All throw NotFound for an unknown call.
namespace veche::participation {

/// They were told. Refusals: those of told().
Result<Call> close_call(app::Work& work, Id<Call> id, std::int64_t version);
/// Nobody answered. Refusals: those of tried().
Result<Call> note_attempt(app::Work& work, Id<Call> id, std::int64_t version);
/// They were told, and said whether they come: the same as if they had answered by their own link, and they hear there and then what
/// follows. Refusals: those of told(), of accept_by_hash and confirm_by_hash; participation.call_no_question (conflict) of an entry that
/// was not asked whether it comes.
Result<Entry> answer_call(app::Work& work, Id<Call> id, std::int64_t version, CallAnswer answer);
/// The closing was a mistake. Refusals: those of reopened(); participation.call_newer (conflict) when there is another call to make by now.
Result<Call> reopen_call(app::Work& work, Id<Call> id, std::int64_t version);

}  // namespace veche::participation
