#include "features/participation/entry/commands.hpp"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

#include "app/budgets.hpp"
#include "app/step.hpp"
#include "app/token.hpp"
#include "core/errors.hpp"
#include "core/expect.hpp"
#include "core/whole.hpp"
#include "features/participation/entry/calls.hpp"
#include "features/participation/entry/follow.hpp"
#include "features/participation/entry/letters.hpp"
#include "features/participation/entry/seats.hpp"
#include "features/participation/entry/store.hpp"
#include "features/participation/entry/store_told.hpp"
#include "features/participation/entry/terms.hpp"
#include "features/participation/questions/store_answers.hpp"

namespace veche::participation {

namespace {

Terms terms_now(app::Work& work)
{
    return terms_of(work.tx, work.town.id, work.town.zone.local(work.now).day);
}

Result<Entry> cancel(app::Work& work, SignUp sign_up, const Entry& entry, std::string reason)
{
    if (is_over(entry.stage)) return entry;
    const Room before = room_of(sign_up, work.now);
    Entry gone = cancelled(entry, std::move(reason), work.now);
    if (entry.stage == Stage::unconfirmed) gone.confirm_by = entry.confirm_by;  // nobody comes in by that way round
    store::update_entry(work.tx, work.town.id, gone);
    end_call(work, entry.id, CallState::dropped);
    recount(sign_up, entry.guests, gone.guests);
    settle_seats(work, sign_up, before);
    return gone;
}

}  // namespace

Result<SignUp> put_sign_up(app::Work& work, const app::Occasion& occasion, SignUp wanted)
{
    using app::OccasionState;
    if (occasion.state == OccasionState::withdrawn) return refuse(RefusalKind::invalid, "participation.not_announced");
    const bool past = period_of(occasion) && occasion.over < work.town.zone.local(work.now).day;
    if ((occasion.state != OccasionState::ahead || past) && wanted.open)
        return refuse(RefusalKind::invalid, "participation.over");
    const auto begins = beginning_of(occasion, work.town.zone);
    if (begins && wanted.closes && *wanted.closes >= *begins) wanted.closes.reset();
    const auto present = store::find_for_update(work.tx, work.town.id, occasion.id);
    if ((present ? present->version : 0) != wanted.version)
        return refuse(RefusalKind::conflict, "participation.changed_meanwhile");
    const auto faults = faults_of(wanted, store::taken_seats(work.tx, work.town.id, occasion.id));
    if (!faults.empty()) return tl::unexpected(faults.front());
    wanted.occasion = occasion.id;
    wanted.ends = occasion.over;
    wanted.last_number = present ? present->last_number : 0;
    wanted.taken = present ? present->taken : 0;
    wanted.free_from = present ? present->free_from : 1;
    wanted.told = present ? present->told : 0;
    ++wanted.version;
    if (!store::put_sign_up(work.tx, work.town.id, wanted))
        return refuse(RefusalKind::conflict, "participation.changed_meanwhile");
    if (const auto seated = seat_everybody(work, wanted); !seated) return tl::unexpected(seated.error());
    if (look_at(work, wanted, occasion)) announce_news(work, occasion.id);
    if (wanted.by_yes && !(present && present->by_yes)) await_again(work, wanted);
    take_in_waiting(work, wanted);
    if (!wanted.by_yes) place_awaiting(work, wanted);
    store::set_counts(work.tx, work.town.id, wanted);
    work.touch(occasion.topic);
    work.record("participation.put_sign_up", questions_owner(occasion.id),
                {{"open", wanted.open}, {"seats", wanted.seats.value_or(0)}});
    return wanted;
}

namespace {

/// More people than a class have come from its network within the day.
bool is_of_crowd(app::Work& work, const Entry& entry)
{
    if (entry.network.empty()) return false;
    const auto before =
        store::count_from(work.tx, work.town.id, entry.occasion, entry.network, work.now - network_window);
    return before + std::int64_t(entry.guests.size()) > guests_of_network;
}

Result<Entry> unconfirmed(Entry entry, const SignUp& sign_up, Instant now)
{
    entry.stage = Stage::unconfirmed;
    entry.confirm_by = confirm_end(sign_up, entry.email.empty() ? call_within : confirm_within, now);
    return entry;
}

News news_of(Stage stage)
{
    switch (stage) {
        case Stage::unconfirmed: return News::confirm;
        case Stage::awaiting: return News::awaiting;
        case Stage::accepted: return News::accepted;
        default: return News::waiting;
    }
}

/// Whoever may have a place now: it, the list of those who wait, or the organiser's decision.
Result<Entry> received(Entry entry, const SignUp& sign_up, const Taken& taken)
{
    if (!sign_up.by_yes) return place(std::move(entry), sign_up, taken);
    entry.stage = Stage::awaiting;
    return entry;
}

}  // namespace

namespace {

constexpr app::Budget of_number{"participation.number", std::chrono::hours(24), entries_of_number};
constexpr app::Budget of_caller{"participation.caller", std::chrono::hours(24), numbers_of_network};

bool may_ask_to_call(app::Work& work, const Application& application)
{
    if (application.caller.empty() || application.phone.empty()) return true;
    return app::spend(work, of_number, application.phone.folded()) && app::spend(work, of_caller, application.caller);
}

}  // namespace

Result<Entry> sign_up(app::Work& work, Id<app::Occasion> occasion, const Application& application, std::string_view key)
{
    const std::string hash = app::token_hash(key);
    SignUp settings = store::get_for_update(work.tx, work.town.id, occasion);
    const auto entered = [&](std::int64_t number) {
        if (application.entered_by)
            work.record("participation.enter_entry", questions_owner(occasion), {{"number", number}});
    };
    if (auto again = store::find_entry(work.tx, work.town.id, hash)) {
        entered(again->number);
        return *again;
    }
    const Terms terms = terms_now(work);
    const auto faults = faults_of(application, settings, terms, work.now);
    if (!faults.empty()) return tl::unexpected(faults.front());
    const auto asked = app::questions::unchanged(work, questions_owner(occasion), application.answering.version);
    if (!asked) return tl::unexpected(asked.error());
    // Before anybody is told whether a contact is known: who finds no room learns nothing of others.
    if (room_of(settings, work.now) == Room::full) return refuse(RefusalKind::invalid, "participation.full");
    const std::string contact_key = contact_key_of(application);
    if (store::find_contact(work.tx, work.town.id, occasion, contact_key))
        return application.email.text().empty() ? refuse(RefusalKind::invalid, "participation.phone_known", "phone")
                                                : refuse(RefusalKind::invalid, "participation.mailbox_known", "email");
    if (!may_ask_to_call(work, application))
        return refuse(RefusalKind::too_many, "participation.number_often", "phone");
    Entry entry{.id = work.new_id<Entry>(),
                .occasion = occasion,
                .number = settings.last_number + 1,
                .key_hash = hash,
                .contact_key = contact_key,
                .group = application.group,
                .contact = application.contact,
                .email = application.email.text(),
                .phone = application.phone.text(),
                .stage = Stage::accepted,
                .reason = "",
                .guests = application.guests,
                .guests_made = int(application.guests.size()),
                .told = settings.told,
                .child_consent = application.child_consent || has_minor(application, terms) ? application.contact : "",
                .thanks_consent = application.thanks_consent ? std::string(thanks_consent_version) : "",
                .entered_by = application.entered_by,
                .network = application.network,
                .made = work.now,
                .changed = work.now};
    for (int i = 0; i < entry.guests_made; ++i) entry.guests[std::size_t(i)].position = i;
    const Room before = room_of(settings, work.now);
    const Taken taken = store::find_taken(work.tx, work.town.id, settings);
    auto placed = is_of_crowd(work, entry) ? unconfirmed(std::move(entry), settings, work.now)
                                           : received(std::move(entry), settings, taken);
    if (!placed) return placed;
    settings.last_number = placed->number;
    settings.free_from = taken.free_from;
    recount(settings, {}, placed->guests);
    store::insert_entry(work.tx, work.town.id, *placed);
    app::questions::Answers answers;
    app::questions::put(answers, application.answering.answers);
    store::put_answers(work.tx, work.town.id, placed->id, answers);
    tell(work, *placed, news_of(placed->stage), placed->entered_by ? Hears::at_once : Hears::later);
    write_counts(work, settings, before);
    entered(placed->number);
    return placed;
}

namespace {

struct Found {
    SignUp sign_up;
    Entry entry;
};
/// Read again under the lock: the office may be cancelling it, or seats may be going to it, at this moment. Throws NotFound.
Found find_locked(app::Work& work, std::string_view hash)
{
    const auto found = store::find_entry(work.tx, work.town.id, hash);
    if (!found) throw NotFound("entry");
    SignUp sign_up = store::get_for_update(work.tx, work.town.id, found->occasion);
    return {std::move(sign_up), store::find_entry(work.tx, work.town.id, hash).value()};
}

}  // namespace

Result<Entry> cancel_by_hash(app::Work& work, std::string_view hash)
{
    const Found found = find_locked(work, hash);
    return cancel(work, found.sign_up, found.entry, "");
}

Result<Entry> restore_by_hash(app::Work& work, std::string_view hash)
{
    Found found = find_locked(work, hash);
    if (!is_over(found.entry.stage)) return found.entry;  // pressed twice
    const Room before = room_of(found.sign_up, work.now);
    const Taken taken = store::find_taken(work.tx, work.town.id, found.sign_up);
    auto back = restored(found.entry, found.sign_up, taken, work.now);
    if (!back) return back;
    const Application contact{.email = Email::parse(back->email).value_or(Email()),
                              .phone = Phone::parse(back->phone).value_or(Phone())};
    back->contact_key = contact_key_of(contact);
    if (store::find_contact(work.tx, work.town.id, back->occasion, back->contact_key))
        return refuse(RefusalKind::conflict, "participation.entered_anew");
    found.sign_up.free_from = taken.free_from;
    recount(found.sign_up, {}, back->guests);
    store::update_entry(work.tx, work.town.id, *back);
    // Its page says what the occasion is now.
    store::set_entry_told(work.tx, work.town.id, back->id, found.sign_up.told);
    write_counts(work, found.sign_up, before);
    return back;
}

Result<Entry> accept_by_hash(app::Work& work, std::string_view hash, Hears hears)
{
    const Found found = find_locked(work, hash);
    auto done = answered(found.entry, work.now);
    if (!done) return done;
    store::update_entry(work.tx, work.town.id, *done);
    // Who answers by the link sees it there and then, and has the letter or the call of the place all the same.
    if (found.entry.stage == Stage::offered) tell(work, *done, News::taken_in, hears);
    return done;
}

Result<Entry> confirm_by_hash(app::Work& work, std::string_view hash, Hears hears)
{
    Found found = find_locked(work, hash);
    Entry entry = found.entry;
    if (entry.stage != Stage::unconfirmed) return entry;  // pressed twice, or too late: the page says which
    if (!is_open(found.sign_up, work.now)) return refuse(RefusalKind::invalid, "participation.closed");
    const Room before = room_of(found.sign_up, work.now);
    const Taken taken = store::find_taken(work.tx, work.town.id, found.sign_up);
    entry.confirm_by.reset();
    entry.changed = work.now;
    auto placed = received(std::move(entry), found.sign_up, taken);
    if (!placed) return placed;
    found.sign_up.free_from = taken.free_from;
    recount(found.sign_up, {}, placed->guests);
    store::update_entry(work.tx, work.town.id, *placed);
    tell(work, *placed, news_of(placed->stage), hears);
    write_counts(work, found.sign_up, before);
    return placed;
}

namespace {

/// Who stays keeps what the form did not ask; who leaves takes all along.
void change_answers(app::Work& work, const Entry& before, const Application& application)
{
    std::map<int, int> stays, places;
    const auto positions = positions_of(before, application.guests);
    for (std::size_t i = 0; i < positions.size(); ++i) {
        stays[positions[i]] = positions[i];
        places[int(i)] = positions[i];
    }
    auto answers = app::questions::at_positions(store::find_answers(work.tx, work.town.id, before.id), stays);
    app::questions::put(answers, app::questions::at_positions(application.answering.answers, places));
    store::put_answers(work.tx, work.town.id, before.id, answers);
}

/// One more guest is one more from this network, whichever entry they are in.
bool is_beyond_network(app::Work& work, const Entry& entry, const Application& application)
{
    const auto more = std::int64_t(application.guests.size()) - std::int64_t(entry.guests.size());
    if (application.network.empty() || more <= 0) return false;
    const auto before =
        store::count_from(work.tx, work.town.id, entry.occasion, application.network, work.now - network_window);
    return before + more > guests_of_network;
}

}  // namespace

Result<Entry> change_by_hash(app::Work& work, std::string_view hash, Application application)
{
    Found found = find_locked(work, hash);
    if (found.entry.contact.empty()) return refuse(RefusalKind::invalid, "participation.blanked");
    const Terms terms = terms_now(work);
    application.email = Email::parse(found.entry.email).value_or(Email());
    // By telephone alone the number is who they are: the office changes it, nobody finds out numbers of others by trying.
    if (found.entry.email.empty()) application.phone = Phone::parse(found.entry.phone).value_or(Phone());
    application.data_consent = true;
    const bool held = consent_holds(found.entry, application, terms);
    const std::string child_consent = held ? found.entry.child_consent
                                      : application.child_consent || has_minor(application, terms) ? application.contact
                                                                                                   : "";
    application.child_consent = application.child_consent || held;
    if (is_beyond_network(work, found.entry, application))
        return refuse(RefusalKind::invalid, "participation.network_full", "name-1");
    const auto faults = faults_of(application, found.sign_up, terms, work.now);
    if (!faults.empty()) return tl::unexpected(faults.front());
    Around around{.others = store::taken_seats(work.tx, work.town.id, found.entry.occasion),
                  .marked = store::list_marked(work.tx, work.town.id, found.entry.occasion, found.entry.id)};
    for (const auto& guest : found.entry.guests)
        if (guest.seat) std::erase(around.others, *guest.seat);
    const Room before = room_of(found.sign_up, work.now);
    const auto asked =
        app::questions::unchanged(work, questions_owner(found.entry.occasion), application.answering.version);
    if (!asked) return tl::unexpected(asked.error());
    auto changed = with_guests(found.entry, application.guests, found.sign_up, around);
    if (!changed) return changed;
    changed->contact = application.contact;
    changed->phone = application.phone.text();
    changed->group = application.group;
    changed->child_consent = child_consent;
    changed->changed = work.now;
    const bool had_yes =
        changed->stage == Stage::accepted || changed->stage == Stage::offered || changed->stage == Stage::waiting;
    const bool asks_again =
        found.sign_up.by_yes && had_yes &&
        std::ranges::any_of(changed->guests, [&](const Guest& one) { return is_new(found.entry, one); });
    if (asks_again) *changed = awaiting_again(std::move(*changed));  // the organiser said yes to others
    store::replace_guests(work.tx, work.town.id, *changed);
    store::update_entry(work.tx, work.town.id, *changed);
    if (asks_again) tell(work, *changed, News::awaiting);
    change_answers(work, found.entry, application);
    recount(found.sign_up, found.entry.guests, changed->guests);
    settle_seats(work, found.sign_up, before);
    return changed;
}

namespace {

/// A guest who was erased is no guest: the entry is the others', the seat whose turn it is.
void leave_out_erased(app::Work& work, SignUp sign_up, const Entry& entry)
{
    const Room before = room_of(sign_up, work.now);
    Entry rest = entry;
    std::erase_if(rest.guests, [](const Guest& guest) { return guest.name.empty(); });
    store::replace_guests(work.tx, work.town.id, rest);
    std::map<int, int> stays;
    for (const auto& guest : rest.guests) stays[guest.position] = guest.position;
    store::put_answers(work.tx, work.town.id, entry.id,
                       app::questions::at_positions(store::find_answers(work.tx, work.town.id, entry.id), stays));
    recount(sign_up, entry.guests, rest.guests);
    settle_seats(work, sign_up, before);
}

}  // namespace

std::vector<app::erasure::Owner> erasing()
{
    // Keys of what belongs to an entry begin with its own.
    const auto lock = [](app::Work& work, const std::string& key) {
        const auto entry = parse_whole<std::int64_t>(std::string_view(key).substr(0, key.find(':')));
        const auto occasion = entry ? store::find_occasion_of(work.tx, work.town.id, Id<Entry>(*entry)) : std::nullopt;
        if (occasion) store::get_for_update(work.tx, work.town.id, *occasion);
    };
    return {{.table = "participation_entries", .lock = lock},
            {.table = "participation_persons", .lock = lock},
            {.table = "participation_answers", .lock = lock}};
}

std::int64_t end_erased(app::Work& work)
{
    std::int64_t ended = 0;
    const Day today = work.town.zone.local(work.now).day;
    for (const auto& [occasion, id] : store::list_erased(work.tx, work.town.id, today, app::rows_of_a_step)) {
        const SignUp sign_up = store::get_for_update(work.tx, work.town.id, occasion);
        const Entry entry = store::get_entry(work.tx, work.town.id, occasion, id);
        const bool somebody = std::ranges::any_of(entry.guests, [](const Guest& guest) { return !guest.name.empty(); });
        const bool known = !entry.contact.empty() || !entry.email.empty() || !entry.phone.empty();
        if (known && somebody)
            leave_out_erased(work, sign_up, entry);
        else if (!is_over(entry.stage))
            cancel(work, sign_up, entry, "");
        ++ended;
    }
    if (ended > 0) work.record("participation.end_erased", "sign-ups", {{"entries", ended}});
    return ended;
}

std::int64_t end_undecided(app::Work& work)
{
    std::int64_t ended = 0;
    for (const auto& [occasion, id] : store::list_undecided(work.tx, work.town.id, work.now, app::rows_of_a_step)) {
        store::get_for_update(work.tx, work.town.id, occasion);
        const Entry entry = store::get_entry(work.tx, work.town.id, occasion, id);
        const auto gone = refused(entry, "", work.now);
        if (!gone) continue;  // decided a moment ago
        store::update_entry(work.tx, work.town.id, *gone);
        tell(work, *gone, News::refused);
        ++ended;
    }
    if (ended > 0) work.record("participation.end_undecided", "sign-ups", {{"entries", ended}});
    return ended;
}

std::int64_t end_late_offers(app::Work& work)
{
    std::int64_t ended = 0;
    store::forget_networks(work.tx, work.town.id, work.now - network_window, app::rows_of_a_step);
    for (const auto occasion : store::list_late_offers(work.tx, work.town.id, work.now)) {
        SignUp sign_up = store::get_for_update(work.tx, work.town.id, occasion);
        const Room before = room_of(sign_up, work.now);
        for (const auto& late : store::list_late(work.tx, work.town.id, occasion, work.now)) {
            Entry gone = cancelled(late, "", work.now);
            gone.offer_until = late.offer_until;
            gone.confirm_by = late.confirm_by;
            store::update_entry(work.tx, work.town.id, gone);
            end_call(work, late.id, CallState::late);
            if (late.stage == Stage::offered) tell(work, gone, News::offer_over);
            recount(sign_up, late.guests, gone.guests);
            ++ended;
        }
        settle_seats(work, sign_up, before);
    }
    if (ended > 0) work.record("participation.end_offers", "sign-ups", {{"entries", ended}});
    return ended;
}

Result<Entry> cancel_entry(app::Work& work, Id<app::Occasion> occasion, Id<Entry> id, std::string reason)
{
    if (reason.empty()) return refuse(RefusalKind::invalid, "participation.reason_needed", "reason");
    const SignUp settings = store::get_for_update(work.tx, work.town.id, occasion);
    const Entry entry = store::get_entry(work.tx, work.town.id, occasion, id);
    if (entry.contact.empty()) return refuse(RefusalKind::invalid, "participation.blanked");
    auto done = cancel(work, settings, entry, std::move(reason));
    if (!is_over(entry.stage)) tell(work, *done, News::cancelled);  // else they know, and may have done it themselves
    work.record("participation.cancel_entry", questions_owner(occasion), {{"number", done->number}});
    return done;
}

Result<Entry> decide_entry(app::Work& work, Id<app::Occasion> occasion, Id<Entry> id, const Decision& decision)
{
    if (!decision.yes && decision.reason.empty())
        return refuse(RefusalKind::invalid, "participation.reason_needed", "reason");
    SignUp sign_up = store::get_for_update(work.tx, work.town.id, occasion);
    const Entry entry = store::get_entry(work.tx, work.town.id, occasion, id);
    const Room before = room_of(sign_up, work.now);
    const Taken taken = store::find_taken(work.tx, work.town.id, sign_up);
    auto decided = decision.yes ? approved(entry, sign_up, taken, work.now) : refused(entry, decision.reason, work.now);
    if (!decided) return decided;
    sign_up.free_from = taken.free_from;
    recount(sign_up, entry.guests, decided->guests);
    store::update_entry(work.tx, work.town.id, *decided);
    tell(work, *decided, decision.yes ? news_of_yes(decided->stage) : News::refused);
    write_counts(work, sign_up, before);
    work.record("participation.decide_entry", questions_owner(occasion),
                {{"number", decided->number}, {"yes", decision.yes}});
    return decided;
}

Result<Entry> withdraw_thanks_by_hash(app::Work& work, std::string_view hash)
{
    Found found = find_locked(work, hash);
    if (found.entry.thanks_consent.empty()) return found.entry;
    found.entry.thanks_consent.clear();
    store::set_thanks_consent(work.tx, work.town.id, found.entry.id, "");
    work.record("participation.withdraw_thanks", questions_owner(found.entry.occasion),
                {{"number", found.entry.number}});
    return found.entry;
}

std::int64_t shred(app::Work& work)
{
    using std::chrono::sys_days;
    const Day today = work.town.zone.local(work.now).day;
    const Terms terms = terms_now(work);
    const Day ended{sys_days(today) - std::chrono::days(terms.kept_days)};
    const store::ShredBefore before{
        .ended = ended, .ended_at = work.town.zone.instant(ended, 0), .thanked = terms.thanked};
    const auto gone = store::shred(work.tx, work.town.id, before, work.now, app::rows_of_a_step);
    if (gone.entries > 0) work.record("participation.shred", "sign-ups", {{"entries", gone.entries}});
    if (std::max({gone.guests, gone.entries, gone.thinned, gone.answers}) == app::rows_of_a_step) work.leave_rest();
    return gone.entries;
}

}  // namespace veche::participation
