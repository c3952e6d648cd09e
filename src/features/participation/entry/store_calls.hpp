#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/participation/entry/model_calls.hpp"
#include "features/participation/entry/store.hpp"

namespace veche::participation::store {

/// Whether a news with this key was ever to be told by telephone.
bool has_call(db::Session& db, Town town, std::string_view once);
std::optional<Call> find_call(db::Session& db, Town town, Id<Call> id);
/// Nobody else changes it until the command is done. Throws NotFound.
Call get_call_for_update(db::Session& tx, Town town, Id<Call> id);
/// At most one of an entry is open; inside a command nobody else ends it until the command is done.
std::optional<Call> find_open_call(db::Session& tx, Town town, Id<Entry> entry);
/// Of an entry, the newest first.
std::vector<Call> list_calls_of(db::Session& db, Town town, Id<Entry> entry, int limit);
void insert_call(db::Session& tx, Town town, const Call& call);
/// All but whose it is and what it tells. False, and nothing is written, when somebody was quicker: the version is not the one before.
bool update_call(db::Session& tx, Town town, const Call& call);

/// Open ones whose hour has passed, or whose entry or occasion is over, and what they become.
struct EndedCall {
    Call call;
    CallState state = CallState::late;
};
std::vector<EndedCall> list_ended_calls(db::Session& db, Town town, Instant now, Day today, int most);

/// What a page of calls shows; of all occasions when none is named. Whose data are erased is not told of any more.
struct CallFilter {
    CallState state = CallState::open;
    std::optional<Id<app::Occasion>> occasion;
};
std::int64_t count_calls(db::Session& db, Town town, const CallFilter& filter);
/// The place of a call in its list: open ones by their hours, the soonest first; others by when they were closed, the last first.
struct CallPlace {
    std::int64_t at = 0, id = 0;
};
CallPlace place_of(const Call& call);
std::vector<Call> list_calls(db::Session& db, Town town, const CallFilter& filter, std::optional<CallPlace> after,
                             int limit);
/// Which occasions have open calls, at most `limit`.
std::vector<OccasionId> list_occasions_of_calls(db::Session& db, Town town, int limit);
/// What this colleague closed last, since then.
std::optional<Call> find_last_closed(db::Session& db, Town town, Id<app::Account> by, Instant since);

}  // namespace veche::participation::store
