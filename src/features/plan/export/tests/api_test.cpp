#include <algorithm>
#include <set>

#include <doctest/doctest.h>
#include <pugixml.hpp>

#include "features/plan/export/sheet.hpp"
#include "features/plan/import/import.hpp"
#include "features/plan/line/cards.hpp"
#include "features/plan/tests/house_for_test.hpp"
#include "outside/tests/made_files.hpp"

namespace api_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace {

using Words = std::vector<std::string>;

/// The content lines of a calendar, unfolded.
Words calendar_lines(const std::string& text)
{
    Words lines;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto end = text.find("\r\n", at);
        REQUIRE(end != std::string::npos);
        CHECK(end - at <= 75);
        const auto line = text.substr(at, end - at);
        if (line.starts_with(' '))
            lines.back() += line.substr(1);
        else
            lines.push_back(line);
        at = end + 2;
    }
    return lines;
}

bool has(const Words& lines, const std::string& line)
{
    return std::ranges::find(lines, line) != lines.end();
}

int count_of(const Words& lines, const std::string& line)
{
    return int(std::ranges::count(lines, line));
}

Words starting(const Words& lines, std::string_view start)
{
    Words found;
    std::ranges::copy_if(lines, std::back_inserter(found), [&](const auto& line) { return line.starts_with(start); });
    return found;
}

void edit(House& house, const Line& line, const LineContent& next)
{
    house.change(house.yurga, [&](app::Work& work) {
        return edit_line(work, line.id, line.version, next, {TimeChange::move, "мороз"});
    });
}

const std::string hostile = "<script>alert(1)</script> & \"цитата\" ]]> 'ё' 🎄";

pugi::xml_document parsed(const std::string& text)
{
    pugi::xml_document document;
    const auto result = document.load_string(text.c_str(), pugi::parse_full);
    CHECK_MESSAGE(result, result.description());
    return document;
}

/// The export of Yurga read as an office's file and imported into Taiga.
void bring_over(House& house, const std::string& ending)
{
    Browser anna(house);
    anna.get("/plan/2021" + ending);
    REQUIRE(anna.status() == 200);
    made::Folder folder;
    const auto draft = read_draft(folder.file("plan" + ending, anna.text()), 2021);
    REQUIRE(draft);
    CHECK(draft->warnings.size() <= 1);  // lines without a section leave one
    const auto done =
        house.taiga.change([&](app::Work& work) { return import_draft(work, 2021, *draft, Announcing::now); });
    REQUIRE(done);
}

void check_same_plan(House& house)
{
    auto ours = house.yurga.lines(), theirs = house.taiga.lines();
    REQUIRE(ours.size() == theirs.size());
    for (const auto& line : ours) {
        INFO(line.content.title);
        const auto copy = house.taiga.line_named(line.content.title).content;
        CHECK(copy.number == line.content.number);
        CHECK(copy.section == line.content.section);
        CHECK(copy.kind == line.content.kind);
        CHECK(copy.when.periods == line.content.when.periods);
        CHECK(copy.when.precision == line.content.when.precision);
        CHECK(copy.when.repeat == line.content.when.repeat);
        CHECK(copy.place == line.content.place);
        CHECK(copy.responsible == line.content.responsible);
        CHECK(copy.audience == line.content.audience);
        CHECK(copy.age_mark == line.content.age_mark);
    }
}

}  // namespace

TEST_CASE("a line's calendar names the town's zone, and its moment in it")
{
    for_each_house([](House& house) {
        LineContent what = content("День города; праздник, \\ всем");
        what.place = "площадь";
        const Line line = house.yurga.announced(what);
        Browser anna(house);
        anna.get(line_path(line) + ".ics");
        REQUIRE(anna.status() == 200);
        CHECK(anna.header("content-type") == "text/calendar; charset=utf-8");
        CHECK(anna.header("content-disposition").starts_with("attachment; filename=\""));
        const auto lines = calendar_lines(anna.text());
        CHECK(has(lines, "BEGIN:VTIMEZONE"));
        CHECK(has(lines, "TZID:Asia/Novokuznetsk"));
        CHECK(has(lines, "TZOFFSETTO:+0700"));
        CHECK(has(lines, "DTSTART;TZID=Asia/Novokuznetsk:20210706T120000"));
        CHECK(has(lines, "SUMMARY:День города\\; праздник\\, \\\\ всем"));
        CHECK(has(lines, "UID:" + to_text(line.happenings.at(0).id) + "@" + house.yurga.town.uuid));
        CHECK(has(lines, "SEQUENCE:0"));
        CHECK(count_of(lines, "BEGIN:VEVENT") == 1);
        CHECK(lines.back() == "END:VCALENDAR");
    });
}

