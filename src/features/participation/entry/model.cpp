#include "features/participation/entry/model.hpp"

#include <algorithm>

namespace veche::participation {

std::string_view to_text(Queue queue)
{
    return queue == Queue::none ? "none" : "list";
}

std::string_view to_text(Stage stage)
{
    switch (stage) {
        case Stage::accepted: return "accepted";
        case Stage::waiting: return "waiting";
        case Stage::unconfirmed: return "unconfirmed";
        case Stage::awaiting: return "awaiting";
        case Stage::offered: return "offered";
        case Stage::cancelled: return "cancelled";
        case Stage::refused: return "refused";
    }
    return "cancelled";
}

std::optional<Stage> parse_stage(std::string_view text)
{
    for (const auto stage : {Stage::accepted, Stage::waiting, Stage::unconfirmed, Stage::awaiting, Stage::offered,
                             Stage::cancelled, Stage::refused})
        if (to_text(stage) == text) return stage;
    return std::nullopt;
}

std::string contact_key_of(const Application& application)
{
    return application.email.text().empty() ? "tel:" + application.phone.folded() : application.email.folded();
}

std::string_view to_text(Room room)
{
    switch (room) {
        case Room::open: return "open";
        case Room::few: return "few";
        case Room::queue: return "queue";
        case Room::full: return "full";
        case Room::closed: return "closed";
    }
    return "closed";
}

std::optional<Instant> closing_of(const SignUp& sign_up)
{
    if (!sign_up.closes || !sign_up.begins) return sign_up.closes ? sign_up.closes : sign_up.begins;
    return std::min(*sign_up.closes, *sign_up.begins);
}

bool is_open(const SignUp& sign_up, Instant now)
{
    const auto closing = closing_of(sign_up);
    // What has no hour is over when its last day is, in every zone of the country.
    constexpr auto day_and_zones = std::chrono::hours(38);
    const bool over = sign_up.ends && std::chrono::milliseconds(now.milliseconds) >=
                                          std::chrono::sys_days(*sign_up.ends).time_since_epoch() + day_and_zones;
    return sign_up.open && sign_up.state == app::OccasionState::ahead && (!closing || now < *closing) && !over;
}

bool has_minor(const Application& application, const Terms& terms)
{
    return std::ranges::any_of(application.guests, [&](const Guest& one) { return one.age && *one.age < terms.adult; });
}

namespace {

Refusal invalid(std::string_view message, std::string field)
{
    return {RefusalKind::invalid, std::string(message), std::move(field), {}};
}

void check_ages(const Application& application, const SignUp& sign_up, std::vector<Refusal>& faults)
{
    const bool bounded = sign_up.age_least || sign_up.age_most;
    for (std::size_t i = 0; i < application.guests.size(); ++i) {
        const auto& age = application.guests[i].age;
        const std::string field = "age-" + std::to_string(i + 1);
        if (!age) {
            if (bounded) faults.push_back(invalid("participation.age_needed", field));
        } else if (sign_up.age_least && *age < *sign_up.age_least) {
            faults.push_back({RefusalKind::invalid,
                              "participation.too_young",
                              field,
                              {{"age", std::to_string(*sign_up.age_least)}}});
        } else if (sign_up.age_most && *age > *sign_up.age_most) {
            faults.push_back(
                {RefusalKind::invalid, "participation.too_old", field, {{"age", std::to_string(*sign_up.age_most)}}});
        }
    }
}

}  // namespace

std::vector<Refusal> faults_of(const Application& application, const SignUp& sign_up, const Terms& terms, Instant now)
{
    std::vector<Refusal> faults;
    if (!is_open(sign_up, now)) faults.push_back(invalid("participation.closed", ""));
    if (application.email.text().empty() && application.phone.empty())
        faults.push_back(invalid("participation.contact_needed", "email"));
    if (application.guests.empty()) faults.push_back(invalid("participation.no_guests", "name-1"));
    if (application.guests.size() > std::size_t(sign_up.guests_most))
        faults.push_back({RefusalKind::invalid,
                          "participation.too_many",
                          "name-1",
                          {{"most", std::to_string(sign_up.guests_most)}}});
    check_ages(application, sign_up, faults);
    if (!application.data_consent) faults.push_back(invalid("participation.consent_needed", "data_consent"));
    // ГК 26, 28 and 152-FZ art. 9 p. 6: for a child the parent consents, and apart from everything else.
    if (has_minor(application, terms) && !application.child_consent)
        faults.push_back(invalid("participation.child_consent_needed", "child_consent"));
    return faults;
}

Taken Taken::of(std::vector<int> all)
{
    return {.count = std::int64_t(all.size()), .free_from = 1, .seats = std::move(all)};
}

void Taken::take(const std::vector<Guest>& guests)
{
    for (const auto& guest : guests) {
        if (!guest.seat) continue;
        seats.insert(std::ranges::upper_bound(seats, *guest.seat), *guest.seat);
        ++count;
    }
}

void recount(SignUp& sign_up, const std::vector<Guest>& before, const std::vector<Guest>& after)
{
    const auto has = [](const std::vector<Guest>& guests, int seat) {
        return std::ranges::find(guests, std::optional(seat), &Guest::seat) != guests.end();
    };
    for (const auto& guest : before) {
        if (!guest.seat || has(after, *guest.seat)) continue;
        --sign_up.taken;
        sign_up.free_from = std::min(sign_up.free_from, *guest.seat);
    }
    for (const auto& guest : after)
        if (guest.seat && !has(before, *guest.seat)) ++sign_up.taken;
}

bool is_new(const Entry& entry, const Guest& guest)
{
    return std::ranges::find(entry.guests, guest.name, &Guest::name) == entry.guests.end();
}

bool consent_holds(const Entry& entry, const Application& application, const Terms& terms)
{
    return !entry.child_consent.empty() && application.contact == entry.contact &&
           std::ranges::none_of(application.guests, [&](const Guest& one) {
               return one.age && *one.age < terms.adult && is_new(entry, one);
           });
}

std::vector<int> free_seats(const SignUp& sign_up, const Taken& taken, std::size_t guests)
{
    std::vector<int> found;
    if (!sign_up.seats) return found;
    auto next = taken.seats.begin();
    for (int seat = taken.free_from; seat <= *sign_up.seats && found.size() < guests; ++seat) {
        while (next != taken.seats.end() && *next < seat) ++next;
        if (next == taken.seats.end() || *next != seat) found.push_back(seat);
    }
    if (found.size() < guests) found.clear();
    return found;
}

bool has_room(const SignUp& sign_up, std::int64_t taken, std::size_t guests)
{
    return !sign_up.seats || taken + std::int64_t(guests) <= *sign_up.seats;
}

Result<Entry> place(Entry entry, const SignUp& sign_up, const Taken& taken)
{
    if (!has_room(sign_up, taken.count, entry.guests.size())) {
        if (sign_up.queue == Queue::none) return refuse(RefusalKind::invalid, "participation.full");
        entry.stage = Stage::waiting;
        return entry;
    }
    entry.stage = Stage::accepted;
    const auto seats = free_seats(sign_up, taken, entry.guests.size());
    for (std::size_t i = 0; i < seats.size(); ++i) entry.guests[i].seat = seats[i];
    return entry;
}

std::optional<Instant> offer_end(const SignUp& sign_up, Instant now)
{
    if (sign_up.offer_hours == 0) return std::nullopt;
    Instant until = now + std::chrono::hours(sign_up.offer_hours);
    if (const auto closing = closing_of(sign_up)) until = std::min(until, *closing);
    return until - now < std::chrono::hours(1) ? std::nullopt : std::optional(until);
}

Instant confirm_end(const SignUp& sign_up, std::chrono::milliseconds within, Instant now)
{
    const auto closing = closing_of(sign_up);
    return closing ? std::min(*closing, now + within) : now + within;
}

Entry taken_in(Entry entry, const SignUp& sign_up, const Taken& taken, Instant now)
{
    Entry placed = place(std::move(entry), sign_up, taken).value();
    placed.offer_until = offer_end(sign_up, now);
    if (placed.offer_until) placed.stage = Stage::offered;
    placed.changed = now;
    return placed;
}

Result<Entry> answered(Entry entry, Instant now)
{
    switch (entry.stage) {
        case Stage::accepted: return entry;
        case Stage::unconfirmed: return refuse(RefusalKind::invalid, "participation.confirm_by_letter");
        case Stage::waiting:
        case Stage::awaiting: return refuse(RefusalKind::invalid, "participation.no_offer");
        case Stage::cancelled:
        case Stage::refused: return refuse(RefusalKind::invalid, "participation.entry_over");
        case Stage::offered: break;
    }
    if (entry.offer_until && *entry.offer_until <= now) return refuse(RefusalKind::invalid, "participation.offer_over");
    entry.stage = Stage::accepted;
    entry.offer_until.reset();
    entry.changed = now;
    return entry;
}

namespace {

/// Who stays has the position and the seat they had; gives the seats of those who do not.
std::vector<int> keep_known(Entry& entry, std::vector<Guest>& guests)
{
    std::vector<Guest> former = entry.guests;
    for (auto& guest : guests) {
        guest.seat.reset();
        const auto same = std::ranges::find(former, guest.name, &Guest::name);
        if (same == former.end()) {
            guest.position = entry.guests_made++;
            continue;
        }
        guest.seat = same->seat;
        guest.position = same->position;
        former.erase(same);
    }
    std::vector<int> freed;
    for (const auto& guest : former)
        if (guest.seat) freed.push_back(*guest.seat);
    return freed;
}

bool holds_seats(const Entry& entry)
{
    return entry.stage == Stage::accepted || entry.stage == Stage::offered;
}

}  // namespace

std::vector<int> positions_of(const Entry& entry, const std::vector<Guest>& guests)
{
    Entry changed = entry;
    auto known = guests;
    keep_known(changed, known);
    std::vector<int> positions;
    for (const auto& guest : known) positions.push_back(guest.position);
    return positions;
}

Result<Entry> with_guests(Entry entry, std::vector<Guest> guests, const SignUp& sign_up, const Around& around)
{
    if (is_over(entry.stage)) return refuse(RefusalKind::invalid, "participation.entry_over");
    auto freed = keep_known(entry, guests);
    const auto stays = [&](int position) {
        return std::ranges::find(guests, position, &Guest::position) != guests.end();
    };
    if (!std::ranges::all_of(around.marked, stays))
        return refuse(RefusalKind::invalid, "participation.marked_stays", "name-1");
    std::vector<int> taken = around.others;
    for (const auto& guest : guests)
        if (guest.seat) taken.push_back(*guest.seat);
    std::ranges::sort(taken);
    std::ranges::sort(freed);
    for (std::size_t i = 0; holds_seats(entry) && sign_up.seats && i < guests.size(); ++i) {
        if (guests[i].seat) continue;
        if (!freed.empty()) {
            guests[i].seat = freed.front();
            freed.erase(freed.begin());
        } else {
            const auto found = free_seats(sign_up, Taken::of(taken), 1);
            if (found.empty())
                return refuse(RefusalKind::invalid, "participation.no_more_room", "name-" + std::to_string(i + 1));
            guests[i].seat = found.front();
        }
        taken.insert(std::ranges::upper_bound(taken, *guests[i].seat), *guests[i].seat);
    }
    std::ranges::stable_sort(guests, {}, &Guest::position);
    entry.guests = std::move(guests);
    return entry;
}

bool seat_all(Entry& entry, const SignUp& sign_up, Taken& taken)
{
    if (!holds_seats(entry)) return true;
    for (auto& guest : entry.guests) {
        if (guest.seat) continue;
        const auto found = free_seats(sign_up, taken, 1);
        if (found.empty()) return false;
        guest.seat = found.front();
        taken.take({guest});
    }
    return true;
}

namespace {

/// Its seats are free for others, and its contact may sign up anew.
Entry ended(Entry entry, Stage stage, std::string reason, Instant now)
{
    entry.stage = stage;
    entry.reason = std::move(reason);
    entry.contact_key = "cancelled:" + entry.key_hash;
    entry.offer_until.reset();
    entry.confirm_by.reset();
    for (auto& guest : entry.guests) guest.seat.reset();
    entry.changed = now;
    return entry;
}

}  // namespace

Entry cancelled(Entry entry, std::string reason, Instant now)
{
    if (is_over(entry.stage)) return entry;
    return ended(std::move(entry), Stage::cancelled, std::move(reason), now);
}

Result<Entry> restored(Entry entry, const SignUp& sign_up, const Taken& taken, Instant now)
{
    const bool own = entry.stage == Stage::cancelled && entry.reason.empty();
    if (!own || entry.offer_until || entry.confirm_by || entry.contact.empty() || entry.guests.empty())
        return refuse(RefusalKind::conflict, "participation.restore_not");
    if (!is_open(sign_up, now)) return refuse(RefusalKind::closed, "participation.closed");
    if (!has_room(sign_up, taken.count, entry.guests.size()))
        return refuse(RefusalKind::conflict, "participation.no_way_back");
    entry.changed = now;
    if (!sign_up.by_yes) return place(std::move(entry), sign_up, taken);
    entry.stage = Stage::awaiting;
    return entry;
}

Result<Entry> approved(Entry entry, const SignUp& sign_up, const Taken& taken, Instant now)
{
    if (entry.stage != Stage::awaiting) return refuse(RefusalKind::conflict, "participation.decided");
    entry.changed = now;
    return place(std::move(entry), sign_up, taken);
}

Entry awaiting_again(Entry entry)
{
    entry.stage = Stage::awaiting;
    entry.offer_until.reset();
    for (auto& guest : entry.guests) guest.seat.reset();
    return entry;
}

Result<Entry> refused(Entry entry, std::string reason, Instant now)
{
    if (entry.stage != Stage::awaiting) return refuse(RefusalKind::conflict, "participation.decided");
    return ended(std::move(entry), Stage::refused, std::move(reason), now);
}

Room room_of(const SignUp& sign_up, Instant now)
{
    if (!is_open(sign_up, now)) return Room::closed;
    if (!sign_up.seats) return Room::open;
    const std::int64_t seats = *sign_up.seats, taken = sign_up.taken;
    if (taken >= seats) return sign_up.queue == Queue::list ? Room::queue : Room::full;
    return (seats - taken) * 5 <= seats ? Room::few : Room::open;
}

std::vector<Refusal> faults_of(const SignUp& sign_up, const std::vector<int>& taken)
{
    std::vector<Refusal> faults;
    if (sign_up.seats && (*sign_up.seats < 1 || *sign_up.seats > seats_most))
        faults.push_back(invalid("participation.seats_wrong", "seats"));
    else if (sign_up.seats && !taken.empty() && taken.back() > *sign_up.seats)
        faults.push_back(
            {RefusalKind::invalid, "participation.seats_taken", "seats", {{"seat", std::to_string(taken.back())}}});
    if (sign_up.guests_most < 1 || sign_up.guests_most > guests_limit)
        faults.push_back(invalid("participation.guests_wrong", "persons_most"));
    const auto wrong = [](const std::optional<int>& age) { return age && (*age < 0 || *age > 120); };
    if (wrong(sign_up.age_least) || wrong(sign_up.age_most) ||
        (sign_up.age_least && sign_up.age_most && *sign_up.age_least > *sign_up.age_most))
        faults.push_back(invalid("participation.ages_wrong", "age_least"));
    if (sign_up.offer_hours < 0 || sign_up.offer_hours > offer_hours_most)
        faults.push_back(invalid("participation.hours_wrong", "offer_hours"));
    return faults;
}

}  // namespace veche::participation
