#include <doctest/doctest.h>

#include "features/plan/figures.hpp"
#include "features/plan/tests/house_for_test.hpp"

namespace overdue_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

TEST_CASE("as many are overdue as the list names and the figure counts, on each day, whatever was told meanwhile")
{
    for_each_town([](TestTown& yurga, TestTown& taiga) {
        yurga.announced(content("Дворы", "28 мая, 25 июня и 6 июля 2021"));
        const Line planned = yurga.announced(content("Лекция", "март"));
        yurga.add(content("Черновик", "апрель"));  // owes nobody a report
        yurga.announced(content("Прошлогодний", "1 декабря 2020", 2020), 2020);
        yurga.announced(content("Давний", "1 декабря 2019", 2019), 2019);
        yurga.announced(content("Кружок", "по отдельному графику"));
        taiga.announced(content("Чужой", "28 мая 2021"));
        const auto count_on = [&](Day today) {
            return yurga.read([&](app::View& view) {
                auto scope = app::every_day({{"state", "overdue"}});
                scope.first = Day{today.year() - std::chrono::years(1), std::chrono::January, std::chrono::day(1)};
                const auto all = count_overdue(view, today);
                CHECK(std::int64_t(list_overdue(view, today, std::nullopt, 100).size()) == all);
                if (today == view.town.zone.local(view.now).day)
                    CHECK(app::count(figures::happenings(), view, scope) == all);
                return all;
            });
        };
        using namespace std::chrono;
        CHECK(count_on({year(2021), May, day(28)}) == 2);   // the lecture and the one of last year
        CHECK(count_on({year(2021), June, day(30)}) == 4);  // today
        CHECK(count_on({year(2021), July, day(7)}) == 5);
        CHECK(count_on({year(2022), January, day(1)}) == 4);  // 2020 is history
        yurga
            .change([&](app::Work& work) {
                return cancel_line(work, planned.id, planned.version, planned.happenings[0].id, "ремонт");
            })
            .value();
        CHECK(count_on({year(2021), June, day(30)}) == 3);
    });
}

}  // namespace overdue_test
