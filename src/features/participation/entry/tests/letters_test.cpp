#include "features/participation/entry/letters.hpp"

#include <doctest/doctest.h>

#include "app/token.hpp"
#include "features/participation/entry/commands.hpp"
#include "features/participation/tests/letter_hall_for_test.hpp"

namespace letters_test {

using namespace veche;
using namespace veche::participation;
using namespace veche::participation::test;
using namespace std::chrono_literals;

namespace {

using Hall = LetterHall;
using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("who has a place is told when, where and what to bring, with a link of their own and a date for the diary")
{
    for_each_writing_house([](House& house) {
        Hall hall(house);
        const auto anna = hall.enter("anna");
        const auto letters = hall.letters();
        REQUIRE(letters.size() == 1);
        CHECK(letters[0].subject == "Вы записаны: День города");
        const auto key = letter_key(secret, house.yurga.town.id, anna.id);
        CHECK(key.size() == 43);
        for (const std::string& part :
             {std::string("6 июля 2021, вторник, 12:00"), std::string("паспорт"), std::string("Номер записи: 1\n"),
              "https://yurga.example/sign-ups/" + key + "\n"})
            CHECK_MESSAGE(letters[0].text.find(part) != std::string::npos, part, " in\n", letters[0].text);
        CHECK(letters[0].attachments.find("event.ics") != std::string::npos);
        hall.enter("anna");  // the form sent again
        CHECK(hall.letters().empty());
    });
}

TEST_CASE("a changed programme writes no letter; the next one has its hours, and so has the date for the diary")
{
    for_each_writing_house([](House& house) {
        Hall hall(house);
        hall.enter("anna");
        CHECK(hall.letters().at(0).text.find("Программа") == std::string::npos);
        hall.reload();
        const auto before = hall.line.sequence;
        auto content = hall.line.content;
        content.programme = {{12 * 60, {}, "Открытие"}, {12 * 60 + 30, 14 * 60, "Мастер-классы"}};
        hall.edit(content);
        CHECK(hall.line.sequence == before + 1);
        CHECK(hall.letters().empty());
        hall.enter("boris");
        const auto letters = hall.letters();
        REQUIRE(letters.size() == 1);
        CHECK(letters[0].text.find("Программа:\n12:00 Открытие\n12:30–14:00 Мастер-классы\n") != std::string::npos);
        // A move leaves the hours as they are.
        hall.move("8 июля 2021 г., 15.00", "гроза");
        for (const auto& one : hall.letters()) CHECK(one.text.find("12:30–14:00 Мастер-классы") != std::string::npos);
    });
}

TEST_CASE("the key of a letter opens and cancels its entry, and nothing else")
{
    for_each_writing_house([](House& house) {
        Hall hall(house);
        const auto anna = hall.enter("anna"), boris = hall.enter("boris");
        const auto key = letter_key(secret, house.yurga.town.id, anna.id);
        Browser browser(house);
        browser.get("/sign-ups/" + key);
        CHECK(browser.status() == 200);
        for (std::size_t at = 0; at < key.size(); at += 7) {
            auto forged = key;
            forged[at] = forged[at] == 'A' ? 'B' : 'A';
            CHECK(Browser(house).get("/sign-ups/" + forged).status == 404);
        }
        CHECK(Browser(house, "", "taiga.example").get("/sign-ups/" + key).status == 404);
        const auto other = letter_key(Secret<>(std::string(32, 'x')), house.yurga.town.id, anna.id);
        CHECK(Browser(house).get("/sign-ups/" + other).status == 404);
        browser.post("/sign-ups/" + key + "/cancellation", {});
        CHECK(browser.status() == 303);
        house.yurga.read([&](app::View& view) {
            CHECK(store::get_entry(view.db, view.town.id, anna.occasion, anna.id).stage == Stage::cancelled);
            CHECK(store::get_entry(view.db, view.town.id, boris.occasion, boris.id).stage == Stage::accepted);
            return true;
        });
        // Who cancels has just seen it: no letter of that, and none of a place that is gone again.
        CHECK(hall.kinds_and_names() == Names{"accepted boris"});
    });
}

TEST_CASE("the list: a letter of waiting without a date for the diary, then one of the place")
{
    for_each_writing_house([](House& house) {
        Hall hall(house);
        hall.open(hall.occasion(), 1);
        hall.enter("anna");
        const auto boris = hall.enter("boris");
        const auto first = hall.letters();
        REQUIRE(first.size() == 2);
        CHECK(first[1].kind == "participation.waiting");
        CHECK(first[1].attachments == "[]");
        hall.open(hall.occasion(), 2);
        const auto second = hall.letters();
        REQUIRE(second.size() == 1);
        CHECK(second[0].kind == "participation.taken_in");
        CHECK(second[0].to == "boris@mail.example");
        CHECK(second[0].text.find("Место: 2") != std::string::npos);
        hall.as_office([&](app::Work& work) { return cancel_entry(work, boris.occasion, boris.id, "двойная запись"); });
        const auto third = hall.letters();
        REQUIRE(third.size() == 1);
        CHECK(third[0].kind == "participation.cancelled");
        CHECK(third[0].text.find("Причина: двойная запись") != std::string::npos);
        // Who has called it off is not told that the office did.
        const auto vera = hall.enter("vera");
        house.yurga.change([&](app::Work& work) { return cancel_by_hash(work, hall.hash("vera")); }).value();
        hall.as_office([&](app::Work& work) { return cancel_entry(work, vera.occasion, vera.id, "не пришла"); });
        CHECK(hall.letters().empty());
    });
}

TEST_CASE("who is offered a place is asked for an answer; the answer and the silence have letters of their own")
{
    for_each_writing_house([](House& house) {
        Hall hall(house);
        hall.open(hall.occasion(), 1, 24);
        hall.enter("anna");
        hall.enter("boris");
        hall.enter("vera");
        hall.letters();
        const auto by_key = [&](auto deed, const std::string& name) {
            house.yurga.change([&](app::Work& work) { return deed(work, hall.hash(name)); }).value();
        };
        by_key(cancel_by_hash, "anna");
        const auto offer = hall.letters();
        REQUIRE(offer.size() == 1);
        CHECK(offer[0].kind == "participation.offered");
        CHECK(offer[0].to == "boris@mail.example");
        CHECK(offer[0].text.find("Ответьте до 1 июля") != std::string::npos);
        CHECK(offer[0].text.find("Место: 1") != std::string::npos);
        CHECK(offer[0].attachments == "[]");  // nothing for the diary until the answer
        house.yurga.now = house.yurga.now + 25h;
        CHECK(hall.kinds_and_names() == Names{"offer_over boris", "offered vera"});
        const auto accept = [](app::Work& work, const std::string& hash) { return accept_by_hash(work, hash); };
        by_key(accept, "vera");
        by_key(accept, "vera");  // pressed twice
        const auto taken = hall.letters();
        REQUIRE(taken.size() == 1);
        CHECK(taken[0].kind == "participation.taken_in");
        CHECK(taken[0].attachments.find("event.ics") != std::string::npos);
    });
}

TEST_CASE("a move is told to those whose date moved, a cancellation to those whose date is off, each once")
{
    for_each_writing_house([](House& house) {
        Hall hall(house, "6 июля, 8 июля и 10 июля 2021");
        REQUIRE(hall.line.happenings.size() == 3);
        hall.enter("anna", 0);
        hall.enter("boris", 1);
        hall.enter("vera", 2);
        CHECK(hall.letters().size() == 3);
        hall.as_office([&](app::Work& work) {
            return plan::move_line(work, hall.line.id, hall.line.version,
                                   language::parse_when("6 июля, 9 июля и 10 июля 2021", 2021), "гроза");
        });
        const auto moved = hall.letters();
        REQUIRE(moved.size() == 1);
        CHECK(moved[0].to == "boris@mail.example");
        CHECK(moved[0].text.find("9 июля 2021") != std::string::npos);
        CHECK(moved[0].text.find("Причина: гроза") != std::string::npos);
        hall.as_office([&](app::Work& work) {
            return plan::cancel_line(work, hall.line.id, hall.line.version, hall.line.happenings[0].id, "ремонт");
        });
        CHECK(hall.kinds_and_names() == Names{"called_off anna"});
        hall.as_office([&](app::Work& work) {
            return plan::cancel_line(work, hall.line.id, hall.line.version, std::nullopt, "ремонт везде");
        });
        CHECK(hall.kinds_and_names() == Names{"called_off boris", "called_off vera"});
    });
}

TEST_CASE("those of a date that a move leaves out are told that it is off, once, and nobody of a date that is over")
{
    for_each_writing_house([](House& house) {
        Hall hall(house, "6 июля и 8 июля 2021");
        REQUIRE(hall.line.happenings.size() == 2);
        hall.enter("anna", 0);
        hall.enter("boris", 1);
        hall.letters();
        hall.as_office([&](app::Work& work) {
            return plan::move_line(work, hall.line.id, hall.line.version, language::parse_when("12 июля 2021", 2021),
                                   "гроза");
        });
        REQUIRE(house.yurga.get(hall.line.id).happenings.size() == 1);
        CHECK(hall.kinds_and_names() == Names{"called_off boris", "moved anna"});
        hall.as_office([&](app::Work& work) {
            return plan::move_line(work, hall.line.id, hall.line.version, language::parse_when("14 июля 2021", 2021),
                                   "ветер");
        });
        CHECK(hall.kinds_and_names() == Names{"moved anna"});
    });
}

TEST_CASE("who has been offered a place is told that it is off, as who waits is")
{
    for_each_writing_house([](House& house) {
        Hall hall(house);
        hall.open(hall.occasion(), 1, 24);
        for (const auto* name : {"anna", "boris", "vera"}) hall.enter(name);
        house.yurga.change([&](app::Work& work) { return cancel_by_hash(work, hall.hash("anna")); }).value();
        hall.letters();
        hall.as_office([&](app::Work& work) {
            return plan::cancel_line(work, hall.line.id, hall.line.version, std::nullopt, "ремонт");
        });
        CHECK(hall.kinds_and_names() == Names{"called_off boris", "called_off vera"});
    });
}

TEST_CASE("from nine in the morning those who come tomorrow are reminded, once, but not who signed up within a day")
{
    for_each_writing_house([](House& house) {
        Hall hall(house);
        hall.enter("anna");
        const auto gone = hall.enter("boris");
        house.yurga.change([&](app::Work& work) { return cancel_by_hash(work, hall.hash("boris")); }).value();
        CHECK(gone.number == 2);
        hall.letters();
        const auto at = [&](int day, int hour) {
            house.yurga.now = house.yurga.town.zone.instant(
                Day{std::chrono::year(2021), std::chrono::July, std::chrono::day(unsigned(day))}, hour * 60);
            return hall.kinds_and_names();
        };
        CHECK(at(4, 12).empty());
        CHECK(at(5, 8).empty());
        hall.enter("vera");
        CHECK(at(5, 9) == Names{"accepted vera", "reminder anna"});
        CHECK(at(5, 15).empty());
        CHECK(at(6, 10).empty());
    });
}

TEST_CASE("nobody is reminded of what is known to the month only, is off, or has no announcement")
{
    for_each_writing_house([](House& house) {
        Hall month(house, "июль 2021");
        Hall off(house);
        for (auto* hall : {&month, &off}) hall->enter("anna");
        off.as_office([&](app::Work& work) {
            return plan::cancel_line(work, off.line.id, off.line.version, std::nullopt, "ремонт");
        });
        off.letters();
        for (const auto& [m, d] : {std::pair(6, 30), std::pair(7, 5)}) {
            house.yurga.now = house.yurga.town.zone.instant(
                Day{std::chrono::year(2021), std::chrono::month(unsigned(m)), std::chrono::day(unsigned(d))}, 600);
            CHECK(off.letters().empty());
        }
    });
}

TEST_CASE("a line moved and removed before those who signed up were told holds up no letters about another")
{
    for_each_writing_house([](House& house) {
        Hall gone(house), stays(house);
        gone.as_office([&](app::Work& work) {
            return plan::move_line(work, gone.line.id, gone.line.version, language::parse_when("8 июля 2021 г.", 2021),
                                   "погода");
        });
        gone.as_office([&](app::Work& work) {
            const Id<plan::Line> ids[] = {gone.line.id};
            return plan::withdraw_lines(work, ids);
        });
        house.yurga.change([&](app::Work& work) { return plan::remove_line(work, gone.line.id, gone.line.version); })
            .value();
        stays.enter("anna");
        CHECK(stays.kinds_and_names() == Names{"accepted anna"});
    });
}

TEST_CASE("an address that was blanked after the happening gets nothing")
{
    for_each_writing_house([](House& house) {
        Hall hall(house);
        hall.enter("anna");
        hall.letters();
        house.yurga.now = house.yurga.now + 24h * 60;
        house.yurga.change([&](app::Work& work) { return Result<std::int64_t>(shred(work)); }).value();
        hall.as_office([&](app::Work& work) {
            return plan::cancel_line(work, hall.line.id, hall.line.version, std::nullopt, "ремонт");
        });
        CHECK(hall.letters().empty());
    });
}

}  // namespace letters_test
