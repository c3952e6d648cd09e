#include "features/participation/door/attendance_commands.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "features/participation/door/store_attendance.hpp"
#include "features/participation/tests/hall_for_test.hpp"

namespace attendance_test {

using namespace veche;
using namespace veche::participation;
using namespace veche::participation::test;
using namespace std::chrono_literals;

namespace {

/// The hall on its day, with a family of two inside and one who waits.
struct DoorHall : Hall {
    explicit DoorHall(House& house) : Hall(house, 2)
    {
        Application family = application("anna", 2);
        family.guests[1] = {.name = "Маша", .age = 9, .seat = {}};
        family.child_consent = true;
        const auto done = house.yurga.change(
            [&](app::Work& work) { return participation::sign_up(work, sign_up.occasion, family, "anna"); });
        REQUIRE(done.has_value());
        REQUIRE(enter("boris")->stage == Stage::waiting);
        house.yurga.now = *closing_of(sign_up);
    }
    Mark of(const std::string& key, int position, bool came, Instant at)
    {
        return {.entry = entry(key).id, .position = position, .walk_key = "", .came = came, .at = at};
    }
    Mark walk(const std::string& key, AgeGroup group, bool came, Instant at)
    {
        return {.entry = {}, .position = 0, .walk_key = key, .age_group = group, .came = came, .at = at};
    }
    Result<std::vector<MarkState>> put(const std::vector<Mark>& marks)
    {
        return house.yurga.change(
            [&](app::Work& work) { return put_marks(work, app::get_for_update(work, sign_up.occasion), marks); });
    }
    Attendance attendance()
    {
        return house.yurga.read(
            [&](app::View& view) { return store::attendance_of(view.db, view.town.id, sign_up.occasion); });
    }
    std::vector<Attendance> ledger(int year)
    {
        using namespace std::chrono;
        return house.yurga.read([&](app::View& view) {
            std::vector<Attendance> all;
            for (const auto& one : store::list_attendance(view.db, view.town.id,
                                                          {.first = Day{std::chrono::year(year), January, day(1)},
                                                          .last = Day{std::chrono::year(year), December, day(31)},
                                                          .limit = 10}))
                all.push_back(one.attendance);
            return all;
        });
    }
};

}  // namespace

TEST_CASE("who came and who came without signing up, in guests and ages; sent twice it is once")
{
    for_each_house([](House& house) {
        DoorHall hall(house);
        const Instant at = house.yurga.now;
        const std::vector<Mark> marks = {
            hall.of("anna", 0, true, at), hall.of("anna", 1, true, at), hall.of("boris", 0, true, at),
            hall.walk("phone-1-1", AgeGroup::adult, true, at), hall.walk("phone-1-2", AgeGroup::child, true, at)};
        CHECK(hall.put(marks).value() == std::vector(5, MarkState::kept));
        CHECK(hall.put(marks).value() == std::vector(5, MarkState::older));
        const Attendance expected{.occasion = hall.sign_up.occasion,
                                  .accepted = 2,
                                  .came = 3,
                                  .walk_ins = 2,
                                  .children = 2,
                                  .adults = 3,
                                  .unknown = 0};
        CHECK(hall.attendance() == expected);
        CHECK(hall.ledger(2021) == std::vector{expected});
        CHECK(hall.ledger(2020).empty());
    });
}

TEST_CASE("the later deed wins, whichever phone finds the network first")
{
    for_each_house([](House& house) {
        DoorHall hall(house);
        const Instant now = house.yurga.now;
        CHECK(hall.put({hall.of("anna", 0, false, now - 1min)}).value()[0] == MarkState::kept);
        // The other phone had marked her before that, and is heard only now.
        CHECK(hall.put({hall.of("anna", 0, true, now - 2min)}).value()[0] == MarkState::older);
        CHECK(hall.attendance().came == 0);
        CHECK(hall.put({hall.of("anna", 0, true, now - 30s)}).value()[0] == MarkState::kept);
        CHECK(hall.attendance().came == 1);
        // A clock that is a year ahead counts as now: it does not outlive every correction.
        CHECK(hall.put({hall.of("anna", 0, false, now + 8760h)}).value()[0] == MarkState::kept);
        house.yurga.now = now + 1s;
        CHECK(hall.put({hall.of("anna", 0, true, now + 1s)}).value()[0] == MarkState::kept);
        CHECK(hall.attendance().came == 1);
        CHECK(hall.put({hall.walk("phone-1-1", AgeGroup::child, true, now)}).value()[0] == MarkState::kept);
        CHECK(hall.put({hall.walk("phone-1-1", AgeGroup::child, false, now + 1s)}).value()[0] == MarkState::kept);
        CHECK(hall.attendance().walk_ins == 0);
    });
}

TEST_CASE("people of another happening are unknown; before its eve and after the shredding nothing is taken")
{
    for_each_house([](House& house) {
        DoorHall hall(house);
        const auto other = house.yurga.announced(plan::test::content("Концерт", "6 июля 2021 г., 18.00"));
        const Instant now = house.yurga.now;
        const Mark anna = hall.of("anna", 0, true, now);
        const auto elsewhere = house.yurga.change(
            [&](app::Work& work) { return put_marks(work, app::get_for_update(work, occasion_of(other)), {anna}); });
        CHECK(elsewhere.value() == std::vector{MarkState::unknown});
        CHECK(hall.put({hall.of("anna", 2, true, now)}).value()[0] == MarkState::unknown);
        const auto foreign = [&] {
            house.taiga.change([&](app::Work& work) {
                return put_marks(work, app::get_for_update(work, hall.sign_up.occasion), {anna});
            });
        };
        CHECK_THROWS_AS(foreign(), NotFound);
        house.yurga.now = now - 48h;
        CHECK(hall.put({hall.of("anna", 0, true, now)}).error().message == "participation.too_early");
        house.yurga.now = now - 24h;
        CHECK(hall.put({hall.of("anna", 0, true, now)}).has_value());
        house.yurga.now = now + 31 * 24h;
        CHECK(hall.put({hall.of("anna", 0, true, now)}).error().message == "participation.too_late");
        CHECK(hall.put(std::vector(501, hall.of("anna", 0, true, now))).error().message ==
              "participation.too_many_marks");
    });
}

TEST_CASE("a line that was removed takes no figures out of the year's ledger, neither others' nor its own")
{
    for_each_house([](House& house) {
        const Hall gone(house, 3), stays(house, 3);
        auto line = house.yurga.get(gone.line.id);
        house.yurga
            .change([&](app::Work& work) {
                const Id<plan::Line> ids[] = {line.id};
                return plan::withdraw_lines(work, ids);
            })
            .value();
        line = house.yurga.get(line.id);
        house.yurga.change([&](app::Work& work) { return plan::remove_line(work, line.id, line.version); }).value();
        Browser gleb(house, "Глеб");
        gleb.get("/office/participation?first=2021-01-01&last=2021-12-31");
        CHECK(gleb.status() == 200);
        CHECK(gleb.says("День города"));
        gleb.get("/office/participation.csv?first=2021-01-01&last=2021-12-31");
        const std::string file = gleb.text();
        const auto first = file.find("День города");
        REQUIRE(first != std::string::npos);
        CHECK(file.find("День города", first + 1) != std::string::npos);  // and its own stay, under the name it had
    });
}

TEST_CASE("when names are gone the ledger keeps its figures")
{
    for_each_house([](House& house) {
        DoorHall hall(house);
        REQUIRE(hall.put({hall.of("anna", 0, true, house.yurga.now), hall.of("anna", 1, true, house.yurga.now)}));
        const auto before = hall.attendance();
        house.yurga.now = house.yurga.now + 40 * 24h;
        house.change(house.yurga, [](app::Work& work) { return shred(work) > 0; });
        CHECK(hall.entry("anna").guests[0].name.empty());
        CHECK(hall.attendance() == before);
    });
}

TEST_CASE("the door's page: found by a ticket, marked with and without a script, closed to others")
{
    for_each_house([](House& house) {
        DoorHall hall(house);
        Browser gleb(house, "Глеб"), boris(house, "Борис"), stranger(house);
        const auto page = "/office/check-in/" + to_text(hall.sign_up.occasion);
        for (auto* other : {&boris, &stranger}) {
            other->get(page);
            CHECK_FALSE(other->says("Маша"));
        }
        gleb.get(page);
        CHECK(gleb.says("Маша"));
        CHECK(gleb.says("№ 1, 9 лет"));
        CHECK_FALSE(gleb.says("@yurga.example"));  // contacts are not for the door
        const auto anna = to_text(hall.entry("anna").id);
        gleb.post(page, {{"mark", anna + ":1:came"}, {"walk_key", "0123456789"}});
        CHECK(gleb.location() == page + "#guest-" + anna + "-1");  // back at the row, not at the top of the list

        gleb.get(page);
        gleb.post(page, {{"mark", "walk:adult"}, {"walk_key", "0123456789"}});
        gleb.post(page, {{"mark", "walk:adult"}, {"walk_key", "0123456789"}});  // the double click
        CHECK(hall.attendance().walk_ins == 1);
        CHECK(hall.attendance().came == 1);
        gleb.get(page + "?ticket=" + hall.entry("anna").key_hash.substr(0, 16));
        CHECK(gleb.says("Весь список"));
        CHECK_FALSE(gleb.says("boris"));
        gleb.get(page + "?ticket=0000000000000000");
        CHECK(gleb.says("Этого билета нет"));
        gleb.get(page + "/marks");
        CHECK(nlohmann::json::parse(gleb.text())["came"] == nlohmann::json::array({anna + ":1"}));
        gleb.get(page);
        const auto at = std::to_string(house.yurga.now.milliseconds + 1);
        house.yurga.now = house.yurga.now + 1s;
        gleb.post(page + "/marks",
                  {{"marks", R"([{"mark":")" + anna + R"(:1:undo","at":)" + at +
                                 R"(},{"mark":"walk:child","key":"abcdef123","came":true,"at":)" + at + "}]"}});
        const auto answer = nlohmann::json::parse(gleb.text());
        CHECK(answer["states"] == nlohmann::json::array({"kept", "kept"}));
        CHECK(answer["children"] == 1);
        CHECK(answer["came"].empty());
        for (const auto* wrong : {"[", "{}", R"([{"mark":"x","at":1}])", R"([{"mark":"walk:adult","key":"'","at":1}])",
                                  R"([{"mark":"walk:adult","key":"0123456789","at":"1"}])"}) {
            gleb.post(page + "/marks", {{"marks", wrong}});
            CHECK_MESSAGE(gleb.status() == 400, wrong);
        }
        gleb.get("/office/participation");
        CHECK(gleb.says("День города"));
        gleb.get("/office/participation.csv?first=2021-01-01&last=2021-12-31");
        CHECK(gleb.text().find("День города") != std::string::npos);
        gleb.get("/office/check-in/worker.js");
        CHECK(gleb.header("content-type").starts_with("text/javascript"));
        boris.get("/office/participation");
        CHECK(boris.status() == 403);
        CHECK(house.yurga.audit() == "");
    });
}

TEST_CASE("a mark at the door stays with its guest when the contact writes other names")
{
    for_each_house([](House& house) {
        Hall hall(house, 5);
        REQUIRE(hall.enter("anna", 1).has_value());
        const auto change = [&](const std::vector<std::string>& names) {
            Application wanted = hall.application("anna");
            wanted.guests.clear();
            for (const auto& name : names) wanted.guests.push_back({.name = name, .age = 30, .seat = {}});
            return house.yurga.change(
                [&](app::Work& work) { return change_by_hash(work, app::token_hash("anna"), wanted); });
        };
        REQUIRE(change({"Анна", "Борис", "Вера"}).has_value());
        const auto boris = hall.entry("anna").guests[1];
        REQUIRE(boris.name == "Борис");
        const auto entry = hall.entry("anna").id;
        const auto mark = [&](int position, bool came, Instant when) {
            const Mark one{.entry = entry, .position = position, .walk_key = "", .came = came, .at = when};
            return house.yurga
                .change([&](app::Work& work) {
                    return put_marks(work, app::get_for_update(work, hall.sign_up.occasion), {one});
                })
                .value()[0];
        };
        house.yurga.now = house.yurga.town.zone.instant(
            Day{std::chrono::year(2021), std::chrono::July, std::chrono::day(6)}, 11 * 60);
        CHECK(mark(boris.position, true, house.yurga.now) == MarkState::kept);
        CHECK(change({"Анна", "Вера"}).error().message == "participation.marked_stays");
        // Anna goes, Galina comes: Boris is where he was, with his seat and his mark.
        REQUIRE(change({"Борис", "Галина", "Вера"}).has_value());
        for (const auto& guest : hall.entry("anna").guests) {
            if (guest.name == "Борис") CHECK(guest == boris);
            if (guest.name == "Галина") {
                CHECK(guest.position > 3);  // a number that nobody had
                CHECK(guest.seat == 1);     // Anna's
            }
        }
        // A phone without a network has a mark of Anna still: she is nobody here.
        CHECK(mark(0, true, house.yurga.now) == MarkState::unknown);
        Browser gleb(house, "Глеб");
        gleb.get("/office/check-in/" + to_text(hall.sign_up.occasion));
        CHECK(gleb.count("class=\"came\"") == 1);
        CHECK(gleb.says("<li data-guest=\"" + to_text(hall.entry("anna").id) + ":" + std::to_string(boris.position) +
                        "\" data-ticket=\"" + hall.entry("anna").key_hash.substr(0, 16) + "\" class=\"came\""));
    });
}

TEST_CASE("the door has everybody, a page after another, and a ticket is found on whichever page it is")
{
    for_each_house([](House& house) {
        Hall hall(house, {});
        house.database.change([&](db::Session& tx) {
            for (int i = 1; i <= 2'003; ++i) {
                Entry one;
                one.id = house.yurga.new_id<Entry>();
                one.occasion = hall.sign_up.occasion;
                one.number = i;
                one.key_hash = app::token_hash(std::to_string(i));
                one.contact_key = one.key_hash;
                one.guests = {{.name = "Гость " + std::to_string(i) + ".", .age = {}, .seat = {}}};
                one.guests_made = 1;
                store::insert_entry(tx, house.yurga.town.id, one);
            }
            return db::Outcome::keep;
        });
        const auto page = "/office/check-in/" + to_text(hall.sign_up.occasion);
        Browser gleb(house, "Глеб");
        gleb.get(page);
        CHECK(gleb.says("из 2003"));
        CHECK(gleb.says("Гость 2000."));
        CHECK_FALSE(gleb.says("Гость 2001."));
        CHECK(gleb.says("Номера с 1 по 2000"));
        gleb.get(page + "?after=2000");
        CHECK(gleb.says("Гость 2003."));
        CHECK(gleb.says("В начало списка"));
        gleb.get(page + "?ticket=" + app::token_hash("2002").substr(0, 16));
        CHECK(gleb.says("Гость 2002."));
        CHECK_FALSE(gleb.says("Гость 2003."));
        // The address of former tickets.
        gleb.get("/office/check-in/" + to_text(hall.line.id) + "/" + to_text(hall.sign_up.occasion) +
                 "?ticket=" + app::token_hash("2002").substr(0, 16));
        CHECK(gleb.says("Гость 2002."));
    });
}

TEST_CASE("before the eve no mark is offered, and the page says from when; on the eve it is")
{
    for_each_house([](House& house) {
        DoorHall hall(house);
        Browser gleb(house, "Глеб");
        const auto page = "/office/check-in/" + to_text(hall.sign_up.occasion);
        const Instant on_the_day = house.yurga.now;
        const auto offered = [&] {
            gleb.get(page);
            CHECK(gleb.says("Маша"));
            const auto row = gleb.between("<li data-guest=\"", "</li>");
            return row.find("hidden>Здесь") == std::string::npos && !gleb.says("data-closed");
        };
        house.yurga.now = on_the_day - 48h;
        CHECK_FALSE(offered());
        CHECK(gleb.says("Отмечать пришедших можно будет с "));
        const auto anna = to_text(hall.entry("anna").id);
        gleb.post(page, {{"mark", anna + ":1:came"}, {"walk_key", "0123456789"}});
        CHECK(gleb.status() == 422);
        CHECK(hall.attendance().came == 0);
        house.yurga.now = on_the_day - 24h;
        CHECK(offered());
        house.yurga.now = on_the_day + 40 * 24h;
        CHECK_FALSE(offered());
        CHECK(gleb.says("отмечать поздно"));
    });
}

}  // namespace attendance_test
