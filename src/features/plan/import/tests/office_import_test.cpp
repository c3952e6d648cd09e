#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>

#include "features/plan/import/import.hpp"
#include "features/plan/import/tests/tables_for_test.hpp"
#include "features/plan/tests/house_for_test.hpp"
#include "outside/tests/made_files.hpp"

namespace office_import_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace {

using Words = std::vector<std::string>;

/// What a browser sends from the second step, with some fields typed over.
Fields draft_form(const Browser& page, const std::string& deed, const Fields& typed = {})
{
    Fields fields{{"version", page.between("name=\"version\" value=\"", "\"")}, {"deed", deed}};
    for (const auto& [name, value] : typed) fields.emplace_back(name, value);
    return fields;
}

/// Where a browser goes: the fragment stays with it.
std::string landed(const Browser& gleb)
{
    const auto location = gleb.location();
    return location.substr(0, location.find('#'));
}

}  // namespace

TEST_CASE("the office's file goes in by three steps, and a corrected date reaches the line")
{
    for_each_house([](House& house) {
        Browser gleb(house, "Глеб");
        const auto import = begin_upload(gleb, "tests/data/plan-2021.xlsx");
        REQUIRE(gleb.status() == 303);
        gleb.get(import);
        REQUIRE(gleb.status() == 200);
        CHECK(gleb.count("class=\"draft new\"") == 40);
        CHECK(gleb.count("class=\"draft-section\"") == 5);
        CHECK(gleb.says("план.xlsx"));
        CHECK(gleb.says("<option value=\"age\""));
        CHECK(house.yurga.lines().empty());

        const auto row = gleb.between("id=\"row-", "\"");
        const auto field = "line-" + row + "-when";
        const auto words = gleb.between("name=\"" + field + "\" value=\"", "\"");
        gleb.post(import, draft_form(gleb, "check", {{field, "9 мая 2021 г., 10.00"}}));
        REQUIRE(gleb.status() == 303);
        gleb.get(landed(gleb));
        CHECK(gleb.between("name=\"" + field + "\" value=\"", "\"") == "9 мая 2021 г., 10.00");
        CHECK_FALSE(gleb.says("2021-05-09T10:00"));
        const auto confirm = draft_form(gleb, "confirm");
        gleb.post(import, confirm);
        REQUIRE(gleb.status() == 303);
        CHECK(gleb.location() == import);
        gleb.get(import);
        CHECK(gleb.status() == 200);
        CHECK(gleb.says("<span class=\"figure\">40</span>"));
        const auto end = gleb.text();
        REQUIRE(house.yurga.lines().size() == 40);
        CHECK(iso_start(house.yurga.lines().front().content.when) == "2021-05-09T10:00");
        CHECK_FALSE(house.yurga.lines().front().announced());
        CHECK(house.yurga.lines().front().imported.when == words);
        Browser anna(house);
        anna.get("/plan/2021");
        CHECK(anna.status() == 404);
        // Sent twice, or again from the page that "back" shows: the same good end, and nothing taken twice.
        for (const auto* deed : {"confirm", "check", "drop"}) {
            INFO(deed);
            gleb.post(import, {{"version", "2"}, {"deed", deed}});
            if (gleb.status() == 303) CHECK(gleb.location() == import);
            if (gleb.status() == 303) gleb.get(import);
            CHECK(gleb.status() == 200);
            CHECK(gleb.text() == end);
        }
        gleb.post(import, confirm);
        CHECK(gleb.status() == 200);
        CHECK(house.yurga.lines().size() == 40);
        CHECK(house.yurga.audit().empty());
    });
}

