#include "features/plan/life/model.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "core/errors.hpp"
#include "features/plan/line/conflicts.hpp"
#include "features/plan/tests/house_for_test.hpp"

namespace life_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace {

constexpr Instant later{noon.milliseconds + 60'000};

struct Keys {
    std::int64_t last = 100;
    NewHappening fresh = [this] { return Id<Happening>(++last); };
};

Line line_of(std::string_view when, Keys& keys, std::string title = "Концерт")
{
    Line line;
    line.id = Id<Line>(++keys.last);
    line.year = 2021;
    line.content = marked(content(std::move(title), when));
    line.stage = Announced{noon};
    line.created = line.updated = noon;
    return with_happenings(std::move(line), keys.fresh);
}

Day day(int year, unsigned month, unsigned number)
{
    return Day(std::chrono::year(year), std::chrono::month(month), std::chrono::day(number));
}

Report good_report()
{
    return {.first = day(2021, 7, 6), .last = {}, .participants = 120, .summary = "Пели всем двором."};
}

const Day today = day(2021, 7, 10);

std::vector<Id<Happening>> ids(const Line& line)
{
    std::vector<Id<Happening>> all;
    for (const auto& one : line.happenings) all.push_back(one.id);
    return all;
}

std::string message(const Result<Line>& result)
{
    return result ? "" : result.error().message;
}

}  // namespace

TEST_CASE("a line has one happening for each of its times, and one without a date when none is known")
{
    Keys keys;
    CHECK(line_of("28.05.2021; 25.06.2021; 27.08.2021", keys).happenings.size() == 3);
    CHECK(line_of("май, сентябрь", keys).happenings.size() == 2);
    const Line vague = line_of("по отдельному графику", keys);
    REQUIRE(vague.happenings.size() == 1);
    CHECK_FALSE(vague.happenings.front().period);
    CHECK(with_happenings(vague, keys.fresh).happenings == vague.happenings);
}

TEST_CASE("a happening keeps its key when its date is moved past another one")
{
    Keys keys;
    const Line line = line_of("28.05.2021; 25.06.2021", keys);
    const auto moved =
        reschedule(line, language::parse_when("25.06.2021; 30.07.2021", 2021), "ремонт двора", later, keys.fresh)
            .value();
    REQUIRE(moved.happenings.size() == 2);
    CHECK(moved.happenings[0] == line.happenings[1]);
    CHECK(moved.happenings[1].id == line.happenings[0].id);
    CHECK(moved.happenings[1].period->first == day(2021, 7, 30));
}

TEST_CASE("moving keeps the former time with its reason and raises SEQUENCE")
{
    Keys keys;
    const Line line = line_of("6 июля 2021 г., 12.00", keys);
    const auto moved =
        reschedule(line, language::parse_when("8 июля 2021 г., 15.00", 2021), "гроза", later, keys.fresh).value();
    REQUIRE(moved.moves.size() == 1);
    CHECK(moved.moves[0] == Move{line.content.when, "гроза", later});
    CHECK(moved.sequence == line.sequence + 1);
    CHECK(moved.version == line.version + 1);
    CHECK(moved.updated == later);
    CHECK(ids(moved) == ids(line));
    const auto again = reschedule(moved, language::parse_when("лето", 2021), "зал занят", later, keys.fresh).value();
    CHECK(again.moves.size() == 2);
    CHECK(ids(again) == ids(line));
}

TEST_CASE("what cannot be moved is refused beside its field")
{
    Keys keys;
    const Line line = line_of("28.05.2021; 25.06.2021", keys);
    const When next = language::parse_when("30.07.2021", 2021);
    CHECK(message(reschedule(line, next, "", later, keys.fresh)) == "plan.reason_needed");
    CHECK(message(reschedule(line, line.content.when, "гроза", later, keys.fresh)) == "plan.same_time");
    CHECK(message(reschedule(withdraw(line, later), next, "гроза", later, keys.fresh)) == "plan.not_announced");
    Report report = good_report();
    report.first = day(2021, 5, 28);
    const Line half = report_held(line, line.happenings[0].id, report, today, later).value();
    CHECK(half.standing() == Standing::ahead);
    CHECK(message(reschedule(half, next, "гроза", later, keys.fresh)) == "plan.told_stays");
    CHECK(reschedule(half, language::parse_when("28.05.2021; 30.07.2021", 2021), "гроза", later, keys.fresh));
    const Line over = call_off(line, std::nullopt, "карантин", later).value();
    CHECK(message(reschedule(over, next, "гроза", later, keys.fresh)) == "plan.over_already");
}

TEST_CASE("held needs the day, the number of participants and a sentence")
{
    Keys keys;
    const Line line = line_of("6 июля 2021 г., 12.00", keys);
    const auto id = line.happenings.front().id;
    struct Case {
        const char* message;
        const char* field;
        std::function<void(Report&)> spoil;
    };
    const Case cases[] = {
        {"plan.held_day_needed", "first", [](Report& r) { r.first.reset(); }},
        {"plan.held_in_future", "first", [](Report& r) { r.first = day(2021, 7, 11); }},
        {"plan.held_in_future", "last", [](Report& r) { r.last = day(2021, 7, 11); }},
        {"plan.held_order", "last", [](Report& r) { r.last = day(2021, 7, 5); }},
        {"plan.held_day_wrong", "first", [](Report& r) { r.first = day(2019, 7, 6); }},
        {"plan.participants_needed", "participants", [](Report& r) { r.participants.reset(); }},
        {"plan.participants_wrong", "participants", [](Report& r) { r.participants = -1; }},
        {"plan.participants_wrong", "participants", [](Report& r) { r.participants = participants_most + 1; }},
        {"plan.summary_needed", "summary", [](Report& r) { r.summary.clear(); }},
    };
    for (const auto& one : cases) {
        Report report = good_report();
        one.spoil(report);
        const auto refused = report_held(line, id, report, today, later);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().message == one.message);
        CHECK(refused.error().field == one.field);
    }
    const Line held = report_held(line, id, good_report(), today, later).value();
    CHECK(held.standing() == Standing::held);
    CHECK(held.sequence == line.sequence + 1);
    CHECK(std::get<Held>(held.happenings.front().outcome).participants == 120);
    CHECK_THROWS_AS((void)report_held(line, Id<Happening>(1), good_report(), today, later), NotFound);
}

