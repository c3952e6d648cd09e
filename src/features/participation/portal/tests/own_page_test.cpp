// What the person's own page says and offers: the state by the clock, what has changed, one question before it is called off, and the way back.

#include <doctest/doctest.h>

#include "app/token.hpp"
#include "features/participation/tests/letter_hall_for_test.hpp"

namespace own_page_test {

using namespace veche;
using namespace veche::participation;
using namespace veche::participation::test;
using namespace std::chrono_literals;

namespace {

const std::string key(43, 'k'), page = "/sign-ups/" + key;

bool has_deeds(Browser& who)
{
    return who.says("/ticket.svg") || who.says("/cancellation\"") || who.says("/guests\"") ||
           who.between("<main", "</main>").find(".ics\"") != std::string::npos;
}

}  // namespace

TEST_CASE("the heading of an own page is the state, and a move stands above it with the former date and the reason")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        hall.enter("anna");
        REQUIRE(hall.change_key("anna", key));
        Browser anna(house);
        anna.get(page);
        CHECK(anna.says("<h1>Ждём вас</h1>"));
        CHECK(anna.says("Ваш номер 1"));
        CHECK_FALSE(anna.says("became-banner"));
        CHECK(has_deeds(anna));
        hall.move("8 июля 2021 г., 15.00", "гроза");
        hall.letters();
        anna.get(page);
        const auto banner = anna.between("became-banner moved", "<h1>");
        for (const auto* part : {"Перенесено", "<del>6 июля 2021", "8 июля 2021", "Причина: гроза"})
            CHECK_MESSAGE(banner.find(part) != std::string::npos, part);
        CHECK(anna.says("<h1>Ждём вас</h1>"));
        hall.call_off();
        hall.letters();
        anna.get(page);
        CHECK(anna.says("<h1>Мероприятие отменено</h1>"));
        CHECK(anna.between("became-banner cancelled", "<h1>").find("Причина: ремонт") != std::string::npos);
        CHECK_FALSE(has_deeds(anna));
    });
}

TEST_CASE("what is over by the clock says so, and nothing can be done about the entry any more")
{
    for_each_house([](House& house) {
        Hall hall(house, 5);
        REQUIRE(hall.enter("anna", 1, key).has_value());
        Browser anna(house);
        house.yurga.now = house.yurga.now + 24h * 8;  // nobody has told yet how it went
        anna.get(page);
        CHECK(anna.says("<h1>Мероприятие прошло</h1>"));
        CHECK_FALSE(has_deeds(anna));
        anna.get(page + "/ticket.svg");
        CHECK(anna.status() == 404);
    });
}

TEST_CASE("calling an entry off asks once, with the names, and it can be taken back while its seats are free")
{
    for_each_house([](House& house) {
        Hall hall(house, 2, Queue::none);
        REQUIRE(hall.enter("anna", 2, key).has_value());
        Browser anna(house);
        anna.get(page);
        const auto question = anna.between("Отменить запись?</summary>", "</details>");
        CHECK(question.find("action=\"" + page + "/cancellation\"") != std::string::npos);
        CHECK(question.find("anna, anna") != std::string::npos);
        CHECK(question.find("Вернуть запись можно") != std::string::npos);
        CHECK(hall.entry(key).stage == Stage::accepted);
        anna.post(page + "/cancellation", {});
        anna.get(page);
        CHECK(anna.says("<h1>Запись отменена</h1>"));
        CHECK(anna.says("Вернуть запись"));
        CHECK_FALSE(has_deeds(anna));
        anna.post(page + "/restoration", {});
        CHECK(anna.location() == page);
        anna.post(page + "/restoration", {});  // pressed twice
        CHECK(hall.entry(key).stage == Stage::accepted);
        CHECK(hall.entry(key).number == 1);
        CHECK(hall.kept().taken == 2);
        anna.get(page);
        CHECK(anna.says("<h1>Ждём вас</h1>"));
        anna.post(page + "/cancellation", {});
        REQUIRE(hall.enter("boris").has_value());
        anna.get(page);
        CHECK(anna.says("Вернуть запись нельзя"));
        CHECK_FALSE(anna.says("/restoration"));
        anna.post(page + "/restoration", {});
        CHECK(anna.status() == 422);
        CHECK(hall.entry(key).stage == Stage::cancelled);
        CHECK(hall.kept().taken == 1);
    });
}

TEST_CASE(
    "nobody has a place by the way back who had none: not the unconfirmed, not who signed up again, not whom the "
    "office sent away")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        for (int i = 0; i < 5; ++i) hall.enter("guest" + std::to_string(i), 0, "library", 4);
        REQUIRE(hall.enter("late", 0, "library").stage == Stage::unconfirmed);
        const auto restore = [&](const std::string& name) {
            return house.yurga.change([&](app::Work& work) { return restore_by_hash(work, hall.hash(name)); });
        };
        hall.cancel("late");
        CHECK(restore("late").error().message == "participation.restore_not");
        hall.cancel("guest0");
        CHECK(restore("guest0").has_value());
        const auto sent_away = hall.entry("guest1");
        house.yurga
            .change([&](app::Work& work) { return cancel_entry(work, sent_away.occasion, sent_away.id, "шумели"); })
            .value();
        CHECK(restore("guest1").error().message == "participation.restore_not");
        hall.cancel("guest2");
        Application again;
        again.contact = "guest2";
        again.email = Email::parse("guest2@mail.example").value();
        again.guests.push_back({.name = "guest2", .age = 30, .seat = {}});
        again.data_consent = true;
        house.yurga.change([&](app::Work& work) { return sign_up(work, hall.occasion(), again, "another form"); })
            .value();
        CHECK(restore("guest2").error().message == "participation.entered_anew");
    });
}

