// What is on in some days, whatever year's plan it stands in and however much else goes on.

#include <doctest/doctest.h>

#include <algorithm>

#include "core/percent.hpp"
#include "features/plan/bodies/line_bodies.hpp"
#include "features/plan/figures.hpp"
#include "features/plan/tests/house_for_test.hpp"

namespace stretches_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;
using nlohmann::json;

namespace {

using Titles = std::vector<std::string>;

Titles titles_of(const json& lines)
{
    Titles titles;
    for (const auto& line : lines) titles.push_back(line.at("title"));
    std::ranges::sort(titles);
    return titles;
}

/// The SUMMARY of each event, sorted; short enough not to be folded.
Titles summaries(const Browser& browser)
{
    Titles found;
    const auto& text = browser.text();
    constexpr std::string_view name = "\r\nSUMMARY:";
    for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + 1))
        found.push_back(text.substr(at + name.size(), text.find("\r\n", at + 2) - at - name.size()));
    std::ranges::sort(found);
    return found;
}

void around_new_year(TestTown& town)
{
    town.announced(content("Ёлка", "30 декабря, 11:00"));
    town.announced(content("Каток", "25 декабря – 10 января"));
    town.announced(content("Зимние чтения", "декабрь – январь"));
    town.announced(content("Субботник", "24 апреля"));
    town.announced(content("Забег", "1 января, 12:00", 2022), 2022);
    town.announced(content("Рубрика", "в течение года", 2022), 2022);
}

/// Many lines at once, each from the first day of the year to the last.
void fill_the_year(TestTown& town, int count)
{
    std::vector<Incoming> file;
    for (int i = 0; i < count; ++i)
        file.push_back(incoming(marked(content("Выставка " + std::to_string(i), "01.01.2021 – 31.12.2021"))));
    REQUIRE(town.import(file, Announcing::now));
}

}  // namespace

TEST_CASE("the calendar that the pages offer goes on when the year is over")
{
    for_each_house([](House& house) {
        house.yurga.announced(content("Ёлка", "30 декабря, 11:00"));
        Browser anna(house);
        for (const auto* page : {"/plan/2021", "/plan/2021/calendar/12"}) {
            CAPTURE(page);
            anna.get(page);
            CHECK(anna.says("href=\"/calendars\""));
        }
        anna.get("/calendars");
        CHECK(anna.says("href=\"webcal://yurga.example/plan.ics\""));
        anna.get("/plan.ics");
        CHECK(anna.header("content-type") == "text/calendar; charset=utf-8");
        CHECK(summaries(anna) == Titles{"Ёлка"});
        house.change(house.yurga, [&](app::Work& work) {
            const auto added =
                add_line(work, 2022, work.new_id<Line>(), marked(content("Забег", "1 января, 12:00", 2022)));
            const Id<Line> ids[] = {added->id};
            return announce_lines(work, ids).has_value();
        });
        anna.get("/plan.ics");
        CHECK(summaries(anna) == Titles{"Ёлка", "Забег"});
        anna.get("/plan/2021.ics");
        CHECK(summaries(anna) == Titles{"Ёлка"});
    });
}

TEST_CASE("the calendar of all years has what was chosen, of a year back and not of ten")
{
    for_each_house([](House& house) {
        house.yurga.announced(content("Давнее", "6 июля 2011", 2011), 2011);
        house.yurga.announced(content("Прошлогоднее", "6 июля 2020", 2020), 2020);
        LineContent race = content("Забег", "1 августа");
        race.place = "стадион";
        house.yurga.announced(race);
        house.yurga.add(marked(content("Тайное", "2 августа")));
        house.taiga.announced(content("Чужое", "2 августа"));
        Browser anna(house);
        anna.get("/plan.ics");
        CHECK(summaries(anna) == Titles{"Забег", "Прошлогоднее"});
        anna.get("/plan.ics?place=" + percent_encoded("стадион"));
        CHECK(summaries(anna) == Titles{"Забег"});
        anna.get("/plan.ics?place=" + percent_encoded("нигде"));
        CHECK(summaries(anna).empty());
        CHECK(anna.status() == 200);
    });
}