TEST_CASE("the same report twice is one deed; another one corrects it and keeps when it was first told")
{
    Keys keys;
    const Line line = line_of("6 июля 2021 г., 12.00", keys);
    const auto id = line.happenings.front().id;
    const Line held = report_held(line, id, good_report(), today, noon).value();
    CHECK(report_held(held, id, good_report(), today, later)->version == held.version);
    Report more = good_report();
    more.participants = 130;
    const Line corrected = report_held(held, id, more, today, later).value();
    CHECK(corrected.version == held.version + 1);
    CHECK(std::get<Held>(corrected.happenings.front().outcome).told == noon);
}

TEST_CASE("one of several times is cancelled, or all that are ahead; a mistake is taken back")
{
    Keys keys;
    const Line line = line_of("28.05.2021; 25.06.2021", keys);
    const auto id = line.happenings.front().id;
    CHECK(message(call_off(line, id, "", later)) == "plan.reason_needed");
    const Line one = call_off(line, id, "дождь", later).value();
    CHECK(one.standing() == Standing::ahead);
    CHECK(message(call_off(one, id, "дождь", later)) == "plan.over_already");
    CHECK(message(report_held(one, id, good_report(), today, later)) == "plan.cancelled_already");
    const Line all = call_off(one, std::nullopt, "карантин", later).value();
    CHECK(all.standing() == Standing::cancelled);
    CHECK(std::get<Cancelled>(all.happenings[0].outcome).reason == "дождь");
    const Line back = reopen(all, id, later).value();
    CHECK(back.standing() == Standing::ahead);
    CHECK(back.sequence == all.sequence + 1);
}

