#include "features/plan/tests/house_for_test.hpp"

#include <doctest/doctest.h>

namespace record_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace {

std::string path_of(const Line& line)
{
    return office_list + "/lines/" + to_text(line.id);
}
std::string version_of(const Line& line)
{
    return std::to_string(line.version);
}

LineContent concert()
{
    auto what = marked(content("Концерт", "6 июля 2021 г., 12.00"), AgeMark::a6);
    what.number = 14;
    what.place = "площадь";
    what.audience = "жители";
    what.responsible = {"Отдел культуры"};
    what.programme = {{12 * 60, {}, "Открытие"}};
    return what;
}

}  // namespace

TEST_CASE("a line's page is headed by its title and shows the record as text, with one way to change each part")
{
    for_each_house([](House& house) {
        const Line line = house.yurga.announced(concert());
        Browser gleb(house, "Глеб");
        gleb.get(path_of(line));
        REQUIRE(gleb.status() == 200);
        CHECK(gleb.between("<h1>", "</h1>") == "Концерт");
        for (const auto* said :
             {"площадь", "жители", "Отдел культуры", "0+", "12:00 Открытие", "Да, мероприятие на сайте."})
            CHECK_MESSAGE(gleb.says(said), std::string(said));
        CHECK(gleb.count("<textarea") == 0);
        CHECK(gleb.count("type=\"text\"") == 0);
        for (const auto* part : {"when", "who", "audience", "site", "about"}) {
            const auto edit = path_of(line) + "/edit?part=" + part;
            CHECK_MESSAGE(gleb.says("href=\"" + edit + "\""), part);
            Browser other(house, "Глеб");
            other.get(edit);
            CHECK_MESSAGE(other.status() == 200, part);
            CHECK(other.says("action=\"" + path_of(line) + "?part=" + part + "\""));
            CHECK(other.count("class=\"save-bar\"") == 1);
        }
        gleb.get(path_of(line) + "/edit?part=nonsense");
        CHECK(gleb.status() == 404);
    });
}

TEST_CASE("who may only read gets text and no field, no button and no way to change")
{
    for_each_house([](House& house) {
        const Line line = house.yurga.announced(concert());
        Browser boris(house, "Борис");
        boris.get(path_of(line));
        CHECK(boris.status() == 200);
        CHECK(boris.says("площадь"));
        CHECK_FALSE(boris.says("/edit"));
        const auto main = boris.between("<main", "</main>");
        for (const auto* live : {"<form", "<input", "<select", "<textarea", "<button"})
            CHECK_MESSAGE(main.find(live) == std::string::npos, live);
        boris.get(path_of(line) + "/edit?part=when");
        CHECK(boris.status() == 403);
    });
}

TEST_CASE("a part that is saved changes itself alone, and one stands at it with the message")
{
    for_each_house([](House& house) {
        const Line line = house.yurga.add(concert());
        Browser gleb(house, "Глеб");
        gleb.get(path_of(line) + "/edit?part=audience");
        CHECK_FALSE(gleb.says("name=\"place\""));
        gleb.post(path_of(line) + "?part=audience",
                  {{"version", version_of(line)}, {"audience", "дети"}, {"age", "0+"}, {"deed", "save"}});
        REQUIRE(gleb.status() == 303);
        CHECK(gleb.location() == path_of(line) + "#part-audience");
        auto wished = line.content;
        wished.audience = "дети";
        wished.age_mark = AgeMark::a0;
        const Line saved = house.yurga.get(line.id);
        CHECK(saved.content == wished);
        gleb.get(path_of(line));
        CHECK(gleb.between("id=\"part-audience\"", "</section>").find("Строка сохранена.") != std::string::npos);
        CHECK(gleb.count("class=\"flash\"") == 1);
        // A field of another part is not of this form.
        gleb.post(path_of(line) + "?part=audience", {{"version", version_of(saved)}, {"place", "парк"}});
        CHECK(gleb.status() == 400);
        // What is refused stays typed.
        gleb.post(path_of(line) + "?part=about", {{"version", version_of(saved)}, {"title", " "}, {"number", "x"}});
        CHECK(gleb.status() == 422);
        CHECK(gleb.error_of("number") == "Номер — целое число от 1.");
        CHECK(house.yurga.get(line.id).content == wished);
        CHECK(house.yurga.audit().empty());
    });
}

