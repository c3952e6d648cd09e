// The ledger by date and by person.

#include <doctest/doctest.h>

#include "core/fold.hpp"
#include "features/participation/door/attendance_commands.hpp"
#include "features/participation/door/store_attendance.hpp"
#include "features/participation/ledger/store_people.hpp"
#include "features/participation/tests/letter_hall_for_test.hpp"

namespace ledger_test {

using namespace veche;
using namespace veche::participation;
using namespace veche::participation::test;
using namespace std::chrono_literals;

namespace {

void mark(House& house, Id<app::Occasion> occasion, const Entry& entry)
{
    house.yurga
        .change([&](app::Work& work) {
            return put_marks(work, app::get_for_update(work, occasion),
                             {{.entry = entry.id, .position = 0, .at = house.yurga.now}});
        })
        .value();
}

std::vector<std::string> found(House& house, const std::string& sought)
{
    std::vector<std::string> all;
    for (const auto& one : house.yurga.read([&](app::View& view) {
             return participation::store::list_contacts(view.db, view.town.id, fold_part(sought), {}, 100);
         }))
        all.push_back(one.name + " " + std::to_string(one.occasions) + " " + std::to_string(one.came));
    return all;
}

Entry enter(LetterHall& hall, const std::string& name, const std::string& guest, const std::string& phone)
{
    Application one;
    one.contact = name;
    one.email = Email::parse("person" + std::to_string(name.size()) + "@mail.example").value();
    one.phone = Phone::parse(phone).value();
    one.guests = {{.name = guest, .age = 30}};
    one.data_consent = true;
    return hall.house.yurga.change([&](app::Work& work) { return sign_up(work, hall.occasion(), one, hall.key(name)); })
        .value();
}

}  // namespace

TEST_CASE("one who signed up for two things is one person of the ledger, found by name, guest, mailbox or number")
{
    for_each_writing_house([](House& house) {
        LetterHall fair(house), walk(house, "7 июля 2021 г., 12.00");
        const auto first = enter(fair, "Алёна Петрова", "Маша Ежова", "8 923 123-45-67");
        enter(walk, "Алёна Петрова", "Алёна Петрова", "8 923 123-45-67");
        enter(walk, "Борис 100%", "Борис", "4-12-34");
        house.yurga.now = house.yurga.now + 24h * 6;
        mark(house, fair.occasion(), first);
        CHECK(found(house, "") == std::vector<std::string>{"Алёна Петрова 2 1", "Борис 100% 1 0"});
        for (const auto* sought : {"алена", "АЛЁНА ПЕТ", "person25@mail", "+79231234567"})
            CHECK_MESSAGE(found(house, sought) == std::vector<std::string>{"Алёна Петрова 2 1"}, sought);
        CHECK(found(house, "ежов") == std::vector<std::string>{"Алёна Петрова 1 1"});
        CHECK(found(house, "0%") == std::vector<std::string>{"Борис 100% 1 0"});
        CHECK(found(house, "%").size() == 1);
        CHECK(found(house, "никто").empty());
        Browser gleb(house, "Глеб"), boris(house, "Борис");
        for (const auto* typed : {"алена", "8%20(923)%20123-45-67"}) {
            gleb.get("/office/participation/people?q=" + std::string(typed));
            CHECK_MESSAGE(gleb.says("Алёна Петрова"), typed);
            CHECK_FALSE(gleb.says("Борис 100%"));
        }
        gleb.get("/office/participation/people/" + to_text(first.id));
        CHECK(gleb.count("Алёна Петрова") >= 1);
        CHECK(gleb.says("Маша Ежова"));
        CHECK(gleb.says("7 июля 2021, среда, 12:00"));
        boris.get("/office/participation/people");
        CHECK(boris.status() == 403);
    });
}

TEST_CASE("who called off is no person of the ledger, and whose name is blanked has no page")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        const auto anna = enter(hall, "Анна", "Анна", "8 923 123-45-67");
        hall.cancel("Анна");
        CHECK(found(house, "").empty());
        house.yurga.now = house.yurga.now + 24h * 60;
        house.change(house.yurga, [](app::Work& work) { return shred(work) == 1; });
        Browser gleb(house, "Глеб");
        gleb.get("/office/participation/people/" + to_text(anna.id));
        CHECK(gleb.status() == 404);
    });
}

TEST_CASE("the ledger of some days counts who came on these days, the latest first")
{
    for_each_writing_house([](House& house) {
        LetterHall fair(house), walk(house, "7 июля 2021 г., 12.00");
        const auto anna = enter(fair, "Анна", "Анна", "8 923 123-45-67");
        const auto boris = enter(walk, "Борис", "Борис", "4-12-34");
        house.yurga.now = house.yurga.now + 24h * 6;
        mark(house, fair.occasion(), anna);
        mark(house, walk.occasion(), boris);
        Browser gleb(house, "Глеб");
        gleb.get("/office/participation?first=2021-07-06&last=2021-07-06");
        CHECK(gleb.text().find("6 июля 2021, вторник") != std::string::npos);
        gleb.get("/office/participation?first=2021-07-07&last=2021-07-07");
        CHECK(gleb.text().find("7 июля 2021, среда") != std::string::npos);
        CHECK(gleb.text().find("6 июля 2021, вторник") == std::string::npos);
        gleb.get("/office/participation?first=2021-07-01&last=2021-07-31");
        CHECK(gleb.text().find("7 июля 2021, среда") < gleb.text().find("6 июля 2021, вторник"));
        gleb.get("/office/participation?first=2021-07-31&last=2021-07-01");
        CHECK(gleb.says("Первый день позже последнего"));
        gleb.get("/office/participation?first=вчера");
        CHECK(gleb.status() == 400);
        const auto days = [&](Day first, Day last, std::optional<participation::store::LedgerKey> after, int limit) {
            return house.yurga.read([&](app::View& view) {
                return participation::store::list_attendance(view.db, view.town.id, {first, last, after, limit});
            });
        };
        using namespace std::chrono;
        const Day begin{2021y, July, 1d}, end{2021y, July, 31d};
        const auto all = days(begin, end, {}, 10);
        REQUIRE(all.size() == 2);
        CHECK(all[0].attendance.occasion == walk.occasion());
        const auto rest =
            days(begin, end, participation::store::parse_ledger_key(participation::store::ledger_key(all[0])), 10);
        REQUIRE(rest.size() == 1);
        CHECK(rest[0].attendance.occasion == fair.occasion());
    });
}

}  // namespace ledger_test