TEST_CASE("a file that comes again shows what is new, changed and gone")
{
    for_each_house([](House& house) {
        made::Folder folder;
        const std::string head = "№;Мероприятие;Срок;Место\n";
        Browser gleb(house, "Глеб");
        auto import =
            begin_upload(gleb, folder.file("a.csv", head + "1;Концерт;май;ДК\n2;Забег;июнь;парк\n3;Ярмарка;июль;\n"));
        gleb.get(import);
        gleb.post(import, draft_form(gleb, "confirm"));
        REQUIRE(house.yurga.lines().size() == 3);
        import =
            begin_upload(gleb, folder.file("b.csv", head + "1;Концерт;май;ДК\n2;Забег;август;парк\n4;Бал;июль;\n"));
        gleb.get(import);
        CHECK(gleb.count("class=\"draft same\"") == 1);
        CHECK(gleb.count("class=\"draft changed\"") == 1);
        CHECK(gleb.count("class=\"draft new\"") == 1);
        CHECK(gleb.between("<h2 id=\"gone\">", "</section>").find("Ярмарка") != std::string::npos);
        CHECK(gleb.between("class=\"change\"", "</p>").find("июнь</del>") != std::string::npos);
        gleb.get(import + "?show=changed");
        CHECK(gleb.count("class=\"draft ") == 1);
        gleb.post(import + "?show=changed", draft_form(gleb, "confirm"));
        CHECK(gleb.status() == 303);
        CHECK(house.yurga.lines().size() == 4);
        CHECK(house.yurga.line_named("Забег").content.when.text == "август");
        CHECK(house.yurga.line_named("Ярмарка").warnings == Words{"draft.gone"});
    });
}

TEST_CASE("a file without the columns of kind and age leaves the lines of a fuller file as they were")
{
    for_each_house([](House& house) {
        made::Folder folder;
        Browser gleb(house, "Глеб");
        auto import = begin_upload(
            gleb,
            folder.file("a.csv", "№;Мероприятие;Срок;Вид;Возраст\n1;Концерт;май;Спорт;12+\n2;Забег;июнь;Спорт;6+\n"));
        gleb.get(import);
        gleb.post(import, draft_form(gleb, "confirm"));
        const auto before = house.yurga.lines();
        REQUIRE(before.size() == 2);
        REQUIRE(before.front().imported.age_mark == "12+");
        REQUIRE(before.front().imported.kind == "sport");
        import = begin_upload(gleb, folder.file("b.csv", "№;Мероприятие;Срок\n1;Концерт;май\n2;Забег;июнь\n"));
        gleb.get(import);
        gleb.post(import, draft_form(gleb, "confirm"));
        const auto after = house.yurga.lines();
        REQUIRE(after.size() == 2);
        for (std::size_t i = 0; i < 2; ++i) {
            CHECK(after[i].version == before[i].version);
            CHECK(after[i].imported == before[i].imported);
        }
    });
}

TEST_CASE("columns are corrected by a person, and a stale page of an import is refused with what was typed")
{
    for_each_house([](House& house) {
        made::Folder folder;
        Browser gleb(house, "Глеб");
        const auto import =
            begin_upload(gleb, folder.file("a.csv", "№;Мероприятие;Срок;Заметки\n1;Концерт;май;ДК\n2;Бал;июль;\n"));
        gleb.get(import);
        const Fields columns{
            {"column-0", "number"}, {"column-1", "title"}, {"column-2", "when"}, {"column-3", "place"}};
        const auto stale = draft_form(gleb, "confirm", {{"line-2-title", "Большой концерт"}});
        gleb.post(import, draft_form(gleb, "check", columns));
        CHECK(gleb.status() == 303);
        gleb.get(import);
        CHECK(gleb.between("name=\"line-2-place\" value=\"", "\"") == "ДК");
        gleb.post(import, stale);
        CHECK(gleb.status() == 409);
        CHECK(gleb.between("name=\"line-2-title\" value=\"", "\"") == "Большой концерт");
        CHECK(house.yurga.lines().empty());
        gleb.post(import, draft_form(gleb, "confirm", {{"line-2-title", "Большой концерт"}}));
        CHECK(gleb.status() == 303);
        CHECK(house.yurga.line_named("Большой концерт").content.place == "ДК");
    });
}

TEST_CASE("a line that was mended stays in its place and says so, though the page shows only doubtful ones")
{
    for_each_house([](House& house) {
        Browser gleb(house, "Глеб");
        const auto import = begin_upload(gleb, "tests/data/plan-2021.csv");
        gleb.get(import);
        const auto row = gleb.between("id=\"row-", "\"");
        const auto field = "line-" + row + "-when";
        gleb.post(import, draft_form(gleb, "check", {{field, "31 сентября"}}));
        CHECK(gleb.location() == import + "#row-" + row);
        gleb.get(import + "?show=warnings");
        REQUIRE(gleb.says("id=\"row-" + row + "\""));
        gleb.post(import + "?show=warnings", draft_form(gleb, "check", {{field, "30 сентября 2021 г."}}));
        CHECK(gleb.location() == import + "?show=warnings#row-" + row);
        gleb.get(landed(gleb));
        const auto shown = gleb.between("id=\"row-" + row + "\"", "</li>");
        CHECK(shown.find("исправлено") != std::string::npos);
        CHECK(shown.find("30 сентября 2021 г.") != std::string::npos);
    });
}