TEST_CASE("who saves a part over another's change of it sees both; the rest of the line is the newest")
{
    for_each_house([](House& house) {
        const Line line = house.yurga.add(concert());
        Browser gleb(house, "Глеб"), other(house, "Глеб");
        gleb.get(path_of(line) + "/edit?part=audience");
        other.get(path_of(line) + "/edit?part=when");
        other.post(path_of(line) + "?part=when",
                   {{"version", version_of(line)}, {"when", line.content.when.text}, {"place", "парк"}});
        REQUIRE(other.status() == 303);
        gleb.post(path_of(line) + "?part=audience",
                  {{"version", version_of(line)}, {"audience", "дети"}, {"age", "6+"}});
        CHECK(gleb.status() == 409);
        CHECK(gleb.says("Пока вы правили, это изменил другой человек"));
        CHECK(gleb.value_of("audience") == "дети");
        CHECK(gleb.between("name=\"version\" value=\"", "\"") == "2");
        gleb.post(path_of(line) + "?part=audience", {{"version", "2"}, {"audience", "дети"}, {"age", "6+"}});
        CHECK(gleb.status() == 303);
        const auto now = house.yurga.get(line.id).content;
        CHECK(now.audience == "дети");
        CHECK(now.place == "парк");
    });
}

TEST_CASE("from the record a line is announced, asked for its age mark first, and taken off the site")
{
    for_each_house([](House& house) {
        const Line bare = house.yurga.add(content("Ярмарка")), ready = house.yurga.add(concert());
        Browser gleb(house, "Глеб"), anna(house);
        gleb.get(path_of(bare));
        CHECK(gleb.says("href=\"" + path_of(bare) + "/edit?part=stage\""));
        gleb.post(path_of(bare) + "?part=stage", {{"version", "1"}, {"age", ""}, {"deed", "announce"}});
        CHECK(gleb.status() == 422);
        CHECK(gleb.error_of("age") == "Укажите возрастную отметку: без неё мероприятие нельзя объявить.");
        gleb.post(path_of(bare) + "?part=stage", {{"version", "1"}, {"age", "6+"}, {"deed", "announce"}});
        CHECK(gleb.status() == 303);
        CHECK(house.yurga.get(bare.id).announced());
        gleb.get(path_of(ready));
        gleb.post(path_of(ready) + "?part=stage",
                  {{"version", gleb.between("name=\"version\" value=\"", "\"")}, {"age", "6+"}, {"deed", "announce"}});
        CHECK(gleb.location() == path_of(ready));
        Line now = house.yurga.get(ready.id);
        CHECK(now.announced());
        CHECK(now.content == ready.content);
        gleb.get(path_of(ready) + "/edit?part=stage");
        CHECK(gleb.says("value=\"withdraw\""));
        gleb.post(path_of(ready) + "?part=stage", {{"version", version_of(now)}, {"age", "6+"}, {"deed", "withdraw"}});
        CHECK(gleb.status() == 303);
        now = house.yurga.get(ready.id);
        CHECK_FALSE(now.announced());
        CHECK(now.content == ready.content);
        gleb.get(path_of(ready) + "/edit?part=removal");
        CHECK(gleb.says("value=\"remove\""));
        gleb.post(path_of(ready) + "?part=removal", {{"version", version_of(now)}, {"deed", "remove"}});
        CHECK(gleb.location() == office_list);
        gleb.get(path_of(ready));
        CHECK(gleb.status() == 404);
    });
}

TEST_CASE("remarks are dropped by a person who calls them right, not by saving another part")
{
    for_each_house([](House& house) {
        REQUIRE(house.yurga.import({incoming(concert(), {"draft.no_section"})}));
        const Line line = house.yurga.line_named("Концерт");
        REQUIRE(line.warnings.size() == 1);
        Browser gleb(house, "Глеб");
        gleb.get(path_of(line));
        CHECK(gleb.says("value=\"look\""));
        gleb.post(path_of(line) + "?part=who",
                  {{"version", version_of(line)}, {"responsible", "Отдел культуры"}, {"deed", "save"}});
        CHECK(gleb.status() == 303);
        CHECK(house.yurga.get(line.id).warnings.size() == 1);
        gleb.post(path_of(line) + "?part=stage", {{"version", version_of(line)}, {"age", "6+"}, {"deed", "look"}});
        CHECK(gleb.status() == 303);
        CHECK(house.yurga.get(line.id).warnings.empty());
    });
}

TEST_CASE("staff who may not stay in the office and are told who may")
{
    for_each_house([](House& house) {
        Browser boris(house, "Борис"), anna(house);
        boris.get(office_list + "/lines/new");
        CHECK(boris.status() == 403);
        CHECK(boris.says("office-body"));
        CHECK(boris.says("администратор, организатор"));
        CHECK(boris.says("href=\"/office\""));
        CHECK(boris.header("cache-control") == "no-store");
        const Line line = house.yurga.announced(concert());
        boris.get(path_of(line) + "/happenings/" + to_text(line.happenings[0].id) + "/held");
        CHECK(boris.status() == 403);
        CHECK(boris.says("вы отвечаете не за него"));
    });
}

}  // namespace record_test
