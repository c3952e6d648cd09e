#include <algorithm>

#include <doctest/doctest.h>

#include "core/percent.hpp"
#include "features/plan/line/cards.hpp"
#include "features/plan/tests/house_for_test.hpp"

namespace office_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace {

using Words = std::vector<std::string>;

const std::string& list = office_list;

std::string path_of(const Line& line)
{
    return list + "/lines/" + to_text(line.id);
}

/// A form of a line as the page sends it, with all fields.
Fields form_of(const LineContent& content, std::int64_t version, std::string deed = "save")
{
    return {{"number", content.number ? std::to_string(*content.number) : ""},
            {"section", content.section},
            {"title", content.title},
            {"when", content.when.text},
            {"first", ""},
            {"last", ""},
            {"start", ""},
            {"end", ""},
            {"kind", std::string(to_text(content.kind))},
            {"place", content.place},
            {"responsible", ""},
            {"audience", content.audience},
            {"age", content.age_mark ? std::string(to_text(*content.age_mark)) : ""},
            {"version", std::to_string(version)},
            {"deed", std::move(deed)}};
}

void set(Fields& fields, std::string_view name, std::string value)
{
    const auto found = std::ranges::find(fields, name, &Fields::value_type::first);
    REQUIRE(found != fields.end());
    found->second = std::move(value);
}

}  // namespace

TEST_CASE("the office of the plan is closed to strangers and to jurors")
{
    for_each_house([](House& house) {
        const Line line = house.yurga.add(content("Концерт"));
        const std::string id = to_text(line.id);
        const Words pages{"/office/plan",        list,
                          list + "/lines/new",   list + "/lines/" + id,
                          "/office/plan/import", "/office/plan/import/" + id};
        const Words deeds{list + "/lines", list + "/lines/" + id, "/office/plan/import", "/office/plan/import/" + id};
        Browser anna(house), semyon(house, "Семён"), boris(house, "Борис"), gleb(house, "Глеб");
        gleb.get(list);
        for (const auto& path : pages) {
            INFO(path);
            anna.get(path);
            CHECK(anna.status() == 303);
            CHECK(anna.location().starts_with("/sign-in?next="));
            semyon.get(path);
            CHECK(semyon.status() == 403);
            CHECK_FALSE(semyon.says("Концерт"));
            gleb.get(path);
            CHECK(gleb.status() != 403);
        }
        for (const auto& path : deeds) {
            INFO(path);
            for (Browser* one : {&anna, &semyon, &boris}) {
                one->post(path, {});
                CHECK(one->status() == 403);
            }
            gleb.post_bare(path, {});
            CHECK(gleb.status() == 403);
            CHECK(gleb.says("Форма устарела"));
            gleb.post(path, {{"title", "x"}, {"chairman", "1"}});
            CHECK((gleb.status() == 400 || gleb.status() == 404));
        }
        // A chair of a TOS sees the plan and changes nothing.
        boris.get(list);
        CHECK(boris.status() == 200);
        boris.get(list + "/lines/new");
        CHECK(boris.status() == 403);
        CHECK(house.yurga.get(line.id).version == 1);
    });
}

TEST_CASE("no office page of one town opens a line of another")
{
    for_each_house([](House& house) {
        const Line line = house.yurga.add(content("Концерт"));
        Browser there(house, "Глеб", "taiga.example");
        there.get(list);
        there.get(path_of(line));
        CHECK(there.status() == 404);
        there.get(list + "/lines/new");
        there.post(path_of(line), form_of(line.content, 1));
        CHECK(there.status() == 404);
        there.post(list + "/lines", {{"line", to_text(line.id)}, {"deed", "withdraw"}});
        CHECK(there.status() == 404);
        Browser gleb(house, "Глеб");
        const auto import = begin_upload(gleb, "tests/data/plan-2021.csv");
        REQUIRE(import.starts_with("/office/plan/import/"));
        there.get(import);
        CHECK(there.status() == 404);
        there.post(import, {{"deed", "confirm"}, {"version", "1"}});
        CHECK(there.status() == 404);
        CHECK(house.taiga.lines().empty());
    });
}

