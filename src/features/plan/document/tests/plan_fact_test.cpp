#include "features/plan/document/fact.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "features/plan/document/queries.hpp"
#include "features/plan/tests/house_for_test.hpp"

namespace plan_fact_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace {

const Day today{std::chrono::year(2021), std::chrono::June, std::chrono::day(30)};

std::optional<Period> period(std::string_view words, int year = 2021)
{
    const auto when = language::parse_when(words, year);
    return when.periods.empty() ? std::nullopt : std::optional(when.periods.front());
}

/// A town's year in which everything that can happen to a line has happened.
class RandomYear {
public:
    RandomYear(TestTown& town, unsigned seed) : town_(town), random_(seed) {}

    void live(int count)
    {
        for (int i = 0; i < count; ++i) add(i);
    }

private:
    std::size_t pick(std::size_t count) { return random_() % count; }

    void add(int i)
    {
        static const std::vector<std::string> times = {"6 июля, 12.00",
                                                       "16 января",
                                                       "20–25 марта",
                                                       "28.05; 25.06; 30.07; 27.08",
                                                       "28.01; 25.02",
                                                       "до 1 июня",
                                                       "с 10 сентября",
                                                       "май",
                                                       "II квартал",
                                                       "II–III квартал",
                                                       "в течение года",
                                                       "по мере необходимости",
                                                       "",
                                                       "25 декабря – 5 января"};
        static const std::vector<std::string> sections = {"", "Праздники", "Благоустройство"};
        auto what = content("Дело " + std::to_string(i), times[pick(times.size())]);
        what.section = sections[pick(3)];
        what.kind = all_kinds[pick(std::size(all_kinds))];
        Line line = pick(4) == 0 ? town_.add(what) : town_.announced(what);
        if (line.announced() && pick(4) == 0) line = move(line);
        for (const auto& one : std::vector(line.happenings)) {
            const auto fate = pick(4);
            if (fate == 0 && may_have_taken_place(one, today)) line = hold(line, one.id);
            if (fate == 1) line = call_off(line, one.id);
        }
    }

    Line move(const Line& line)
    {
        static const std::vector<std::string> later = {"8 июля", "28.05; 26.06; 30.07; 27.08", "III квартал",
                                                       "1 февраля"};
        const auto when = language::parse_when(later[pick(later.size())], 2021);
        const auto moved =
            town_.change([&](app::Work& work) { return move_line(work, line.id, line.version, when, "гроза"); });
        return moved ? *moved : line;
    }
    Line hold(const Line& line, Id<Happening> id)
    {
        const Report report{Day(today.year() / 1 / 10), {}, std::int64_t(pick(500)), "Было."};
        return town_.change([&](app::Work& work) { return hold_line(work, line.id, line.version, id, report); })
            .value();
    }
    Line call_off(const Line& line, Id<Happening> id)
    {
        return town_.change([&](app::Work& work) { return cancel_line(work, line.id, line.version, id, "мороз"); })
            .value();
    }

    TestTown& town_;
    std::mt19937 random_;
};

/// Counted one by one, as a person would with the list in hand.
Figures by_hand(const std::vector<Line>& lines, const std::vector<Section>& sections, FactChoice choice)
{
    Figures figures;
    for (const auto state : all_fact_states) {
        choice.state = state;
        figures[state] = std::int64_t(records_of(lines, sections, choice, today).size());
    }
    choice.state = FactState::planned;
    for (const auto& record : records_of(lines, sections, choice, today))
        for (const auto& one : record.line->happenings)
            if (const auto* held = std::get_if<Held>(&one.outcome);
                held && (!record.happening || record.happening == &one))
                figures.participants += held->participants;
    return figures;
}

void check_by_hand(const PlanFact& fact, const FactLines& all)
{
    CHECK(fact.all == by_hand(all.lines, all.sections, {.unit = fact.unit, .state = {}, .by = {}, .key = {}}));
    for (const auto by : all_fact_by) {
        std::int64_t planned = 0;
        for (const auto& row : fact.by(by)) {
            CAPTURE(row.key);
            CHECK(row.figures ==
                  by_hand(all.lines, all.sections, {.unit = fact.unit, .state = {}, .by = by, .key = row.key}));
            planned += row.figures[FactState::planned];
        }
        CHECK(planned == fact.all[FactState::planned]);
    }
    const auto& figures = fact.all;
    CHECK(figures[FactState::planned] == figures[FactState::held] + figures[FactState::cancelled] +
                                             figures[FactState::overdue] + figures[FactState::ahead]);
}

}  // namespace