TEST_CASE("what the town does not see yet is said after an import, with the deed that announces it")
{
    for_each_house([](House& house) {
        Browser gleb(house, "Глеб");
        const auto import = begin_upload(gleb, "tests/data/plan-2021.csv");
        gleb.get(import);
        gleb.post(import, draft_form(gleb, "confirm"));
        gleb.get(import);
        CHECK_FALSE(gleb.says("Посмотреть на сайте"));
        CHECK(gleb.says("Жители этого ещё не видят"));
        std::vector<Id<Line>> ids;
        for (const auto& line : house.yurga.lines()) ids.push_back(line.id);
        house.yurga.change([&](app::Work& work) { return set_age_mark(work, ids, AgeMark::a6); }).value();
        gleb.get(import);
        CHECK(gleb.says("value=\"announce_all\""));
        gleb.post(office_list + "/lines", {{"deed", "announce_all"}});
        CHECK(gleb.status() == 303);
        for (const auto& line : house.yurga.lines()) CHECK(line.announced());
        gleb.get(import);
        CHECK(gleb.says("Посмотреть на сайте"));
        CHECK_FALSE(gleb.says("announce_all"));
    });
}

TEST_CASE("a year that is wrong in many lines is mended in all of them at once, shown before, and taken back")
{
    for_each_house([](House& house) {
        const auto file =
            std::filesystem::temp_directory_path() / ("veche-years-" + std::to_string(::getpid()) + ".csv");
        std::ofstream(file) << "№;Наименование мероприятия;Срок;Место\n"
                               "1;Концерт;5 мая 2020 г., 12.00;ДК\n2;Ярмарка;6 июня 2020 г.;площадь\n"
                               "3;Лекция;7 июля 2021 г.;школа\n";
        Browser gleb(house, "Глеб");
        const auto import = begin_upload(gleb, file);
        std::filesystem::remove(file);
        gleb.get(import);
        CHECK(gleb.says("В 2 строках стоит 2020 год, а план — на 2021."));
        CHECK(gleb.says("<del>5 мая 2020 г., 12.00</del> → <ins>5 мая 2021 г., 12.00</ins>"));
        const auto words_of = [&](const std::string& words) { return gleb.count("value=\"" + words + "\""); };
        gleb.post(import, draft_form(gleb, "mend"));
        REQUIRE(gleb.status() == 303);
        gleb.get(import);
        CHECK(words_of("5 мая 2021 г., 12.00") == 1);
        CHECK(words_of("6 июня 2021 г.") == 1);
        CHECK(gleb.says("Исправлено: в 2 строках теперь 2021 год вместо 2020."));
        gleb.post(import, draft_form(gleb, "mend"));
        gleb.get(import);
        CHECK(words_of("5 мая 2020 г., 12.00") == 1);
        CHECK(words_of("7 июля 2021 г.") == 1);
        gleb.post(import, draft_form(gleb, "mend"));
        gleb.get(import);
        gleb.post(import, draft_form(gleb, "confirm"));
        CHECK(iso_start(house.yurga.line_named("Концерт").content.when) == "2021-05-05T12:00");
    });
}

TEST_CASE("a dropped import leaves nothing")
{
    for_each_house([](House& house) {
        Browser gleb(house, "Глеб");
        const auto import = begin_upload(gleb, "tests/data/plan-2021.csv");
        gleb.get(import);
        gleb.post(import, draft_form(gleb, "drop"));
        CHECK(gleb.location() == "/office/plan");
        gleb.get(import);
        CHECK(gleb.status() == 404);
        CHECK(house.yurga.lines().empty());
    });
}

