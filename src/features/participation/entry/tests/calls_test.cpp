// Who has no e-mail is told by telephone: docs/rules/sign-up.md, "By telephone".

#include "features/participation/entry/calls.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "features/participation/tests/letter_hall_for_test.hpp"

namespace calls_test {

using namespace veche;
using namespace veche::participation;
using namespace veche::participation::test;
using namespace std::chrono_literals;
using Names = std::vector<std::string>;

namespace {

bool has(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

Instant at(House& house, int month, int day, int minute)
{
    return house.yurga.town.zone.instant(
        Day{std::chrono::year(2021), std::chrono::month(unsigned(month)), std::chrono::day(unsigned(day))}, minute);
}

}  // namespace

TEST_CASE("a call is closed once: the second of two colleagues is refused, a second press of the first is not")
{
    const Instant now{1'000'000'000};
    const Press gleb{.version = 1, .by = Id<app::Account>(11), .now = now},
        galina{.version = 1, .by = Id<app::Account>(24), .now = now};
    const auto done = told(Call{}, gleb);
    REQUIRE(done.has_value());
    CHECK(done->state == CallState::done);
    CHECK(done->closed_by == gleb.by);
    CHECK(told(*done, gleb)->version == done->version);
    CHECK(told(*done, galina).error().message == "participation.call_closed");
    CHECK(tried(*done, galina).error().message == "participation.call_closed");
    Call changed;
    changed.version = 2;
    CHECK(told(changed, gleb).error().message == "participation.call_changed");
    const auto attempt = tried(Call{}, gleb);
    CHECK(attempt->attempts == 1);
    CHECK(attempt->state == CallState::open);
    CHECK(tried(*attempt, gleb)->attempts == 1);  // pressed twice
    CHECK(tried(*attempt, {.version = 2, .by = galina.by, .now = now + 1h})->attempts == 2);
}

TEST_CASE("a closing is taken back, unless it had an answer that was acted upon")
{
    const Press first{.version = 1, .by = Id<app::Account>(11), .now = Instant{5}}, second{2, first.by, Instant{6}};
    const auto done = told(Call{}, first).value();
    const auto open = reopened(done, second);
    REQUIRE(open.has_value());
    CHECK(open->state == CallState::open);
    CHECK_FALSE(open->closed.has_value());
    CHECK(reopened(*open, second)->version == open->version);  // pressed twice
    const auto answered = told(Call{}, first, CallAnswer::coming).value();
    CHECK(reopened(answered, second).error().message == "participation.call_answered");
    CHECK(reopened(ended(Call{}, CallState::late, Instant{5}), second).error().message ==
          "participation.call_not_closed");
}

TEST_CASE(
    "an entry with an address has a letter, one with a number alone a call, and one with both where no letters leave")
{
    Entry both;
    both.email = "anna@mail.example";
    CHECK(way_to(both, Mail::leaves) == Way::letter);
    CHECK(way_to(both, Mail::not_set_up) == Way::letter);  // it waits in the queue
    both.phone = "8 923 123-45-67";
    CHECK(way_to(both, Mail::leaves) == Way::letter);
    CHECK(way_to(both, Mail::not_set_up) == Way::call);
    both.email.clear();
    CHECK(way_to(both, Mail::leaves) == Way::call);
    CHECK(way_to(Entry{}, Mail::leaves) == Way::none);
}

TEST_CASE("who signs up by telephone is to be called once for each letter they would have had")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        hall.open(hall.occasion(), 1);
        const auto vera = hall.enter_by_phone("vera");
        hall.enter_by_phone("galya");
        CHECK(hall.calls_and_names() == Names{"accepted vera", "waiting galya"});
        CHECK(hall.letters().empty());
        const auto call = hall.calls().at(0);
        CHECK(call.name == "vera");
        for (const auto* part : {"Вы записаны. Ждём вас!", "Номер записи: 1", "Место: 1", "6 июля 2021", "паспорт"})
            CHECK_MESSAGE(has(call.text, part), part, " in\n", call.text);
        CHECK_FALSE(has(call.text, "\n\nДень города"));  // it stands above
        CHECK(has(hall.calls().at(1).text, "Освободится место — позвоним."));
        CHECK(call.call.call_by == at(house, 7, 6, 12 * 60));
        CHECK(call.call.not_after == at(house, 7, 6, 24 * 60 - 1));
        // The listener runs twice.
        house.yurga
            .change([&](app::Work& work) {
                tell(work, vera, News::accepted);
                return Result<int>(1);
            })
            .value();
        CHECK(hall.calls().size() == 2);
        hall.tell_all_by_call();
        hall.cancel("vera");
        CHECK(hall.calls_and_names() == Names{"taken_in galya"});
    });
}

