#pragma once

#include <string>

#include "app/work.hpp"
#include "features/participation/entry/model_calls.hpp"

/// News told by telephone: an entry has at most one open call. The row of its sign-up is locked by whoever tells news.
namespace veche::participation {

/// The number of what they know of the occasion: what an open call would have told them they do not know yet.
std::int64_t known_to(app::Work& work, const Entry& entry);

/// The call that stands for a letter of this kind and key. An open one is replaced, and so is a reminder where one is open; one about the
/// entry itself stays when the occasion changes, and says both. A key that was there before makes none. `now`: the occasion as it is.
struct CallNews {
    std::string kind, once;
    std::int64_t knew = 0;
};
void ask_to_call(app::Work& work, const Entry& entry, const CallNews& news, const app::Occasion& now);

/// The occasion is again as they know it: what an open call would have told of it is told to nobody.
void forget_change(app::Work& work, Id<Entry> entry);
/// An open call ends without anybody's hand: they know already, are to hear nothing more, or it is too late.
void end_call(app::Work& work, Id<Entry> entry, CallState state);

/// Open calls whose hour has passed are late; those of entries and occasions that are over are dropped.
void end_calls(app::Work& work);

}  // namespace veche::participation
