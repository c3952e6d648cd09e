#include <algorithm>
#include <set>

#include <doctest/doctest.h>

#include "core/percent.hpp"
#include "features/plan/line/cards.hpp"
#include "features/plan/tests/house_for_test.hpp"

namespace portal_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace {

using Words = std::vector<std::string>;

LineContent placed(std::string title, std::string_view when, std::string place, std::string audience,
                   std::string section)
{
    LineContent made = content(std::move(title), when);
    made.place = std::move(place);
    made.audience = std::move(audience);
    made.section = std::move(section);
    return made;
}

/// A small year with every way of naming a time; what stands in Yurga stands nowhere else.
void fill(TestTown& town)
{
    town.announced(placed("Концерт у реки", "6 июля 2021 г., 12.00", "площадь", "все", "Культура"));
    town.announced(placed("Викторина о городе", "1 июля", "парк", "дети", "Культура"));
    town.announced(placed("Забег", "28.05.2021; 25.06.2021; 02.07.2021; 27.08.2021", "стадион", "все", "Спорт"));
    town.announced(placed("Фотоконкурс", "июнь – август", "", "дети", "Культура"));
    town.announced(placed("Опрос жителей", "с 1 июня по 30 сентября 2021", "", "все", ""));
    town.announced(placed("Рубрика газеты", "в течение года", "", "", ""));
    town.announced(placed("Встреча с главой", "по отдельному графику", "ДК", "", ""));
    town.add(marked(placed("Тайный бал", "3 июля", "замок", "все", "Культура")));
}

Words titles_of(const nlohmann::json& lines)
{
    Words titles;
    for (const auto& line : lines) titles.push_back(line.at("title"));
    std::ranges::sort(titles);
    return titles;
}

/// Titles of the whole plan that a page says.
Words titles_on(const Browser& page, House& house)
{
    Words titles;
    for (const auto& line : house.yurga.lines())
        if (page.says(line.content.title)) titles.push_back(line.content.title);
    std::ranges::sort(titles);
    return titles;
}

}  // namespace

TEST_CASE("the year stands on one page by month and by section, announced lines only")
{
    for_each_house([](House& house) {
        fill(house.yurga);
        Browser anna(house);
        anna.get("/plan/2021");
        REQUIRE(anna.status() == 200);
        CHECK(anna.says("План на 2021 год"));
        CHECK(titles_on(anna, house).size() == 7);
        CHECK_FALSE(anna.says("Тайный бал"));
        for (const auto* id : {"month-5", "month-6", "month-7", "month-8", "all-year", "no-date"})
            CHECK(anna.says(std::string("<h2 id=\"") + id + "\">"));
        CHECK_FALSE(anna.says("<h2 id=\"month-1\">"));
        CHECK(anna.count("class=\"plain\" href=\"/plan/2021/lines/") == 10);  // the run on each of its days
        CHECK_FALSE(anna.says("<script>"));

        anna.get("/plan/2021?by=section");
        CHECK(anna.count("class=\"plain\" href=\"/plan/2021/lines/") == 7);
        for (const auto* words : {"Культура", "Спорт", "Без раздела"}) CHECK(anna.says(words));
    });
}

TEST_CASE("filters choose by kind, place and audience, on the page and in JSON alike")
{
    for_each_house([](House& house) {
        fill(house.yurga);
        Browser anna(house);
        const std::pair<std::string, Words> table[] = {
            {"kind=quiz", {"Викторина о городе"}},
            {"place=" + percent_encoded("площадь"), {"Концерт у реки"}},
            {"audience=" + percent_encoded("дети"), {"Викторина о городе", "Фотоконкурс"}},
            {"audience=" + percent_encoded("дети") + "&kind=quiz", {"Викторина о городе"}},
            {"place=" + percent_encoded("замок"), {}},
            {"kind=nonsense&audience=" + percent_encoded("дети"), {"Викторина о городе", "Фотоконкурс"}},
        };
        for (const auto& [query, expected] : table) {
            INFO(query);
            anna.get("/plan/2021?by=section&" + query);
            CHECK(anna.status() == 200);
            Words shown;
            for (const auto& line : house.yurga.lines())
                if (anna.says(">" + line.content.title + "</a></h3>")) shown.push_back(line.content.title);
            std::ranges::sort(shown);
            CHECK(shown == expected);
            CHECK(titles_of(anna.get_json("/plan/2021?" + query).at("lines")) == expected);
            CHECK(titles_of(anna.get_json("/plan/2021.json?" + query).at("lines")) == expected);
        }
        anna.get("/plan/2021?place=" + percent_encoded("\"><script>alert(1)</script>"));
        CHECK(anna.status() == 200);
        CHECK_FALSE(anna.says("<script>alert"));
    });
}

