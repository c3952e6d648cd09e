#include "features/participation/tests/hall_for_test.hpp"

namespace counts_test {

using namespace veche;
using namespace veche::participation;
using namespace veche::participation::test;

namespace {

/// Small numbers that look like chance and are the same in every run.
class Dice {
public:
    int operator()(int sides)
    {
        state_ = state_ * 1664525 + 1013904223;
        return int((state_ >> 16) % unsigned(sides));
    }

private:
    unsigned state_ = 2021;
};

void check_counts(Hall& hall, int step)
{
    hall.house.yurga.read([&](app::View& view) {
        const auto kept = store::find_sign_up(view.db, view.town.id, hall.sign_up.happening).value();
        const auto all = store::taken_seats(view.db, view.town.id, hall.sign_up.happening);
        REQUIRE_MESSAGE(kept.taken == std::int64_t(all.size()), step);
        for (int seat = 1; seat < kept.free_from; ++seat)
            REQUIRE_MESSAGE(std::ranges::binary_search(all, seat), "step ", step, ", seat ", seat);
        const auto known = store::find_taken(view.db, view.town.id, kept);
        REQUIRE(known.count == kept.taken);
        // What a newcomer is given is what it would be if all seats were looked at.
        for (const std::size_t persons : {1U, 3U})
            if (has_room(kept, kept.taken, persons))
                REQUIRE(free_seats(kept, known, persons) == free_seats(kept, Taken::of(all), persons));
        REQUIRE(list_wrong_counts(view.db, view.town.id).empty());
        return true;
    });
}

}  // namespace

TEST_CASE("the number of taken seats that is kept is the number of taken seats, whatever people do")
{
    for_each_house([](House& house) {
        Hall hall(house, 12);
        Dice dice;
        std::vector<std::string> keys;
        for (int step = 0; step < 250; ++step) {
            const int deed = dice(10);
            const std::string key = keys.empty() ? "" : keys[std::size_t(dice(int(keys.size())))];
            if (deed < 4 || keys.empty()) {
                const std::string name = "person" + std::to_string(step);
                if (hall.enter(name, 1 + dice(3))) keys.push_back(name);
            } else if (deed < 6) {
                house.yurga.change([&](app::Work& work) { return cancel_by_hash(work, app::token_hash(key)); });
            } else if (deed < 8) {
                auto wanted = hall.application(key, 1 + dice(4));
                house.yurga.change([&](app::Work& work) { return change_by_hash(work, app::token_hash(key), wanted); });
            } else if (deed == 8) {
                house.yurga.change([&](app::Work& work) { return accept_by_hash(work, app::token_hash(key)); });
            } else {
                SignUp wanted = hall.sign_up;
                wanted.seats = 8 + dice(8);
                wanted.offer_hours = dice(2) * 24;
                const auto done = house.yurga.change([&](app::Work& work) { return put_sign_up(work, wanted); });
                if (done) hall.sign_up = *done;
            }
            check_counts(hall, step);
        }
    });
}

TEST_CASE("a full hall is not read for each who comes to wait")
{
    for_each_house([](House& house) {
        Hall hall(house, 60);
        for (int i = 0; i < 60; ++i) REQUIRE(hall.enter("guest" + std::to_string(i)).has_value());
        REQUIRE(hall.enter("late").value().stage == Stage::waiting);
        house.yurga.read([&](app::View& view) {
            const auto kept = store::find_sign_up(view.db, view.town.id, hall.sign_up.happening).value();
            CHECK(kept.taken == 60);
            CHECK(kept.free_from >= 60);
            CHECK(store::find_taken(view.db, view.town.id, kept).seats.empty());
            return true;
        });
        // One seat in the middle becomes free: it goes to who waits, and it alone is looked for.
        house.yurga.change([](app::Work& work) { return cancel_by_hash(work, app::token_hash("guest7")); });
        CHECK(hall.entry("late").persons[0].seat == 8);
        check_counts(hall, 61);
    });
}

TEST_CASE("numbers that are not what the entries say are found")
{
    for_each_house([](House& house) {
        Hall hall(house, 5);
        REQUIRE(hall.enter("anna").has_value());
        house.yurga.change([&](app::Work& work) {
            SignUp wrong = hall.sign_up;
            wrong.last_number = 1;
            wrong.taken = 3;
            store::set_counts(work.tx, work.town.id, wrong);
            return Result<int>(1);
        });
        CHECK(house.yurga.read([](app::View& view) { return list_wrong_counts(view.db, view.town.id); }) ==
              std::vector{hall.sign_up.happening});
    });
}

}  // namespace counts_test