TEST_CASE("a moved line keeps its UID and raises its SEQUENCE")
{
    for_each_house([](House& house) {
        const Line line = house.yurga.announced(content("День города"));
        Browser anna(house);
        anna.get("/plan/2021.ics");
        const auto before = starting(calendar_lines(anna.text()), "UID:");
        LineContent next = line.content;
        next.when = language::parse_when("8 июля 2021 г., 15.00", 2021);
        edit(house, line, next);
        anna.get("/plan/2021.ics");
        auto lines = calendar_lines(anna.text());
        CHECK(starting(lines, "UID:") == before);
        CHECK(has(lines, "SEQUENCE:1"));
        CHECK(has(lines, "DTSTART;TZID=Asia/Novokuznetsk:20210708T150000"));
        next.audience = "все";
        edit(house, house.yurga.get(line.id), next);
        anna.get("/plan/2021.ics");
        lines = calendar_lines(anna.text());
        CHECK(has(lines, "SEQUENCE:1"));
    });
}

TEST_CASE("a site that moves to another host keeps the names of its events, entries and feeds")
{
    for_each_house([](House& house) {
        house.yurga.announced(content("День города"));
        Browser anna(house);
        const auto names = [&] {
            anna.get("/plan/2021.ics");
            Words all = starting(calendar_lines(anna.text()), "UID:");
            anna.get("/feed.atom");
            const auto feed = parsed(anna.text()).child("feed");
            for (const auto& id : {feed.child_value("id"), feed.child("entry").child_value("id")}) all.emplace_back(id);
            const auto items = anna.get_json("/feed.json");
            all.push_back(items.at("items").at(0).at("id"));
            return all;
        };
        const auto before = names();
        CHECK(before.size() == 4);
        house.change(house.yurga, [](app::Work& work) {
            app::Town moved = work.town;
            moved.base_url = "http://new.example:8080";
            app::store::update_town(work.tx, moved);
            work.touch("town");
            work.record("town.change", "town/yurga", nlohmann::json::object());
            return true;
        });
        CHECK(names() == before);
        CHECK(anna.says("http://new.example:8080"));
        for (const auto& name : before) CHECK(name.find("example") == std::string::npos);
    });
}

TEST_CASE("one feed is not another: each choice has a name of its own")
{
    for_each_house([](House& house) {
        house.yurga.announced(content("День города"));
        std::set<std::string> names;
        for (const auto* target : {"/feed.atom", "/feed.atom?kind=event", "/feed.atom?kind=quiz"})
            for (const std::string host : {"yurga.example", "taiga.example"}) {
                Browser anna(house, "", host);
                anna.get(target);
                names.insert(parsed(anna.text()).child("feed").child_value("id"));
            }
        CHECK(names.size() == 6);
    });
}

TEST_CASE("a line with four dates is four events, days end before the next, and what has no date is left out")
{
    for_each_house([](House& house) {
        const Line run = house.yurga.announced(content("Забег", "28.05.2021; 25.06.2021; 30.07.2021; 27.08.2021"));
        house.yurga.announced(content("Фестиваль", "20-21 мая"));
        house.yurga.announced(content("Приём работ", "до 1 июня"));
        house.yurga.announced(content("Рубрика", "в течение года"));
        house.yurga.announced(content("Встреча", "по отдельному графику"));
        Browser anna(house);
        anna.get("/plan/2021.ics");
        const auto lines = calendar_lines(anna.text());
        CHECK(count_of(lines, "BEGIN:VEVENT") == 6);
        for (const auto& one : run.happenings)
            CHECK(has(lines, "UID:" + to_text(one.id) + "@" + house.yurga.town.uuid));
        const auto uids = starting(lines, "UID:");
        CHECK(std::set(uids.begin(), uids.end()).size() == 6);
        CHECK(has(lines, "DTSTART;VALUE=DATE:20210528"));
        CHECK(has(lines, "DTEND;VALUE=DATE:20210529"));
        CHECK(has(lines, "DTSTART;VALUE=DATE:20210520"));
        CHECK(has(lines, "DTEND;VALUE=DATE:20210522"));
        CHECK(has(lines, "DTSTART;VALUE=DATE:20210601"));
        CHECK(has(lines, "DTEND;VALUE=DATE:20210602"));
        CHECK_FALSE(anna.says("Рубрика"));
        anna.get("/plan/2021.ics?kind=event");
        CHECK(count_of(calendar_lines(anna.text()), "BEGIN:VEVENT") < 6);
    });
}

