#include "features/plan/line/cards.hpp"

#include <doctest/doctest.h>

#include "core/embedded.hpp"

namespace cards_test {

using namespace veche;
using namespace veche::plan;

namespace {

const language::Words& ru()
{
    static const language::Catalogues catalogues(std::string(embedded("language/ru.mo")),
                                                 std::string(embedded("language/en.mo")));
    return catalogues.words(language::Code::ru);
}

Telling at_new_year()
{
    return {ru(), {Day{std::chrono::year(2026), std::chrono::January, std::chrono::day(1)}, 600}};
}

Line announced(std::string_view when)
{
    Line line;
    line.year = 2026;
    line.content.title = "Лекторий";
    line.content.when = language::parse_when(when, 2026);
    line.stage = Announced{};
    return line;
}

}  // namespace

TEST_CASE("a stretch of days is told by its first day and through its last")
{
    const auto line = announced("01.03.2026 – 31.05.2026");
    REQUIRE(line.content.when.periods.size() == 1);
    const auto date = card(at_new_year(), {&line, &line.content.when.periods.front(), true}).at("date");
    CHECK(date.at("figure") == "1");
    CHECK(date.at("month") == "марта");
    CHECK(date.at("note") == "по 31 мая");
}

TEST_CASE("what has to be done by a day shows that day and never the first of January")
{
    const auto line = announced("до 1 июня");
    const auto date = card(at_new_year(), {&line, &line.content.when.periods.front(), true}).at("date");
    CHECK(date.at("figure") == "1");
    CHECK(date.at("month") == "июня");
    CHECK(dates_in_words(ru(), line.content.when) == std::vector<std::string>{"до 1 июня 2026"});
}

TEST_CASE("a public card says a state only when it is not that of all the others")
{
    auto line = announced("6 июля, 12:00");
    const Period* period = &line.content.when.periods.front();
    CHECK(card(at_new_year(), {&line, period, true}).at("state") ==
          nlohmann::json{{"code", "announced"}, {"title", ""}});
    line.stage = Planned{};
    CHECK(card(at_new_year(), {&line, period, true}).at("state").at("title") == "в плане");
}

TEST_CASE("more than six days of one hour are told month by month")
{
    const auto weekly = language::parse_when("по четвергам в 18:00, октябрь – декабрь", 2026);
    CHECK(dates_in_words(ru(), weekly) == std::vector<std::string>{"1, 8, 15, 22, 29 октября 2026, 18:00",
                                                                   "5, 12, 19, 26 ноября 2026, 18:00",
                                                                   "3, 10, 17, 24, 31 декабря 2026, 18:00"});
    const auto few = language::parse_when("28 мая, 25 июня, 30 июля", 2026);
    CHECK(dates_in_words(ru(), few).size() == 3);
    CHECK(dates_in_words(ru(), few).front() == "28 мая 2026, четверг");
}

TEST_CASE("a night is one date, and not the next day too")
{
    const auto line = announced("12 декабря с 22:00 до 02:00");
    const Occurrence night{&line, &line.content.when.periods.front(), true};
    CHECK(card(at_new_year(), night).at("date").at("note") == "сб, 22:00–2:00");
    const Day saturday = line.content.when.periods.front().first,
              monday = Day(std::chrono::sys_days(saturday) - std::chrono::days(5));
    const auto days =
        days_model(at_new_year(), {line}, monday, Day(std::chrono::sys_days(saturday) + std::chrono::days(1)));
    REQUIRE(days.size() == 1);
    CHECK(days.at(0).at("figure") == "12");
}

TEST_CASE("hours at the two ends of some days are not told as hours of each day, and those of each day are")
{
    const auto block = announced("5 декабря 10:00 – 7 декабря 18:00");
    const Occurrence o{&block, &block.content.when.periods.front(), true};
    CHECK(card(at_new_year(), o).at("date").at("note") == "с 10:00 до 18:00 7 декабря");
    const auto daily = announced("1–20 мая, с 10:00 до 18:00 ежедневно");
    CHECK(card(at_new_year(), {&daily, &daily.content.when.periods.front(), true}).at("date").at("note") ==
          "по 20 мая, ежедневно 10:00–18:00");
    const Day first = o.period->first;
    const auto days = days_model(at_new_year(), {block}, first, o.period->last);
    REQUIRE(days.size() == 3);
    CHECK(days.at(0).at("lines").at(0).at("time") == "10:00");
    CHECK(days.at(1).at("lines").at(0).at("time") == "");
    const Day may = daily.content.when.periods.front().first;
    const auto open = plan::hours_in_words(ru(), daily.content.when, daily.content.when.periods.front());
    CHECK(open == "ежедневно 10:00–18:00");
    CHECK(starts_on({&daily, &daily.content.when.periods.front(), true},
                    Day(std::chrono::sys_days(may) + std::chrono::days(2))));
}

}  // namespace cards_test
