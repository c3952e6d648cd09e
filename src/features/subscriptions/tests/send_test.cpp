#include <nlohmann/json.hpp>

#include "features/accounts/feature.hpp"
#include "features/subscriptions/tests/subscribers.hpp"

namespace send_test {

using namespace veche;
using namespace veche::subscriptions;
using namespace veche::subscriptions::test;
using namespace std::chrono_literals;

namespace {

constexpr Day monday{std::chrono::year(2021), std::chrono::July, std::chrono::day(5)};

Instant at(const TestTown& town, Day day, int minute)
{
    return town.town.zone.instant(day, minute);
}

plan::LineContent thing(const std::string& title, const std::string& when, const std::string& place = "",
                        const std::string& audience = "")
{
    auto content = plan::test::content(title, when);
    content.place = place;
    content.audience = audience;
    return content;
}

std::int64_t announced(TestTown& town, std::string_view kind)
{
    return town.read([&](app::View& view) {
        return view.db.value<std::int64_t>("SELECT count(*) FROM outbox WHERE town_id = :town AND kind = :kind",
                                           {{"town", view.town.id}, {"kind", kind}});
    });
}

void cancel(House& house, const plan::Line& line, const std::string& reason)
{
    house.change(house.yurga, [&](app::Work& work) {
        const auto now = plan::get_line(work, line.id);
        return plan::cancel_line(work, line.id, now.version, {}, reason).has_value();
    });
}

void move(House& house, const plan::Line& line, std::string_view when, const std::string& reason)
{
    house.change(house.yurga, [&](app::Work& work) {
        const auto now = plan::get_line(work, line.id);
        return plan::move_line(work, line.id, now.version, language::parse_when(when, 2021), reason).has_value();
    });
}

}  // namespace

TEST_CASE("on Monday at eight everybody gets one letter about what they chose, and no letter when nothing is on")
{
    for_each_house([](House& house) {
        auto& town = house.yurga;
        town.announced(thing("Конкурс рисунков", "6 июля 2021 г., 12.00", "Школа № 1"));
        town.announced(thing("Концерт", "14 июля 2021 г.", "ДК «Победа»"));
        town.announced(thing("Выставка", "1 июня 2021 г. – 31 августа 2021 г.", "Музей"));
        town.announced(thing("Ярмарка", "19 июля 2021 г.", "Площадь"));   // the week after
        town.announced(thing("Субботник", "июль", "Двор"));               // no day is known
        town.add(plan::test::marked(thing("Тайное", "7 июля 2021 г.")));  // not announced
        cancel(house, town.announced(thing("Лекция", "8 июля 2021 г.", "Музей")), "болезнь");
        subscriber(town, "all");
        subscriber(town, "contests", {.weekly = true, .urgent = false, .kinds = {"contest"}});
        subscriber(town, "square", {.weekly = true, .urgent = false, .kinds = {}, .places = {"Площадь"}});
        subscriber(town, "urgent", {.weekly = false, .urgent = true});
        REQUIRE(ask_for(town, "silent").has_value());

        town.now = at(town, monday, 7 * 60 + 59);
        work_off(house);
        CHECK(letters(town, "subscriptions.digest").empty());
        town.now = at(town, monday, 8 * 60 + 15);
        work_off(house);
        const auto sent = letters(town, "subscriptions.digest");
        REQUIRE(sent.size() == 2);
        CHECK(sent[0].to == "all@mail.example");
        CHECK(sent[0].subject == "Юрга: события 5–18 июля 2021");
        CHECK(
            sent[0].says("НА ЭТОЙ НЕДЕЛЕ\n\n1 июня – 31 августа 2021\nВыставка "
                         "(0+)\nМузей\nhttps://yurga.example/plan/2021/lines/"));
        CHECK(sent[0].says("6 июля 2021, вторник, 12:00\nКонкурс рисунков (0+)\nШкола № 1\n"));
        CHECK(sent[0].says("НА СЛЕДУЮЩЕЙ НЕДЕЛЕ\n\n14 июля 2021, среда\nКонцерт (0+)\nДК «Победа»\n"));
        CHECK(sent[0].text.find("НА ЭТОЙ") < sent[0].text.find("НА СЛЕДУЮЩЕЙ"));
        for (const auto* hidden : {"Ярмарка", "Субботник", "Тайное", "Лекция"}) CHECK_FALSE(sent[0].says(hidden));
        CHECK(sent[0].unsubscribe == "https://yurga.example/subscriptions/" + sent[0].token() + "/unsubscription");
        CHECK(sent[0].text.ends_with("Город Юрга"));
        CHECK(sent[1].to == "contests@mail.example");
        CHECK(sent[1].says("Конкурс рисунков"));
        CHECK_FALSE(sent[1].says("Концерт"));
        CHECK_FALSE(sent[1].says("СЛЕДУЮЩЕЙ"));

        // The job runs again and again, the whole week: nobody gets a second one.
        for (const auto pause : {1h, 24h, 48h}) {
            town.now = town.now + pause;
            work_off(house);
        }
        CHECK(letters(town, "subscriptions.digest").size() == 2);
        CHECK(announced(town, "subscriptions.digest") == 1);
        town.now = at(town, Day(std::chrono::sys_days(monday) + std::chrono::days(7)), 9 * 60);
        work_off(house);
        CHECK(letters(town, "subscriptions.digest").size() == 4);  // contests have nothing on; the square has its fair
    });
}

TEST_CASE("a line moved, withdrawn and removed before it was told of holds up no letters about another")
{
    for_each_house([](House& house) {
        auto& town = house.yurga;
        subscriber(town, "anna");
        const auto gone = town.announced(thing("Лекция", "7 июля 2021 г."));
        const auto stays = town.announced(thing("Концерт", "8 июля 2021 г."));
        work_off(house);
        move(house, gone, "9 июля 2021 г.", "погода");
        house.change(house.yurga, [&](app::Work& work) {
            const Id<plan::Line> ids[] = {gone.id};
            if (!plan::withdraw_lines(work, ids)) return false;
            return plan::remove_line(work, gone.id, plan::get_line(work, gone.id).version).has_value();
        });
        move(house, stays, "10 июля 2021 г.", "погода");
        work_off(house);
        const auto sent = letters(town, "subscriptions.urgent");
        REQUIRE(sent.size() == 1);
        CHECK(sent[0].says("Концерт"));
    });
}

TEST_CASE("four hundred and fifty subscribers are written to in steps of two hundred, each once")
{
    for_each_house([](House& house) {
        auto& town = house.yurga;
        town.announced(thing("Концерт", "6 июля 2021 г."));
        const auto line = town.announced(thing("Лекция", "7 июля 2021 г."));
        town.change([&](app::Work& work) {
            for (int i = 0; i < 450; ++i) {
                Subscription one;
                one.id = work.new_id<Subscription>();
                one.email = address("n" + std::to_string(i));
                one.stage = Stage::confirmed;
                one.language = "ru";
                one.choice = everything();
                if (i % 3 == 0) one.choice.kinds = {"event", "meeting"};
                one.asked = work.now;
                one.confirmed = work.now;
                REQUIRE(store::insert(work.tx, work.town.id, one));
            }
            return Result<bool>(true);
        });
        town.now = at(town, monday, 9 * 60);
        // One step is one transaction: by hand, to count what each writes.
        REQUIRE(town.change([](app::Work& work) { return Result<bool>(begin_digest(work)); }).value());
        nlohmann::json payload = {{"week", "2021-07-05"}, {"after", to_text(Id<Subscription>{})}};
        std::vector<std::size_t> after_step;
        for (int i = 0; i < 3; ++i) {
            town.change([&](app::Work& work) {
                send_digest(work, payload);
                return Result<bool>(true);
            });
            after_step.push_back(letters(town, "subscriptions.digest").size());
            payload = nlohmann::json::parse(town.read([&](app::View& view) {
                return view.db.value<std::string>(
                    "SELECT payload FROM outbox WHERE town_id = :town AND kind = 'subscriptions.digest'"
                    " ORDER BY id DESC LIMIT 1",
                    {{"town", view.town.id}});
            }));
        }
        CHECK(after_step == std::vector<std::size_t>{200, 400, 450});
        // The outbox has the same steps still: what was written is not written again. (Keys are made by the millisecond, here by two
        // makers, of the test and of the site.)
        town.now = town.now + 1s;
        work_off(house);
        CHECK(letters(town, "subscriptions.digest").size() == 450);
        cancel(house, line, "болезнь");
        work_off(house);
        CHECK(letters(town, "subscriptions.urgent").size() == 450);
        CHECK(announced(town, "subscriptions.urgent") == 3);
    });
}

TEST_CASE("what is moved or cancelled is told at once, to those confirmed who chose it")
{
    for_each_house([](House& house) {
        auto& town = house.yurga;
        const auto concert = town.announced(thing("Концерт", "6 июля 2021 г., 18.00", "ДК «Победа»"));
        subscriber(town, "all");
        subscriber(town, "sport", {.weekly = true, .urgent = true, .kinds = {"sport"}});
        subscriber(town, "square", {.weekly = false, .urgent = true, .kinds = {}, .places = {"Площадь"}});
        subscriber(town, "weekly", {.weekly = true, .urgent = false});
        REQUIRE(ask_for(town, "silent").has_value());
        move(house, concert, "8 июля 2021 г., 19.00", "гроза");
        work_off(house);
        auto sent = letters(town, "subscriptions.urgent");
        REQUIRE(sent.size() == 1);
        CHECK(sent[0].to == "all@mail.example");
        CHECK(sent[0].subject == "Перенесено: Концерт");
        CHECK(
            sent[0].says("Теперь: 8 июля 2021, четверг, 19:00\nБыло: 6 июля 2021, вторник, 18:00\nГде: ДК «Победа»\n\n"
                         "Почему: гроза"));
        CHECK(sent[0].unsubscribe.ends_with("/unsubscription"));
        cancel(house, concert, "ремонт зала");
        work_off(house);
        sent = letters(town, "subscriptions.urgent");
        REQUIRE(sent.size() == 2);
        CHECK(sent[1].subject == "Отменено: Концерт");
        CHECK(sent[1].says("Должно было быть: 8 июля 2021, четверг, 19:00.\n\nПочему: ремонт зала"));
    });
}

TEST_CASE("of two changes at once people hear the last, once; what was taken back is not told")
{
    for_each_house([](House& house) {
        auto& town = house.yurga;
        subscriber(town, "all");
        const auto concert = town.announced(thing("Концерт", "6 июля 2021 г., 18.00"));
        move(house, concert, "8 июля 2021 г., 19.00", "гроза");
        move(house, concert, "9 июля 2021 г., 19.00", "опять гроза");
        work_off(house);
        REQUIRE(letters(town, "subscriptions.urgent").size() == 1);
        CHECK(letters(town, "subscriptions.urgent")[0].says("Теперь: 9 июля 2021"));
        // The same announcement once more, as after a failure: the line has the same SEQUENCE.
        house.change(town, [&](app::Work& work) {
            work.announce("plan.line.moved", {{"line", to_text(concert.id)}, {"sequence", 2}});
            return true;
        });
        work_off(house);
        CHECK(letters(town, "subscriptions.urgent").size() == 1);

        const auto lecture = town.announced(thing("Лекция", "10 июля 2021 г."));
        cancel(house, lecture, "ошибка");
        house.change(town, [&](app::Work& work) {
            const auto now = plan::get_line(work, lecture.id);
            return plan::reopen_line(work, lecture.id, now.version, now.happenings[0].id).has_value();
        });
        work_off(house);
        CHECK(letters(town, "subscriptions.urgent").size() == 1);
    });
}

TEST_CASE("lines that a file moves at once are one letter a subscriber, and of what each chose")
{
    for_each_house([](House& house) {
        auto& town = house.yurga;
        const auto file = [&](const std::string& month, const std::string& bal) {
            std::vector<plan::Incoming> lines;
            for (int i = 1; i <= 60; ++i) {
                auto one = thing("Субботник " + std::to_string(i), std::to_string(i % 28 + 1) + " " + month, "двор");
                if (i == 60) one = thing("Бал", bal, "ДК");
                one.number = i;
                lines.push_back(plan::test::incoming(one));
            }
            return lines;
        };
        const auto take_in = [&](const std::vector<plan::Incoming>& lines) {
            house.change(town, [&](app::Work& work) {
                return plan::import_lines(work, 2021, lines, plan::Announcing::now, "Дата изменена в Плане")
                    .has_value();
            });
            work_off(house);
        };
        subscriber(town, "all");
        subscriber(town, "hall", {.weekly = false, .urgent = true, .kinds = {}, .places = {"ДК"}});
        subscriber(town, "nowhere", {.weekly = false, .urgent = true, .kinds = {}, .places = {"музей"}});
        take_in(file("сентября", "1 сентября"));
        REQUIRE(letters(town, "subscriptions.urgent").empty());
        take_in(file("октября", "1 октября"));
        auto sent = letters(town, "subscriptions.urgent");
        REQUIRE(sent.size() == 2);
        CHECK(sent[0].to == "all@mail.example");
        CHECK(sent[0].subject == "Перенесено: 60 мероприятий");
        CHECK(sent[0].says("Было: 2 сентября 2021"));
        CHECK(sent[0].says("И ещё 20 мероприятий перенесли"));
        CHECK(sent[1].subject == "Перенесено: Бал");
        CHECK(sent[1].says("Почему: Дата изменена в Плане"));
        CHECK(announced(town, "subscriptions.urgent") == 0);
        // A single line moved by a file is told as one that the office's form moves.
        take_in(file("октября", "2 октября"));
        sent = letters(town, "subscriptions.urgent");
        REQUIRE(sent.size() == 4);
        CHECK(sent[3].subject == "Перенесено: Бал");
    });
}

TEST_CASE("a line that a file moves with others, and a form once more before anybody was told, is told once")
{
    for_each_house([](House& house) {
        auto& town = house.yurga;
        subscriber(town, "all");
        const auto ball = town.announced(thing("Бал", "1 сентября 2021 г.", "ДК"));
        town.announced(thing("Субботник", "2 сентября 2021 г.", "двор"));
        const auto take_in = [&](const char* first, const char* second) {
            const std::vector<plan::Incoming> lines = {plan::test::incoming(thing("Бал", first, "ДК")),
                                                       plan::test::incoming(thing("Субботник", second, "двор"))};
            house.change(town, [&](app::Work& work) {
                return plan::import_lines(work, 2021, lines, plan::Announcing::later, "Дата изменена").has_value();
            });
        };
        take_in("1 сентября 2021 г.", "2 сентября 2021 г.");
        work_off(house);
        take_in("1 октября 2021 г.", "2 октября 2021 г.");
        move(house, ball, "3 октября 2021 г.", "ремонт");
        work_off(house);
        auto sent = letters(town, "subscriptions.urgent");
        const auto about = [&](const char* title) {
            return std::ranges::count_if(sent, [&](const auto& letter) { return letter.says(title); });
        };
        CHECK(about("Бал") == 1);
        CHECK(about("Субботник") == 1);
        CHECK(std::ranges::any_of(sent, [](const auto& letter) { return letter.says("3 октября 2021"); }));
        CHECK_FALSE(std::ranges::any_of(sent, [](const auto& letter) { return letter.says("Теперь: 1 октября"); }));
        // Two files one after another, and nobody has touched these lines but the files.
        const auto two = [](const char* first, const char* second) {
            return std::vector<plan::Incoming>{plan::test::incoming(thing("Каток", first, "ДК")),
                                               plan::test::incoming(thing("Лыжи", second, "двор"))};
        };
        const auto take_both = [&](const std::vector<plan::Incoming>& lines) {
            house.change(town, [&](app::Work& work) {
                return plan::import_lines(work, 2021, lines, plan::Announcing::now, "Дата изменена").has_value();
            });
        };
        take_both(two("1 ноября 2021 г.", "2 ноября 2021 г."));
        work_off(house);
        const auto before = letters(town, "subscriptions.urgent").size();
        take_both(two("4 ноября 2021 г.", "5 ноября 2021 г."));
        take_both(two("6 ноября 2021 г.", "7 ноября 2021 г."));
        work_off(house);
        sent = letters(town, "subscriptions.urgent");
        CHECK(sent.size() == before + 1);
        CHECK(std::ranges::any_of(sent, [](const auto& letter) {
            return letter.says("Теперь: 6 ноября 2021") && letter.says("Теперь: 7 ноября 2021");
        }));
    });
}

TEST_CASE("who answered in English reads English")
{
    for_each_house([](House& house) {
        auto& town = house.yurga;
        const Wish wish{
            .email = address("ann"), .choice = everything(), .data_consent = true, .language = language::Code::en};
        REQUIRE(town.change([&](app::Work& work) { return ask(work, wish, "192.0.2.1"); }).has_value());
        CHECK(letters(town).front().says("open the link and press “Confirm”"));
    });
}

TEST_CASE("organisers hear once a week of what waits for its report, and of nothing when nothing waits")
{
    for_each_house([](House& house) {
        auto& town = house.yurga;
        const auto colleague = [&](const char* name, app::Roles roles) {
            const auto made = town.change([&](app::Work& work) {
                return accounts::create_account(work, Email::parse(std::string(name) + "@yurga.example").value(), name,
                                                roles, Secret<>("сорок кур вдоль оврага"));
            });
            REQUIRE(made.has_value());
        };
        colleague("gleb", {app::Role::organiser});
        colleague("clerk", {app::Role::clerk});
        town.now = at(town, monday, 9 * 60);
        work_off(house);
        CHECK(letters(town).empty());
        town.announced(thing("Концерт", "6 июля 2021 г."));
        town.announced(thing("Лекция", "20 июля 2021 г."));
        town.now = at(town, Day(std::chrono::sys_days(monday) + std::chrono::days(7)), 9 * 60);
        work_off(house);
        town.now = town.now + 24h;
        work_off(house);
        const auto sent = letters(town, "subscriptions.overdue");
        REQUIRE(sent.size() == 1);
        CHECK(sent[0].to == "gleb@yurga.example");
        CHECK(sent[0].subject == "Юрга: 1 мероприятие ждёт отчёта");
        CHECK(sent[0].says("6 июля 2021\nКонцерт"));
        CHECK_FALSE(sent[0].says("Лекция"));
        CHECK(sent[0].says("https://yurga.example/office/plan/overdue"));
        CHECK(sent[0].token() == "");
    });
}

}  // namespace send_test