TEST_CASE("what a page shows its JSON shows too")
{
    for_each_house([](House& house) {
        fill(house.yurga);
        Browser anna(house);
        for (const std::string path : {"/plan/2021", "/plan/2021?by=section", "/plan/2021/calendar/5",
                                       "/plan/2021/calendar/6", "/plan/2021/calendar/7", "/plan/2021/calendar/12",
                                       "/plan/week", "/plan/week?from=2021-07-08", "/plan/week?from=2021-10-01"}) {
            INFO(path);
            const auto machine = titles_of(anna.get_json(path).at("lines"));
            CHECK(anna.header("content-type") == "application/json; charset=utf-8");
            anna.get(path);
            CHECK(anna.status() == 200);
            CHECK(titles_on(anna, house) == machine);
        }
    });
}

TEST_CASE("a month's calendar has its days, and below what is known by the month only")
{
    for_each_house([](House& house) {
        fill(house.yurga);
        Browser anna(house);
        anna.get("/plan/2021/calendar/7");
        REQUIRE(anna.status() == 200);
        CHECK(anna.says("Июль 2021"));
        CHECK(anna.count("class=\"entry\"") == 3);
        const auto vague = anna.between("<h2 id=\"vague\">", "</section>");
        CHECK(vague.find("Фотоконкурс") != std::string::npos);
        CHECK(vague.find("Опрос жителей") != std::string::npos);
        CHECK_FALSE(anna.says("Рубрика газеты"));
        CHECK(anna.says("/plan/2021/calendar/6"));
        CHECK(anna.says("/plan/2021/calendar/8"));
        for (const std::string month : {"0", "13", "07", "x", "7x", "-1", "999999999999"}) {
            anna.get("/plan/2021/calendar/" + month);
            CHECK(anna.status() == 404);
        }
    });
}

TEST_CASE("the week shows its days and what goes on, from the town's Monday to its Sunday")
{
    for_each_house([](House& house) {
        fill(house.yurga);
        Browser anna(house);
        anna.get("/plan/week");  // 30 June 2021 in Yurga, a Wednesday
        REQUIRE(anna.status() == 200);
        CHECK(anna.says("id=\"day-2021-07-01\""));
        CHECK(anna.says("id=\"day-2021-07-02\""));
        CHECK_FALSE(anna.says("Концерт у реки"));
        CHECK(anna.between("<h2 id=\"running\">", "</section>").find("Опрос жителей") != std::string::npos);
        CHECK(anna.says("from=2021-06-21"));
        CHECK(anna.says("from=2021-07-05"));
        anna.get("/plan/week?from=2021-07-10");
        CHECK(anna.says("id=\"day-2021-07-06\""));
        CHECK(anna.says("12:00"));
        anna.get("/plan/week?from=2021-02-30");
        CHECK(anna.status() == 404);
        // At midnight in the town the same address is another week.
        house.yurga.now = Instant{1'625'418'000'000};  // 4 July 17:00 UTC: Monday 00:00 in Yurga
        anna.get("/plan/week");
        CHECK(anna.says("Концерт у реки"));
    });
}

