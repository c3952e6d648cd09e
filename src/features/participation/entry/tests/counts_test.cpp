#include <atomic>
#include <thread>

#include "features/participation/entry/follow.hpp"
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
        const auto kept = store::find_sign_up(view.db, view.town.id, hall.sign_up.occasion).value();
        const auto all = store::taken_seats(view.db, view.town.id, hall.sign_up.occasion);
        REQUIRE_MESSAGE(kept.taken == std::int64_t(all.size()), step);
        for (int seat = 1; seat < kept.free_from; ++seat)
            REQUIRE_MESSAGE(std::ranges::binary_search(all, seat), "step ", step, ", seat ", seat);
        const auto known = store::find_taken(view.db, view.town.id, kept);
        REQUIRE(known.count == kept.taken);
        // What a newcomer is given is what it would be if all seats were looked at.
        for (const std::size_t guests : {1U, 3U})
            if (has_room(kept, kept.taken, guests))
                REQUIRE(free_seats(kept, known, guests) == free_seats(kept, Taken::of(all), guests));
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
                const std::string name = "guest" + std::to_string(step);
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
                const auto done = hall.put(wanted);
                if (done) hall.sign_up = *done;
            }
            check_counts(hall, step);
        }
    });
}

TEST_CASE("of two who open a sign-up at once the second is told that it has changed, and overwrites nothing")
{
    for_each_house([](House& house) {
        Hall hall(house, 2);
        REQUIRE(hall.enter("anna").has_value());
        // The second looked before the first had committed.
        SignUp second = hall.sign_up;
        second.seats = 50;
        second.version = 1;
        house.change(house.yurga, [&](app::Work& work) {
            CHECK_FALSE(store::put_sign_up(work.tx, work.town.id, second));
            return true;
        });
        check_counts(hall, 0);
        house.yurga.read([&](app::View& view) {
            CHECK(store::find_sign_up(view.db, view.town.id, second.occasion)->seats == 2);
            return true;
        });

        const auto line = house.yurga.announced(plan::test::content("День улицы", "7 июля 2021 г., 12.00"));
        SignUp wanted;
        wanted.occasion = occasion_of(line);
        wanted.open = true;
        std::atomic<int> opened = 0, refused = 0;
        std::vector<std::thread> office;
        for (int seats = 1; seats <= 4; ++seats)
            office.emplace_back([&, seats] {
                SignUp mine = wanted;
                mine.seats = seats;
                bool done = false;
                house.site.change(house.yurga.town, {}, [&](app::Work& work) {
                    done = put_sign_up(work, app::get_for_update(work, mine.occasion), mine).has_value();
                    return done ? db::Outcome::keep : db::Outcome::roll_back;
                });
                ++(done ? opened : refused);
            });
        for (auto& one : office) one.join();
        CHECK(opened == 1);
        CHECK(refused == 3);
    });
}

TEST_CASE("what a colleague changes while a line is cancelled is not undone by the closing of its sign-up")
{
    for_each_house([](House& house) {
        Hall hall(house, 5);
        house.change(house.yurga, [&](app::Work& work) {
            return plan::cancel_line(work, hall.line.id, hall.line.version, {}, "гроза").has_value();
        });
        std::atomic<bool> changing = false, closing = false;
        std::thread colleague([&] {
            house.site.change(house.yurga.town, {}, [&](app::Work& work) {
                SignUp more = store::get_for_update(work.tx, work.town.id, hall.sign_up.occasion);
                more.seats = 50;
                ++more.version;
                CHECK(store::put_sign_up(work.tx, work.town.id, more));
                changing = true;
                changing.notify_one();
                closing.wait(false);
                // Time to come as far as it can without the lock.
                std::this_thread::sleep_for(std::chrono::milliseconds(100));
                return db::Outcome::keep;
            });
        });
        changing.wait(false);
        closing = true;
        closing.notify_one();
        house.change(house.yurga, [&](app::Work& work) {
            follow(work, hall.occasion());
            return true;
        });
        colleague.join();
        house.yurga.read([&](app::View& view) {
            const auto kept = store::find_sign_up(view.db, view.town.id, hall.sign_up.occasion).value();
            CHECK(kept.seats == 50);
            CHECK_FALSE(is_open(kept, house.yurga.now));
            return true;
        });
    });
}

TEST_CASE("a full hall is not read for each who comes to wait")
{
    for_each_house([](House& house) {
        Hall hall(house, 60);
        for (int i = 0; i < 60; ++i) REQUIRE(hall.enter("guest" + std::to_string(i)).has_value());
        REQUIRE(hall.enter("late").value().stage == Stage::waiting);
        house.yurga.read([&](app::View& view) {
            const auto kept = store::find_sign_up(view.db, view.town.id, hall.sign_up.occasion).value();
            CHECK(kept.taken == 60);
            CHECK(kept.free_from >= 60);
            CHECK(store::find_taken(view.db, view.town.id, kept).seats.empty());
            return true;
        });
        // One seat in the middle becomes free: it goes to who waits, and it alone is looked for.
        house.yurga.change([](app::Work& work) { return cancel_by_hash(work, app::token_hash("guest7")); });
        CHECK(hall.entry("late").guests[0].seat == 8);
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
              std::vector{hall.sign_up.occasion});
    });
}

TEST_CASE("a hall whose seats were not counted has one for each who came before, and the next waits")
{
    for_each_house([](House& house) {
        Hall hall(house, {});
        for (int i = 0; i < 4; ++i) REQUIRE(hall.enter("family" + std::to_string(i), 2).has_value());
        SignUp wanted = hall.sign_up;
        wanted.seats = 2;
        const auto refused = hall.put(wanted);
        CHECK(refused.error().message == "participation.seats_fewer");
        CHECK(refused.error().values.at(0).second == "8");
        wanted.seats = 9;
        hall.set(wanted);
        CHECK(hall.kept().taken == 8);
        CHECK(hall.entry("family3").guests[1].seat == 8);
        CHECK(hall.enter("ninth")->stage == Stage::accepted);
        CHECK(hall.enter("tenth")->stage == Stage::waiting);
        CHECK(house.yurga.read([](app::View& view) { return list_wrong_counts(view.db, view.town.id); }).empty());
    });
}

TEST_CASE("people who sign up while the office begins to count seats are counted, every one")
{
    for_each_house([](House& house) {
        Hall hall(house, {});
        std::atomic<bool> counted = false;
        std::thread crowd([&] {
            for (int i = 0; i < 12; ++i) {
                const auto name = "guest" + std::to_string(i);
                house.site.change(house.yurga.town, {}, [&](app::Work& work) {
                    return participation::sign_up(work, hall.sign_up.occasion, hall.application(name), name)
                               ? db::Outcome::keep
                               : db::Outcome::roll_back;
                });
            }
        });
        SignUp wanted = hall.sign_up;
        wanted.seats = 6;
        house.site.change(house.yurga.town, {}, [&](app::Work& work) {
            counted = put_sign_up(work, app::get_for_update(work, wanted.occasion), wanted).has_value();
            return counted ? db::Outcome::keep : db::Outcome::roll_back;
        });
        crowd.join();
        const auto coming = house.yurga.read(
            [&](app::View& view) { return store::count_coming(view.db, view.town.id, hall.sign_up.occasion); });
        // Either they were too many already, and nothing is counted, or nobody is in without a seat.
        CHECK(coming == (counted ? 6 : 12));
        CHECK(hall.kept().taken == (counted ? 6 : 0));
    });
}

}  // namespace counts_test