TEST_CASE("a month shows what is on in it, whatever year's plan it stands in")
{
    for_each_house([](House& house) {
        around_new_year(house.yurga);
        Browser anna(house);
        CHECK(titles_of(anna.get_json("/plan/2022/calendar/1").at("lines")) ==
              Titles{"Забег", "Зимние чтения", "Каток"});
        CHECK(titles_of(anna.get_json("/plan/2021/calendar/12").at("lines")) ==
              Titles{"Ёлка", "Зимние чтения", "Каток"});
        CHECK(titles_of(anna.get_json("/plan/2022/calendar/2").at("lines")).empty());
        anna.get("/plan/2022/calendar/1");
        CHECK(anna.says("Каток"));
        CHECK(anna.says("href=\"/plan/2021/calendar/12\""));
        anna.get("/plan/2021/calendar/12");
        CHECK(anna.says("href=\"/plan/2022/calendar/1\""));
        CHECK_FALSE(anna.says("/calendar/13"));
        anna.get("/plan/2021/calendar/1");
        CHECK_FALSE(anna.says("/plan/2020/calendar"));
    });
}

TEST_CASE("what reaches into a year without a plan is found in the months of that year")
{
    for_each_house([](House& house) {
        house.yurga.announced(content("Каток", "25 декабря – 10 января"));
        Browser anna(house);
        anna.get("/plan/2021/calendar/12");
        CHECK(anna.says("href=\"/plan/2022/calendar/1\""));
        anna.get("/plan/2022/calendar/1");
        REQUIRE(anna.status() == 200);
        CHECK(anna.says("Каток"));
        CHECK(anna.says("href=\"/plan/2021/calendar/12\""));
        CHECK_FALSE(anna.says("href=\"/plan/2022\""));
        CHECK_FALSE(anna.says("/plan/2022/calendar/2"));
        CHECK(titles_of(anna.get_json("/plan/2022/calendar/1").at("lines")) == Titles{"Каток"});
        anna.get("/plan/2022/poster/1.pdf");
        CHECK(anna.status() == 200);
        for (const std::string nothing :
             {"/plan/2022/calendar/2", "/plan/2020/calendar/12", "/plan/2022/poster/2.pdf"}) {
            anna.get(nothing);
            CHECK(anna.status() == 404);
        }
    });
}

TEST_CASE("a week in which something goes on is not said to be empty")
{
    for_each_house([](House& house) {
        house.yurga.announced(content("Каток", "20 июня – 10 июля"));
        Browser anna(house);
        anna.get("/plan/week");
        CHECK(anna.says("Каток"));
        CHECK(anna.says("Идёт много дней"));
        CHECK_FALSE(anna.says("На этой неделе в плане ничего нет"));
        anna.get("/plan/week?from=2021-08-02");
        CHECK(anna.says("На этой неделе в плане ничего нет"));
    });
}

TEST_CASE("what was held on several days is counted once among what is over, and only when all of it is")
{
    for_each_house([](House& house) {
        house.yurga.announced(content("Зарядка", "28 февраля, 30 марта, 25 апреля"));
        house.yurga.announced(content("Кинопоказ", "5 февраля, 5 сентября"));
        Browser anna(house);
        anna.get("/plan/2021");
        CHECK(anna.says("Февраль – апрель: прошло 1 мероприятие"));
    });
}

TEST_CASE("the calendar of a year has what the plan before it leaves open past New Year")
{
    for_each_house([](House& house) {
        around_new_year(house.yurga);
        Browser anna(house);
        anna.get("/plan/2022.ics");
        CHECK(summaries(anna) == Titles{"Забег", "Зимние чтения", "Каток"});
        anna.get("/plan/2021.ics");
        CHECK(summaries(anna) == Titles{"Ёлка", "Зимние чтения", "Каток", "Субботник"});
    });
}

TEST_CASE("weeks, the first page and the frame show both plans around New Year")
{
    for_each_house([](House& house) {
        around_new_year(house.yurga);
        house.yurga.now = Instant{1'640'908'800'000};  // 31 December 2021, 7:00 in Yurga
        Browser anna(house);
        CHECK(titles_of(anna.get_json("/plan/week").at("lines")) == Titles{"Ёлка", "Забег", "Каток"});
        CHECK(titles_of(anna.get_json("/plan/week?from=2022-01-03").at("lines")) == Titles{"Каток"});
        CHECK(titles_of(anna.get_json("/plan/widget").at("happenings")) == Titles{"Забег", "Каток"});
    });
}

