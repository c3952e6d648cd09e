#include "features/participation/commands.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "app/step.hpp"
#include "app/token.hpp"
#include "core/errors.hpp"
#include "core/expect.hpp"
#include "features/participation/letters.hpp"
#include "features/participation/store.hpp"
#include "features/plan/feature.hpp"

namespace veche::participation {

namespace {

std::string happening_object(Id<plan::Happening> happening)
{
    return "sign-up/" + to_text(happening);
}

const plan::Happening& happening_of(const plan::Line& line, Id<plan::Happening> id)
{
    const auto found = std::ranges::find(line.happenings, id, &plan::Happening::id);
    if (found == line.happenings.end()) throw NotFound("happening");
    return *found;
}

/// Nobody signs up for what has begun. Of days without an hour, and of several days, the last one's end counts.
std::optional<Instant> beginning_of(const app::Work& work, const plan::Happening& happening)
{
    if (!happening.period) return std::nullopt;
    const auto& period = *happening.period;
    const bool one_day = period.first == period.last;
    return work.town.zone.instant(period.last, one_day ? period.start_minute.value_or(24 * 60 - 1) : 24 * 60 - 1);
}

/// Pages that say how much room there is are dropped only when the word changes.
void touch_when_changed(app::Work& work, const SignUp& sign_up, Room before)
{
    if (room_of(sign_up, work.now) != before) work.touch("line/" + to_text(sign_up.line));
}

/// In order of numbers; one who needs more seats than there are lets the next ones through. Gives whether anybody was taken in.
bool take_in_waiting(app::Work& work, SignUp& sign_up)
{
    if (!is_open(sign_up, work.now)) return false;
    Taken taken = store::find_taken(work.tx, work.town.id, sign_up);
    sign_up.free_from = taken.free_from;
    bool any = false;
    std::int64_t after = 0;
    while (has_room(sign_up, taken.count, 1)) {
        const auto waiting = store::list_entries(work.tx, work.town.id, sign_up.happening, Stage::waiting, after, 50);
        if (waiting.empty()) break;
        for (const auto& entry : waiting) {
            after = entry.number;
            if (!has_room(sign_up, taken.count, entry.persons.size())) continue;
            const Entry placed = taken_in(entry, sign_up, taken, work.now);
            store::update_entry(work.tx, work.town.id, placed);
            tell(work, placed, placed.stage == Stage::offered ? News::offered : News::taken_in);
            recount(sign_up, entry.persons, placed.persons);
            taken.take(placed.persons);
            any = true;
        }
    }
    return any;
}

/// After an entry gave back seats: who waits takes them, and the numbers are written.
void settle_seats(app::Work& work, SignUp& sign_up, Room before)
{
    take_in_waiting(work, sign_up);
    store::set_counts(work.tx, work.town.id, sign_up);
    touch_when_changed(work, sign_up, before);
}

Result<Entry> cancel(app::Work& work, SignUp sign_up, const Entry& entry, std::string reason)
{
    if (entry.stage == Stage::cancelled) return entry;
    const Room before = room_of(sign_up, work.now);
    Entry gone = cancelled(entry, std::move(reason), work.now);
    store::update_entry(work.tx, work.town.id, gone);
    recount(sign_up, entry.persons, gone.persons);
    settle_seats(work, sign_up, before);
    return gone;
}

}  // namespace

Result<SignUp> put_sign_up(app::Work& work, SignUp wanted)
{
    const plan::Line line = plan::get_line(work, wanted.line);
    const auto& happening = happening_of(line, wanted.happening);
    if (!line.announced()) return refuse(RefusalKind::invalid, "participation.not_announced");
    const auto begins = beginning_of(work, happening);
    const bool past = happening.period && happening.period->last < work.town.zone.local(work.now).day;
    if ((happening.settled() || past) && wanted.open) return refuse(RefusalKind::invalid, "participation.over");
    if (begins && (!wanted.closes || *wanted.closes > *begins)) wanted.closes = begins;
    const auto present = store::find_for_update(work.tx, work.town.id, wanted.happening);
    if ((present ? present->version : 0) != wanted.version)
        return refuse(RefusalKind::conflict, "participation.changed_meanwhile");
    const auto faults = faults_of(wanted, store::taken_seats(work.tx, work.town.id, wanted.happening));
    if (!faults.empty()) return tl::unexpected(faults.front());
    wanted.ends = happening.period ? std::optional(happening.period->last) : std::nullopt;
    wanted.last_number = present ? present->last_number : 0;
    wanted.taken = present ? present->taken : 0;
    wanted.free_from = present ? present->free_from : 1;
    ++wanted.version;
    if (!store::put_sign_up(work.tx, work.town.id, wanted))
        return refuse(RefusalKind::conflict, "participation.changed_meanwhile");
    if (take_in_waiting(work, wanted)) store::set_counts(work.tx, work.town.id, wanted);
    work.touch("line/" + to_text(wanted.line));
    work.record("participation.put_sign_up", happening_object(wanted.happening),
                {{"open", wanted.open}, {"seats", wanted.seats.value_or(0)}});
    return wanted;
}

Result<Entry> sign_up(app::Work& work, Id<plan::Happening> happening, const Application& application,
                      std::string_view key)
{
    const std::string hash = app::token_hash(key);
    SignUp settings = store::get_for_update(work.tx, work.town.id, happening);
    if (auto again = store::find_entry(work.tx, work.town.id, hash)) return *again;
    const auto faults = faults_of(application, settings, work.now);
    if (!faults.empty()) return tl::unexpected(faults.front());
    if (store::find_mailbox(work.tx, work.town.id, happening, application.email.folded()))
        return refuse(RefusalKind::invalid, "participation.mailbox_known", "email");
    Entry entry{.id = work.new_id<Entry>(),
                .happening = happening,
                .line = settings.line,
                .number = settings.last_number + 1,
                .key_hash = hash,
                .mailbox = application.email.folded(),
                .group = application.group,
                .contact = application.contact,
                .email = application.email.text(),
                .phone = application.phone,
                .stage = Stage::accepted,
                .reason = "",
                .persons = application.persons,
                .child_consent = has_minor(application) ? application.contact : "",
                .made = work.now,
                .changed = work.now};
    const Room before = room_of(settings, work.now);
    const Taken taken = store::find_taken(work.tx, work.town.id, settings);
    auto placed = place(std::move(entry), settings, taken);
    if (!placed) return placed;
    settings.last_number = placed->number;
    settings.free_from = taken.free_from;
    recount(settings, {}, placed->persons);
    store::set_counts(work.tx, work.town.id, settings);
    store::insert_entry(work.tx, work.town.id, *placed);
    tell(work, *placed, placed->stage == Stage::accepted ? News::accepted : News::waiting);
    touch_when_changed(work, settings, before);
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
    SignUp sign_up = store::get_for_update(work.tx, work.town.id, found->happening);
    return {std::move(sign_up), store::find_entry(work.tx, work.town.id, hash).value()};
}

}  // namespace