TEST_CASE("two people are signed up on one page: the second row is there, folded away, and an empty one is nobody")
{
    for_each_house([](House& house) {
        Hall hall(house, 5);
        Browser anna(house);
        const auto form_page = "/sign-up/" + to_text(hall.occasion());
        anna.get(form_page);
        CHECK(anna.between("<details", "</details>").find("name=\"name-2\"") != std::string::npos);
        Fields form = {{"contact", "Анна"}, {"email", "anna@yurga.example"},
                       {"phone", ""},       {"group", ""},
                       {"name-1", "Анна"},  {"age-1", "40"},
                       {"key", key},        {"rows", "2"},
                       {"name-2", "Маша"},  {"age-2", "19"},
                       {"deed", "send"},    {"data_consent", "1"}};
        anna.post(form_page, form);
        CHECK(anna.location() == page);
        CHECK(hall.entry(key).guests.size() == 2);
    });
}

TEST_CASE("one row more leads to its field, one row less keeps what was typed in the others")
{
    for_each_house([](House& house) {
        Hall hall(house, 5);
        Browser anna(house);
        const auto form_page = "/sign-up/" + to_text(hall.occasion());
        anna.get(form_page);
        CHECK(anna.says("formaction=\"" + form_page + "#name-3\""));
        const auto sent = [&](const std::string& deed) {
            return Fields{{"contact", "Анна"}, {"email", "anna@yurga.example"},
                          {"phone", ""},       {"group", ""},
                          {"name-1", "Анна"},  {"age-1", "40"},
                          {"name-2", "Маша"},  {"age-2", "9"},
                          {"name-3", "Пётр"},  {"age-3", "11"},
                          {"key", key},        {"rows", "3"},
                          {"deed", deed}};
        };
        anna.post(form_page, sent("more"));
        CHECK(anna.says("name=\"name-4\""));
        CHECK(anna.says("value=\"Маша\""));
        anna.post(form_page, sent("drop-2"));
        CHECK(anna.status() == 200);
        CHECK_FALSE(anna.says("value=\"Маша\""));
        CHECK(anna.between("id=\"name-2\"", ">").find("value=\"Пётр\"") != std::string::npos);
        CHECK(anna.between("id=\"age-2\"", ">").find("value=\"11\"") != std::string::npos);
        CHECK(anna.says("value=\"" + key + "\""));  // the same form
        anna.post(form_page, sent("drop-9"));
        CHECK(anna.status() == 400);
    });
}

TEST_CASE("where letters do not leave, the number is asked for first and the page promises a call, not a letter")
{
    for_each_writing_house(
        [](House& house) {
            LetterHall hall(house);
            hall.enter_by_phone("galina");
            REQUIRE(hall.change_key("galina", key));
            Browser galina(house);
            const auto form_page = "/sign-up/" + to_text(hall.occasion());
            galina.get(form_page);
            CHECK(galina.says("Письма с сайта пока не уходят"));
            CHECK(galina.between("id=\"phone\"", "id=\"email\"") != "");
            galina.get(page);
            CHECK(galina.says("позвоним по номеру " + hall.number_of("galina")));
        },
        Mail::not_set_up);
}

TEST_CASE("a stranger's number is written down ten times a day and not more, by a colleague as often as somebody calls")
{
    for_each_house([](House& house) {
        Hall hall(house, {});
        const auto enter = [&](int which, const std::string& caller, const std::string& number = "8 923 100-00-00") {
            Application one = hall.application("anna");
            one.email = Email();
            one.phone = Phone::parse(number).value();
            one.caller = caller;
            const auto name = "form " + std::to_string(which);
            const auto done = house.yurga.change(
                [&](app::Work& work) { return participation::sign_up(work, hall.sign_up.occasion, one, name); });
            if (done)
                house.yurga.change([&](app::Work& work) { return cancel_by_hash(work, app::token_hash(name)); })
                    .value();
            return done;
        };
        for (int i = 0; i < entries_of_number; ++i) REQUIRE(enter(i, "network " + std::to_string(i)).has_value());
        const auto refused = enter(10, "network 10", "+7 (923) 100 00 00");  // the same, written otherwise
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().message == "participation.number_often");
        CHECK(refused.error().kind == RefusalKind::too_many);
        CHECK(enter(11, "network 10", "4-12-34").has_value());
        CHECK(enter(12, "").has_value());
        house.yurga.now = house.yurga.now + 24h;
        CHECK(enter(13, "network 1").has_value());
    });
}

}  // namespace own_page_test