TEST_CASE("the list is filtered by words, section, kind, state and doubt")
{
    for_each_house([](House& house) {
        LineContent what = content("Ёлка «Огни»", "31 сентября");
        what.section = "Культура";
        house.yurga.add(what);
        what = content("Викторина", "май");
        what.section = "Спорт";
        house.yurga.announced(what);
        Browser gleb(house, "Глеб");
        gleb.get(list);
        CHECK(gleb.status() == 200);
        CHECK(gleb.header("cache-control") == "no-store");
        CHECK(gleb.count("<tr id=\"line-") == 2);
        const auto year = house.yurga.read([](app::View& view) { return office_year(view, 2021); });
        const std::pair<std::string, std::string> table[] = {
            {"q=" + percent_encoded("ЕЛКА"), "Ёлка"},
            {"q=" + percent_encoded("Eлк"), "Ёлка"},
            {"q=" + percent_encoded("Е\u0308лка"), "Ёлка"},
            {"section=" + to_text(year.sections.at(1).id), "Викторина"},
            {"kind=quiz", "Викторина"},
            {"state=announced", "Викторина"},
            {"state=planned", "Ёлка"},
            {"warnings=1", "Ёлка"},
        };
        for (const auto& [query, title] : table) {
            INFO(query);
            gleb.get(list + "?" + query);
            CHECK(gleb.count("<tr id=\"line-") == 1);
            CHECK(gleb.between("<th scope=\"row\"><a href=\"", "</a>").find(title) != std::string::npos);
        }
        gleb.get(list + "?q=" + percent_encoded("нет такого"));
        CHECK(gleb.status() == 200);
        CHECK(gleb.count("<tr id=\"line-") == 0);
    });
}

TEST_CASE("many lines are marked and announced at once, and what could not be is said")
{
    for_each_house([](House& house) {
        const Line ready = house.yurga.add(marked(content("Концерт")));
        const Line bare = house.yurga.add(content("Ярмарка"));
        Browser gleb(house, "Глеб");
        gleb.get(list);
        const auto deed = [&](std::string name, Fields more) {
            Fields fields{{"deed", std::move(name)}, {"kind", "sport"}, {"age", "12+"}, {"back", list + "?kind=event"}};
            for (auto& field : more) fields.push_back(std::move(field));
            gleb.post(list + "/lines", fields);
        };
        deed("announce", {});
        CHECK(gleb.status() == 422);
        CHECK(gleb.says("Отметьте хотя бы одну строку."));
        deed("announce", {{"line", to_text(ready.id)}, {"line", to_text(bare.id)}});
        CHECK(gleb.status() == 422);
        CHECK(gleb.says("У 1 строки нет возрастной отметки"));
        CHECK(gleb.count(" checked") == 2);
        CHECK(house.yurga.get(ready.id).announced());
        deed("age", {{"line", to_text(bare.id)}});
        CHECK(gleb.status() == 303);
        CHECK(gleb.location() == list + "?kind=event");
        CHECK(house.yurga.get(bare.id).content.age_mark == AgeMark::a12);
        deed("kind", {{"line", to_text(bare.id)}});
        CHECK(house.yurga.get(bare.id).content.kind == Kind::sport);
        deed("announce", {{"line", to_text(bare.id)}});
        CHECK(gleb.status() == 303);
        deed("withdraw", {{"line", to_text(bare.id)}, {"line", to_text(ready.id)}});
        CHECK_FALSE(house.yurga.get(bare.id).announced());
        deed("sell", {{"line", to_text(bare.id)}});
        CHECK(gleb.status() == 400);
        deed("announce", {{"line", "x"}});
        CHECK(gleb.status() == 400);
        CHECK(house.yurga.audit().empty());
    });
}

TEST_CASE("of many chosen lines one that a colleague removed meanwhile is said, and the others are announced")
{
    for_each_house([](House& house) {
        const Line gone = house.yurga.add(marked(content("Ярмарка"))), stays = house.yurga.add(marked(content("Бал")));
        Browser gleb(house, "Глеб");
        gleb.get(list);
        house.yurga.change([&](app::Work& work) { return remove_line(work, gone.id, gone.version); }).value();
        const auto announce = [&](Fields lines) {
            lines.insert(lines.end(), {{"deed", "announce"}, {"kind", ""}, {"age", ""}, {"back", ""}});
            gleb.post(list + "/lines", lines);
        };
        announce({{"line", to_text(gone.id)}, {"line", to_text(stays.id)}});
        CHECK(gleb.status() == 422);
        CHECK(gleb.says("1 строку тем временем удалили. Остальные сохранены."));
        CHECK_FALSE(gleb.says("возрастной отметки:"));
        CHECK(house.yurga.get(stays.id).announced());
        announce({{"line", to_text(gone.id)}});
        CHECK(gleb.status() == 404);
        CHECK(house.yurga.audit().empty());
    });
}

TEST_CASE("after a bulk deed one is led to one's own list only")
{
    for_each_house([](House& house) {
        const Line line = house.yurga.add(content("Концерт"));
        Browser gleb(house, "Глеб");
        for (const std::string back : {"https://evil.example/", "//evil.example", "", "/office/plan/2021\r\nx: y"}) {
            gleb.get(list);
            gleb.post(list + "/lines",
                      {{"deed", "kind"}, {"kind", "quiz"}, {"age", ""}, {"back", back}, {"line", to_text(line.id)}});
            CHECK(gleb.status() == 303);
            CHECK(gleb.location() == list);
        }
    });
}