TEST_CASE("a file that is no plan is refused beside the field, in words")
{
    for_each_house([](House& house) {
        made::Folder folder;
        Browser gleb(house, "Глеб");
        const std::pair<std::filesystem::path, std::string> table[] = {
            {folder.file("a.xlsx", "PK\x03\x04 not a zip"), "Файл повреждён"},
            {folder.file("b.csv", "<html><body>привет</body></html>"), "Это веб-страница"},
            {folder.file("c.csv", "\xFF\xFE\x00\xD8\x00\xD8"), ""},
            {folder.file("d.csv", "раз;два\nтри;четыре\n"), "Не нашли ни одного мероприятия"},
            {folder.file("e.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old"), "старый формат"},
        };
        for (const auto& [file, words] : table) {
            INFO(file.filename());
            CHECK(begin_upload(gleb, file).empty());
            CHECK(gleb.status() == 422);
            CHECK(gleb.error_of("file").find(words) != std::string::npos);
            CHECK_FALSE(gleb.error_of("file").empty());
            CHECK(gleb.value_of("year") == "2021");
        }
        gleb.get("/office/plan/import");
        gleb.post("/office/plan/import", {{"year", "21"}});
        CHECK(gleb.status() == 422);
        CHECK(gleb.error_of("file") == "Выберите файл.");
        CHECK_FALSE(gleb.error_of("year").empty());
        CHECK(gleb.value_of("year") == "21");
    });
}

TEST_CASE("markup in a file is text on every page of it")
{
    for_each_house([](House& house) {
        made::Folder folder;
        Browser gleb(house, "Глеб");
        const std::string bad = "<img src=x onerror=alert(1)>";
        const auto import =
            begin_upload(gleb, folder.file("a.csv", "№;Мероприятие " + bad + ";Срок\n1;" + bad + ";" + bad + "\n"));
        gleb.get(import);
        CHECK(gleb.status() == 200);
        CHECK_FALSE(gleb.says("<img src=x"));
        CHECK(gleb.says("&lt;img src=x"));
        gleb.post(import, draft_form(gleb, "confirm"));
        gleb.get(office_list);
        CHECK_FALSE(gleb.says("<img src=x"));
        CHECK(gleb.says("&lt;img src=x"));
    });
}

TEST_CASE("of a number with another event behind it a person is asked, and their word is kept")
{
    for_each_house([](House& house) {
        made::Folder folder;
        const std::string head = "№;Мероприятие;Срок;Место\n";
        Browser gleb(house, "Глеб");
        auto import = begin_upload(gleb, folder.file("a.csv", head + "5;Турнир по шахматам;20 июня;клуб\n"));
        gleb.get(import);
        gleb.post(import, draft_form(gleb, "confirm"));
        const auto chess = house.yurga.line_named("Турнир по шахматам");
        const auto ride = folder.file("b.csv", head + "5;Велопробег;13 июня;парк\n");

        import = begin_upload(gleb, ride);
        gleb.get(import);
        CHECK(gleb.count("class=\"draft new\"") == 1);
        CHECK(gleb.says("то же: № 5, Турнир по шахматам, 20 июня"));
        gleb.post(import, draft_form(gleb, "check", {{"line-2-same", to_text(chess.id)}}));
        gleb.get(landed(gleb));
        CHECK(gleb.count("class=\"draft changed\"") == 1);
        gleb.post(import, draft_form(gleb, "check", {{"line-2-same", "new"}}));
        gleb.get(landed(gleb));
        gleb.post(import, draft_form(gleb, "confirm"));
        CHECK(house.yurga.get(chess.id).content.title == "Турнир по шахматам");
        CHECK(house.yurga.get(chess.id).warnings == Words{"draft.gone"});

        import =
            begin_upload(gleb, folder.file("c.csv", head + "5;Кубок главы;20 июня;клуб\n6;Велопробег;13 июня;парк\n"));
        gleb.get(import);
        CHECK(gleb.count("class=\"draft changed\"") == 2);
        gleb.post(import, draft_form(gleb, "confirm", {{"line-2-same", to_text(chess.id)}}));
        CHECK(house.yurga.get(chess.id).content.title == "Кубок главы");
    });
}

