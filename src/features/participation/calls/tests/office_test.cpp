// The page of calls, as colleagues press its buttons.

#include <doctest/doctest.h>

#include "features/participation/tests/letter_hall_for_test.hpp"

namespace calls_office_test {

using namespace veche;
using namespace veche::participation;
using namespace veche::participation::test;
using namespace std::chrono_literals;

namespace {

const std::string page = "/office/calls";

/// Colleagues have names where calls were closed.
void know_colleagues(House& house)
{
    house.database.change([&](db::Session& tx) {
        for (const auto& who : {plan::test::gleb(), plan::test::galina()})
            tx.execute(
                "INSERT INTO accounts (town_id, id, email, email_folded, name, stage, password_hash, created_at)"
                " VALUES (:town, :id, :email, :email, :name, 'active', '', :now)",
                {{"town", house.yurga.town.id},
                 {"id", who.account},
                 {"email", who.name + "@town.example"},
                 {"name", who.name},
                 {"now", house.yurga.now}});
        return db::Outcome::keep;
    });
}

std::string deed(const Call& call, const std::string& what)
{
    return page + "/" + to_text(call.id) + "/" + what;
}
Fields seen(const Call& call)
{
    return {{"version", std::to_string(call.version)}};
}

}  // namespace

TEST_CASE("a colleague sees whom to call and what to say, notes that nobody answered, tells it, and takes it back")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        hall.enter_by_phone("Вера Петровна");
        Browser gleb(house, "Глеб");
        auto call = hall.calls().at(0).call;
        gleb.get(page);
        CHECK(gleb.status() == 200);
        for (const auto* part : {"Вера Петровна", "href=\"tel:+79231100000\"", "Вы записаны. Ждём вас!", "День города",
                                 "Позвонить до 6 июля, 12:00", "Нужно сделать 1 звонок"})
            CHECK_MESSAGE(gleb.says(part), part);
        CHECK_FALSE(gleb.says("Не придёт</button>"));
        gleb.post(deed(call, "attempts"), seen(call));
        CHECK(gleb.location().starts_with(page + "#call-"));
        gleb.get(page);
        CHECK(gleb.says("Не дозвонились 1 раз, последний раз 30 июня"));
        call = hall.calls().at(0).call;
        gleb.post(deed(call, "closure"), seen(call));
        CHECK(gleb.location().starts_with(page + "#call-"));
        CHECK(hall.calls().empty());
        gleb.post(deed(call, "closure"), seen(call));  // pressed twice
        CHECK(gleb.location().starts_with(page + "#call-"));
        gleb.get(page);
        CHECK(gleb.says("Последний звонок, «Сообщили»: Вера Петровна"));
        const auto done = hall.calls(CallState::done).at(0).call;
        CHECK(done.closed_by == plan::test::gleb().account);
        gleb.post(deed(done, "reopening"), seen(done));
        CHECK(hall.calls().size() == 1);
        const auto deeds = house.yurga.deeds();
        for (const auto* what : {"participation.note_attempt", "participation.close_call", "participation.reopen_call"})
            CHECK(std::ranges::count(deeds, what) >= 1);
    });
}

TEST_CASE("of two colleagues who press at once the second is told who told it already")
{
    for_each_writing_house([](House& house) {
        know_colleagues(house);
        LetterHall hall(house);
        hall.enter_by_phone("Вера Петровна");
        Browser gleb(house, "Глеб"), galina(house, "Галина");
        gleb.get(page);
        galina.get(page);
        const auto call = hall.calls().at(0).call;
        gleb.post(deed(call, "closure"), seen(call));
        galina.post(deed(call, "closure"), seen(call));
        CHECK(galina.status() == 409);
        CHECK(galina.says("Этот звонок уже закрыт. Сообщили: Глеб, 30 июня"));
        galina.get(page + "?state=done");
        CHECK(galina.says("Сообщили: Глеб"));
        CHECK(galina.says("Вернуть"));
    });
}

