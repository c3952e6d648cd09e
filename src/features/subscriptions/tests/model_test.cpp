#include "features/subscriptions/model.hpp"

#include <doctest/doctest.h>

namespace model_test {

using namespace veche;
using namespace veche::subscriptions;

namespace {

Day day(int year, unsigned month, unsigned number)
{
    return {std::chrono::year(year), std::chrono::month(month), std::chrono::day(number)};
}

}  // namespace

TEST_CASE("a list with nothing ticked chooses everything, and what a line does not say is in no choice")
{
    struct Row {
        Choice choice;
        const char *kind, *place, *audience;
        bool expected;
    };
    const Choice all{.weekly = true}, contests{.kinds = {"contest", "quiz"}}, yard{.places = {"Двор"}},
        school{.kinds = {"contest"}, .places = {"Школа"}, .audiences = {"дети"}};
    for (const auto& row : std::vector<Row>{{all, "event", "", "", true},
                                            {all, "contest", "Школа", "дети", true},
                                            {contests, "quiz", "", "", true},
                                            {contests, "event", "Школа", "дети", false},
                                            {yard, "event", "Двор", "", true},
                                            {yard, "event", "Двор 2", "", false},
                                            {yard, "event", "", "", false},
                                            {school, "contest", "Школа", "дети", true},
                                            {school, "contest", "Школа", "", false},
                                            {school, "sport", "Школа", "дети", false}}) {
        INFO(row.kind, " ", row.place, " ", row.audience);
        CHECK(matches(row.choice, row.kind, row.place, row.audience) == row.expected);
    }
}

TEST_CASE("letters of a week are due from Monday at eight, by day, the whole week")
{
    struct Row {
        Day today;
        int minute;
        std::optional<Day> week;
    };
    const Day monday = day(2021, 7, 5);
    for (const auto& row : std::vector<Row>{{monday, 7 * 60 + 59, {}},
                                            {monday, 8 * 60, monday},
                                            {monday, 20 * 60 + 59, monday},
                                            {monday, 21 * 60, {}},
                                            {day(2021, 7, 6), 3 * 60, {}},
                                            {day(2021, 7, 6), 12 * 60, monday},
                                            {day(2021, 7, 11), 9 * 60, monday},
                                            {day(2021, 7, 12), 9 * 60, day(2021, 7, 12)},
                                            {day(2022, 1, 1), 9 * 60, day(2021, 12, 27)}})
        CHECK_MESSAGE(due_week(row.today, row.minute) == row.week, iso_day(row.today), " ", row.minute);
}

TEST_CASE("something must be chosen, and not more than a person can tick")
{
    CHECK(faults_of(Choice{.weekly = true}).empty());
    CHECK(faults_of(Choice{.urgent = true}).empty());
    REQUIRE(faults_of(Choice{.kinds = {"event"}}).size() == 1);
    CHECK(faults_of(Choice{}).front().message == "subscriptions.nothing_chosen");
    Choice many{.weekly = true, .places = std::vector<std::string>(choices_most, "Двор")};
    CHECK(faults_of(many).empty());
    many.places.emplace_back("Двор");
    CHECK(faults_of(many).front().field == "place");
}

TEST_CASE("what nobody confirms in seven days is as if never asked; what is confirmed stays")
{
    using namespace std::chrono_literals;
    Subscription one;
    one.asked = Instant{1'000'000};
    CHECK(is_alive(one, one.asked + 7 * 24h - 1ms));
    CHECK_FALSE(is_alive(one, one.asked + 7 * 24h));
    CHECK_FALSE(may_write_again(one, one.asked + 10min - 1ms));
    CHECK(may_write_again(one, one.asked + 10min));
    one.stage = Stage::confirmed;
    CHECK(is_alive(one, one.asked + 1000 * 24h));
}

}  // namespace model_test
