#include <doctest/doctest.h>

#include "features/plan/import/tests/tables_for_test.hpp"

namespace understand_times_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;
using Texts = std::vector<std::string>;

namespace {

/// The days of one line under these columns of time.
std::string days(const std::string& columns, const std::string& cells)
{
    const auto draft =
        understand({sheet("План", {"№|Мероприятие|" + columns + "|Место", "1|Выставка|" + cells + "|музей"})}, 2021);
    return draft.lines.empty() ? "" : store_periods(draft.lines[0].when.periods);
}

}  // namespace

TEST_CASE("a column of starts and a column of ends are one stretch of time")
{
    for (const auto* columns :
         {"Дата начала|Дата окончания", "Начало|Окончание", "Срок начала|Срок завершения", "Дата с|Дата по", "с|по",
          "Начало проведения|Завершение", "Дата проведения|Дата окончания"}) {
        INFO(columns);
        CHECK(days(columns, "01.05.2021|31.05.2021") == "2021-05-01/2021-05-31");
        CHECK(days(columns, "1 мая|3 июня") == "2021-05-01/2021-06-03");
        CHECK(days(columns, "20.12.2021|10.01.2022") == "2021-12-20/2022-01-10");
        CHECK(days(columns, "6 июля|6 июля") == "2021-07-06/2021-07-06");
        CHECK(days(columns, "06.07.2021|") == "2021-07-06/2021-07-06");
    }
    CHECK(days("Начало|Окончание|Дата", "10:00|12:30|06.07.2021") == "2021-07-06T10:00/2021-07-06T12:30");
    CHECK(days("Дата|Время начала|Время окончания", "6 июля|10-00|12.30") == "2021-07-06T10:00/2021-07-06T12:30");
    CHECK(days("Дата начала|Дата окончания", "06.07.2021 10:00|06.07.2021 12:00") ==
          "2021-07-06T10:00/2021-07-06T12:00");
    CHECK(days("Дата начала|Дата окончания", "01.05.2021 10:00|03.05.2021 18:00") ==
          "2021-05-01T10:00/2021-05-03T18:00");
}

TEST_CASE("a name of time over \"с\" and \"по\" is a stretch")
{
    auto table =
        sheet("План", {"№|Мероприятие|Срок проведения||Место", "||с|по|", "1|Выставка|01.05.2021|31.05.2021|музей"});
    for (const auto& merges : {std::vector<outside::Merge>{{0, 2, 1, 2}}, std::vector<outside::Merge>{}}) {
        table.merges = merges;
        const auto draft = understand({table}, 2021);
        REQUIRE(draft.lines.size() == 1);
        CHECK(store_periods(draft.lines[0].when.periods) == "2021-05-01/2021-05-31");
        CHECK(draft.remarks.empty());
    }
}

TEST_CASE("an end without a start, or before it, stands with a warning")
{
    const auto draft = understand({sheet("План", {"№|Мероприятие|Дата начала|Дата окончания", "1|Выставка||31.05.2021",
                                                  "2|Смотр|10.06.2021|01.06.2021"})},
                                  2021);
    REQUIRE(draft.lines.size() == 2);
    CHECK(draft.lines[0].warnings == Texts{"draft.no_start"});
    CHECK(draft.lines[0].when.ends() == parse_iso_day("2021-05-31"));
    CHECK(draft.lines[1].warnings == Texts{"when.reversed"});
}

TEST_CASE("a column of time that is not taken is told")
{
    const auto told = [](const std::string& columns, const std::string& cells) {
        return remarks_of(understand({sheet("План", {"№|Мероприятие|" + columns, "1|Выставка|" + cells})}, 2021));
    };
    CHECK(told("Дата|Срок подачи заявок", "6 июля|1 июля") == Texts{"draft.column_left_out Срок подачи заявок"});
    CHECK(days("Дата начала приёма заявок|Дата", "1 июля|6 июля") == "2021-07-06/2021-07-06");
    CHECK(told("Месяц|Дата проведения", "июль|6 июля") == Texts{"draft.column_left_out Дата проведения"});
    CHECK(told("Дата|Дата начала|Дата окончания", "6 июля|1 июля|9 июля").size() == 2);
    CHECK(told("Дата|Срок подачи заявок", "6 июля|").empty());
    CHECK(told("Дата начала|Дата окончания", "1 июля|9 июля").empty());
}

}  // namespace understand_times_test
