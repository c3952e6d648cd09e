#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "app/work.hpp"
#include "features/participation/entry/model.hpp"

/// A sign-up follows its occasion: docs/rules/occasion.md.
namespace veche::participation {

/// Writes down what follows from the occasion as it is now, and what people are to be told of it. Gives whether there is news for
/// them. The row of the sign-up is locked.
bool look_at(app::Work& work, SignUp& sign_up, const app::Occasion& now);

/// Those who are to be told of news are told, step by step.
void announce_news(app::Work& work, Id<app::Occasion> occasion);

/// The occasion was changed, perhaps, in whatever way; one that nobody offers any more is gone, for `reason`. Twice changes nothing.
void follow(app::Work& work, Id<app::Occasion> occasion, const std::string& reason = {});

/// Listener of "occasions.changed".
void follow_changed(app::Work& work, const nlohmann::json& payload);
/// Sign-ups of an older program, which looked at occasions only when they were announced.
void follow_unseen(app::Work& work);

}  // namespace veche::participation
