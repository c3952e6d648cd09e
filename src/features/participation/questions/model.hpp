#pragma once

// The questions of a sign-up that are asked afterwards, of those who were accepted. Pure.

#include <cstdint>
#include <optional>
#include <string>

#include "features/participation/entry/model.hpp"

namespace veche::participation {

/// Whose the questions of a sign-up are: "sign-up/01h…".
std::string questions_owner(Id<app::Occasion> occasion);

/// That and until when they can be answered.
struct FollowUp {
    bool open = false;  // the office wishes it; is_open() says whether it is
    std::optional<Instant>
        closes;  // the office's own hour; without one, and at the latest, it closes when the occasion begins
    std::int64_t version = 0;  // 0: never opened
};

/// What an entry has to do with them now.
enum class Following {
    nothing,   // not opened, or it has no place
    asked,     // to be answered
    answered,  // and may be changed
    over,      // the hour is past
    called_off,
};
bool is_open(const FollowUp& follow_up, const SignUp& sign_up, Instant now);
/// `lacks`: what is obligatory and has no answer, say because the question is newer.
Following following_of(const Entry& entry, const SignUp& sign_up, const FollowUp& follow_up, bool answered,
                       Instant now);

}  // namespace veche::participation