TEST_CASE("the question whether a line is new is found in a long plan, and counted until it is answered")
{
    for_each_house([](House& house) {
        made::Folder folder;
        std::string text = "№;Мероприятие;Срок;Место\n";
        for (int i = 1; i < 130; ++i) text += fmt::format("{0};Встреча {0};май;клуб {0}\n", i);
        Browser gleb(house, "Глеб");
        auto import = begin_upload(gleb, folder.file("a.csv", text + "130;Турнир по шахматам;20 июня;клуб\n"));
        gleb.get(import);
        CHECK_FALSE(gleb.says("нужен ваш ответ"));
        CHECK_FALSE(gleb.says("в 0 раздел"));
        CHECK(gleb.count("В плане нет разделов.") == 1);
        gleb.post(import, draft_form(gleb, "confirm"));
        gleb.get(import);
        CHECK(gleb.says("<span class=\"figure\">130</span> <span>новых</span>"));
        const auto chess = house.yurga.line_named("Турнир по шахматам");

        import = begin_upload(gleb, folder.file("b.csv", text + "130;Велопробег;13 июня;парк\n"));
        gleb.get(import);
        CHECK(gleb.says("Про 1 строку нужен ваш ответ: новое это мероприятие или то, что уже есть."));
        CHECK(gleb.says("у 1 есть замечания"));
        CHECK(gleb.says("href=\"" + import + "?show=warnings#lines\""));
        CHECK_FALSE(gleb.says("Велопробег"));
        gleb.get(import + "?show=warnings");
        CHECK(gleb.count("class=\"draft ") == 1);
        CHECK(gleb.count("class=\"draft-pair\"") == 1);
        CHECK(gleb.says("новое (№ 130 «Турнир по шахматам» останется в плане отдельно)"));
        const auto row = gleb.between("id=\"row-", "\"");
        gleb.post(import + "?show=warnings", draft_form(gleb, "check", {{"line-" + row + "-same", "new"}}));
        gleb.get(landed(gleb));
        CHECK_FALSE(gleb.says("нужен ваш ответ"));
        CHECK(gleb.count("class=\"draft-pair\"") == 1);
        gleb.post(import + "?show=warnings", draft_form(gleb, "confirm"));
        gleb.get(import);
        CHECK(gleb.says("<span class=\"figure\">1</span> <span>новая</span>"));
        CHECK(house.yurga.get(chess.id).warnings == Words{"draft.gone"});
    });
}

TEST_CASE("the second step names every table, and a correction reaches the line of its own table")
{
    for_each_house([](House& house) {
        Browser gleb(house, "Глеб");
        const auto month = [](const std::string& name, const std::string& day) {
            return sheet(name, {"№|Мероприятие|Срок", "1|Концерт, " + name + "|" + day});
        };
        auto hidden = month("Черновик", "1 мая");
        hidden.hidden = true;
        const std::vector<outside::Table> tables{month("Март", "5 марта"), hidden, month("Апрель", "6 апреля"),
                                                 sheet("Смета", {"Статья|Сумма", "Сцена|500"})};
        Id<app::import::Import> id;
        house.change(house.yurga, [&](app::Work& work) {
            id = app::import::begin(work, beginning_of(2021, "план.xlsx", tables));
            return true;
        });
        const auto import = "/office/plan/import/" + to_text(id);
        gleb.get(import);
        REQUIRE(gleb.status() == 200);
        CHECK(gleb.says("план.xlsx, 2 таблицы вместе: Март, Апрель"));
        CHECK(gleb.says("«Апрель», строка 2"));
        CHECK(gleb.says("Лист «Черновик» скрыт, его не взяли. Строк: 1."));
        CHECK(gleb.says("«Смета»: не похоже на план, не взяли. Строк: 1."));
        CHECK(gleb.count("class=\"draft-section\"") == 2);
        gleb.post(import, draft_form(gleb, "check", {{"line-6-when", "7 апреля"}}));
        gleb.get(landed(gleb));
        gleb.post(import, draft_form(gleb, "confirm"));
        REQUIRE(house.yurga.lines().size() == 2);
        CHECK(house.yurga.line_named("Концерт, Март").content.when.text == "5 марта");
        CHECK(house.yurga.line_named("Концерт, Апрель").content.when.text == "7 апреля");
    });
}

}  // namespace office_import_test