TEST_CASE("feeds are well-formed whatever a title says, and hold what was announced")
{
    for_each_house([](House& house) {
        LineContent what = content(hostile);
        what.place = "A & B <i>";
        const Line line = house.yurga.announced(what);
        Browser anna(house);
        anna.get("/feed.atom");
        CHECK(anna.header("content-type") == "application/atom+xml; charset=utf-8");
        const auto atom = parsed(anna.text());
        const auto entry = atom.child("feed").child("entry");
        CHECK(entry.child_value("title") == hostile);
        CHECK(entry.child("link").attribute("href").value() == "https://yurga.example" + line_path(line));
        CHECK(std::string(entry.child_value("id")) ==
              "urn:uuid:" + app::named_uuid(house.yurga.town.uuid, "line/" + to_text(line.id)));
        CHECK(std::string(entry.child_value("summary")).find("A & B <i>") != std::string::npos);
        CHECK_FALSE(entry.next_sibling("entry"));

        anna.get("/feed.rss");
        const auto rss = parsed(anna.text());
        const auto item = rss.child("rss").child("channel").child("item");
        CHECK(item.child_value("title") == hostile);
        CHECK(std::string(item.child_value("pubDate")) == "Tue, 29 Jun 2021 20:53:20 +0000");
        CHECK(std::string(item.child("guid").attribute("isPermaLink").value()) == "false");

        const auto feed = anna.get_json("/feed.json");
        CHECK(feed.at("version") == "https://jsonfeed.org/version/1.1");
        CHECK(feed.at("items").at(0).at("title") == hostile);
        CHECK(feed.at("items").at(0).at("url") == "https://yurga.example" + line_path(line));
        CHECK(feed.at("feed_url") == "https://yurga.example/feed.json");

        const auto id = std::string(entry.child_value("id"));
        LineContent next = line.content;
        next.title = "Новое";
        edit(house, line, next);
        anna.get("/feed.atom");
        CHECK(std::string(parsed(anna.text()).child("feed").child("entry").child_value("id")) == id);
    });
}

TEST_CASE("the newest change stands first in a feed")
{
    for_each_house([](House& house) {
        const Line first = house.yurga.announced(content("Первое"));
        house.yurga.now = noon + std::chrono::hours(1);
        house.yurga.announced(content("Второе"));
        Browser anna(house);
        CHECK(anna.get_json("/feed.json").at("items").at(0).at("title") == "Второе");
        house.yurga.now = noon + std::chrono::hours(2);
        LineContent next = house.yurga.get(first.id).content;
        next.place = "площадь";
        edit(house, house.yurga.get(first.id), next);
        CHECK(anna.get_json("/feed.json").at("items").at(0).at("title") == "Первое");
    });
}

TEST_CASE("a plan exported and imported again is the same plan in every field")
{
    for (const std::string ending : {".xlsx", ".csv"}) {
        INFO(ending);
        for_each_house([&](House& house) {
            int number = 0;
            const char* times[] = {"6 июля 2021 г., 12.00",
                                   "20-21 мая",
                                   "28.05.2021; 25.06.2021",
                                   "до 1 июня",
                                   "с 1 сентября",
                                   "май, сентябрь",
                                   "июнь – август",
                                   "II–III квартал",
                                   "ежеквартально",
                                   "ежемесячно",
                                   "в течение года",
                                   "по отдельному графику",
                                   "последняя суббота сентября",
                                   "31 сентября",
                                   ""};
            for (const auto* time : times) {
                LineContent what = content("Дело № " + std::to_string(++number) + ": «" + time + "»", time);
                what.number = number;
                what.section = number % 3 == 0 ? "" : number % 3 == 1 ? "Культура" : "Спорт, ёлки";
                what.kind = all_kinds[std::size_t(number) % 8];
                what.place = number % 4 ? "площадь; у реки" : "";
                what.responsible = {"ТОС «Южный», ТОС", "Комитет по культуре, спорту и туризму"};
                if (number % 5 == 0) what.responsible.clear();
                what.audience = number % 2 ? "дети 5–14 лет" : "";
                what.age_mark = all_age_marks[std::size_t(number) % 5];
                house.yurga.announced(what);
            }
            bring_over(house, ending);
            check_same_plan(house);
        });
    }
}