TEST_CASE("however much goes on all the year, what happens in these days is not pushed out")
{
    for_each_house([](House& house) {
        fill_the_year(house.yurga, 620);
        LineContent race = content("Забег у реки", "2 июля, 12:00");
        race.place = "стадион";
        house.yurga.announced(race);
        house.yurga.announced(content("Концерт", "каждую пятницу, июнь – август"));
        Browser anna(house);
        const auto week = titles_of(anna.get_json("/plan/week").at("lines"));
        CHECK(std::ranges::count(week, "Забег у реки") == 1);
        CHECK(std::ranges::count(week, "Концерт") == 1);
        for (const std::string page : {"/plan/week", "/plan/2021/calendar/7", "/plan/widget"}) {
            CAPTURE(page);
            anna.get(page);
            CHECK(anna.says("Забег у реки"));
        }
        const auto frame = anna.get_json("/plan/widget?place=" + percent_encoded("стадион")).at("happenings");
        CHECK(titles_of(frame) == Titles{"Забег у реки"});
        anna.get("/plan/embed");
        CHECK(anna.says("стадион"));
        const auto digest = house.yurga.read([](app::View& view) {
            const Day first(std::chrono::year(2021), std::chrono::June, std::chrono::day(28));
            return list_public_between(view, first, Day(std::chrono::sys_days(first) + std::chrono::days(13)));
        });
        CHECK(digest.size() == 500);
        CHECK(std::ranges::count(digest, "Забег у реки", [](const Line& line) { return line.content.title; }) == 1);
    });
}

TEST_CASE("a line with many days is on in the days that it names and not in those between")
{
    for_each_house([](House& house) {
        house.yurga.announced(content("Ярмарка", "28.05.2021; 25.06.2021; 27.08.2021"));
        Browser anna(house);
        CHECK(titles_of(anna.get_json("/plan/week?from=2021-06-25").at("lines")) == Titles{"Ярмарка"});
        CHECK(anna.get_json("/plan/week?from=2021-07-06").at("lines").empty());
        CHECK(anna.get_json("/plan/2021/calendar/7").at("lines").empty());
        CHECK(titles_of(anna.get_json("/plan/2021/calendar/8").at("lines")) == Titles{"Ярмарка"});
    });
}

TEST_CASE("a day that ends something is found under its own date")
{
    for_each_house([](House& house) {
        fill_the_year(house.yurga, 505);
        house.yurga.announced(content("Приём работ", "до 2 июля"));
        Browser anna(house);
        CHECK(std::ranges::count(titles_of(anna.get_json("/plan/week").at("lines")), "Приём работ") == 1);
    });
}

TEST_CASE("the feed of a place has its lines however many others have changed since")
{
    for_each_house([](House& house) {
        LineContent race = content("Забег", "2 июля");
        race.place = "стадион";
        house.yurga.announced(race);
        house.yurga.now = house.yurga.now + std::chrono::hours(1);
        fill_the_year(house.yurga, 120);
        Browser anna(house);
        const auto feed = anna.get_json("/feed.json?place=" + percent_encoded("стадион"));
        CHECK(titles_of(feed.at("items")) == Titles{"Забег"});
    });
}

TEST_CASE("a feed in which nothing was chosen is as old as the town's last change, not of 1970")
{
    for_each_house([](House& house) {
        house.yurga.announced(content("Забег", "2 июля"));
        Browser anna(house);
        for (const std::string name : {"atom", "rss"}) {
            anna.get("/feed." + name + "?place=" + percent_encoded("нигде"));
            CAPTURE(anna.text());
            CHECK_FALSE(anna.says("1970"));
            CHECK(anna.says(name == "atom" ? "<updated>2021-06-29T20:53:20Z</updated>" : "29 Jun 2021 20:53:20 +0000"));
        }
        Browser empty(house, "", "taiga.example");
        empty.get("/feed.atom");
        CHECK_FALSE(empty.says("1970"));
    });
}

TEST_CASE("lines that changed together keep their order in a feed: no two moments are the same")
{
    for_each_house([](House& house) {
        fill_the_year(house.yurga, 150);
        Browser anna(house);
        const auto items = anna.get_json("/feed.json").at("items");
        REQUIRE(items.size() == 100);
        for (std::size_t i = 0; i + 1 < items.size(); ++i)
            CHECK(items[i].at("date_modified").get<std::string>() >
                  items[i + 1].at("date_modified").get<std::string>());
        anna.get("/feed.atom");
        CHECK(anna.count("<updated>" + items[0].at("date_modified").get<std::string>() + "</updated>") == 2);
        CHECK(anna.count("<updated>" + items[1].at("date_modified").get<std::string>() + "</updated>") == 1);
    });
}

TEST_CASE("characters that XML forbids never reach a feed")
{
    for_each_house([](House& house) {
        LineContent odd = content("Бал\uFFFF и\uFFFE ёлка", "2 июля");
        odd.place = "зал\uFDD0";
        house.yurga.announced(odd);
        Browser anna(house);
        for (const auto* feed : {"/feed.atom", "/feed.rss", "/plan.ics"}) {
            anna.get(feed);
            CAPTURE(anna.text());
            CHECK(anna.says("Бал и ёлка"));
            CHECK_FALSE(anna.says("\uFFFF"));
            CHECK_FALSE(anna.says("\uFFFE"));
            CHECK_FALSE(anna.says("\uFDD0"));
        }
    });
}