TEST_CASE("a date belongs to its quarter; what goes through several or has none stands apart")
{
    CHECK(quarter_of(period("16 января"), 2021) == Quarter::first);
    CHECK(quarter_of(period("июнь"), 2021) == Quarter::second);
    CHECK(quarter_of(period("III квартал"), 2021) == Quarter::third);
    CHECK(quarter_of(period("25 декабря – 5 января"), 2021) == Quarter::fourth);
    CHECK(quarter_of(period("июнь – август"), 2021) == Quarter::several);
    CHECK(quarter_of(period("в течение года"), 2021) == Quarter::several);
    CHECK(quarter_of(period("до 1 июня"), 2021) == Quarter::second);
    CHECK(quarter_of(period("с 10 сентября"), 2021) == Quarter::third);
    CHECK(quarter_of(period("по мере необходимости"), 2021) == Quarter::none);
}

TEST_CASE("counted in the database or by hand, the figures are the same, whatever has become of the plan")
{
    for_each_town([](TestTown& yurga, TestTown& taiga) {
        RandomYear(taiga, 99).live(10);
        for (unsigned seed = 1; seed <= 5; ++seed) {
            RandomYear(yurga, seed).live(25);
            yurga.read([&](app::View& view) {
                const auto all = get_fact_lines(view, 2021);
                REQUIRE(all.lines.size() == 25 * seed);
                const auto fact = get_fact(view, 2021, today);
                check_by_hand(fact.lines, all);
                check_by_hand(fact.happenings, all);
                const auto open = find_public_fact_lines(view, 2021);
                REQUIRE(open);
                REQUIRE(open->lines.size() < all.lines.size());
                const auto open_fact = find_public_fact(view, 2021, today);
                REQUIRE(open_fact);
                check_by_hand(open_fact->lines, *open);
                check_by_hand(open_fact->happenings, *open);
                return 0;
            });
        }
    });
}

TEST_CASE("four yard festivals of which one is held and one moved are one line ahead and four happenings")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        Line line = yurga.announced(content("Двор", "28.05.2021; 25.06.2021; 30.07.2021; 27.08.2021"));
        const Report report{Day(today.year() / 5 / 28), {}, 120, "Пели всем двором."};
        line = yurga
                   .change([&](app::Work& work) {
                       return hold_line(work, line.id, line.version, line.happenings[0].id, report);
                   })
                   .value();
        line = yurga
                   .change([&](app::Work& work) {
                       return move_line(work, line.id, line.version,
                                        language::parse_when("28.05.2021; 25.06.2021; 31.07.2021; 27.08.2021", 2021),
                                        "гроза");
                   })
                   .value();
        const auto fact = yurga.read([](app::View& view) { return get_fact(view, 2021, today); });
        const Figures lines{{1, 0, 1, 0, 1, 0}, 120};
        CHECK(fact.lines.all == lines);
        const Figures happenings{{4, 1, 1, 0, 1, 2}, 120};
        CHECK(fact.happenings.all == happenings);
        REQUIRE(fact.lines.by(FactBy::quarter).size() == 1);
        CHECK(fact.lines.by(FactBy::quarter)[0].key == "several");
        REQUIRE(fact.happenings.by(FactBy::quarter).size() == 2);
        CHECK(fact.happenings.by(FactBy::quarter)[0].key == "2");
    });
}

TEST_CASE("plan and fact takes the same few questions however long the plan is")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        RandomYear(yurga, 3).live(3);
        const auto questions = [&] {
            return yurga.read([](app::View& view) {
                const auto before = view.db.statements();
                get_fact(view, 2021, today);
                return view.db.statements() - before;
            });
        };
        const auto few = questions();
        CHECK(few == 4);
        RandomYear(yurga, 4).live(20);
        CHECK(questions() == few);
    });
}

}  // namespace plan_fact_test
