#include "features/plan/import/pair_lines.hpp"

#include <doctest/doctest.h>

#include "features/plan/tests/house_for_test.hpp"

namespace pair_lines_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace {

Incoming of_file(int number, std::string title, std::string_view when, std::string place)
{
    auto made = content(std::move(title), when);
    made.number = number;
    made.section = "Спорт";
    made.place = std::move(place);
    return incoming(made);
}

Line in_plan(std::int64_t id, const Incoming& one)
{
    Line line;
    line.id = Id<Line>(id);
    line.year = 2021;
    line.content = one.content;
    line.imported = one.words;
    return line;
}

using Kinds = std::vector<Match::Kind>;

Kinds kinds_of(const std::vector<Match>& matches)
{
    Kinds all;
    for (const auto& match : matches) all.push_back(match.kind);
    return all;
}

constexpr auto fresh = Match::Kind::fresh, changed = Match::Kind::changed, gone = Match::Kind::gone,
               same = Match::Kind::same;

const auto chess = of_file(5, "Турнир по шахматам", "20 июня, 10:00", "клуб");

}  // namespace

TEST_CASE("a number alone makes no line another one")
{
    const auto ride = of_file(5, "Велопробег", "13 июня, 9:00", "набережная");
    const auto matches = match_import({in_plan(1, chess)}, {ride});
    CHECK(kinds_of(matches) == Kinds{fresh, gone});
    CHECK(matches[0].perhaps == std::size_t(0));  // a person is asked
    // The same day alone is a coincidence.
    CHECK(kinds_of(match_import({in_plan(1, chess)}, {of_file(5, "Велопробег", "20 июня, 10:00", "набережная")})) ==
          Kinds{fresh, gone});
    // The same place alone too.
    CHECK(kinds_of(match_import({in_plan(1, chess)}, {of_file(5, "Велопробег", "13 июня", "клуб")})) ==
          Kinds{fresh, gone});
}

TEST_CASE("a renamed line is found by its number and day, by a title alike, and by day and place under another number")
{
    const auto renamed = match_import({in_plan(1, chess)}, {of_file(5, "Кубок главы", "20 июня, 10:00", "клуб")});
    CHECK(kinds_of(renamed) == Kinds{changed});
    CHECK(renamed[0].unsure);
    CHECK(kinds_of(match_import({in_plan(1, chess)}, {of_file(5, "Мастер-класс", "27 июня", "школа")})) ==
          Kinds{fresh, gone});
    CHECK(kinds_of(match_import({in_plan(1, chess)},
                                {of_file(5, "Турнир по шахматам среди школ", "27 июня", "школа")})) == Kinds{changed});
    const auto file = std::vector{of_file(5, "Велопробег", "13 июня, 9:00", "набережная"),
                                  of_file(6, "Турнир по шахматам на кубок города", "20 июня, 10:00", "клуб")};
    const auto matches = match_import({in_plan(1, chess)}, file);
    CHECK(kinds_of(matches) == Kinds{fresh, changed});
    CHECK_FALSE(matches[0].perhaps);
    CHECK(matches[1].line == std::size_t(0));
}

TEST_CASE("what a person says of a pair stands above all signs")
{
    auto ride = of_file(5, "Велопробег", "13 июня, 9:00", "набережная");
    ride.same_as = Id<Line>(1);
    CHECK(kinds_of(match_import({in_plan(1, chess)}, {ride})) == Kinds{changed});
    ride.same_as = Id<Line>(99);  // of another plan
    CHECK(kinds_of(match_import({in_plan(1, chess)}, {ride})) == Kinds{fresh, gone});
    auto apart = chess;
    CHECK(kinds_of(match_import({in_plan(1, chess)}, {apart})) == Kinds{same});
    apart.apart = true;
    CHECK(kinds_of(match_import({in_plan(1, chess)}, {apart})) == Kinds{fresh, gone});
}

TEST_CASE("titles that look the same are one title")
{
    const auto latin = of_file(5, "Typниp по шахматам", "20 июня, 10:00", "клуб");
    CHECK(match_import({in_plan(1, chess)}, {latin})[0].line == std::size_t(0));
    CHECK(similar_titles("Турнир по шахматам", "Турнир по шахматам на кубок города"));
    CHECK(similar_titles("Концерт", "Концерт ко Дню города"));
    CHECK_FALSE(similar_titles("Концерт ко Дню города", "Концерт ко Дню молодёжи"));
    CHECK_FALSE(similar_titles("Этап 1", "Этап 2"));
    CHECK_FALSE(similar_titles("", "Концерт"));
}

}  // namespace pair_lines_test