TEST_CASE("a new line is saved once however often its form is sent")
{
    for_each_house([](House& house) {
        Browser gleb(house, "Глеб");
        gleb.get(list);
        CHECK(gleb.status() == 200);
        gleb.get(list + "/lines/new");
        REQUIRE(gleb.status() == 200);
        const auto action = list + "/lines/" + gleb.between("<form action=\"" + list + "/lines/", "\"");
        REQUIRE(action.size() == list.size() + 7 + 13);
        Fields form = form_of(marked(content("Концерт", "6 июля 2021 г., 12.00")), 0);
        set(form, "responsible", "ТОС «Южный»\r\n\r\nКомитет; Отдел");
        for (int i = 0; i < 2; ++i) {
            gleb.post(action, form);
            CHECK(gleb.status() == 303);
            CHECK(gleb.location().starts_with(list + "#line-"));
        }
        REQUIRE(house.yurga.lines().size() == 1);
        const auto saved = house.yurga.lines().front().content;
        CHECK(saved.responsible == Words{"ТОС «Южный»", "Комитет", "Отдел"});
        CHECK(iso_start(saved.when) == "2021-07-06T12:00");
        set(form, "title", "Другое");
        gleb.post(action, form);
        CHECK(gleb.status() == 409);
        CHECK(house.yurga.lines().front().content.title == "Концерт");
    });
}

TEST_CASE("refusals stand beside their fields and what was typed stays")
{
    for_each_house([](House& house) {
        const Line line = house.yurga.add(content("Концерт"));
        Browser gleb(house, "Глеб");
        gleb.get(path_of(line));
        REQUIRE(gleb.status() == 200);
        Fields form = form_of(line.content, 1);
        set(form, "title", "  ");
        set(form, "number", "двадцать");
        set(form, "place", "площадь \"у реки\"");
        set(form, "last", "2021-07-01");
        set(form, "kind", "sport");
        set(form, "age", "16+");
        gleb.post(path_of(line), form);
        CHECK(gleb.status() == 422);
        CHECK(gleb.error_of("title") == "Укажите: «Название».");
        CHECK(gleb.error_of("number") == "Номер — целое число от 1.");
        CHECK_FALSE(gleb.error_of("first").empty());
        CHECK(gleb.error_of("place").empty());
        CHECK(gleb.value_of("number") == "двадцать");
        CHECK(gleb.value_of("place") == "площадь &quot;у реки&quot;");
        CHECK(gleb.says("name=\"kind\" value=\"sport\" checked"));
        CHECK(gleb.says("href=\"#title\""));
        CHECK(house.yurga.get(line.id).version == 1);

        form = form_of(line.content, 1);
        for (const auto& [field, value] : Fields{{"title", std::string(title_limit + 1, 'x')}, {"place", "a\x01"}}) {
            Fields broken = form;
            set(broken, field, value);
            gleb.post(path_of(line), broken);
            CHECK(gleb.status() == 422);
            CHECK_FALSE(gleb.error_of(field).empty());
        }
        for (const auto& [field, value] :
             Fields{{"age", "7+"}, {"version", "x"}, {"version", "-1"}, {"deed", "sell"}}) {
            Fields broken = form;
            set(broken, field, value);
            gleb.post(path_of(line), broken);
            CHECK(gleb.status() == 400);
        }
        Fields twice = form;
        twice.emplace_back("title", "ещё");
        gleb.post(path_of(line), twice);
        CHECK(gleb.status() == 400);
        CHECK(house.yurga.get(line.id).version == 1);
    });
}

