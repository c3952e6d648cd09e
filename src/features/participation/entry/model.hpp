#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/actor.hpp"
#include "app/occasions/occasion.hpp"
#include "app/questions/answers.hpp"
#include "core/email.hpp"
#include "core/id.hpp"
#include "core/phone.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

namespace veche::participation {

/// What happens when the seats are taken.
enum class Queue {
    none,  // nobody more is taken
    list,  // in order of their numbers they take what becomes free
};
std::string_view to_text(Queue queue);  // "none", "list"

/// That and how one may sign up for an occasion.
struct SignUp {
    Id<app::Occasion> occasion{};
    bool open = false;              // the office wishes it; is_open() says whether it is
    std::optional<int> seats;       // nullopt: as many as come
    int guests_most = 5;            // in one entry: a family, a class, a team
    std::optional<Instant> closes;  // the office's own hour; without one it closes when the occasion begins
    Queue queue = Queue::list;
    bool by_yes = false;                     // nobody has a place before the organiser said yes
    int offer_hours = 0;                     // how long a freed seat waits for an answer; 0: it is given at once
    std::optional<int> age_least, age_most;  // in full years on the day
    std::string bring;                       // what to bring, where to come; may be empty
    std::int64_t last_number = 0;
    // Derived of the seats of all entries and written with them, so that nobody counts them for each newcomer: how many are taken, and
    // a seat below which all are.
    std::int64_t taken = 0;
    int free_from = 1;
    // What follows from the occasion (follow()), whoever changes it.
    app::OccasionState state = app::OccasionState::ahead;
    std::optional<Instant> begins;  // nobody signs up for what has begun
    std::optional<Day> starts;      // its first day, when that is known
    std::optional<Day> ends;        // the last day; what was given is kept for Terms::kept_days after it
    std::int64_t told = 0;          // the number of what people have been told of it; 0: nothing yet
    std::int64_t version = 0;       // 0: never opened
};
inline constexpr int seats_most = 100'000, guests_limit = 50;
inline constexpr std::size_t guest_limit = 200, group_limit = 200, phone_limit = 40, bring_limit = 500,
                             reason_limit = 500;
inline constexpr int offer_hours_most = 168;

struct Guest {
    std::string name;
    std::optional<int> age;
    std::optional<int> seat;  // 1..seats; nullopt while waiting, or where seats are not counted
    int position = 0;         // in the entry, under which a mark knows them; given once and never again

