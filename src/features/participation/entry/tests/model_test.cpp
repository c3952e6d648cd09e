#include "features/participation/entry/model.hpp"

#include <doctest/doctest.h>

namespace model_test {

using namespace veche;
using namespace veche::participation;

namespace {

constexpr Instant now{1'000'000};

SignUp hall(int seats, Queue queue = Queue::list)
{
    SignUp sign_up;
    sign_up.open = true;
    sign_up.seats = seats;
    sign_up.queue = queue;
    return sign_up;
}

SignUp with_taken(SignUp sign_up, std::int64_t taken)
{
    sign_up.taken = taken;
    return sign_up;
}

Application family(std::initializer_list<int> ages)
{
    Application application;
    application.contact = "Анна";
    application.email = Email::parse("anna@yurga.example").value();
    for (const int age : ages) application.guests.push_back({.name = "Кто-то", .age = age, .seat = {}});
    application.data_consent = true;
    return application;
}

std::string faults(const Application& application, const SignUp& sign_up)
{
    std::string text;
    for (const auto& fault : faults_of(application, sign_up, Terms{}, now))
        text += fault.message + "@" + fault.field + " ";
    return text;
}

}  // namespace

TEST_CASE("ages, consents and the size of a group are checked beside their fields")
{
    SignUp sign_up = hall(10);
    sign_up.guests_most = 2;
    sign_up.age_least = 6;
    sign_up.age_most = 14;
    CHECK(faults(family({18}), hall(10)) == "");
    CHECK(faults(family({17}), hall(10)) == "participation.child_consent_needed@child_consent ");
    Application child = family({6, 14});
    child.child_consent = true;
    CHECK(faults(child, sign_up) == "");
    child.guests[0].age = 5;
    child.guests[1].age = 15;
    CHECK(faults(child, sign_up) == "participation.too_young@age-1 participation.too_old@age-2 ");
    child.guests[0].age.reset();
    CHECK(faults(child, sign_up).starts_with("participation.age_needed@age-1 "));
    CHECK(faults(family({20, 20, 20}), sign_up).starts_with("participation.too_many@name-1 "));
    CHECK(faults(family({}), hall(1)) == "participation.no_guests@name-1 ");
    Application silent = family({30});
    silent.data_consent = false;
    CHECK(faults(silent, hall(1)) == "participation.consent_needed@data_consent ");
}

TEST_CASE("sign-up is closed before it is opened, after its hour and when the office says so")
{
    SignUp sign_up = hall(1);
    CHECK(is_open(sign_up, now));
    sign_up.closes = now;
    CHECK_FALSE(is_open(sign_up, now));
    sign_up.closes = Instant{now.milliseconds + 1};
    CHECK(is_open(sign_up, now));
    sign_up.open = false;
    CHECK_FALSE(is_open(sign_up, now));
    CHECK(faults(family({30}), sign_up) == "participation.closed@ ");
}

TEST_CASE("the lowest free seats are given, all of a group's or none")
{
    CHECK(free_seats(hall(5), Taken::of({1, 3}), 2) == std::vector{2, 4});
    CHECK(free_seats(hall(3), Taken::of({1, 3}), 2).empty());
    CHECK(has_room(hall(3), 2, 1));
    CHECK_FALSE(has_room(hall(3), 2, 2));
    Entry entry;
    entry.guests = family({20, 20}).guests;
    const auto waits = place(entry, hall(3), Taken::of({1, 3}));
    REQUIRE(waits.has_value());
    CHECK(waits->stage == Stage::waiting);
    CHECK_FALSE(waits->guests[0].seat.has_value());
    CHECK(place(entry, hall(3, Queue::none), Taken::of({1, 3})).error().message == "participation.full");
    const auto sits = place(entry, hall(4), Taken::of({1, 3}));
    CHECK(sits->guests[0].seat == 2);
    CHECK(sits->guests[1].seat == 4);
    const auto gone = cancelled(*sits, "", now);
    CHECK_FALSE(gone.guests[1].seat.has_value());
    CHECK(gone.contact_key != sits->contact_key);
}

TEST_CASE("the word about seats changes at a fifth left, at none, and at the close")
{
    CHECK(room_of(with_taken(hall(10), 7), now) == Room::open);
    CHECK(room_of(with_taken(hall(10), 8), now) == Room::few);
    CHECK(room_of(with_taken(hall(10), 10), now) == Room::queue);
    CHECK(room_of(with_taken(hall(10, Queue::none), 10), now) == Room::full);
    SignUp free = hall(1);
    free.seats.reset();
    CHECK(room_of(with_taken(free, 0), now) == Room::open);
}

}  // namespace model_test
