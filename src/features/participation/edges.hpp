#pragma once

// What portal and office share: addresses. (A file of its own, because both edges and the face name them.)

#include <string>

#include "app/feature.hpp"
#include "features/participation/entry/model.hpp"

namespace veche::participation {

/// "/office/occasions/01h…/sign-up"; residents sign up at app::sign_up_path().
std::string office_path(Id<app::Occasion> occasion);
std::string settings_path(Id<app::Occasion> occasion);
web::Response show_settings(app::Context& context);
/// {action, csrf, field}: the form of the settings within another page.
nlohmann::json settings_model(app::Context& context, const SignUp& sign_up);
std::string questions_path(Id<app::Occasion> occasion);
std::string follow_up_path(Id<app::Occasion> occasion);

/// "/office/calls": what is to be told by telephone, of one occasion or of all.
std::string calls_path(std::optional<Id<app::Occasion>> occasion = {});
/// "/office/check-in/01h…": short, because it is scanned.
std::string check_in_path(Id<app::Occasion> occasion);
/// An occasion that is there, or what is known of one that is gone: what was given for it is still to be looked after. Throws NotFound.
app::Occasion occasion_or_last(app::View& view, Id<app::Occasion> id);
/// 16 hex digits that tell an entry at the door; nothing can be changed by them.
std::string ticket_code(const Entry& entry);

/// A form with questions of each guest: fifty people, twenty questions, some of them answered at length.
inline const web::BodyLimits entry_limits{.bytes = 1024 * 1024, .fields = 3'000};

void mount_portal(app::Routes& routes);
void mount_own(app::Routes& routes);
void mount_questions(app::Routes& routes);
void mount_office_questions(app::Routes& routes);
void mount_settings(app::Routes& routes);
void mount_entries(app::Routes& routes);
void mount_calls(app::Routes& routes);
void mount_check_in(app::Routes& routes);
void mount_ledger(app::Routes& routes);
void mount_people(app::Routes& routes);

}  // namespace veche::participation
