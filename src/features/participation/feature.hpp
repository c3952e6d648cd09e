#pragma once

#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "app/feature.hpp"
#include "app/occasions/occasions.hpp"
#include "core/secret.hpp"
#include "features/participation/door/attendance_commands.hpp"
#include "features/participation/entry/commands.hpp"
#include "features/participation/questions/commands.hpp"
#include "language/language.hpp"

/// Signing up for occasions, without an account. features/participation/README.md.
namespace veche::participation {

/// `letters`: the installation's key for links in letters; without one nobody is told anything. `mail`: where letters do not leave, who left
/// a number is called.
app::Feature feature(const Secret<>& letters = {}, Mail mail = Mail::leaves);

/// What pages of occasions say of signing up: a page may be about several of them, as dates of one festival.
std::vector<app::OccasionPart> portal_parts(app::View& view, const language::Words& words,
                                            const std::vector<app::Occasion>& occasions);
/// The same on cards of lists: of those alone that take entries now, in one question, at most 500 of them.
app::SignUps open_sign_ups(app::View& view, const language::Words& words, const std::vector<app::Occasion>& occasions);
std::vector<app::OccasionPart> office_parts(app::View& view, const language::Words& words,
                                            const std::vector<app::Occasion>& occasions);

/// Whom to call, for the first page of the office: {title, text, href}; false for nothing, and for who keeps no entries.
nlohmann::json todo(app::View& view, const language::Words& words);

/// Occasions whose number of taken seats is not what their entries say: none, or there is a bug. For `veche check`.
std::vector<Id<app::Occasion>> list_wrong_counts(db::Session& db, Id<app::Town> town);

}  // namespace veche::participation
