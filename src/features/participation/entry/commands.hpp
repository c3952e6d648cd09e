#pragma once

#include "app/erasure/owner.hpp"
#include "app/work.hpp"
#include "features/participation/entry/letters.hpp"
#include "features/participation/entry/model.hpp"

namespace veche::participation {

/// The office opens, changes or closes sign-up for an occasion, which the caller has locked (app::get_for_update). `wanted.version` is
/// the one the person saw, 0 for none. Without an hour of its own sign-up closes when the occasion begins. Refusals: those of faults_of,
/// participation.not_announced, participation.over, participation.seats_fewer, participation.changed_meanwhile (conflict). More seats
/// take in those who wait.
Result<SignUp> put_sign_up(app::Work& work, const app::Occasion& occasion, SignUp wanted);

/// Signs up. `key` is the secret of the form: the form sent again is the same entry with the same number, and the key is what the
/// person's link holds. Refusals: those of faults_of, participation.full, participation.mailbox_known at "email" or participation.phone_known at "phone" when this contact has
/// signed up with another form; participation.number_often at "phone" (too_many).
Result<Entry> sign_up(app::Work& work, Id<app::Occasion> occasion, const Application& application,
                      std::string_view key);

/// By the person's link; `hash` is hash_of_link() of its key (letters.hpp), for a letter's link has a key of its own. Throws NotFound
/// for an unknown one. What becomes free goes to those who wait, in order of their numbers.
Result<Entry> cancel_by_hash(app::Work& work, std::string_view hash);

/// What cancel_by_hash() called off is back, with its number, while there is room. Refusals: those of restored(), participation.entered_anew when
/// this contact has signed up again. Throws NotFound for an unknown one.
Result<Entry> restore_by_hash(app::Work& work, std::string_view hash);

/// The answer to an offered seat, by the person's link. Refusals: those of answered(). Throws NotFound for an unknown one.
Result<Entry> accept_by_hash(app::Work& work, std::string_view hash, Hears hears = Hears::later);

/// The answer to the letter of an unconfirmed entry, or to the call: it has a place now, or waits. Only the letter's link may come here, or
/// the colleague who called: what proves the address is that the letter was read, and the number that somebody answered there. Refusals:
/// participation.closed, participation.full.
Result<Entry> confirm_by_hash(app::Work& work, std::string_view hash, Hears hears = Hears::later);

/// Other people in the same entry, by the person's link, while sign-up is open: the number stays, the address of e-mail too. Refusals:
/// those of faults_of (consent to keeping data was given) and of with_persons(), participation.blanked. Fewer people free seats for those who wait. Throws NotFound for an unknown
/// one.
Result<Entry> change_by_hash(app::Work& work, std::string_view hash, Application application);

/// Offers and letters that nobody answered in time end; what was offered goes to the next ones. Gives the number of entries.
std::int64_t end_late_offers(app::Work& work);

/// Whoever is erased on request is erased under the lock of their sign-up: a change on its way is done before, or finds them gone.
std::vector<app::erasure::Owner> erasing();
/// Of those who asked to be erased, for what is still ahead: a guest leaves the entry, an entry without its contact ends, and the place is for
/// others. Gives the number of entries.
std::int64_t end_erased(app::Work& work);
/// What the organiser has not decided when the occasion begins is a no, and is told. Gives the number of entries.
std::int64_t end_undecided(app::Work& work);

/// By the office, with a reason. Refusals: participation.reason_needed at "reason", participation.blanked when names have been erased.
Result<Entry> cancel_entry(app::Work& work, Id<app::Occasion> occasion, Id<Entry> entry, std::string reason);

/// The organiser's answer to an entry that awaits it.
struct Decision {
    bool yes = true;
    std::string reason = {};  // of a no: the person is told
};
/// Refusals: participation.reason_needed at "reason", participation.decided (conflict), participation.full of a yes when there is neither a seat nor a list.
Result<Entry> decide_entry(app::Work& work, Id<app::Occasion> occasion, Id<Entry> entry, const Decision& decision);

/// The consent to be thanked is taken back, by the person's link: what it kept goes with the next step of shred().
Result<Entry> withdraw_thanks_by_hash(app::Work& work, std::string_view hash);

/// Personal data of what ended longer ago than the law profile says is blanked (Terms). Gives the number of entries.
std::int64_t shred(app::Work& work);

}  // namespace veche::participation
