#include <algorithm>

#include <doctest/doctest.h>

#include "features/plan/tests/house_for_test.hpp"

namespace office_life_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace {

std::string path_of(const Line& line)
{
    return office_list + "/lines/" + to_text(line.id);
}
std::string happening_path(const Line& line, std::size_t index = 0)
{
    return path_of(line) + "/happenings/" + to_text(line.happenings.at(index).id);
}
std::string version_of(const Line& line)
{
    return std::to_string(line.version);
}

Fields move_form(const Line& line, std::string when, std::string reason)
{
    return {{"when", std::move(when)},
            {"first", ""},
            {"last", ""},
            {"start", ""},
            {"end", ""},
            {"reason", std::move(reason)},
            {"version", version_of(line)}};
}
Fields held_form(const Line& line, std::string first, std::string participants, std::string summary)
{
    return {{"first", std::move(first)},
            {"last", ""},
            {"participants", std::move(participants)},
            {"summary", std::move(summary)},
            {"version", version_of(line)},
            {"back", ""}};
}
void set(Fields& fields, std::string_view name, std::string value)
{
    const auto found = std::ranges::find(fields, name, &Fields::value_type::first);
    REQUIRE(found != fields.end());
    found->second = std::move(value);
}

/// The clock of the house stands on 30 June 2021 in Yurga.
Line past(House& house, std::string title = "Концерт")
{
    return house.yurga.announced(content(std::move(title), "15 июня 2021 г., 12.00"));
}
Line coming(House& house, std::string title = "День города")
{
    return house.yurga.announced(content(std::move(title), "6 июля 2021 г., 12.00"));
}

}  // namespace

TEST_CASE("the deeds on a line are for those who change the plan, of their own town")
{
    for_each_house([](House& house) {
        const Line line = past(house);
        Browser anna(house), semyon(house, "Семён"), boris(house, "Борис"), gleb(house, "Глеб"),
            there(house, "Глеб", "taiga.example");
        gleb.get(office_list);
        for (const auto& page : {path_of(line) + "/move", path_of(line) + "/cancel", happening_path(line) + "/held",
                                 happening_path(line) + "/reopen"}) {
            INFO(page);
            anna.get(page);
            CHECK(anna.location().starts_with("/sign-in?next="));
            for (Browser* one : {&semyon, &boris}) {
                one->get(page);
                CHECK(one->status() == 403);
                one->post(page, {});
                CHECK(one->status() == 403);
            }
            there.get(page);
            CHECK(there.status() == 404);
            gleb.get(page);
            CHECK((gleb.status() == 200 || gleb.status() == 303));
            gleb.post_bare(page, {});
            CHECK(gleb.status() == 403);
            gleb.get(path_of(line));
            gleb.post(page, {{"version", "1"}, {"sell", "1"}});
            CHECK(gleb.status() == 400);
        }
        for (const auto& page : {std::string("/office/plan/overdue"), office_list + "/conflicts"}) {
            anna.get(page);
            CHECK(anna.location().starts_with("/sign-in?next="));
            semyon.get(page);
            CHECK(semyon.status() == 403);
            boris.get(page);
            CHECK(boris.status() == 200);
            CHECK_FALSE(boris.says("/held"));
        }
        // Who may only look is offered nothing.
        boris.get(path_of(line));
        CHECK(boris.says("Что с мероприятием"));
        CHECK_FALSE(boris.says("/held"));
        CHECK_FALSE(boris.says("/cancel"));
        CHECK(house.yurga.get(line.id).version == line.version);
    });
}

TEST_CASE("a line's page offers the deeds that fit")
{
    for_each_house([](House& house) {
        const Line over = past(house), ahead = coming(house), draft = house.yurga.add(content("Ярмарка", "август"));
        Browser gleb(house, "Глеб");
        gleb.get(path_of(over));
        CHECK(gleb.says("ждёт отчёта"));
        CHECK(gleb.says(happening_path(over) + "/held"));
        CHECK(gleb.says(path_of(over) + "/move"));
        CHECK(gleb.says(path_of(over) + "/cancel"));
        gleb.get(path_of(ahead));
        CHECK(gleb.says("впереди"));
        CHECK_FALSE(gleb.says("/held"));
        CHECK(gleb.says(path_of(ahead) + "/move"));
        gleb.get(path_of(draft));
        CHECK_FALSE(gleb.says("/move"));
        CHECK(gleb.says(path_of(draft) + "/cancel"));
        gleb.get(path_of(draft) + "/move");
        CHECK(gleb.says("Мероприятие ещё не объявлено: просто исправьте дату."));
        CHECK_FALSE(gleb.says("<form action=\"" + path_of(draft)));
        gleb.get(office_list + "/lines/new");
        CHECK_FALSE(gleb.says("Что с мероприятием"));
    });
}

