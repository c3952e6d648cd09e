#include <doctest/doctest.h>

#include <set>

#include "app/letter_sender.hpp"
#include "app/letters.hpp"
#include "app/store_letters.hpp"
#include "features/letters/feature.hpp"
#include "features/plan/tests/house_for_test.hpp"

namespace office_test {

using namespace veche;
using namespace std::chrono_literals;
using plan::test::Browser;
using plan::test::House;

namespace {

app::Letter letter(int number)
{
    return {.to = Email::parse("anna" + std::to_string(number) + "@mail.example").value(),
            .subject = "Письмо №" + std::to_string(number),
            .text = "секретная ссылка",
            .kind = "participation.accepted",
            .key = "letter/" + std::to_string(number)};
}

void queue(House& house, int from, int to)
{
    house.yurga
        .change([&](app::Work& work) {
            for (int i = from; i < to; ++i) app::send(work, letter(i));
            return Result<bool>(true);
        })
        .value();
}

/// As the sender does: one letter is claimed and put aside.
void put_aside(House& house, std::string_view stage)
{
    house.yurga
        .change([&](app::Work& work) {
            const auto id = app::store::find_due_letter(work.tx, work.town.id, work.now).value();
            const auto claimed =
                app::store::claim_letter(work.tx, work.town.id, id, work.now, work.now + app::letter_lease).value();
            if (stage == "waiting")
                app::store::postpone_letter(work.tx, work.town.id, claimed, work.now + 6h, 3, "451 4.7.1 later <b>");
            else
                app::store::settle_letter(work.tx, work.town.id, claimed, stage, "550 5.1.1 none <b>", work.now);
            return Result<bool>(true);
        })
        .value();
}

template <class Test>
void for_each_house(Test test)
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [&](db::Database& database) {
        House house(database, {}, {letters::feature()});
        test(house);
    });
}

}  // namespace

TEST_CASE("nobody reads the addresses of subscribers among the letters, not even in what a mail server answered")
{
    for_each_house([](House& house) {
        house.yurga
            .change([&](app::Work& work) {
                auto to_subscriber = letter(7);
                to_subscriber.kind = "subscriptions.digest";
                app::send(work, to_subscriber);
                const auto id = app::store::find_due_letter(work.tx, work.town.id, work.now).value();
                const auto claimed =
                    app::store::claim_letter(work.tx, work.town.id, id, work.now, work.now + app::letter_lease).value();
                app::store::settle_letter(work.tx, work.town.id, claimed, "bounced",
                                          "550 5.1.1 <Anna7@mail.example>: no such person", work.now);
                return Result<bool>(true);
            })
            .value();
        Browser galina(house, "Галина");
        galina.get("/office/letters?stage=bounced");
        CHECK(galina.says("подписчик"));
        CHECK(galina.says("550 5.1.1"));
        CHECK(galina.says("no such person"));
        CHECK_FALSE(galina.says("nna7@mail.example"));
    });
}

TEST_CASE("an administrator sees whom a letter is for and why it does not go, but not its words")
{
    for_each_house([](House& house) {
        queue(house, 0, 2);
        put_aside(house, "waiting");
        Browser galina(house, "Галина");
        galina.get("/office/letters");
        CHECK(galina.status() == 200);
        CHECK(galina.says("anna0@mail.example"));
        CHECK(galina.says("451 4.7.1 later &lt;b&gt;"));
        CHECK(galina.says("Запись принята"));
        CHECK(galina.says("Следующая попытка"));
        CHECK(!galina.says("секретная ссылка"));
        CHECK(Browser(house, "Глеб").get("/office/letters").status == 403);
        CHECK(Browser(house, "Галина").get("/office/letters?stage=opened").status == 404);
        CHECK(Browser(house, "Галина").get("/office/letters?after=x").status == 404);
    });
}

TEST_CASE("a letter is tried again at the office's word, with a trace; what came back has nothing left to send")
{
    for_each_house([](House& house) {
        queue(house, 0, 3);
        put_aside(house, "waiting");
        put_aside(house, "bounced");
        put_aside(house, "refused");
        Browser galina(house, "Галина");
        galina.get("/office/letters?stage=bounced");
        CHECK(galina.says("550 5.1.1 none"));
        CHECK(galina.between("action=\"/office/letters/", "/attempt\"").empty());
        galina.get("/office/letters?stage=refused");
        const auto refused = galina.between("action=\"/office/letters/", "/attempt\"");
        REQUIRE(refused.size() == 13);
        galina.post("/office/letters/" + refused + "/attempt", {});
        CHECK(galina.status() == 303);
        galina.get("/office/letters");
        CHECK(galina.says("Пробуем ещё раз"));
        galina.post("/office/letters/attempts", {});
        CHECK(galina.status() == 303);
        house.yurga.read([&](app::View& view) {
            int due = 0;
            for (const auto& one : app::store::list_letters(view.db, view.town.id, "waiting", {}, 10))
                due += one.due <= view.now;
            CHECK(due == 2);
            return true;
        });
        const auto deeds = house.yurga.deeds();
        CHECK(std::ranges::count(deeds, "letters.try_again") == 1);
        CHECK(std::ranges::count(deeds, "letters.try_all_again") == 1);
        CHECK(house.yurga.audit() == "");
    });
}

TEST_CASE("a long queue is read page by page, each letter once")
{
    for_each_house([](House& house) {
        queue(house, 0, 220);
        Browser galina(house, "Галина");
        std::set<std::string> seen;
        std::string target = "/office/letters";
        int pages = 0;
        for (; !target.empty(); ++pages) {
            galina.get(target);
            for (int i = 0; i < 220; ++i)
                if (galina.says(">anna" + std::to_string(i) + "@mail.example<")) seen.insert(std::to_string(i));
            const auto next = galina.between("?after=", "\"");
            target = next.empty() ? "" : "/office/letters?after=" + next;
            REQUIRE(pages < 10);
        }
        CHECK(pages == 3);
        CHECK(seen.size() == 220);
    });
}

TEST_CASE("the first page of the office speaks of letters only when somebody has to do something")
{
    for_each_house([](House& house) {
        const auto todo = [&](letters::Mail mail, const app::Actor& actor = plan::test::galina()) {
            house.yurga.actor = actor;
            return house.yurga.read(
                [&](app::View& view) { return letters::todo(view, app::letter_words(), mail).is_object(); });
        };
        CHECK(!todo(letters::Mail::not_set_up));
        queue(house, 0, 1);
        CHECK(todo(letters::Mail::not_set_up));
        CHECK(!todo(letters::Mail::not_set_up, plan::test::gleb()));
        CHECK(!todo(letters::Mail::set_up));
        put_aside(house, "waiting");
        CHECK(!todo(letters::Mail::set_up));  // a server may be away for a while
        house.yurga.now = house.yurga.now + 61min;
        CHECK(todo(letters::Mail::set_up));
    });
}

}  // namespace office_test
