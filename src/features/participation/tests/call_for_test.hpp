#pragma once

#include "features/participation/entry/store_calls.hpp"

namespace veche::participation::test {

/// As the listener makes one for who has just signed up by telephone.
inline Id<Call> call_of(app::Work& work, const Entry& entry)
{
    const Call call{.id = work.new_id<Call>(),
                    .entry = entry.id,
                    .occasion = entry.occasion,
                    .kind = "participation.accepted",
                    .once = "participation.accepted/" + to_text(entry.id),
                    .told = 1,
                    .made = work.now};
    store::insert_call(work.tx, work.town.id, call);
    return call.id;
}

}  // namespace veche::participation::test
