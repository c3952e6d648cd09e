#pragma once

#include <string>
#include <string_view>

#include "app/questions/commands.hpp"
#include "app/work.hpp"
#include "features/participation/questions/model.hpp"

namespace veche::participation {

/// What an organiser does to the questions of a sign-up. Refusals: those of app::questions::edit_questions. Throws NotFound when it was never
/// opened.
Result<app::questions::Questions> edit_questions(app::Work& work, Id<app::Occasion> occasion,
                                                 const app::questions::Edit& edit);

/// The office opens, changes or closes what is asked afterwards; `wanted.version` is the one the person saw. Those who are accepted are told
/// once, now or with the letter that says so. Refusals: participation.changed_meanwhile (conflict), participation.follow_up_empty at "open"
/// while nothing is asked afterwards, participation.over.
Result<FollowUp> put_follow_up(app::Work& work, Id<app::Occasion> occasion, FollowUp wanted);

/// What the people of an entry answered afterwards, by position, by their link. Refusals: participation.follow_up_over,
/// questions.changed_while_filling (conflict). Throws NotFound for an unknown link.
Result<Entry> answer_by_hash(app::Work& work, std::string_view hash, const Answering& answering);

/// Whether an accepted entry is asked something now.
bool is_following(app::Work& work, const SignUp& sign_up);

}  // namespace veche::participation