TEST_CASE("a corrected date is exported, so that it comes back")
{
    for (const std::string ending : {".xlsx", ".csv"}) {
        for_each_house([&](House& house) {
            const char* forms[][4] = {{"2021-07-06", "", "", ""},
                                      {"2021-07-06", "2021-07-08", "", ""},
                                      {"2021-07-06", "", "12:00", ""},
                                      {"2021-07-06", "", "09:05", "18:30"},
                                      {"2021-07-06", "2021-07-08", "10:00", "18:00"},
                                      {"2022-01-10", "", "", ""}};
            int number = 0;
            for (const auto& form : forms)
                for (const auto* words : {"лето", "6 июня", "", "по отдельному графику", "31 сентября"}) {
                    LineContent what = content("Дело " + std::to_string(++number));
                    what.number = number;
                    what.when = language::when_from_form(words, form[0], form[1], form[2], form[3], 2021).value();
                    house.yurga.announced(what);
                }
            bring_over(house, ending);
            check_same_plan(house);
        });
    }
}

TEST_CASE("an export imported into its own town changes nothing")
{
    for_each_house([](House& house) {
        house.yurga.announced(content("Концерт", "6 июля"));
        LineContent moved = content("Забег");
        moved.when = language::when_from_form("лето", "2021-07-06", "", "12:00", "", 2021).value();
        moved.number = 2;
        house.yurga.announced(moved);
        Browser anna(house);
        anna.get("/plan/2021.xlsx");
        made::Folder folder;
        const auto draft = read_draft(folder.file("plan.xlsx", anna.text()), 2021);
        REQUIRE(draft);
        const auto before = house.yurga.lines();
        const auto done =
            house.yurga.change([&](app::Work& work) { return import_draft(work, 2021, *draft, Announcing::later); });
        REQUIRE(done);
        CHECK(done->changed + done->fresh + done->gone == 0);
        CHECK(house.yurga.lines().at(0).content == before.at(0).content);
        CHECK(house.yurga.lines().at(1).content == before.at(1).content);
    });
}

TEST_CASE("the office's own plan goes in, out and in again as the same 40 lines")
{
    for_each_house([](House& house) {
        const auto draft = read_draft("tests/data/plan-2021.xlsx", 2021);
        REQUIRE(draft);
        const auto done =
            house.yurga.change([&](app::Work& work) { return import_draft(work, 2021, *draft, Announcing::now); });
        REQUIRE(done);
        CHECK(done->fresh == 40);
        CHECK(done->announced == 40);
        bring_over(house, ".xlsx");
        check_same_plan(house);
        CHECK(house.taiga.lines().size() == 40);
        for (std::size_t i = 0; i < 40; ++i)
            CHECK(house.taiga.lines().at(i).content.when.text == house.yurga.lines().at(i).content.when.text);
    });
}

TEST_CASE("no cell of a CSV is a formula, and it comes back as it was")
{
    for_each_house([](House& house) {
        for (const auto* title :
             {"=cmd|' /C calc'!A0", "+7 (384) 51", "-1", "@SUM(A1)", "'=1", "Обычное; \"с кавычками\""})
            house.yurga.announced(content(title));
        Browser anna(house);
        anna.get("/plan/2021.csv");
        CHECK(anna.header("content-type") == "text/csv; charset=utf-8");
        CHECK(anna.header("content-disposition") == "attachment; filename=\"plan-2021.csv\"");
        CHECK(anna.text().starts_with("\xEF\xBB\xBF"));
        CHECK(anna.says(";'=cmd|' /C calc'!A0;"));
        CHECK(anna.says(";'+7 (384) 51;"));
        CHECK(anna.says(";'-1;"));
        CHECK(anna.says(";'@SUM(A1);"));
        bring_over(house, ".csv");
        check_same_plan(house);
    });
}

}  // namespace api_test
