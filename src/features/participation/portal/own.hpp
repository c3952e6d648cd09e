#pragma once

// What the pages behind a person's secret link begin with.

#include <cstdint>
#include <string>
#include <string_view>

#include "app/context.hpp"
#include "features/participation/entry/model.hpp"
#include "features/participation/questions/model.hpp"

namespace veche::participation {

/// What was signed up for, as it is now, and what the person is asked about it.
struct Own {
    Entry entry;
    app::Occasion occasion;
    SignUp sign_up;
    Terms terms;
    std::int64_t before = 0;  // how many wait before
    app::questions::Questions questions{};
    app::questions::Answers answers{};
    FollowUp follow_up{};
    Following following{};
};
/// By the link in the address. Throws NotFound.
Own own_of(app::Context& context);
/// "/sign-ups/KEY", with what comes after it.
std::string own_path(const app::Context& context, std::string_view end = {});
/// The hash of a link from the form or from a letter.
std::string link_hash(const app::Context& context, db::Session& db);

}  // namespace veche::participation
