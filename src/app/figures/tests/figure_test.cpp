#include "app/figures/figure.hpp"

#include <doctest/doctest.h>

#include "app/tests/house.hpp"
#include "core/errors.hpp"
#include "core/expect.hpp"

namespace figure_test {

using namespace veche;
using namespace veche::app;
using namespace veche::app::test;

namespace {

Day day(int month, int day)
{
    return Day(std::chrono::year(2027), std::chrono::month(unsigned(month)), std::chrono::day(unsigned(day)));
}

struct Cup {
    Day day;
    std::string colour;
    std::int64_t spoons;
};

/// Cups in a cupboard: a figure without a database.
Figure cups(std::vector<Cup> all)
{
    const auto chosen = [all](const Scope& scope) {
        std::vector<Cup> some;
        for (const auto& cup : all)
            if (scope.first <= cup.day && cup.day <= scope.last &&
                (scope.chosen("colour").empty() || scope.chosen("colour") == cup.colour))
                some.push_back(cup);
        return some;
    };
    Figure figure;
    figure.id = "kitchen.spoons";
    figure.dimensions = {{"colour", "kitchen.colour", ""}};
    figure.permission = {"kitchen.see", [](const Actor& actor) { return actor.is_staff(); }};
    figure.sums = [chosen, own = figure.dimensions](View&, const Scope& scope, std::span<const std::string_view> by) {
        std::vector<Sum> rows;
        for (const auto& cup : chosen(scope)) rows.push_back({{cup.colour}, cup.spoons});
        return folded(rows, own, by);
    };
    figure.records = [chosen](View&, const Scope& scope, const std::string& after, int limit) {
        std::vector<FigureRecord> records;
        const auto some = chosen(scope);
        std::int64_t last = 0;
        if (!parse_place(after, std::span(&last, 1))) throw NotFound("cup");
        for (auto at = std::size_t(std::max<std::int64_t>(last + 1, 0)); at < some.size(); ++at) {
            if (records.size() == std::size_t(limit)) break;
            FigureRecord record;
            record.key = std::to_string(at);
            record.day = some[at].day;
            record.amount = some[at].spoons;
            records.push_back(record);
        }
        return records;
    };
    return figure;
}

const Figure& few_cups()
{
    static const Figure figure =
        cups({{day(1, 31), "red", 1}, {day(2, 1), "red", 2}, {day(2, 28), "blue", 4}, {day(5, 9), "blue", 8}});
    return figure;
}

/// A View as somebody has it.
template <class Look>
void as(const Actor& actor, Look look)
{
    veche::test::for_each_engine({}, [&](db::Database& database) {
        const auto town = town_named("yurga", 1);
        database.read([&](db::Session& session) {
            View view(session, town, actor, morning);
            look(view);
        });
    });
}

}  // namespace

TEST_CASE("a month is the days it has of the scope, and a choice twice is a choice once")
{
    const Actor clerk = staff({Role::clerk});
    as(clerk, [](View& view) {
        const auto& figure = few_cups();
        CHECK(count(figure, view, every_day()) == 15);
        CHECK(count(figure, view, every_day({{"month", "2027-02"}})) == 6);
        CHECK(count(figure, view, {day(2, 2), day(12, 31), {{"month", "2027-02"}}}) == 4);
        CHECK(count(figure, view, every_day({{"month", "2027-02"}, {"month", "2027-01"}})) == 0);
        CHECK(count(figure, view, every_day({{"month", "soon"}})) == 0);
        CHECK(count(figure, view, every_day({{"colour", "red"}, {"colour", "red"}})) == 3);
        CHECK(count(figure, view, every_day({{"colour", "red"}, {"colour", "blue"}})) == 0);
        CHECK(count(figure, view, every_day({{"colour", ""}})) == 0);
        const auto months = sums(figure, view, {day(1, 1), day(6, 30), {}}, {"colour", "month"});
        REQUIRE(months.size() == 4);
        CHECK(months[0].values == std::vector<std::string>{"red", "2027-01"});
        CHECK(months[3].values == std::vector<std::string>{"blue", "2027-05"});
        CHECK(months[3].amount == 8);
    });
}

TEST_CASE("a dimension that a figure has not is our bug, a place that is none is not found")
{
    as(staff({Role::clerk}), [](View& view) {
        CHECK_THROWS_AS(count(few_cups(), view, every_day({{"size", "big"}})), Bug);
        CHECK_THROWS_AS(sums(few_cups(), view, every_day(), {"size"}), Bug);
        CHECK_THROWS_AS(sums(few_cups(), view, every_day(), {"month"}), Bug);  // of a thousand years
        for (const auto* key : {"x", "1x", "1.2", " 1", "99999999999999999999"})
            CHECK_THROWS_AS(list(few_cups(), view, every_day(), key), NotFound);
        std::array<std::int64_t, 2> place{};
        CHECK_FALSE(parse_place("7", place));
        CHECK((parse_place("7.-8", place) && place == std::array<std::int64_t, 2>{7, -8}));
    });
}

TEST_CASE("a list has pages of a hundred, and the last one says so")
{
    std::vector<Cup> many(201, Cup{day(3, 1), "red", 1});
    const auto figure = cups(many);
    as(staff({Role::clerk}), [&](View& view) {
        std::vector<std::size_t> sizes;
        for (std::string after;;) {
            const auto page = list(figure, view, every_day(), after);
            sizes.push_back(page.records.size());
            after = page.next;
            if (after.empty()) break;
        }
        CHECK(sizes == std::vector<std::size_t>{100, 100, 1});
    });
}

TEST_CASE("without the permission a figure has its open part, or is refused")
{
    as(Actor{}, [](View& view) {
        auto figure = few_cups();
        CHECK_THROWS_AS(count(figure, view, every_day()), Forbidden);
        figure.open_part = std::vector<Chosen>{{"colour", "blue"}};
        CHECK(count(figure, view, every_day()) == 12);
        CHECK(list(figure, view, every_day()).records.size() == 2);
        CHECK(count(figure, view, every_day({{"colour", "red"}})) == 0);
    });
}

}  // namespace figure_test
