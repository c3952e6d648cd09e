#include "features/participation/entry/commands.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "app/token.hpp"
#include "features/participation/entry/follow.hpp"
#include "features/participation/tests/hall_for_test.hpp"

namespace commands_test {

using namespace veche;
using namespace veche::participation;
using namespace veche::participation::test;

TEST_CASE("the same form sent again is the same entry with the same number")
{
    for_each_house([](House& house) {
        Hall hall(house, 2);
        const auto first = hall.enter("anna"), again = hall.enter("anna");
        REQUIRE(first.has_value());
        REQUIRE(again.has_value());
        CHECK(again->id == first->id);
        CHECK(again->number == 1);
        CHECK(hall.enter("anna", 1, "another form").error().message == "participation.mailbox_known");
        CHECK(hall.enter("boris")->number == 2);
    });
}

TEST_CASE("what becomes free goes to those who wait, in order, and to whom it is enough for")
{
    for_each_house([](House& house) {
        Hall hall(house, 3);
        CHECK(hall.enter("anna", 2)->stage == Stage::accepted);
        CHECK(hall.enter("boris", 1)->stage == Stage::accepted);
        CHECK(hall.enter("family", 3)->stage == Stage::waiting);
        CHECK(hall.enter("gleb", 2)->stage == Stage::waiting);
        const auto gone =
            house.yurga.change([&](app::Work& work) { return cancel_by_hash(work, app::token_hash("anna")); });
        REQUIRE(gone.has_value());
        CHECK(hall.entry("family").stage == Stage::waiting);  // three do not fit in two seats
        CHECK(hall.entry("gleb").stage == Stage::accepted);
        // Freed, the address may be used again; cancelled twice is cancelled once.
        CHECK(house.yurga.change([&](app::Work& work) { return cancel_by_hash(work, app::token_hash("anna")); })
                  .has_value());
        CHECK(hall.enter("anna", 1, "second form")->number == 5);
        SignUp more = hall.sign_up;
        more.seats = 10;
        hall.set(more);
        CHECK(hall.entry("family").stage == Stage::accepted);
        CHECK(hall.entry("second form").stage == Stage::accepted);
        more = hall.sign_up;
        more.seats = 2;
        CHECK(hall.put(more).error().message == "participation.seats_taken");
    });
}

TEST_CASE("the herd: as many are accepted as there are seats, and each has one number")
{
    for_each_house([](House& house) {
        Hall hall(house, 110);
        constexpr int people = 400, times = 5, threads = 8;
        std::atomic<int> refused = 0, failed = 0;
        std::mutex mutex;
        std::map<int, std::set<std::int64_t>> numbers;
        std::vector<std::thread> crowd;
        for (int t = 0; t < threads; ++t)
            crowd.emplace_back([&, t] {
                for (int round = 0; round < times; ++round)
                    for (int who = t; who < people; who += threads) {
                        try {
                            const auto name = "guest" + std::to_string(who);
                            const auto application = hall.application(name);
                            house.site.change(house.yurga.town, {}, [&](app::Work& work) {
                                const auto done =
                                    participation::sign_up(work, hall.sign_up.occasion, application, name);
                                if (!done) {
                                    ++refused;
                                    return db::Outcome::roll_back;
                                }
                                const std::lock_guard lock(mutex);
                                numbers[who].insert(done->number);
                                return db::Outcome::keep;
                            });
                        } catch (const std::exception&) {
                            ++failed;  // a lost race after all tries: the person sends again, as in the next round
                        }
                    }
            });
        for (auto& one : crowd) one.join();
        CHECK(refused == 0);
        CHECK(numbers.size() == people);
        house.yurga.read([&](app::View& view) {
            const auto entries = store::list_entries(view.db, view.town.id, hall.sign_up.occasion, {}, 0, 10'000);
            CHECK(entries.size() == people);
            std::set<std::int64_t> given;
            int accepted = 0;
            for (const auto& entry : entries) {
                given.insert(entry.number);
                accepted += entry.stage == Stage::accepted;
            }
            CHECK(given.size() == people);
            CHECK(accepted == 110);
            CHECK(store::taken_seats(view.db, view.town.id, hall.sign_up.occasion).size() == 110);
            return true;
        });
        MESSAGE("lost races shown to people: ", failed.load());
    });
}

TEST_CASE("a resident signs up a child with consent, keeps the link, cancels by it")
{
    for_each_house([](House& house) {
        Hall hall(house, 5);
        Browser anna(house);
        const auto line = "/plan/2021/lines/" + to_text(hall.line.id);
        anna.get(line);
        CHECK(anna.says("Записаться"));
        CHECK(anna.says("Места есть."));
        const auto page = "/sign-up/" + to_text(hall.sign_up.occasion);
        anna.get(page);
        const auto key = anna.between("name=\"key\" value=\"", "\"");
        CHECK(key.size() == 43);
        Fields form = {{"contact", "Анна"}, {"email", "anna@yurga.example"},
                       {"phone", ""},       {"group", ""},
                       {"name-1", "Маша"},  {"age-1", "9"},
                       {"key", key},        {"rows", "1"}};
        auto more = form;
        more.emplace_back("deed", "more");
        anna.post(page, more);
        CHECK(anna.status() == 200);
        CHECK(anna.says("name=\"name-2\""));
        CHECK(anna.says("value=\"Маша\""));
        anna.post(page, form);
        CHECK(anna.status() == 422);
        CHECK(anna.error_of("data_consent").starts_with("Без согласия"));
        auto wrong = form;
        wrong[1].second = "не почта";
        anna.post(page, wrong);
        CHECK(anna.error_of("email") != "");
        CHECK(anna.error_of("data_consent").starts_with("Без согласия"));  // told at once, not in the next round
        CHECK(anna.error_of("child_consent").starts_with("Среди участников есть дети"));
        form.emplace_back("data_consent", "1");
        form.emplace_back("child_consent", "1");
        anna.post(page, form);
        CHECK(anna.location() == "/sign-ups/" + key);
        anna.post(page, form);  // the double click
        CHECK(anna.location() == "/sign-ups/" + key);
        anna.get("/sign-ups/" + key);
        CHECK(anna.says("Ваш номер 1"));
        CHECK(anna.says("место 1"));
        CHECK(anna.header("cache-control").find("no-store") != std::string::npos);
        Browser there(house, "", "taiga.example");
        there.get("/sign-ups/" + key);
        CHECK(there.status() == 404);
        anna.post("/sign-ups/" + key + "/cancellation", {});
        anna.get("/sign-ups/" + key);
        CHECK(anna.says("Запись отменена"));
        for (const auto* wrong : {"/sign-ups/short", "/sign-ups/kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"}) {
            anna.get(wrong);
            CHECK(anna.status() == 404);
        }
    });
}

TEST_CASE("the office opens sign-up, sees who comes, cancels with a reason; others see no names")
{
    for_each_house([](House& house) {
        const auto line = house.yurga.announced(plan::test::content("Ярмарка", "6 июля 2021 г., 12.00"));
        Browser gleb(house, "Глеб"), boris(house, "Борис");
        const auto office = "/office/plan/2021/lines/" + to_text(line.id);
        const auto page = "/office/occasions/" + to_text(occasion_of(line)) + "/sign-up";
        gleb.get(office);
        CHECK(gleb.says(page));
        const auto settings = page + "/settings";
        gleb.get(page);
        CHECK(gleb.says("action=\"" + settings + "\""));  // nobody has opened it yet
        gleb.get(settings);
        Fields form = {{"open", "1"},         {"list", "1"},        {"seats", "много"}, {"persons_most", "3"},
                       {"closes_day", ""},    {"closes_clock", ""}, {"age_least", ""},  {"age_most", ""},
                       {"bring", "=1+1 мяч"}, {"version", "0"}};
        gleb.post(settings, form);
        CHECK(gleb.status() == 422);
        CHECK(gleb.error_of("seats") == "Здесь нужно целое число.");
        form[2].second = "1";
        gleb.post(settings, form);
        CHECK(gleb.location() == page);
        gleb.post(settings, form);
        CHECK(gleb.status() == 409);
        Application one;
        one.contact = "=Анна";
        one.email = Email::parse("anna@yurga.example").value();
        one.guests = {{.name = "Маша", .age = 30, .seat = {}}};
        one.data_consent = true;
        house.change(house.yurga, [&](app::Work& work) {
            return participation::sign_up(work, occasion_of(line), one, "anna").has_value();
        });
        Browser anna(house);
        anna.get("/plan/2021/lines/" + to_text(line.id));
        CHECK(anna.says("Мест нет, но можно встать в очередь."));
        gleb.get(page);
        CHECK(gleb.says("Маша (30)"));
        CHECK(gleb.says("занято 1 место из 1"));
        gleb.get(page + ".csv");
        CHECK(gleb.says("'=Анна"));
        for (const auto* name : {"", ".csv"}) {
            boris.get(page + name);
            CHECK(boris.status() == 403);
        }
        gleb.get(page);
        const auto cancellation = gleb.between("href=\"" + page + "/entries/", "\"");
        const auto address = page + "/entries/" + cancellation;
        gleb.get(address);
        gleb.post(address, {{"reason", ""}});
        CHECK(gleb.status() == 422);
        gleb.post(address, {{"reason", "ремонт зала"}});
        CHECK(gleb.location().starts_with(page + "#entry-"));
        anna.get("/plan/2021/lines/" + to_text(line.id));
        CHECK(anna.says("Места есть."));  // the page was made anew, for its word has changed
        CHECK(house.yurga.audit() == "");
    });
}

TEST_CASE("nobody signs up for what has begun; what is moved takes people until its new beginning")
{
    for_each_house([](House& house) {
        Hall hall(house, 5);
        const auto zone = house.yurga.town.zone;
        const Day sixth{std::chrono::year(2021), std::chrono::July, std::chrono::day(6)};
        const Day eighth{std::chrono::year(2021), std::chrono::July, std::chrono::day(8)};
        CHECK(closing_of(hall.sign_up) == zone.instant(sixth, 12 * 60));
        house.change(house.yurga, [&](app::Work& work) {
            const auto when = language::parse_when("8 июля 2021 г., 15.30", 2021);
            return plan::move_line(work, hall.line.id, hall.line.version, when, "гроза").has_value();
        });
        house.change(house.yurga, [&](app::Work& work) {
            follow(work, hall.occasion());
            return true;
        });
        house.yurga.now = zone.instant(sixth, 13 * 60);
        CHECK(hall.enter("anna").has_value());
        house.yurga.now = zone.instant(eighth, 15 * 60 + 30);
        CHECK(hall.enter("boris").error().message == "participation.closed");
        const auto over = house.yurga.announced(plan::test::content("Концерт", "15 июня 2021 г., 12.00"));
        SignUp late;
        late.occasion = occasion_of(over);
        late.open = true;
        CHECK(hall.put(late).error().message == "participation.over");
    });
}

TEST_CASE("a date that a file changes moves the closing of the sign-up and the day its names are kept from")
{
    for_each_house([](House& house) {
        Hall hall(house, 5);
        const auto zone = house.yurga.town.zone;
        const auto take_in = [&](const char* when) {
            auto content = hall.line.content;
            content.when = language::parse_when(when, 2021);
            house.change(house.yurga, [&](app::Work& work) {
                return plan::import_lines(work, 2021, {plan::test::incoming(content)}, plan::Announcing::later,
                                          "ремонт")
                    .has_value();
            });
            house.change(house.yurga, [&](app::Work& work) {
                follow(work, hall.occasion());
                return true;
            });
            return house.yurga.read([&](app::View& view) {
                return store::find_sign_up(view.db, view.town.id, hall.sign_up.occasion).value();
            });
        };
        const Day sixth{std::chrono::year(2021), std::chrono::July, std::chrono::day(6)};
        const Day ninth{std::chrono::year(2021), std::chrono::July, std::chrono::day(9)};
        take_in("6 июля 2021 г., 12.00");
        auto now = take_in("6 июля 2021 г., 15.30");  // another hour of the same day
        CHECK(closing_of(now) == zone.instant(sixth, 15 * 60 + 30));
        now = take_in("9 июля 2021 г., 15.30");
        CHECK(closing_of(now) == zone.instant(ninth, 15 * 60 + 30));
        CHECK(now.ends == ninth);
        // What changes nothing of the sign-up is no conflict for a colleague at its form.
        const auto version = now.version;
        hall.line.content.place = "другой зал";
        CHECK(take_in("9 июля 2021 г., 15.30").version == version);
    });
}

TEST_CASE("a cancelled line takes nobody more; thirty days later no name is left")
{
    for_each_house([](House& house) {
        Hall hall(house, 5);
        REQUIRE(hall.enter("anna").has_value());
        house.change(house.yurga, [&](app::Work& work) {
            return plan::cancel_line(work, hall.line.id, hall.line.version, {}, "гроза").has_value();
        });
        house.change(house.yurga, [&](app::Work& work) {
            follow(work, hall.occasion());
            return true;
        });
        CHECK(hall.enter("boris").error().message == "participation.closed");
        const auto sweep = [&] {
            std::int64_t gone = 0;
            house.change(house.yurga, [&](app::Work& work) {
                gone = shred(work);
                return true;
            });
            return gone;
        };
        using namespace std::chrono_literals;
        house.yurga.now = house.yurga.now + 36 * 24h;  // 5 August: 30 days after the 6th of July
        CHECK(sweep() == 0);
        house.yurga.now = house.yurga.now + 24h;
        CHECK(sweep() == 1);
        CHECK(sweep() == 0);
        const auto entry = hall.entry("anna");
        CHECK(entry.number == 1);
        CHECK(entry.contact.empty());
        CHECK(entry.email.empty());
        CHECK(entry.guests.at(0).name.empty());
        CHECK(entry.guests.at(0).age == 30);
    });
}

TEST_CASE("a list of more than a hundred people leaves the office only with a second colleague's yes")
{
    for_each_house([](House& house) {
        Hall hall(house, 200);
        for (int i = 0; i < 25; ++i) REQUIRE(hall.enter("many" + std::to_string(i), 4).has_value());
        Browser gleb(house, "Глеб");
        const auto list = "/office/occasions/" + to_text(hall.occasion()) + "/sign-up.csv";
        gleb.get(list);
        CHECK(gleb.status() == 200);
        REQUIRE(hall.enter("one-more").has_value());
        gleb.get(list);
        CHECK(gleb.status() == 403);
        CHECK_FALSE(gleb.says("one-more"));
        CHECK(gleb.says("/wish"));
    });
}

}  // namespace commands_test
