#include "features/plan/cards.hpp"

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

Line announced(std::string_view when)
{
    Line line;
    line.year = 2026;
    line.content.title = "Лекторий";
    line.content.when = parse_when(when, 2026);
    line.stage = Announced{};
    return line;
}

}  // namespace

TEST_CASE("a stretch of days is told by its first day and through its last")
{
    const auto line = announced("01.03.2026 – 31.05.2026");
    REQUIRE(line.content.when.periods.size() == 1);
    const auto date = card(ru(), {&line, &line.content.when.periods.front(), true}).at("date");
    CHECK(date.at("figure") == "1");
    CHECK(date.at("month") == "марта");
    CHECK(date.at("note") == "по 31 мая");
}

TEST_CASE("what has to be done by a day shows that day and never the first of January")
{
    const auto line = announced("до 1 июня");
    const auto date = card(ru(), {&line, &line.content.when.periods.front(), true}).at("date");
    CHECK(date.at("figure") == "1");
    CHECK(date.at("month") == "июня");
    CHECK(dates_in_words(ru(), line.content.when) == std::vector<std::string>{"до 1 июня 2026"});
}

TEST_CASE("a public card says a state only when it is not that of all the others")
{
    auto line = announced("6 июля, 12:00");
    const Period* period = &line.content.when.periods.front();
    CHECK(card(ru(), {&line, period, true}).at("state") == nlohmann::json{{"code", "announced"}, {"title", ""}});
    line.stage = Planned{};
    CHECK(card(ru(), {&line, period, true}).at("state").at("title") == "в плане");
}

TEST_CASE("more than six days of one hour are told month by month")
{
    const auto weekly = parse_when("по четвергам в 18:00, октябрь – декабрь", 2026);
    CHECK(dates_in_words(ru(), weekly) == std::vector<std::string>{"1, 8, 15, 22, 29 октября 2026, 18:00",
                                                                   "5, 12, 19, 26 ноября 2026, 18:00",
                                                                   "3, 10, 17, 24, 31 декабря 2026, 18:00"});
    const auto few = parse_when("28 мая, 25 июня, 30 июля", 2026);
    CHECK(dates_in_words(ru(), few).size() == 3);
    CHECK(dates_in_words(ru(), few).front() == "28 мая 2026, четверг");
}

}  // namespace cards_test