Result<Entry> cancel_by_hash(app::Work& work, std::string_view hash)
{
    const Found found = find_locked(work, hash);
    return cancel(work, found.sign_up, found.entry, "");
}

Result<Entry> accept_by_hash(app::Work& work, std::string_view hash)
{
    const Found found = find_locked(work, hash);
    auto done = answered(found.entry, work.now);
    if (!done) return done;
    store::update_entry(work.tx, work.town.id, *done);
    if (found.entry.stage == Stage::offered) tell(work, *done, News::taken_in);
    return done;
}

Result<Entry> change_by_hash(app::Work& work, std::string_view hash, Application application)
{
    Found found = find_locked(work, hash);
    application.data_consent = true;
    application.child_consent = application.child_consent || !found.entry.child_consent.empty();
    const auto faults = faults_of(application, found.sign_up, work.now);
    if (!faults.empty()) return tl::unexpected(faults.front());
    std::vector<int> others = store::taken_seats(work.tx, work.town.id, found.entry.happening);
    for (const auto& person : found.entry.persons)
        if (person.seat) std::erase(others, *person.seat);
    const Room before = room_of(found.sign_up, work.now);
    auto changed = with_persons(found.entry, application.persons, found.sign_up, others);
    if (!changed) return changed;
    changed->contact = application.contact;
    changed->phone = application.phone;
    changed->group = application.group;
    changed->child_consent = has_minor(application) ? application.contact : "";
    changed->changed = work.now;
    store::replace_persons(work.tx, work.town.id, *changed);
    recount(found.sign_up, found.entry.persons, changed->persons);
    settle_seats(work, found.sign_up, before);
    return changed;
}