    bool operator==(const Guest&) const = default;
};

enum class Stage {
    accepted,
    waiting,
    unconfirmed,  // very many sign up from this network: a place only when the letter was answered
    awaiting,     // the organiser's yes
    offered,      // a seat became free and is kept for it until `offer_until`
    cancelled,
    refused,  // the organiser's no, with its reason
};
std::string_view to_text(Stage stage);
std::optional<Stage> parse_stage(std::string_view text);
/// Nothing more becomes of it.
inline bool is_over(Stage stage)
{
    return stage == Stage::cancelled || stage == Stage::refused;
}

/// One sign-up of one contact for one or several persons. Its number is given once and never again.
struct Entry {
    Id<Entry> id{};
    Id<app::Occasion> occasion{};
    std::int64_t number = 0;
    std::string key_hash;
    std::string contact_key;  // unique in the occasion, contact_key_of(); freed when the entry ends
    std::string group, contact, email, phone;
    Stage stage = Stage::accepted;
    std::optional<Instant> confirm_by;   // of an unconfirmed one, also when it was called off
    std::optional<Instant> offer_until;  // of an offer; of a cancelled entry: it did not answer in time
    std::string reason;                  // of a cancellation by the office
    std::vector<Guest> guests;
    int guests_made = 0;                         // positions given so far
    std::int64_t told = 0;                       // the number of what they were told of the occasion last
    std::string child_consent;                   // who consented for minors, "" when there are none
    std::string thanks_consent;                  // version of the text by which name and contact stay for thanks
    std::optional<Id<app::Account>> entered_by;  // a colleague, for somebody who called or came
    std::string network;  // a hash of where it came from, for a day; "" where that is not counted
    Instant made{}, changed{};
};

/// What was answered to an organiser's questions, "" where it was left empty.
struct Answering {
    app::questions::Answers
        answers{};  // by the place of a guest in the application, from 0; afterwards by the position in the entry
    std::int64_t version = 0;  // of the questions that were read
};

/// What a person typed.
struct Application {
    std::string contact;
    Email email;
    Phone phone;  // one of the two is enough
    std::string group;
    std::vector<Guest> guests;
    bool data_consent = false;    // 152-FZ art. 9: one purpose, one box
    bool child_consent = false;   // of a parent for those who are not of age, a separate one
    bool thanks_consent = false;  // name and contact may stay for thanks; nobody has to
    Answering answering{};
    std::string network;                         // a hash of where it comes from; "": not counted
    std::optional<Id<app::Account>> entered_by;  // consent was given to this colleague
    std::string caller;  // the network that asks for calls to a number; "": a colleague, who has them on the telephone
};
/// How the contact is known in an occasion: by the mailbox, and without one by the number.
std::string contact_key_of(const Application& application);
/// So many people have a place from one network without a letter in a day, for one occasion: a family, a class. The others of a crowd
/// behind one address press the link in the letter, each in their own, and have a place as soon as they did.
inline constexpr std::int64_t guests_of_network = 20;
/// So often a day a number may be written down, and one network may write numbers down: a stranger's telephone is not made to ring by a form.
inline constexpr std::int64_t entries_of_number = 10, numbers_of_network = 100;
/// A letter is answered within a day; who left only a number is called, and a weekend may be between.
inline constexpr std::chrono::milliseconds network_window = std::chrono::hours(24),
                                           confirm_within = std::chrono::hours(24),
                                           call_within = std::chrono::hours(72);

/// What the town's law profile says of entries on a day.
struct Terms {
    int adult = 18;      // in full years; for who is younger a parent consents: age.consent_alone
    int kept_days = 30;  // after the last day names and contacts go: term.participation
    Day thanked{};       // what ended before this day has been thanked for: term.thanks

    bool operator==(const Terms&) const = default;
};

/// The texts that are consented to, by version: what was shown is kept with the entry.
inline constexpr std::string_view data_consent_version = "2026-3", child_consent_version = "2026-1",
                                  thanks_consent_version = "2026-1";

/// The taken seats of an occasion, as much of them as a decision needs.
struct Taken {
    std::int64_t count = 0;
    int free_from = 1;       // every seat below is taken
    std::vector<int> seats;  // those from `free_from` on, sorted

