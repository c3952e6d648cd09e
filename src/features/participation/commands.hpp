#pragma once

#include "app/work.hpp"
#include "features/participation/model.hpp"

namespace veche::participation {

/// The office opens, changes or closes sign-up for a happening of an announced line. `sign_up.version` is the one the person saw, 0 for
/// none. Without an hour of its own sign-up closes when the happening begins. Refusals: those of faults_of, participation.not_announced, participation.over, participation.changed_meanwhile (conflict).
/// More seats take in those who wait. Throws NotFound for a happening that is not the line's.
Result<SignUp> put_sign_up(app::Work& work, SignUp sign_up);

/// Signs up. `key` is the secret of the form: the form sent again is the same entry with the same number, and the key is what the
/// person's link holds. Refusals: those of faults_of, participation.full, participation.mailbox_known at "email" when this address has
/// signed up with another form.
Result<Entry> sign_up(app::Work& work, Id<plan::Happening> happening, const Application& application,
                      std::string_view key);

/// By the person's link. Throws NotFound for an unknown key. What becomes free goes to those who wait, in order of their numbers.
Result<Entry> cancel_by_key(app::Work& work, std::string_view key);

/// The answer to an offered seat, by the person's link. Refusals: those of answered(). Throws NotFound for an unknown key.
Result<Entry> accept_by_key(app::Work& work, std::string_view key);

/// Other people in the same entry, by the person's link, while sign-up is open: the number stays, the address of e-mail too. Refusals:
/// those of faults_of (consent to keeping data was given) and of with_persons(). Fewer people free seats for those who wait. Throws NotFound for an unknown
/// key.
Result<Entry> change_by_key(app::Work& work, std::string_view key, Application application);

/// Offers that nobody answered in time go to the next ones. Gives the number of entries.
std::int64_t end_late_offers(app::Work& work);

/// By the office, with a reason. Refusal: participation.reason_needed at "reason".
Result<Entry> cancel_entry(app::Work& work, Id<plan::Happening> happening, Id<Entry> entry, std::string reason);

/// A line was cancelled: nobody more may sign up.
void close_line(app::Work& work, Id<plan::Line> line);

/// Personal data of what ended more than `kept_days` ago is blanked. Gives the number of entries.
std::int64_t shred(app::Work& work);

}  // namespace veche::participation
