// The office's list of a plan: its filters, its pages, its alerts.

#include <doctest/doctest.h>

#include <set>

#include "core/percent.hpp"
#include "features/plan/tests/house_for_test.hpp"

namespace list_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace {

const std::string& list = office_list;

}  // namespace

TEST_CASE("each state of the list holds the lines of that state alone, and the alerts say how many wait")
{
    for_each_house([](House& house) {
        const Line moved = house.yurga.announced(content("Перенос", "20 июля 2021"));
        const Line held = house.yurga.announced(content("Лекция", "28 мая 2021"));
        const Line off = house.yurga.announced(content("Каток", "16 июля 2021"));
        house.yurga.announced(content("Поздний", "1 июня 2021"));
        house.yurga.add(content("Кружок", "по отдельному графику"));
        const auto later = language::parse_when("21 июля 2021", 2021);
        const auto change = [&](auto command) { REQUIRE(house.yurga.change(command).has_value()); };
        change([&](app::Work& work) { return move_line(work, moved.id, moved.version, later, "гроза"); });
        change([&](app::Work& work) { return cancel_line(work, off.id, off.version, std::nullopt, "оттепель"); });
        change([&](app::Work& work) {
            const Report report{
                .first = parse_iso_day("2021-05-28"), .last = {}, .participants = 9, .summary = "Была."};
            return hold_line(work, held.id, held.version, held.happenings[0].id, report);
        });
        Browser gleb(house, "Глеб");
        const std::pair<std::string, std::set<std::string>> table[] = {
            {"moved", {"Перенос"}},   {"held", {"Лекция"}},    {"cancelled", {"Каток"}},
            {"overdue", {"Поздний"}}, {"planned", {"Кружок"}}, {"ahead", {"Перенос", "Поздний", "Кружок"}},
        };
        for (const auto& [state, titles] : table) {
            gleb.get(list + "?state=" + state);
            CHECK_MESSAGE(gleb.count("<tr id=\"line-") == int(titles.size()), state);
            for (const auto& title : titles) CHECK_MESSAGE(gleb.says(">" + title + "<"), state);
        }
        CHECK(gleb.says("5 строк, 4 объявлены"));
        CHECK(gleb.says(list + "?state=overdue\">"));
    });
}

TEST_CASE("words are looked for in all titles of a plan, however many lines lie between those that have them")
{
    for_each_house([](House& house) {
        std::vector<Incoming> file;
        for (int i = 1; i <= 1'200; ++i) file.push_back(incoming(content("Дело " + std::to_string(i), "май")));
        REQUIRE(house.yurga.import(file));
        Browser gleb(house, "Глеб");
        gleb.get(list + "?q=" + percent_encoded("дело 119"));
        CHECK(gleb.count("<tr id=\"line-") == 11);  // 119 and 1190 … 1199
        gleb.get(list + "?q=" + percent_encoded("дело 1"));
        CHECK(gleb.count("<tr id=\"line-") == 100);
        CHECK(gleb.says("rel=\"next\""));
    });
}

TEST_CASE("a long list is turned by keys, forward and back")
{
    for_each_house([](House& house) {
        std::vector<Incoming> file;
        for (int i = 1; i <= 230; ++i) {
            auto what = content("Дело " + std::to_string(i), "май");
            what.number = i;
            file.push_back(incoming(what));
        }
        REQUIRE(house.yurga.import(file));
        Browser gleb(house, "Глеб");
        const auto link = [&](const std::string& rel) {
            const auto before = gleb.text().find("rel=\"" + rel + "\"");
            if (before == std::string::npos) return std::string();
            const auto start = gleb.text().rfind("href=\"", before) + 6;
            std::string href = gleb.text().substr(start, gleb.text().find('"', start) - start);
            for (auto at = href.find("&amp;"); at != std::string::npos; at = href.find("&amp;")) href.erase(at + 1, 4);
            return href;
        };
        gleb.get(list);
        CHECK(gleb.count("<tr id=\"line-") == 100);
        CHECK(link("prev").empty());
        gleb.get(link("next"));
        CHECK(gleb.says(">Дело 101<"));
        CHECK(gleb.says(">Дело 200<"));
        gleb.get(link("next"));
        CHECK(gleb.count("<tr id=\"line-") == 30);
        CHECK(link("next").empty());
        gleb.get(link("prev"));
        CHECK(gleb.says(">Дело 101<"));
        gleb.get(link("prev"));
        CHECK(gleb.says(">Дело 1<"));
        CHECK(gleb.says(">Дело 100<"));
    });
}

}  // namespace list_test