TEST_CASE("a line's page tells all of it, in order, with its neighbours and for search engines")
{
    for_each_house([](House& house) {
        fill(house.yurga);
        LineContent what =
            placed("Ёлка <b>&</b> «огни»", "6 июля 2021 г., 12.00", "площадь \"Победы\"", "все", "Культура");
        what.responsible = {"ТОС «Южный»", "Комитет"};
        what.number = 12;
        const Line line = house.yurga.announced(what);
        Browser anna(house);
        anna.get(line_path(line));
        REQUIRE(anna.status() == 200);
        CHECK(anna.says("Ёлка &lt;b&gt;&amp;&lt;/b&gt; «огни»"));
        CHECK_FALSE(anna.says("<b>&"));
        for (const auto* words : {"ТОС «Южный»", "Комитет", "0+", "площадь &quot;Победы&quot;", "12:00"})
            CHECK(anna.says(words));
        CHECK(anna.says("content=\"2021-07-06T12:00:00+07:00\""));
        CHECK(anna.says(line_path(line) + ".ics"));
        CHECK(anna.says("rel=\"prev\""));
        const auto machine = anna.get_json(line_path(line));
        CHECK(machine.at("id") == to_text(line.id));
        CHECK(machine.at("title") == what.title);
        CHECK(machine.at("when").at("starts") == "2021-07-06T12:00");
        CHECK(machine.at("responsible").size() == 2);
        CHECK(machine.at("age_mark") == "0+");
        CHECK(machine.at("stage") == "announced");
        anna.get("/plan/2022/lines/" + to_text(line.id));
        CHECK(anna.status() == 404);
        for (const auto& other : house.yurga.lines())
            if (other.announced()) {
                anna.get(line_path(other));
                CHECK(anna.status() == 200);
            }
    });
}

TEST_CASE("a planned line is nowhere on the portal")
{
    for_each_house([](House& house) {
        fill(house.yurga);
        const Line hidden = house.yurga.line_named("Тайный бал");
        const std::string id = to_text(hidden.id);
        Browser anna(house);
        for (const auto& path : {"/plan/2021/lines/" + id, "/plan/2021/lines/" + id + ".ics"}) {
            anna.get(path);
            CHECK(anna.status() == 404);
            anna.get(path, "application/json");
            CHECK(anna.status() == 404);
        }
        for (const std::string path :
             {"/plan", "/plan/2021", "/plan/2021?by=section", "/plan/2021/calendar/7", "/plan/week", "/plan/2021.json",
              "/plan/2021.csv", "/plan/2021.ics", "/feed.atom", "/feed.rss", "/feed.json", "/sitemap.xml",
              "/search?q=%D0%B1%D0%B0%D0%BB"}) {
            INFO(path);
            anna.get(path);
            CHECK(anna.status() == 200);
            CHECK_FALSE(anna.says("Тайный"));
            CHECK_FALSE(anna.says(id));
            CHECK_FALSE(anna.says("замок"));
        }
        anna.get("/sitemap.xml");
        CHECK(anna.says(to_text(house.yurga.line_named("Забег").id)));
        anna.get("/search?q=%D0%BA%D0%BE%D0%BD%D1%86%D0%B5%D1%80%D1%82");
        CHECK(anna.says("/lines/" + to_text(house.yurga.line_named("Концерт у реки").id)));
    });
}

TEST_CASE("no page of one town shows a line of another")
{
    for_each_house([](House& house) {
        fill(house.yurga);
        house.taiga.announced(content("Праздник тайги", "3 июля"));
        const Line ours = house.yurga.line_named("Концерт у реки");
        Browser there(house, "", "taiga.example");
        for (const std::string path :
             {"/plan", "/plan/2021", "/plan/week", "/plan/2021/calendar/7", "/plan/2021.json", "/plan/2021.csv",
              "/plan/2021.ics", "/feed.atom", "/feed.rss", "/feed.json", "/sitemap.xml"}) {
            INFO(path);
            there.get(path);
            CHECK(there.status() == 200);
            CHECK(titles_on(there, house).empty());
            CHECK_FALSE(there.says("yurga.example"));
        }
        there.get(line_path(ours));
        CHECK(there.status() == 404);
        there.get(line_path(ours) + ".ics");
        CHECK(there.status() == 404);
    });
}