TEST_CASE("hours of each day are said to be so by the page, the read model, schema.org and the calendar")
{
    for_each_house([](House& house) {
        const Line open = house.yurga.announced(content("Площадка", "ежедневно с 10:00 до 13:00, июль"));
        const Line block = house.yurga.announced(content("Поход", "6 июля 10:00 – 7 июля 18:00"));
        Browser anna(house);
        anna.get(line_path(open));
        CHECK(anna.says("ежедневно 10:00–13:00"));
        CHECK(anna.says("itemprop=\"repeatFrequency\" content=\"P1D\""));
        CHECK(anna.says("itemprop=\"startDate\" content=\"2021-07-01\""));
        CHECK(anna.says("itemprop=\"endTime\" content=\"13:00\""));
        CHECK(anna.get_json(line_path(open)).at("when").at("periods").at(0).at("each_day") == true);
        anna.get(line_path(open) + ".ics");
        CHECK(anna.says("DTSTART;TZID=Asia/Novokuznetsk:20210701T100000"));
        CHECK(anna.says("DTEND;TZID=Asia/Novokuznetsk:20210701T130000"));
        CHECK(anna.says("RRULE:FREQ=DAILY;COUNT=31"));

        anna.get(line_path(block));
        CHECK(anna.says("10:00 – 7 июля 2021, среда, 18:00"));
        CHECK_FALSE(anna.says("P1D"));
        CHECK_FALSE(anna.get_json(line_path(block)).at("when").at("periods").at(0).contains("each_day"));
        anna.get(line_path(block) + ".ics");
        CHECK(anna.says("DTEND;TZID=Asia/Novokuznetsk:20210707T180000"));
        CHECK_FALSE(anna.says("RRULE"));
    });
}

TEST_CASE("the office counts by the database what it would count by hand")
{
    for_each_house([](House& house) {
        fill_the_year(house.yurga, 12);
        LineContent doubtful = content("Встреча", "когда рак свистнет");
        doubtful.responsible = {"ДК «Победа»", "Отдел культуры"};
        house.yurga.add(doubtful);
        LineContent other = content("Концерт", "2 июля");
        other.responsible = {"ДК «ПОБЕДА»"};
        house.yurga.add(other);
        house.taiga.announced(content("Чужое", "2 июля"));
        house.yurga.read([&](app::View& view) {
            const auto count = [&](std::vector<app::Chosen> choices) {
                return app::count(figures::lines(), view, figures::of_year(2021, std::move(choices)));
            };
            const auto year = office_year(view, 2021);
            CHECK(office_start(view, 2021).has_plan);
            CHECK(count({}) == std::int64_t(year.lines.size()));
            CHECK(count({{"stage", "announced"}}) == std::ranges::count_if(year.lines, &Line::announced));
            CHECK(count({{"marked", "no"}}) == 2);
            CHECK(count({{"doubtful", "yes"}}) ==
                  std::ranges::count_if(year.lines, [](const Line& line) { return !line.warnings.empty(); }));
            CHECK(count({{"doubtful", "yes"}}) > 0);
            const auto unknown = app::count(figures::unknown_names(), view, app::every_day());
            CHECK(unknown == std::int64_t(list_unknown_names(view).size()));
            CHECK(unknown == 2);
            CHECK(office_start(view, 2030).year == 2021);
            return true;
        });
        CHECK(house.taiga.read(
                  [](app::View& view) { return app::count(figures::lines(), view, figures::of_year(2021)); }) == 1);
    });
}

TEST_CASE("the form of a line warns of what is in its way, and of nothing on other days")
{
    for_each_house([](House& house) {
        const auto at = [](std::string title, std::string_view when) {
            LineContent made = content(std::move(title), when);
            made.place = "стадион";
            return made;
        };
        const Line race = house.yurga.add(at("Забег", "2 июля, 12:00"));
        house.yurga.add(at("Матч", "2 июля, 13:00"));
        house.yurga.add(at("Парад", "3 июля, 12:00"));
        Browser gleb(house, "Глеб");
        gleb.get("/office/plan/2021/lines/" + to_text(race.id));
        CHECK(gleb.says("Матч"));
        CHECK_FALSE(gleb.says("Парад"));
    });
}

}  // namespace stretches_test