TEST_CASE("a line is moved by words or by exact days, and both dates stay to be seen")
{
    for_each_house([](House& house) {
        Line line = coming(house);
        Browser gleb(house, "Глеб");
        gleb.get(path_of(line) + "/move");
        CHECK(gleb.status() == 200);
        CHECK(gleb.says("6 июля 2021, вторник, 12:00"));
        gleb.post(path_of(line) + "/move", move_form(line, "8 июля, 15:00", "гроза"));
        CHECK(gleb.status() == 303);
        CHECK(gleb.location() == path_of(line));
        line = house.yurga.get(line.id);
        CHECK(iso_start(line.content.when) == "2021-07-08T15:00");
        REQUIRE(line.moves.size() == 1);
        CHECK(line.moves[0].reason == "гроза");
        gleb.get(path_of(line));
        CHECK(gleb.says("перенесено с 6 июля: гроза"));

        Fields exact = move_form(line, "", "зал занят");
        set(exact, "first", "2021-07-10");
        set(exact, "start", "16:30");
        gleb.post(path_of(line) + "/move", exact);
        CHECK(gleb.status() == 303);
        line = house.yurga.get(line.id);
        CHECK(iso_start(line.content.when) == "2021-07-10T16:30");
        CHECK(line.content.when.text == "10 июля 2021, суббота, 16:30");
        CHECK(line.moves.size() == 2);
        CHECK(house.yurga.audit().empty());
        // Sent twice it is one move.
        gleb.post(path_of(line) + "/move", exact);
        CHECK(gleb.status() == 303);
        CHECK(house.yurga.get(line.id).version == line.version);
    });
}

TEST_CASE("a date given on an English screen stands in the plan in Russian")
{
    for_each_house([](House& house) {
        const Line line = coming(house);
        Browser gleb(house, "Глеб");
        gleb.prefers("en");
        gleb.get(path_of(line) + "/move");
        CHECK(gleb.says("<html lang=\"en\""));
        Fields form = move_form(line, "", "зал занят");
        set(form, "first", "2021-07-09");
        gleb.post(path_of(line) + "/move", form);
        CHECK(gleb.status() == 303);
        CHECK(house.yurga.get(line.id).content.when.text == "9 июля 2021, пятница");
    });
}

TEST_CASE("of a series one date is moved and the others stay")
{
    for_each_house([](House& house) {
        const Line line = house.yurga.announced(content("Праздник двора", "28.05.2021; 25.06.2021; 27.08.2021"));
        Browser gleb(house, "Глеб");
        gleb.get(path_of(line) + "/move");
        CHECK(gleb.value_of("when") == "28.05.2021; 25.06.2021; 27.08.2021");
        gleb.post(path_of(line) + "/move", move_form(line, "28.05.2021; 25.06.2021; 03.09.2021", "дожди"));
        CHECK(gleb.status() == 303);
        const Line moved = house.yurga.get(line.id);
        CHECK(moved.happenings[2].id == line.happenings[2].id);
        gleb.get(path_of(line));
        CHECK(gleb.says("перенесено с 27 августа: дожди"));
    });
}

TEST_CASE("what is wrong with a move stands beside its field and nothing typed is lost")
{
    for_each_house([](House& house) {
        const Line line = coming(house);
        const auto page = path_of(line) + "/move";
        Browser gleb(house, "Глеб");
        gleb.get(page);
        gleb.post(page, move_form(line, "", ""));
        CHECK(gleb.status() == 422);
        CHECK(gleb.error_of("when") == "Напишите новую дату словами или укажите первый день.");
        CHECK(gleb.error_of("reason") == "Напишите причину: её увидят жители.");
        gleb.post(page, move_form(line, "31 сентября", "гроза"));
        CHECK(gleb.status() == 422);
        CHECK(gleb.error_of("when") == "Такого дня нет в календаре. Проверьте дату.");
        CHECK(gleb.value_of("when") == "31 сентября");
        CHECK(gleb.says(">гроза</textarea>"));
        gleb.post(page, move_form(line, "6 июля 2021 г., 12.00", "гроза"));
        CHECK(gleb.error_of("when") == "Дата и время остались прежними.");
        Fields form = move_form(line, "", "гроза");
        set(form, "first", "2021-02-30");
        gleb.post(page, form);
        CHECK(gleb.status() == 422);
        CHECK_FALSE(gleb.error_of("first").empty());
        CHECK(gleb.says("value=\"2021-02-30\""));
        gleb.post(page, move_form(line, "8 июля", std::string(1001, 'x')));
        CHECK(gleb.status() == 422);
        form = move_form(line, "8 июля", "гроза");
        set(form, "version", "x");
        gleb.post(page, form);
        CHECK(gleb.status() == 400);
        CHECK(house.yurga.get(line.id).version == line.version);
    });
}