TEST_CASE("a later news of the occasion replaces an open call, and what is said is the difference from what they knew")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        hall.enter_by_phone("vera");
        hall.tell_all_by_call();
        hall.move("8 июля 2021 г., 12.00", "гроза");
        CHECK(hall.calls_and_names() == Names{"moved vera"});
        CHECK(has(hall.calls()[0].text, "Причина: гроза"));
        CHECK(hall.calls()[0].call.call_by == at(house, 7, 6, 12 * 60));  // else they come in vain
        hall.correct("9 июля 2021 г., 15.00");
        CHECK(hall.calls_and_names(CallState::replaced) == Names{"moved vera"});
        const auto open = hall.calls();
        REQUIRE(open.size() == 1);
        // Nobody had told the reason of the first move: it is still news.
        CHECK(open[0].call.kind == "participation.moved");
        CHECK(has(open[0].text, "Мероприятие перенесено. Новое время: 9 июля 2021"));
        CHECK(has(open[0].text, "Причина: гроза"));
        hall.call_off();
        CHECK(has(hall.calls().at(0).text, "Мероприятие отменено. Приходить не нужно."));
        CHECK_FALSE(has(hall.calls().at(0).text, "Когда:"));
    });
}

TEST_CASE("what was changed and changed back before anybody called is told to nobody")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        hall.enter_by_phone("vera");
        hall.tell_all_by_call();
        hall.move("8 июля 2021 г., 12.00", "гроза");
        CHECK(hall.calls().size() == 1);
        hall.correct("6 июля 2021 г., 12.00");
        CHECK(hall.calls().empty());
        CHECK(hall.calls_and_names(CallState::dropped) == Names{"moved vera"});
        hall.call_off();
        CHECK(hall.calls().size() == 1);
        hall.reopen();
        CHECK(hall.calls().empty());
        // What comes after is told as ever.
        hall.move("10 июля 2021 г., 12.00", "град");
        CHECK(hall.calls_and_names() == Names{"moved vera"});
    });
}

TEST_CASE("a call about the entry itself stays when the occasion changes, and says both")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        hall.enter_by_phone("vera");
        const auto before = hall.calls().at(0);
        hall.move("5 июля 2021 г., 10.00", "гроза");
        const auto after = hall.calls();
        REQUIRE(after.size() == 1);
        CHECK(after[0].call.id == before.call.id);
        CHECK(has(after[0].text, "Мероприятие перенесено"));
        CHECK(has(after[0].text, "Вы записаны"));
        CHECK(after[0].call.call_by == at(house, 7, 5, 10 * 60));
        // Who had the former page before them has not said it.
        const Press press{.version = before.call.version, .by = {}, .now = house.yurga.now};
        CHECK(told(after[0].call, press).error().message == "participation.call_changed");
        // And a news of the entry takes over what was not told of the occasion.
        hall.tell_all_by_call();
        hall.move("7 июля 2021 г., 10.00", "ветер");
        const auto vera = hall.entry("vera");
        hall.as_office([&](app::Work& work) { return cancel_entry(work, vera.occasion, vera.id, "зал закрыт"); });
        const auto last = hall.calls();
        REQUIRE(last.size() == 1);
        CHECK(last[0].call.kind == "participation.cancelled");
        CHECK(has(last[0].text, "Организаторы отменили вашу запись."));
        CHECK(has(last[0].text, "Причина: зал закрыт"));
    });
}