std::int64_t end_late_offers(app::Work& work)
{
    std::int64_t ended = 0;
    for (const auto happening : store::list_late_offers(work.tx, work.town.id, work.now)) {
        SignUp sign_up = store::get_for_update(work.tx, work.town.id, happening);
        const Room before = room_of(sign_up, work.now);
        for (const auto& late : store::list_late(work.tx, work.town.id, happening, work.now)) {
            Entry gone = cancelled(late, "", work.now);
            gone.offer_until = late.offer_until;
            store::update_entry(work.tx, work.town.id, gone);
            tell(work, gone, News::offer_over);
            recount(sign_up, late.persons, gone.persons);
            ++ended;
        }
        settle_seats(work, sign_up, before);
    }
    if (ended > 0) work.record("participation.end_offers", "sign-ups", {{"entries", ended}});
    return ended;
}

Result<Entry> cancel_entry(app::Work& work, Id<plan::Happening> happening, Id<Entry> id, std::string reason)
{
    if (reason.empty()) return refuse(RefusalKind::invalid, "participation.reason_needed", "reason");
    const SignUp settings = store::get_for_update(work.tx, work.town.id, happening);
    const Entry entry = store::get_entry(work.tx, work.town.id, happening, id);
    auto done = cancel(work, settings, entry, std::move(reason));
    if (entry.stage != Stage::cancelled)
        tell(work, *done, News::cancelled);  // else they know, and may have done it themselves
    work.record("participation.cancel_entry", happening_object(happening), {{"number", done->number}});
    return done;
}

namespace {

/// Whoever left the closing at the beginning meant the beginning, whenever it is.
bool closes_at_former_beginning(const app::Work& work, const plan::Line& line, const SignUp& sign_up)
{
    if (line.moves.empty() || !sign_up.closes) return false;
    return std::ranges::any_of(line.moves.back().former.periods, [&](const language::Period& period) {
        return beginning_of(work, plan::Happening{.period = period}) == sign_up.closes;
    });
}

}  // namespace

void close_line(app::Work& work, Id<plan::Line> id)
{
    const auto found = plan::find_line(work, id);
    if (!found) return;  // removed since: its sign-up stays, but no page leads to it any more
    const plan::Line& line = *found;
    bool changed = false;
    for (const auto& listed : store::list_sign_ups(work.tx, work.town.id, id)) {
        // Read again under the lock: a colleague may be changing it at this moment.
        SignUp one = store::get_for_update(work.tx, work.town.id, listed.happening);
        const auto was = std::tuple(one.open, one.closes, one.ends);
        const auto happening = std::ranges::find(line.happenings, one.happening, &plan::Happening::id);
        const bool over = happening == line.happenings.end() || happening->settled();
        if (happening != line.happenings.end() && happening->period) {
            // Moved, it takes people until its new beginning.
            const auto begins = beginning_of(work, *happening);
            const bool closes_too_late = begins && one.closes > begins;
            if (one.ends != happening->period->last || closes_too_late || closes_at_former_beginning(work, line, one))
                one.closes = begins;
            one.ends = happening->period->last;
        }
        if (over) one.open = false;
        if (was == std::tuple(one.open, one.closes, one.ends))
            continue;  // a version more would be a colleague's conflict
        changed = true;
        ++one.version;
        expect(store::put_sign_up(work.tx, work.town.id, one), "a locked sign-up does not change");
    }
    if (changed) work.touch("line/" + to_text(id));
}

std::int64_t shred(app::Work& work)
{
    using std::chrono::sys_days;
    const Day today = work.town.zone.local(work.now).day;
    const Day before{sys_days(today) - std::chrono::days(kept_days)};
    const auto gone = store::shred(work.tx, work.town.id, before, work.now, app::rows_of_a_step);
    if (gone.entries > 0) work.record("participation.shred", "sign-ups", {{"entries", gone.entries}});
    if (std::max(gone.persons, gone.entries) == app::rows_of_a_step) work.leave_rest();
    return gone.entries;
}

}  // namespace veche::participation