TEST_CASE("how it went is told in one form, the planned day filled in")
{
    for_each_house([](House& house) {
        const Line line = past(house);
        const auto page = happening_path(line) + "/held";
        Browser gleb(house, "Глеб");
        gleb.get(page + "?back=overdue");
        CHECK(gleb.status() == 200);
        CHECK(gleb.says("id=\"first\" name=\"first\" type=\"date\" value=\"2021-06-15\" max=\"2021-06-30\""));
        CHECK(gleb.says("name=\"back\" value=\"overdue\""));
        Fields form = held_form(line, "2021-06-16", "1 200", "Пели всем двором.");
        set(form, "back", "overdue");
        for (int i = 0; i < 2; ++i) {
            gleb.post(page, form);
            CHECK(gleb.status() == 303);
            CHECK(gleb.location() == "/office/plan/overdue");
        }
        const Line now = house.yurga.get(line.id);
        CHECK(now.version == line.version + 1);
        const auto held = std::get<Held>(now.happenings[0].outcome);
        CHECK(held.participants == 1200);
        CHECK(iso_day(held.first) == "2021-06-16");
        gleb.get(path_of(line));
        CHECK(gleb.says("16 июня 2021, среда. 1\u202f200 участников. Пели всем двором."));
        CHECK_FALSE(gleb.says("/cancel"));
        // The report is corrected in the same form, and taken back.
        gleb.get(page);
        CHECK(gleb.value_of("participants") == "1200");
        CHECK(gleb.says(">Пели всем двором.</textarea>"));
        form = held_form(now, "2021-06-16", "300", "Пели всем двором.");
        gleb.post(page, form);
        CHECK(gleb.location() == path_of(line));
        const Line corrected = house.yurga.get(line.id);
        CHECK(std::get<Held>(corrected.happenings[0].outcome).participants == 300);
        gleb.get(happening_path(line) + "/reopen");
        CHECK(gleb.says("Снять отчёт"));
        for (int i = 0; i < 2; ++i) {
            gleb.post(happening_path(line) + "/reopen", {{"version", version_of(corrected)}});
            CHECK(gleb.status() == 303);
        }
        CHECK(house.yurga.get(line.id).standing() == Standing::ahead);
        CHECK(house.yurga.audit().empty());
    });
}

TEST_CASE("all that a report lacks is told at once, each beside its field")
{
    for_each_house([](House& house) {
        const Line line = past(house);
        const auto page = happening_path(line) + "/held";
        Browser gleb(house, "Глеб");
        gleb.get(page);
        gleb.post(page, held_form(line, "", "", ""));
        CHECK(gleb.status() == 422);
        CHECK(gleb.error_of("first") == "Укажите день, когда мероприятие прошло.");
        CHECK(gleb.error_of("participants") == "Укажите, сколько человек участвовало. Можно примерно.");
        CHECK(gleb.error_of("summary") == "Напишите одну-две фразы о том, как всё прошло.");
        gleb.post(page, held_form(line, "2021-07-01", "много", "Пели."));
        CHECK(gleb.error_of("first") == "Этот день ещё не наступил.");
        CHECK(gleb.error_of("participants") == "Число участников — от 0 до 1 000 000.");
        CHECK(gleb.says("value=\"много\""));
        CHECK(gleb.says(">Пели.</textarea>"));
        Fields form = held_form(line, "15.06.2021", "10", "Пели.");
        gleb.post(page, form);
        CHECK(gleb.error_of("first") == "Такого дня нет. Пример: 2021-07-06.");
        form = held_form(line, "2021-06-15", "10", "Пели.");
        set(form, "last", "2021-06-14");
        gleb.post(page, form);
        CHECK(gleb.error_of("last") == "Последний день раньше первого.");
        CHECK(house.yurga.get(line.id).version == line.version);
        gleb.get(path_of(line) + "/happenings/" + to_text(Id<Happening>(7)) + "/held");
        CHECK(gleb.status() == 404);
    });
}