TEST_CASE("who cancels by the link is called no more, and so is who asked to be erased")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        hall.enter_by_phone("vera");
        hall.enter_by_phone("galya");
        CHECK(hall.calls().size() == 2);
        hall.cancel("vera");
        CHECK(hall.calls_and_names() == Names{"accepted galya"});
        const auto galya = hall.entry("galya").id;
        house.yurga
            .change([&](app::Work& work) {
                return Result<std::int64_t>(work.tx.execute(
                    "UPDATE participation_entries SET contact_phone = '' WHERE town_id = :town AND id = :id",
                    {{"town", work.town.id}, {"id", galya}}));
            })
            .value();
        CHECK(hall.calls().empty());
        house.yurga.now = house.yurga.now + 1h;  // the job is due
        CHECK(hall.calls().empty());
        CHECK(house.yurga.read([&](app::View& view) {
            return view.db.value<std::int64_t>("SELECT count(*) FROM participation_calls WHERE state = 'dropped'");
        }) == 2);
    });
}

TEST_CASE("a call whose hour has passed is late, and one of an occasion that was held with it")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house, "6 июля и 9 июля 2021");
        hall.enter_by_phone("vera", 0);
        hall.enter_by_phone("galya", 1);
        hall.tell_all_by_call();
        hall.move("7 июля и 12 июля 2021", "гроза");
        CHECK(hall.calls().size() == 2);
        house.yurga.now = at(house, 7, 7, 24 * 60 - 2);
        CHECK(hall.calls_and_names() == Names{"moved galya", "moved vera"});  // until the end of its last day
        house.yurga.now = at(house, 7, 8, 60);
        CHECK(hall.calls_and_names() == Names{"moved galya"});
        CHECK(hall.calls_and_names(CallState::late) == Names{"moved vera"});
        const auto ninth = hall.calls().at(0).call;
        CHECK(ninth.call_by == at(house, 7, 9, 0));
        house.yurga.now = at(house, 7, 12, 20 * 60);
        const Day twelfth{std::chrono::year(2021), std::chrono::July, std::chrono::day(12)};
        hall.as_office([&](app::Work& work) {
            return plan::hold_line(work, hall.line.id, hall.line.version, hall.line.happenings[1].id,
                                   {.first = twelfth, .last = {}, .participants = 5, .summary = "Было."});
        });
        hall.calls();
        house.yurga.now = house.yurga.now + 10min;
        CHECK(hall.calls().empty());
        CHECK(hall.calls_and_names(CallState::late) == Names{"moved galya", "moved vera"});
    });
}

TEST_CASE("the day before those without e-mail are to be called, but nobody twice who is to be called anyway")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        hall.enter_by_phone("vera");
        hall.tell_all_by_call();
        hall.enter_by_phone("galya");  // nobody has told her yet that she has a place
        hall.calls();
        house.yurga.now = at(house, 7, 5, 9 * 60 + 1);
        CHECK(hall.calls_and_names() == Names{"accepted galya", "reminder vera"});
        CHECK(has(hall.calls().at(1).text, "Напоминаем о мероприятии."));
        hall.tell_all_by_call();
        house.yurga.now = at(house, 7, 5, 12 * 60);
        CHECK(hall.calls().empty());
        CHECK(hall.calls_and_names(CallState::replaced) == Names{"reminder galya"});
    });
}

TEST_CASE("an offer that nobody managed to tell is late, and that it is over is told")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        hall.open(hall.occasion(), 1, 24);
        hall.enter("anna");
        hall.enter_by_phone("vera");
        hall.enter_by_phone("galya");
        hall.tell_all_by_call();
        hall.cancel("anna");
        const auto offer = hall.calls().at(0);
        CHECK(offer.call.kind == "participation.offered");
        CHECK(has(offer.text, "Для вас освободилось место. Придёте? Ответить нужно до 1 июля"));
        CHECK(offer.call.call_by == house.yurga.now + 24h);
        house.yurga.now = house.yurga.now + 25h;
        CHECK(hall.calls_and_names() == Names{"offer_over vera", "offered galya"});
        CHECK(hall.calls_and_names(CallState::late) == Names{"offered vera"});
        // A colleague has Galya on the telephone: she hears there and then that the place is hers.
        house.yurga.change([&](app::Work& work) { return accept_by_hash(work, hall.hash("galya"), Hears::at_once); })
            .value();
        hall.tell_all_by_call();
        CHECK(hall.calls().empty());
        CHECK(hall.entry("galya").stage == Stage::accepted);
    });
}

