#include "features/plan/life/commands.hpp"

#include <doctest/doctest.h>

#include "features/plan/tests/house_for_test.hpp"

namespace fact_pages_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

TEST_CASE("in plan and fact what has no result yet is folded away, and columns of noughts are left out")
{
    for_each_house([](House& house) {
        auto& yurga = house.yurga;
        const auto in_section = [](std::string title, std::string section, const char* when) {
            auto what = content(std::move(title), when);
            what.section = std::move(section);
            return what;
        };
        const Line held = yurga.announced(in_section("Концерт", "Культура", "15 июня 2021 г."));
        yurga.announced(in_section("Ярмарка", "Торговля", "15 августа 2021 г."));
        yurga.announced(in_section("Забег", "Спорт", "16 августа 2021 г."));
        const Report report{.first = parse_iso_day("2021-06-15"), .last = {}, .participants = 120, .summary = "Пели."};
        yurga
            .change(
                [&](app::Work& work) { return hold_line(work, held.id, held.version, held.happenings[0].id, report); })
            .value();
        Browser anna(house);
        anna.get("/plan/2021/fact");
        REQUIRE(anna.status() == 200);
        CHECK(anna.says("Состоялось 1 из 3"));
        CHECK(anna.says("Ещё 2 строки без итогов"));
        const auto table = anna.between("id=\"lines-section\"", "</table>");
        CHECK(table.find("Культура") != std::string::npos);
        CHECK(table.find("Торговля") == std::string::npos);
        const auto folded = anna.between("Ещё 2 строки без итогов</summary>", "</details>");
        CHECK(folded.find("Торговля") != std::string::npos);
        CHECK(folded.find("Спорт") != std::string::npos);
        CHECK_FALSE(anna.says("records?state=cancelled"));
        CHECK(anna.count(">Отме") == anna.count("<dt>Отме"));  // only where the word is explained
        // Numbers are a table on a phone, too, and no colour stands without its word.
        CHECK_FALSE(anna.says("class=\"cards fact-table"));
        CHECK(anna.says("class=\"fact-part held\">"));
        CHECK(anna.says("class=\"fact-part ahead\">"));
        CHECK_FALSE(anna.says("class=\"fact-part overdue\">"));
    });
}

}  // namespace fact_pages_test