TEST_CASE("one date is called off, or all that are ahead, with a reason; and back again")
{
    for_each_house([](House& house) {
        const Line line = house.yurga.announced(content("Праздник двора", "02.07.2021; 30.07.2021; 27.08.2021"));
        const auto page = path_of(line) + "/cancel";
        Browser gleb(house, "Глеб");
        gleb.get(page + "?happening=" + to_text(line.happenings[1].id));
        CHECK(gleb.says("value=\"" + to_text(line.happenings[1].id) + "\" checked"));
        Fields form{{"happening", to_text(line.happenings[1].id)}, {"reason", ""}, {"version", version_of(line)}};
        gleb.post(page, form);
        CHECK(gleb.status() == 422);
        CHECK(gleb.error_of("reason") == "Напишите причину: её увидят жители.");
        CHECK(gleb.says("value=\"" + to_text(line.happenings[1].id) + "\" checked"));
        set(form, "reason", "карантин");
        for (int i = 0; i < 2; ++i) {
            gleb.post(page, form);
            CHECK(gleb.status() == 303);
        }
        Line now = house.yurga.get(line.id);
        CHECK(now.version == line.version + 1);
        CHECK(now.standing() == Standing::ahead);
        gleb.get(path_of(line));
        CHECK(gleb.says("Причина: карантин"));
        gleb.post(page, {{"happening", ""}, {"reason", "мороз"}, {"version", version_of(now)}});
        now = house.yurga.get(line.id);
        CHECK(now.standing() == Standing::cancelled);
        gleb.get(page);
        CHECK(gleb.says("Менять нечего: мероприятие уже прошло или отменено."));
        gleb.get(happening_path(line, 2) + "/reopen");
        CHECK(gleb.says("Снять отмену"));
        gleb.post(happening_path(line, 2) + "/reopen", {{"version", version_of(now)}});
        CHECK(gleb.status() == 303);
        CHECK(house.yurga.get(line.id).standing() == Standing::ahead);
        gleb.post(page, {{"happening", to_text(Id<Happening>(7))}, {"reason", "x"}, {"version", "1"}});
        CHECK(gleb.status() == 404);
    });
}

TEST_CASE("who comes second sees what the first did and loses nothing typed")
{
    for_each_house([](House& house) {
        const Line line = past(house);
        Browser gleb(house, "Глеб"), other(house, "Глеб");
        gleb.get(happening_path(line) + "/held");
        other.get(path_of(line) + "/cancel");
        other.post(path_of(line) + "/cancel",
                   {{"happening", ""}, {"reason", "карантин"}, {"version", version_of(line)}});
        REQUIRE(other.status() == 303);
        gleb.post(happening_path(line) + "/held", held_form(line, "2021-06-15", "40", "Пели."));
        CHECK(gleb.status() == 409);
        CHECK(gleb.says("Пока вы писали, мероприятие изменил кто-то другой"));
        CHECK(gleb.says("Причина: карантин"));
        CHECK(gleb.says(">Пели.</textarea>"));
        CHECK(gleb.says("name=\"version\" value=\"" + std::to_string(line.version + 1)));
        gleb.post(happening_path(line) + "/held", held_form(house.yurga.get(line.id), "2021-06-15", "40", "Пели."));
        CHECK(gleb.status() == 422);
        CHECK(gleb.says("Мероприятие отменено. Сначала снимите отмену."));
        CHECK(gleb.says(">Пели.</textarea>"));
        gleb.post(path_of(line) + "/move", move_form(line, "8 июля", "гроза"));
        CHECK(gleb.status() == 409);
        CHECK(gleb.value_of("when") == "8 июля");
    });
}

