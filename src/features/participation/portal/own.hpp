#pragma once

// What the pages behind a person's secret link begin with.

#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

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
    std::int64_t before = 0;                   // how many wait before
    std::optional<app::Occasion> former = {};  // as people were told of it before it was moved
    bool over = false;                         // its last day has passed
    bool room = false;                         // there are seats for them all
    app::questions::Questions questions{};
    app::questions::Answers answers{};
    FollowUp follow_up{};
    Following following{};
};
/// By the link in the address. Throws NotFound.
Own own_of(app::Context& context);
/// Nothing has happened yet that takes away what can be done with the entry: it stands, and what it is for is ahead.
bool is_ahead(const Own& own);
/// The person's own page: state first, then what has changed, what was signed up for, and what can be done.
nlohmann::json own_model(app::Context& context, const Own& own);
/// The link is a letter's, which nobody has but who reads the mailbox.
bool by_letter(const app::Context& context);
/// Who is in the entry, "Анна, Маша".
std::string names_of(const Entry& entry);

/// "/sign-ups/KEY", with what comes after it.
std::string own_path(const app::Context& context, std::string_view end = {});
/// The hash of a link from the form or from a letter.
std::string link_hash(const app::Context& context, db::Session& db);

}  // namespace veche::participation