TEST_CASE("who is offered a place answers by telephone: they come, or the place goes on, and nobody calls them again")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        hall.open(hall.occasion(), 1, 24);
        hall.enter("anna");
        hall.enter_by_phone("vera");
        hall.enter_by_phone("galya");
        hall.tell_all_by_call();
        hall.cancel("anna");
        Browser gleb(house, "Глеб");
        const auto offer = hall.calls().at(0).call;
        gleb.get(page);
        CHECK(gleb.says("Придёт"));
        CHECK(gleb.says("Сообщили, ответа пока нет"));
        gleb.post(deed(offer, "cancellation"), seen(offer));
        CHECK(gleb.location().starts_with(page + "#call-"));
        CHECK(hall.entry("vera").stage == Stage::cancelled);
        CHECK(hall.calls_and_names() == std::vector<std::string>{"offered galya"});
        const auto second = hall.calls().at(0).call;
        gleb.post(deed(second, "acceptance"), seen(second));
        CHECK(gleb.location().starts_with(page + "#call-"));
        CHECK(hall.entry("galya").stage == Stage::accepted);
        CHECK(hall.calls().empty());
        // What was acted upon is not taken back.
        const auto done = hall.calls(CallState::done).at(0).call;
        gleb.post(deed(done, "reopening"), seen(done));
        CHECK(gleb.status() == 409);
        CHECK(gleb.says("Ответ уже записан."));
    });
}

TEST_CASE("an answer that comes too late is refused beside its call, which stays open")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        hall.open(hall.occasion(), 1, 24);
        hall.enter("anna");
        hall.enter_by_phone("vera");
        hall.tell_all_by_call();
        hall.cancel("anna");
        const auto offer = hall.calls().at(0).call;
        house.yurga.now = house.yurga.now + 24h;  // no job has run since
        Browser gleb(house, "Глеб");
        gleb.get(page);
        gleb.post(deed(offer, "acceptance"), seen(offer));
        CHECK(gleb.status() == 422);
        CHECK(gleb.says("Время вышло: место предложено следующему в очереди."));
        CHECK(house.yurga.read([&](app::View& view) {
            return store::find_call(view.db, view.town.id, offer.id)->state == CallState::open;
        }));
    });
}

TEST_CASE("calls are listed by their hours, by occasion and by state; those not made in time are named")
{
    for_each_writing_house([](House& house) {
        LetterHall late(house, "3 июля 2021 г., 12.00"), sooner(house, "5 июля 2021 г., 12.00"), hall(house);
        hall.enter_by_phone("Третья");
        sooner.enter_by_phone("Вторая");
        late.enter_by_phone("Первая");
        hall.calls();
        Browser gleb(house, "Глеб");
        gleb.get(page);
        const auto at = [&](const char* name) { return gleb.text().find(std::string("<b>") + name); };
        CHECK(at("Первая") < at("Вторая"));
        CHECK(at("Вторая") < at("Третья"));
        gleb.get(page + "?occasion=" + to_text(sooner.occasion()));
        CHECK(gleb.says("<b>Вторая"));
        CHECK_FALSE(gleb.says("<b>Первая"));
        house.yurga.now =
            house.yurga.town.zone.instant(Day{std::chrono::year(2021), std::chrono::July, std::chrono::day(4)}, 600);
        hall.calls();
        gleb.get(page);
        CHECK(gleb.says("Не успели позвонить: 1"));
        CHECK_FALSE(gleb.says("<b>Первая"));
        gleb.get(page + "?state=late");
        CHECK(gleb.says("<b>Первая"));
        gleb.get("/office/occasions/" + to_text(hall.occasion()) + "/sign-up");
        CHECK(gleb.says("Позвонить: 1"));
        const auto todo_of = [&] {
            return house.yurga.read([&](app::View& view) { return todo(view, house.site.words(language::Code::ru)); });
        };
        CHECK(todo_of().at("title") == "Позвонить: 2");
        house.yurga.actor = plan::test::boris();
        CHECK(todo_of() == false);
    });
}

TEST_CASE("calls are for those who keep entries, and those of another town are not there")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        hall.enter_by_phone("vera");
        const auto call = hall.calls().at(0).call;
        Browser boris(house, "Борис"), stranger(house), there(house, "Глеб", "taiga.example");
        CHECK(boris.get(page).status == 403);
        CHECK(stranger.get(page).status == 303);
        there.get(page);
        CHECK_FALSE(there.says("vera"));
        there.post(deed(call, "closure"), seen(call));
        CHECK(there.status() == 404);
    });
}

}  // namespace calls_office_test