TEST_CASE("what awaits its report is listed, the longest ago first, page by page, of this year and the last")
{
    for_each_house([](House& house) {
        const Line late = past(house, "Поздний"), early = house.yurga.announced(content("Ранний", "15.02.2021"));
        coming(house);
        house.yurga.announced(content("Прошлогодний", "01.12.2020", 2020), 2020);
        house.yurga.announced(content("Давний", "01.12.2019", 2019), 2019);
        Browser gleb(house, "Глеб");
        gleb.get("/office/plan/overdue");
        CHECK(gleb.status() == 200);
        const auto at = [&](std::string_view title) { return gleb.text().find(title); };
        CHECK(at("Прошлогодний") < at("Ранний"));
        CHECK(at("Ранний") < at("Поздний"));
        CHECK(at("Давний") == std::string::npos);
        CHECK(at("День города") == std::string::npos);
        CHECK(gleb.says("3 мероприятия прошли"));
        CHECK(gleb.says(happening_path(late) + "/held?back=overdue"));
        gleb.post(happening_path(early) + "/held", held_form(early, "2021-02-15", "5", "Было."));
        gleb.get("/office/plan/overdue");
        CHECK(at("Ранний") == std::string::npos);

        std::vector<Incoming> file;
        for (int i = 1; i <= 60; ++i) file.push_back(incoming(content("Дело " + std::to_string(i), "01.03.2021")));
        REQUIRE(house.yurga.import(file, Announcing::now));
        gleb.get("/office/plan/overdue");
        CHECK(gleb.count("?back=overdue\"") == 50);
        const auto next = "/office/plan/overdue?after=" + gleb.between("/office/plan/overdue?after=", "\"");
        gleb.get(next);
        CHECK(gleb.count("?back=overdue\"") == 12);
        CHECK_FALSE(gleb.says("overdue?after="));
        gleb.get("/office/plan/overdue?after=x");
        CHECK(gleb.count("?back=overdue\"") == 50);
        Browser there(house, "Глеб", "taiga.example");
        there.get("/office/plan/overdue");
        CHECK(there.says("Обо всём рассказано"));
    });
}

TEST_CASE("the list says what has become of each line, and is filtered by it")
{
    for_each_house([](House& house) {
        const Line over = past(house, "Просроченное"), ahead = coming(house, "Будущее"),
                   moved = coming(house, "Перенесённое"), held = past(house, "Прошедшее"),
                   off = coming(house, "Отменённое");
        auto& town = house.yurga;
        town.change([&](app::Work& work) {
                return move_line(work, moved.id, moved.version, language::parse_when("9 июля", 2021), "гроза");
            })
            .value();
        town.change([&](app::Work& work) { return cancel_line(work, off.id, off.version, std::nullopt, "карантин"); })
            .value();
        const Report report{.first = parse_iso_day("2021-06-15"), .last = {}, .participants = 5, .summary = "Было."};
        town.change(
                [&](app::Work& work) { return hold_line(work, held.id, held.version, held.happenings[0].id, report); })
            .value();
        Browser gleb(house, "Глеб");
        gleb.get(office_list);
        for (const auto* state : {"overdue", "announced", "moved", "held", "cancelled"})
            CHECK(gleb.count("<span class=\"state " + std::string(state) + "\">") == 1);
        CHECK(gleb.says("1 строка ждёт отчёта"));
        const auto titles = [&](const std::string& state) {
            gleb.get(office_list + "?state=" + state);
            std::vector<std::string> found;
            for (const auto* title : {"Просроченное", "Будущее", "Перенесённое", "Прошедшее", "Отменённое"})
                if (gleb.says(std::string(">") + title + "</a>")) found.push_back(title);
            return found;
        };
        using Words = std::vector<std::string>;
        CHECK(titles("overdue") == Words{"Просроченное"});
        CHECK(titles("ahead") == Words{"Просроченное", "Будущее", "Перенесённое"});
        CHECK(titles("moved") == Words{"Перенесённое"});
        CHECK(titles("held") == Words{"Прошедшее"});
        CHECK(titles("cancelled") == Words{"Отменённое"});
    });
}

TEST_CASE("the board shows who is in whose way, and a line's page warns of it")
{
    for_each_house([](House& house) {
        Browser gleb(house, "Глеб");
        gleb.get(office_list + "/conflicts");
        CHECK(gleb.says("Никто никому не мешает"));
        auto what = content("Концерт", "6 июля 2021 г., 12.00");
        what.place = "ДК «Победа»";
        const Line first = house.yurga.announced(what);
        what.title = "Выставка";
        what.when = language::parse_when("6 июля, 13:00", 2021);
        what.place = "дк \"Победа\"";
        const Line second = house.yurga.announced(what);
        what.title = "Ярмарка";
        what.when = language::parse_when("6 июля", 2021);
        house.yurga.announced(what);
        gleb.get(office_list + "/conflicts");
        CHECK(gleb.says("3 пересечения"));
        CHECK(gleb.count("точно пересекаются") == 1);
        CHECK(gleb.count("возможно, пересекаются") == 2);
        CHECK(gleb.says("6 июля, вторник"));
        CHECK(gleb.says(path_of(first)));
        CHECK(gleb.says(path_of(second)));
        gleb.get(path_of(first));
        CHECK(gleb.says("Может помешать другому"));
        CHECK(gleb.says(">Выставка</a>"));
        gleb.get(office_list);
        CHECK(gleb.says("3 пересечения"));
        gleb.get("/office/plan/2030/conflicts");
        CHECK(gleb.status() == 200);
    });
}

}  // namespace office_life_test