TEST_CASE("from the form a line is corrected, announced, withdrawn and removed")
{
    for_each_house([](House& house) {
        const Line line = house.yurga.add(content("Концерт", "лето"));
        Browser gleb(house, "Глеб");
        gleb.get(path_of(line));
        Fields form = form_of(line.content, 1, "announce");
        set(form, "first", "2021-07-06");
        set(form, "start", "12:00");
        gleb.post(path_of(line), form);
        CHECK(gleb.status() == 422);
        CHECK(gleb.error_of("age") == "Укажите возрастную отметку: без неё мероприятие нельзя объявить.");
        CHECK(house.yurga.get(line.id).version == 1);
        set(form, "age", "6+");
        gleb.post(path_of(line), form);
        CHECK(gleb.status() == 303);
        Line now = house.yurga.get(line.id);
        CHECK(now.announced());
        CHECK(now.content.when.text == "лето");
        CHECK(iso_start(now.content.when) == "2021-07-06T12:00");
        gleb.get(path_of(line) + "/edit");
        CHECK(gleb.says("value=\"2021-07-06\""));
        CHECK(gleb.says("value=\"12:00\""));
        Browser anna(house);
        anna.get(line_path(line));
        CHECK(anna.status() == 200);
        CHECK(anna.says("12:00"));

        // Losing the mark is refused beside its field; an announced line is not removed.
        form = form_of(now.content, now.version);
        set(form, "age", "");
        gleb.post(path_of(line), form);
        CHECK(gleb.status() == 422);
        CHECK_FALSE(gleb.error_of("age").empty());
        gleb.post(path_of(line), form_of(now.content, now.version, "remove"));
        CHECK(gleb.location() == path_of(line));
        form = form_of(now.content, now.version, "withdraw");
        gleb.post(path_of(line), form);
        CHECK(gleb.status() == 303);
        now = house.yurga.get(line.id);
        CHECK_FALSE(now.announced());
        gleb.post(path_of(line), form_of(now.content, now.version, "remove"));
        CHECK(gleb.location() == list);
        gleb.get(path_of(line));
        CHECK(gleb.status() == 404);
        CHECK(house.yurga.audit().empty());
    });
}

TEST_CASE("who saves over another's change sees both and decides")
{
    for_each_house([](House& house) {
        const Line line = house.yurga.add(content("Концерт"));
        Browser gleb(house, "Глеб"), other(house, "Глеб");
        gleb.get(path_of(line));
        other.get(path_of(line));
        LineContent mine = line.content, theirs = line.content;
        mine.place = "парк";
        theirs.place = "площадь";
        other.post(path_of(line), form_of(theirs, 1));
        REQUIRE(other.status() == 303);
        gleb.post(path_of(line), form_of(mine, 1));
        CHECK(gleb.status() == 409);
        CHECK(gleb.says("Пока вы правили, это изменил другой человек"));
        const auto table = gleb.between("<table class=\"cards\">", "</table>");
        CHECK(table.find("площадь") != std::string::npos);
        CHECK(table.find("парк") != std::string::npos);
        CHECK(gleb.value_of("place") == "парк");
        CHECK(gleb.between("name=\"version\" value=\"", "\"") == "2");
        CHECK(house.yurga.get(line.id).content.place == "площадь");
        gleb.post(path_of(line), form_of(mine, 2));
        CHECK(gleb.status() == 303);
        CHECK(house.yurga.get(line.id).content.place == "парк");
    });
}

TEST_CASE("a subkind chosen in the form is on the page, in filters, JSON, the sheet, feeds and plan and fact")
{
    for_each_house([](House& house) {
        const Line line = house.yurga.announced(content("Мой двор", "6 июля 2021 г., 12.00"));
        house.yurga.announced(content("Конкурс рисунков", "7 июля 2021 г., 12.00"));
        Browser gleb(house, "Глеб"), anna(house);
        gleb.get(path_of(line) + "/edit?part=site");
        CHECK(gleb.says("id=\"kind-photo\""));
        auto fields = form_of(line.content, line.version);
        set(fields, "kind", "photo");
        gleb.post(path_of(line), fields);
        REQUIRE(gleb.status() == 303);
        CHECK(house.yurga.get(line.id).content.kind == Subkind::photo);
        gleb.get(list + "?kind=photo");
        CHECK((gleb.says("Мой двор") && !gleb.says("Конкурс рисунков")));
        gleb.get(list + "?kind=contest");
        CHECK((gleb.says("Мой двор") && gleb.says("Конкурс рисунков")));
        anna.get(line_path(line));
        CHECK(anna.says("Фотоконкурс"));
        const auto json = anna.get_json(line_path(line));
        CHECK(json.at("kind") == "contest");
        CHECK(json.at("subkind") == "photo");
        CHECK(anna.get_json("/plan/2021?kind=photo").at("lines").size() == 1);
        CHECK(anna.get_json("/plan/2021?kind=contest").at("lines").size() == 2);
        anna.get("/plan/2021.csv");
        CHECK(anna.says("фотоконкурс"));
        anna.get("/plan/2021.ics?kind=photo");
        CHECK((anna.says("Мой двор") && !anna.says("рисунков")));
        const auto rows = anna.get_json("/plan/2021/fact").at("lines").at("by_subkind");
        REQUIRE(rows.size() == 2);
        CHECK((rows[0].at("key") == "photo" && rows[0].at("planned") == 1));
        anna.get("/plan/2021/fact");
        CHECK(anna.says("/plan/2021/fact/records?subkind=photo"));
        CHECK(anna.get_json("/plan/2021/fact/records?subkind=photo").at("records").size() == 1);
    });
}

}  // namespace office_test