TEST_CASE("a year without a plan says so and names the years that have one")
{
    for_each_house([](House& house) {
        Browser anna(house);
        anna.get("/plan");
        CHECK(anna.status() == 404);
        fill(house.yurga);
        house.yurga.announced(content("Старое", "май", 2020), 2020);
        anna.get("/plan/2019");
        CHECK(anna.status() == 404);
        CHECK(anna.says("href=\"/plan/2021\""));
        anna.get("/plan");
        CHECK(anna.status() == 200);
        CHECK(anna.says("href=\"/plan/2020\""));
        for (const std::string year : {"21", "02021", "20x1", "1989", "2101", "99999"}) {
            anna.get("/plan/" + year);
            CHECK(anna.status() == 404);
            anna.get("/plan/" + year + ".ics");
            CHECK(anna.status() == 404);
        }
    });
}

TEST_CASE("a page asked for again comes from the cache without a statement, until a change drops it")
{
    for_each_house([](House& house) {
        fill(house.yurga);
        const Line line = house.yurga.line_named("Концерт у реки");
        Browser anna(house);
        for (const std::string& path : {std::string("/plan/2021"), line_path(line), std::string("/plan/2021.ics"),
                                        std::string("/feed.atom"), std::string("/plan/week")}) {
            INFO(path);
            const auto unread = house.database.figures().statements;
            anna.get(path);
            // A line's page is made from the year that the year's page has left behind, without a statement.
            CHECK_FALSE(anna.was_ready);
            CHECK((house.database.figures().statements == unread) == (path == line_path(line)));
            const std::string first = anna.text(), etag = anna.last.shared->etag;
            CHECK(etag.starts_with('"'));
            const auto statements = house.database.figures().statements;
            anna.get(path);
            CHECK(anna.was_ready);
            CHECK(house.database.figures().statements == statements);
            CHECK(anna.text() == first);
            CHECK(anna.last.shared->etag == etag);

            LineContent next = house.yurga.get(line.id).content;
            next.place += "!";
            next.when = language::parse_when(next.when.text + " ", 2021);
            house.change(house.yurga, [&](app::Work& work) {
                return edit_line(work, line.id, store::get_for_update(work.tx, work.town.id, line.id).version, next);
            });
            anna.get(path);
            CHECK_FALSE(anna.was_ready);
            if (path != "/plan/week") CHECK(anna.last.shared->etag != etag);
        }
        // The other town's pages stay.
        house.taiga.announced(content("Праздник тайги"));
        Browser there(house, "", "taiga.example");
        there.get("/plan/2021");
        house.change(house.yurga, [&](app::Work& work) { return withdraw_lines(work, std::vector{line.id}); });
        there.get("/plan/2021");
        CHECK(there.was_ready);
        anna.get(line_path(line));
        CHECK(anna.status() == 404);
    });
}

TEST_CASE("a change by another process drops the page when touches are followed")
{
    for_each_house([](House& house) {
        fill(house.yurga);
        Browser anna(house);
        anna.get("/plan/2021");
        anna.get("/plan/2021");
        REQUIRE(anna.was_ready);
        const Line hidden = house.yurga.line_named("Тайный бал");
        house.database.change([&](db::Session& tx) {
            app::Work work(tx, house.yurga.town, gleb(), house.yurga.now, house.site.ids());
            announce_lines(work, std::vector{hidden.id}).value();
            work.finish();
            // As another process leaves it: with another number.
            tx.execute("UPDATE page_touches SET process = process + 1 WHERE town_id = :town",
                       {{"town", house.yurga.town.id}});
            return db::Outcome::keep;
        });
        anna.get("/plan/2021");
        CHECK(anna.was_ready);
        house.site.follow_touches();
        anna.get("/plan/2021");
        CHECK_FALSE(anna.was_ready);
        CHECK(anna.says("Тайный бал"));
    });
}

}  // namespace portal_test
