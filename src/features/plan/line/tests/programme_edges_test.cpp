// The programme of a line on its way from the office's form to the page, the calendar and machines: docs/rules/programme.md.

#include <doctest/doctest.h>

#include <algorithm>

#include "features/plan/tests/house_for_test.hpp"

namespace programme_edges_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace {

std::string office_path(const Line& line)
{
    return office_list + "/lines/" + to_text(line.id);
}

Fields form_of(const Line& line, std::string programme)
{
    return {{"title", line.content.title},
            {"when", line.content.when.text},
            {"programme", std::move(programme)},
            {"age", std::string(to_text(*line.content.age_mark))},
            {"version", std::to_string(line.version)},
            {"deed", "save"}};
}

/// Long lines of a calendar are folded.
std::string unfolded(std::string text)
{
    for (auto at = text.find("\r\n "); at != std::string::npos; at = text.find("\r\n ")) text.erase(at, 3);
    return text;
}

}  // namespace

TEST_CASE("a programme typed in the office stands on the page, in the calendar and for machines, and follows a change")
{
    for_each_house([](House& house) {
        const Line line = house.yurga.announced(content("День города", "6 июля 2021 г., 12.00"));
        Browser gleb(house, "Глеб"), anna(house), john(house);
        john.prefers("en");
        anna.get(line_path(line));
        CHECK_FALSE(anna.says("Программа"));
        CHECK(anna.get_json(line_path(line)).at("programme").empty());
        gleb.get(office_path(line));
        gleb.post(office_path(line), form_of(line, "10.00 – Открытие\r\n\r\n10:30-12:00 Мастер-классы <b>\r\n"));
        CHECK(gleb.status() == 303);
        const Line saved = house.yurga.get(line.id);
        CHECK(saved.sequence == line.sequence + 1);
        CHECK(language::programme_text(saved.content.programme) == "10:00 Открытие\n10:30–12:00 Мастер-классы <b>");
        anna.get(line_path(line));
        CHECK(anna.says("Программа"));
        CHECK(anna.says("<span class=\"hours\">10:30–12:00</span> <span>Мастер-классы &lt;b&gt;</span>"));
        john.get(line_path(line));
        CHECK(john.says("Programme"));
        CHECK(john.says("10:00</span> <span>Открытие"));
        const auto hours = anna.get_json(line_path(line)).at("programme");
        REQUIRE(hours.size() == 2);
        CHECK(hours[0] == nlohmann::json{{"start", "10:00"}, {"end", nullptr}, {"title", "Открытие"}});
        CHECK(hours[1].at("end") == "12:00");
        anna.get(line_path(line) + ".ics");
        CHECK(unfolded(anna.text()).find("\\n10:00 Открытие\\n10:30–12:00 Мастер-классы <b>\\n") != std::string::npos);
        CHECK(house.yurga.found("мастер-классы") == std::vector<std::string>{"День города"});
        gleb.get(office_path(line) + "/edit?part=site");
        CHECK(gleb.says("10:00 Открытие\n10:30–12:00 Мастер-классы &lt;b&gt;</textarea>"));
        gleb.get(office_path(line) + "/move");
        CHECK(gleb.says("Часы программы останутся прежними"));
    });
}

TEST_CASE("a programme with a wrong line is refused by that line's number and words, and what was typed stays")
{
    for_each_house([](House& house) {
        const Line line = house.yurga.announced(content("День города"));
        Browser gleb(house, "Глеб");
        gleb.get(office_path(line));
        gleb.post(office_path(line), form_of(line, "10:00 Открытие\r\n11:00 Концерт\r\nв обед каша"));
        CHECK(gleb.status() == 422);
        CHECK(gleb.error_of("programme").starts_with("Строка 3, «в обед каша»: час не понят."));
        CHECK(gleb.says("11:00 Концерт"));
        CHECK(house.yurga.get(line.id).content.programme.empty());
    });
}

TEST_CASE("each of a line's dates is an occasion with its programme, and moving or correcting it leaves the hours")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        auto what = content("Праздник двора", "6 июля и 8 июля 2021");
        what.programme = {{16 * 60, {}, "Игры"}};
        const Line line = yurga.announced(what);
        const auto occasions = occasions_of(line);
        REQUIRE(occasions.size() == 2);
        for (const auto& one : occasions) CHECK(one.programme == what.programme);
        const auto later = language::parse_when("6 июля и 9 июля 2021", 2021);
        yurga.change([&](app::Work& work) { return move_line(work, line.id, line.version, later, "гроза"); }).value();
        CHECK(yurga.get(line.id).content.programme == what.programme);
    });
}

}  // namespace programme_edges_test