TEST_CASE("of a crowd behind one address who left only a number is called to confirm, within three days")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        hall.open(hall.occasion(), 60);
        for (int i = 0; i < 4; ++i) hall.enter("family" + std::to_string(i), 0, "library", 5);
        const auto vera = hall.enter_by_phone("vera", 0, "library");
        CHECK(vera.stage == Stage::unconfirmed);
        CHECK(vera.confirm_by == house.yurga.now + 72h);
        CHECK(hall.calls_and_names() == Names{"confirm vera"});
        Browser own(house);
        own.get("/sign-ups/" + letter_key(secret, house.yurga.town.id, vera.id));
        CHECK(own.says("Мы вам позвоним до 3 июля"));
        CHECK_FALSE(own.says("по ссылке из письма"));
        CHECK(hall.calls().at(0).call.not_after == vera.confirm_by);
        house.yurga.change([&](app::Work& work) { return confirm_by_hash(work, hall.hash("vera"), Hears::at_once); })
            .value();
        hall.tell_all_by_call();
        CHECK(hall.entry("vera").stage == Stage::accepted);
        CHECK(hall.calls().empty());
        // Nobody reaches Galya: her entry ends.
        hall.enter_by_phone("galya", 0, "library");
        CHECK(hall.calls().size() == 1);
        house.yurga.now = house.yurga.now + 73h;
        CHECK(hall.calls().empty());
        CHECK(hall.entry("galya").stage == Stage::cancelled);
        CHECK(hall.calls_and_names(CallState::late) == Names{"confirm galya"});
    });
}

TEST_CASE("where no letters leave, who left an address and a number is called; who left a number alone, too")
{
    for_each_writing_house(
        [](House& house) {
            LetterHall hall(house);
            Application one;
            one.contact = "anna";
            one.email = Email::parse("anna@mail.example").value();
            one.phone = Phone::parse(hall.number_of("anna")).value();
            one.guests = {{.name = "anna", .age = 30, .seat = {}}};
            one.data_consent = true;
            house.yurga.change([&](app::Work& work) { return sign_up(work, hall.occasion(), one, hall.key("anna")); })
                .value();
            hall.enter_by_phone("vera");
            CHECK(hall.calls_and_names() == Names{"accepted anna", "accepted vera"});
            CHECK(hall.letters().empty());
        },
        Mail::not_set_up);
}

TEST_CASE("a number is in an occasion once among those without e-mail, however many send it at one moment")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        constexpr int people = 8;
        std::atomic<int> entered = 0, known = 0;
        std::vector<std::thread> crowd;
        for (int i = 0; i < people; ++i)
            crowd.emplace_back([&, i] {
                Application one;
                one.contact = "vera" + std::to_string(i);
                // Written differently, dialled alike.
                one.phone = Phone::parse(i % 2 == 0 ? "+7 923 123-45-67" : "8 (923) 1234567").value();
                one.guests = {{.name = "vera", .age = 76, .seat = {}}};
                one.data_consent = true;
                for (bool again = true; again;) {
                    try {
                        house.site.change(house.yurga.town, {}, [&](app::Work& work) {
                            const auto done = sign_up(work, hall.occasion(), one, "form " + std::to_string(i));
                            if (done) ++entered;
                            if (!done && done.error().message == "participation.phone_known") ++known;
                            return done ? db::Outcome::keep : db::Outcome::roll_back;
                        });
                        again = false;
                    } catch (const db::Error&) {
                        // A lost race after all tries: the person sends again.
                    }
                }
            });
        for (auto& one : crowd) one.join();
        CHECK(entered == 1);
        CHECK(known == people - 1);
        CHECK(hall.kept().last_number == 1);
    });
}

}  // namespace calls_test