    /// Of all that are taken, sorted.
    static Taken of(std::vector<int> all);
    void take(const std::vector<Guest>& guests);
};
/// What the derived numbers of `sign_up` become when the seats of an entry were `before` and are `after`.
void recount(SignUp& sign_up, const std::vector<Guest>& before, const std::vector<Guest>& after);

/// The office's hour, and never later than the beginning.
std::optional<Instant> closing_of(const SignUp& sign_up);
bool is_open(const SignUp& sign_up, Instant now);
bool has_minor(const Application& application, const Terms& terms);

/// Not of the entry by name.
bool is_new(const Entry& entry, const Guest& guest);
/// A parent's consent is the contact's own, for the children who were there: for another contact, or one more child, it is asked anew.
bool consent_holds(const Entry& entry, const Application& application, const Terms& terms);

/// All that is wrong, beside its field: participation.contact_needed at "email" when nobody could be told anything, participation.closed, participation.no_guests and participation.too_many at "name-1",
/// participation.age_needed where the occasion has bounds or the box for minors is ticked, participation.too_young and
/// participation.too_old at "age-N", participation.consent_needed at "data_consent", participation.child_consent_needed at
/// "child_consent".
std::vector<Refusal> faults_of(const Application& application, const SignUp& sign_up, const Terms& terms, Instant now);

/// The lowest free seats for `persons` people; empty when there are not enough. Without a bound nobody has a numbered seat, and there
/// is always room.
std::vector<int> free_seats(const SignUp& sign_up, const Taken& taken, std::size_t guests);
bool has_room(const SignUp& sign_up, std::int64_t taken, std::size_t guests);

/// Accepted with its seats, or waiting. Refusal: participation.full when there is no list.
Result<Entry> place(Entry entry, const SignUp& sign_up, const Taken& taken);

/// Until when a seat that became free now is kept for the first who waits: never beyond the closing. nullopt: it is given at once,
/// because the office wants it so or because less than an hour is left to answer.
std::optional<Instant> offer_end(const SignUp& sign_up, Instant now);
/// An entry that waited and fits: accepted, or offered its seats. Requires has_room().
Entry taken_in(Entry entry, const SignUp& sign_up, const Taken& taken, Instant now);
/// Until when an unconfirmed entry waits for its answer: so long, and never beyond the closing.
Instant confirm_end(const SignUp& sign_up, std::chrono::milliseconds within, Instant now);
/// The answer to an offer. An accepted entry stays as it is. Refusals: participation.offer_over, participation.entry_over of a
/// cancelled one, participation.no_offer of a waiting one, participation.confirm_by_letter of an
/// unconfirmed one.
Result<Entry> answered(Entry entry, Instant now);

/// The organiser's yes: with a place, or on the list of those who wait. Refusals: participation.decided of one that awaits nothing,
/// participation.full when there is no list.
Result<Entry> approved(Entry entry, const SignUp& sign_up, const Taken& taken, Instant now);
/// Without seats, for the organiser to decide anew.
Entry awaiting_again(Entry entry);
/// The organiser's no. Refusal: participation.decided.
Result<Entry> refused(Entry entry, std::string reason, Instant now);

/// The same entry for other people. Who is there already by name keeps the position, and the seat where there are seats; newcomers have
/// the seats that become free in the entry first. `others`: taken by other entries, sorted; `marked`: positions with a mark at the
/// door, whose people stay. Refusals: participation.no_more_room at the first person too many, participation.entry_over,
/// participation.marked_stays at "name-1".
struct Around {
    std::vector<int> others, marked;
};
/// Which position each of these guests will have in the entry, in their order.
std::vector<int> positions_of(const Entry& entry, const std::vector<Guest>& guests);
Result<Entry> with_guests(Entry entry, std::vector<Guest> guests, const SignUp& sign_up, const Around& around);

/// Persons without a seat in an entry that has a right to one, of a hall whose seats are counted from now on: the lowest free ones.
/// False when there are not enough.
bool seat_all(Entry& entry, const SignUp& sign_up, Taken& taken);

/// Its seats are free for others; its contact may sign up anew. Twice changes nothing.
Entry cancelled(Entry entry, std::string reason, Instant now);

/// Called off by themselves, and back: with a place. Refusals: participation.restore_not of one that was ended by others, by its hour or before it was
/// confirmed; participation.closed; participation.no_way_back when there is not room enough any more.
Result<Entry> restored(Entry entry, const SignUp& sign_up, const Taken& taken, Instant now);

/// What everybody may know of the seats: the word changes seldom, so that a page about it may be kept.
enum class Room { open, few, queue, full, closed };
std::string_view to_text(Room room);
Room room_of(const SignUp& sign_up, Instant now);

/// What is wrong with the settings of the office: participation.seats_wrong at "seats", participation.guests_wrong at
/// "persons_most", participation.ages_wrong at "age_least", participation.hours_wrong at "offer_hours", participation.seats_taken at "seats" when fewer than are taken.
std::vector<Refusal> faults_of(const SignUp& sign_up, const std::vector<int>& taken);

}  // namespace veche::participation
