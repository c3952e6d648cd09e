#include "features/plan/document/fact.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <random>
#include <set>

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
        const auto kinds = list_full_kinds();
        what.kind = kinds[pick(kinds.size())];
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

/// What a person with the list in hand would say of a line.

Quarter quarter_by_hand(const Line& line)
{
    std::set<Quarter> quarters;
    for (const auto& one : line.happenings) quarters.insert(quarter_of(one.period, line.year));
    return quarters.size() == 1 ? *quarters.begin() : Quarter::several;
}

FactState state_by_hand(const Line& line)
{
    if (line.standing() == Standing::held) return FactState::held;
    if (line.standing() == Standing::cancelled) return FactState::cancelled;
    return is_overdue(line, today) ? FactState::overdue : FactState::ahead;
}

FactState state_by_hand(const Line& line, const Happening& happening)
{
    if (std::holds_alternative<Held>(happening.outcome)) return FactState::held;
    if (std::holds_alternative<Cancelled>(happening.outcome)) return FactState::cancelled;
    return is_overdue(line, happening, today) ? FactState::overdue : FactState::ahead;
}

/// A happening of a moved line is moved when its period was not among those of the first plan.
bool moved_by_hand(const Line& line, const Happening& happening)
{
    if (line.moves.empty()) return false;
    const auto& planned = line.moves.front().former.periods;
    if (!happening.period) return !planned.empty();
    return std::ranges::find(planned, *happening.period) == planned.end();
}

struct Everything {
    std::vector<Section> sections;
    std::vector<Line> lines;
};

bool is_in_row(const Everything& all, const FactChoice& choice, const Line& line, Quarter quarter)
{
    if (!choice.by) return true;
    if (*choice.by == FactBy::kind) return to_text(line.content.kind.kind) == choice.key;
    if (*choice.by == FactBy::subkind)
        return (line.content.kind.subkind ? to_text(*line.content.kind.subkind) : "none") == choice.key;
    if (*choice.by == FactBy::quarter) return quarter_key(quarter) == choice.key;
    const auto section =
        std::ranges::find(all.sections, choice.key, [](const Section& one) { return to_text(one.id); });
    return line.content.section == (section == all.sections.end() ? "" : section->title);
}

bool is_chosen(FactState wanted, FactState state, bool moved)
{
    return wanted == FactState::planned || wanted == state || (wanted == FactState::moved && moved);
}

std::vector<FactRecord> records_by_hand(const Everything& all, const FactChoice& choice)
{
    std::vector<FactRecord> records;
    for (const auto& line : all.lines) {
        if (choice.unit == Unit::lines) {
            if (is_in_row(all, choice, line, quarter_by_hand(line)) &&
                is_chosen(choice.state, state_by_hand(line), !line.moves.empty()))
                records.push_back({&line, nullptr});
            continue;
        }
        for (const auto& one : line.happenings)
            if (is_in_row(all, choice, line, quarter_of(one.period, line.year)) &&
                is_chosen(choice.state, state_by_hand(line, one), moved_by_hand(line, one)))
                records.push_back({&line, &one});
    }
    return records;
}

using Opens = std::function<std::vector<std::string>(const FactChoice&)>;

std::vector<std::string> keys_of(const std::vector<FactRecord>& records)
{
    std::vector<std::string> keys;
    for (const auto& one : records) keys.push_back(one.happening ? to_text(one.happening->id) : to_text(one.line->id));
    return keys;
}

/// Counted one by one; what a figure opens are the same records in the same order.
FactCounts by_hand(const Everything& all, FactChoice choice, const Opens& opens)
{
    FactCounts figures;
    for (const auto state : all_fact_states) {
        choice.state = state;
        const auto records = records_by_hand(all, choice);
        figures[state] = std::int64_t(records.size());
        CHECK(opens(choice) == keys_of(records));
    }
    choice.state = FactState::planned;
    for (const auto& record : records_by_hand(all, choice))
        for (const auto& one : record.line->happenings)
            if (const auto* held = std::get_if<Held>(&one.outcome);
                held && (!record.happening || record.happening == &one))
                figures.participants += held->participants;
    return figures;
}

void check_by_hand(const PlanFact& fact, const Everything& all, const Opens& opens)
{
    CHECK(fact.all == by_hand(all, {.unit = fact.unit, .state = {}, .by = {}, .key = {}}, opens));
    for (const auto by : all_fact_by) {
        std::int64_t planned = 0;
        for (const auto& row : fact.by(by)) {
            CAPTURE(row.key);
            CHECK(row.counts == by_hand(all, {.unit = fact.unit, .state = {}, .by = by, .key = row.key}, opens));
            planned += row.counts[FactState::planned];
        }
        CHECK(planned == fact.all[FactState::planned]);
    }
    const auto& figures = fact.all;
    CHECK(figures[FactState::planned] == figures[FactState::held] + figures[FactState::cancelled] +
                                             figures[FactState::overdue] + figures[FactState::ahead]);
}

template <class Page>
std::vector<std::string> all_pages(Page page)
{
    std::vector<std::string> keys;
    for (std::string after;;) {
        const FactRecords found = page(after);
        const auto some = keys_of(found.rows);
        keys.insert(keys.end(), some.begin(), some.end());
        if (found.next.empty()) return keys;
        after = found.next;
    }
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
                auto year = office_year(view, 2021);
                Everything all{year.sections, year.lines};
                REQUIRE(all.lines.size() == 25 * seed);
                const auto fact = get_fact(view, 2021);
                const Opens opens = [&](const FactChoice& choice) {
                    return all_pages([&](const auto& after) { return get_fact_records(view, 2021, choice, after); });
                };
                check_by_hand(fact.lines, all, opens);
                check_by_hand(fact.happenings, all, opens);
                std::erase_if(all.lines, [](const Line& line) { return !line.announced(); });
                REQUIRE(all.lines.size() < 25 * seed);
                const auto open_fact = find_public_fact(view, 2021);
                REQUIRE(open_fact);
                const Opens opens_to_all = [&](const FactChoice& choice) {
                    return all_pages(
                        [&](const auto& after) { return *find_public_fact_records(view, 2021, choice, after); });
                };
                check_by_hand(open_fact->lines, all, opens_to_all);
                check_by_hand(open_fact->happenings, all, opens_to_all);
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
        const auto fact = yurga.read([](app::View& view) { return get_fact(view, 2021); });
        const FactCounts lines{{1, 0, 1, 0, 1, 0}, 120};
        CHECK(fact.lines.all == lines);
        const FactCounts happenings{{4, 1, 1, 0, 1, 2}, 120};
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
                get_fact(view, 2021);
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
