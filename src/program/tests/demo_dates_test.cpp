#include "program/demo_dates.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include <nlohmann/json.hpp>

#include "features/plan/program.hpp"

namespace demo_dates_test {

using namespace veche;
using namespace std::chrono;

namespace {

std::string read_text(const std::string& file)
{
    std::ifstream in(file, std::ios::binary);
    REQUIRE_MESSAGE(in.good(), file);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The lines of the demo's living plan as they stand when it is made on this day.
std::vector<plan::Incoming> lines_on(const std::string& text, Day today)
{
    const auto year = int(today.year());
    std::vector<plan::Incoming> lines;
    for (std::size_t from = 0; from < text.size();) {
        const auto end = std::min(text.find('\n', from), text.size());
        const auto row = text.substr(from, end - from);
        from = end + 1;
        const auto number = row.find(';'), title = row.find(';', number + 1);
        if (number == 0 || number == row.npos || title == row.npos || row.starts_with("№")) continue;
        const bool quoted = row.at(title + 1) == '"';
        const auto stop = row.find(quoted ? '"' : ';', title + 2);
        plan::Incoming line;
        line.content.title = row.substr(number + 1, title - number - 1);
        line.content.when = language::parse_when(
            program::dated(row.substr(title + 1 + quoted, stop - title - 1 - quoted), today), year);
        lines.push_back(line);
    }
    return lines;
}

bool is_ahead_soon(const plan::Incoming& line, Day today)
{
    const auto from = sys_days(today), until = from + days(7);
    return std::ranges::any_of(line.content.when.periods, [&](const language::Period& period) {
        return sys_days(period.first) >= from && sys_days(period.first) <= until;
    });
}

}  // namespace

TEST_CASE("dates of the demo are counted from today, by Saturdays, and never leave the year")
{
    using program::dated;
    const Day tuesday = 2026y / December / 1, saturday = 2026y / December / 5, last = 2026y / December / 31;
    CHECK(dated("{+3}, 11:00", tuesday) == "04.12.2026, 11:00");
    CHECK(dated("{-1} – {+31}", tuesday) == "30.11.2026 – 31.12.2026");
    CHECK(dated("{SAT+0}; {SAT+1}; {SAT+7}", tuesday) == "05.12.2026; 06.12.2026; 12.12.2026");
    CHECK(dated("{SAT+0}", saturday) == "05.12.2026");
    CHECK(dated("{SAT+0}", last) == "31.12.2026");
    CHECK(dated("{-400}", last) == "01.01.2026");
    CHECK(dated("{+29}", 2028y / January / 31) == "29.02.2028");
    CHECK(dated("9 мая {YEAR} г.", tuesday) == "9 мая 2026 г.");
    for (const std::string plain : {"{", "{+", "{}", "{+}", "{3}", "{+3x}", "{SAT}", "{NEXT}", "a } b { c"})
        CHECK(dated(plain, tuesday) == plain);
}

TEST_CASE("on whatever day the demo is made its plan is understood, and this week has something to sign up for")
{
    const auto text = read_text("demo/plan-now.csv");
    const auto demo = nlohmann::json::parse(read_text("demo/demo.json"));
    const auto& living = demo.at("towns").at(0).at("plans").at(1);
    for (auto day = sys_days(2027y / December / 1); day <= sys_days(2029y / January / 31); day += days(1)) {
        const Day today(day);
        const auto lines = lines_on(text, today);
        REQUIRE(lines.size() == 34);
        int open = 0;
        for (const auto& line : lines) {
            CHECK_MESSAGE(line.content.when.warnings.empty(), iso_day(today) << ": " << line.content.title);
            const bool asks = std::ranges::any_of(living.at("taking_part"), [&](const auto& wish) {
                return wish.contains("seats") && wish.at("title") == line.content.title;
            });
            open += asks && is_ahead_soon(line, today);
        }
        CHECK_MESSAGE(open >= 2, iso_day(today));
    }
}

TEST_CASE("each story of the demo's living year is of a line of its plan")
{
    const auto lines = lines_on(read_text("demo/plan-now.csv"), 2026y / December / 1);
    const auto demo = nlohmann::json::parse(read_text("demo/demo.json"));
    const auto& life = demo.at("towns").at(0).at("plans").at(1).at("life");
    for (const auto* kind : {"held", "moved", "cancelled"})
        for (const auto& deed : life.at(kind))
            CHECK_MESSAGE(
                std::ranges::any_of(lines, [&](const auto& line) { return line.content.title == deed.at("title"); }),
                deed.at("title"));
}

}  // namespace demo_dates_test