TEST_CASE("a line of several times is held when all is told and one at least took place")
{
    Keys keys;
    const Line line = line_of("28.05.2021; 25.06.2021", keys);
    const Line one = call_off(line, line.happenings[1].id, "дождь", later).value();
    const Line both = report_held(one, line.happenings[0].id, good_report(), today, later).value();
    CHECK(both.standing() == Standing::held);
}

TEST_CASE("a draft owes nobody a report")
{
    Keys keys;
    Line draft = line_of("июнь", keys);
    draft.stage = Planned{};
    CHECK_FALSE(is_overdue(draft, day(2021, 7, 1)));
    CHECK(life_state(draft, day(2021, 7, 1)) == LifeState::planned);
}

TEST_CASE("a happening is overdue the day after its last day, until it is told of")
{
    Keys keys;
    const Line month = line_of("июнь", keys);
    CHECK_FALSE(is_overdue(month, month.happenings[0], day(2021, 6, 30)));
    CHECK(is_overdue(month, month.happenings[0], day(2021, 7, 1)));
    const Line vague = line_of("по отдельному графику", keys);
    CHECK_FALSE(is_overdue(vague, vague.happenings[0], day(2022, 7, 1)));
    const Line told = call_off(month, std::nullopt, "жара", later).value();
    CHECK_FALSE(is_overdue(told, told.happenings[0], day(2021, 7, 1)));
}

TEST_CASE("two lines meet in one place at one hour, or one responsible is wanted in two places")
{
    Keys keys;
    const auto placed = [&](std::string_view when, std::string place, std::string who, std::string title) {
        Line line = line_of(when, keys, std::move(title));
        line.content.place = std::move(place);
        line.content.responsible = {std::move(who)};
        return line;
    };
    const auto conflicts = [&](const Line& a, const Line& b) { return find_conflicts({a, b}); };
    const Line noon_hall = placed("6 июля 2021 г., 12.00", "ДК «Победа»", "Отдел культуры", "Концерт");
    const auto same = conflicts(noon_hall, placed("6 июля 2021 г., 13.00", "дк победа", "Отдел спорта", "Викторина"));
    REQUIRE(same.size() == 1);
    CHECK(same[0].kind == Conflict::Kind::place);
    CHECK(same[0].certain);
    CHECK(conflicts(noon_hall, placed("6 июля 2021 г., 14.00", "ДК «Победа»", "Отдел спорта", "После")).empty());
    // Latin letters that look alike, a soft hyphen, й and ё of two code points: the same place for the eye.
    CHECK(conflicts(noon_hall, placed("6 июля 2021 г., 13.00", "ДK «Пo\u00ADбeда»", "Отдел спорта", "Игра")).size() ==
          1);
    const auto unknown = conflicts(noon_hall, placed("6 июля 2021 г.", "ДК «Победа»", "Отдел спорта", "Выставка"));
    REQUIRE(unknown.size() == 1);
    CHECK_FALSE(unknown[0].certain);
    const auto who = conflicts(noon_hall, placed("6 июля 2021 г., 12.30", "стадион", "Отдел культуры", "Забег"));
    REQUIRE(who.size() == 1);
    CHECK(who[0].kind == Conflict::Kind::responsible);
    // A department does many things on one day, and a campaign of a month is not in anybody's way.
    CHECK(conflicts(noon_hall, placed("6 июля 2021 г.", "стадион", "Отдел культуры", "Ярмарка")).empty());
    CHECK(conflicts(noon_hall, placed("1 - 30 июля 2021 г.", "ДК «Победа»", "Отдел культуры", "Акция")).empty());
    CHECK(conflicts(noon_hall, placed("июль", "ДК «Победа»", "Отдел культуры", "Месячник")).empty());
    // What is over or cancelled takes no place.
    const Line cancelled = call_off(noon_hall, std::nullopt, "гроза", later).value();
    CHECK(conflicts(cancelled, placed("6 июля 2021 г., 12.00", "ДК «Победа»", "Отдел спорта", "Другое")).empty());
}

}  // namespace life_test
