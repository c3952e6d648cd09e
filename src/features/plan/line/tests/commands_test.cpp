#include "features/plan/line/commands.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "core/errors.hpp"
#include "features/plan/import/import.hpp"
#include "features/plan/tests/house_for_test.hpp"

namespace commands_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace {

using Words = std::vector<std::string>;

Incoming numbered(int number, std::string title, std::string_view when = "май", std::string section = "Культура")
{
    auto made = content(std::move(title), when);
    made.number = number;
    made.section = std::move(section);
    return incoming(made);
}

bool touched(const TestTown& town, const std::string& topic)
{
    return std::ranges::find(town.topics, topic) != town.topics.end();
}

std::string topic_of(const Line& line)
{
    return "line/" + to_text(line.id);
}

Result<BulkResult> announce_all(TestTown& town, const std::vector<Id<Line>>& ids)
{
    return town.change([&](app::Work& work) { return announce_lines(work, ids); });
}

Result<Line> edit(TestTown& town, const Line& line, LineContent next)
{
    return town.change([&](app::Work& work) {
        return edit_line(work, line.id, line.version, next, {TimeChange::move, "мороз"});
    });
}

std::int64_t outbox(TestTown& town, const char* kind)
{
    return town.read([&](app::View& view) {
        return view.db.value<std::int64_t>("SELECT count(*) FROM outbox WHERE town_id = :town AND kind = :kind",
                                           {{"town", town.town.id}, {"kind", kind}});
    });
}

}  // namespace

TEST_CASE("a line added by hand makes the year's plan and its section, and is not yet public")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        LineContent what = marked(content("Концерт «Победа»"));
        what.section = "Культура";
        const Line line = yurga.add(what);
        CHECK(touched(yurga, "plan"));
        CHECK(touched(yurga, topic_of(line)));
        const auto year = yurga.read([](app::View& view) { return office_year(view, 2021); });
        REQUIRE(year.lines.size() == 1);
        CHECK(year.lines[0].content == what);
        CHECK(year.sections.at(0).title == "Культура");
        CHECK(yurga.found("концерт").empty());
        CHECK_FALSE(yurga.read([](app::View& view) { return find_public_year(view, 2021); }));
        CHECK(yurga.deeds() == Words{"plan.line.add"});
        CHECK(yurga.audit().empty());
    });
}

TEST_CASE("the form of a new line sent twice makes one line; sent again with other words it is a conflict")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        const auto id = yurga.new_id<Line>();
        const auto send = [&](const std::string& title, int year) {
            return yurga.change([&](app::Work& work) { return add_line(work, year, id, content(title)); });
        };
        REQUIRE(send("Концерт", 2021));
        REQUIRE(send("Концерт", 2021));
        CHECK(yurga.recorded);
        CHECK(yurga.lines().size() == 1);
        for (const auto& again : {send("Другое", 2021), send("Концерт", 2022)}) {
            REQUIRE_FALSE(again);
            CHECK(again.error().kind == RefusalKind::conflict);
        }
        CHECK(yurga.get(id).content.title == "Концерт");
        CHECK(yurga.lines(2022).empty());
        CHECK(yurga.audit().empty());
    });
}

TEST_CASE("of two people who edit one line the second is told and nothing of the first is lost")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        const Line seen = yurga.add(content("Концерт"));
        LineContent first = seen.content, second = seen.content;
        first.place = "площадь";
        second.place = "парк";
        REQUIRE(edit(yurga, seen, first));
        const auto refused = edit(yurga, seen, second);
        REQUIRE_FALSE(refused);
        CHECK(refused.error() == Refusal{RefusalKind::conflict, "plan.changed_meanwhile", "", {}});
        CHECK(yurga.get(seen.id).content.place == "площадь");
        CHECK(edit(yurga, yurga.get(seen.id), second));
        CHECK(yurga.get(seen.id).version == 3);
        CHECK(yurga.audit().empty());
    });
}

TEST_CASE("a form of changes sent twice is one change")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        const Line seen = yurga.add(content("Концерт"));
        LineContent next = seen.content;
        next.place = "площадь";
        REQUIRE(edit(yurga, seen, next));
        REQUIRE(edit(yurga, seen, next));
        CHECK(yurga.recorded);
        CHECK(yurga.get(seen.id).version == 2);
    });
}

TEST_CASE("an edit of an announced line reaches the search, its page and the calendars")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        const Line line = yurga.announced(content("Концерт"));
        LineContent next = line.content;
        next.title = "Гулянье у реки";
        next.when = language::parse_when("7 июля 2021 г.", 2021);
        yurga.now = noon + std::chrono::hours(1);
        REQUIRE(edit(yurga, line, next));
        CHECK(touched(yurga, "plan"));
        CHECK(touched(yurga, topic_of(line)));
        CHECK(yurga.found("концерт").empty());
        CHECK(yurga.found("гулянье") == Words{"Гулянье у реки"});
        const Line now = yurga.get(line.id);
        CHECK(now.sequence == 1);
        CHECK(now.updated == yurga.now);
        CHECK(outbox(yurga, "plan.line.moved") == 1);
        LineContent bare = now.content;
        bare.age_mark.reset();
        const auto refused = edit(yurga, now, bare);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().message == "plan.no_age_mark");
        CHECK(yurga.audit().empty());
    });
}

TEST_CASE("saving a line as it is settles the warnings of its import")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        REQUIRE(yurga.import({incoming(content("Концерт", "31 сентября"), {"draft.number_gap", "when.no_such_day"})}));
        const Line line = yurga.line_named("Концерт");
        CHECK(line.warnings == Words{"draft.number_gap", "when.no_such_day"});
        REQUIRE(edit(yurga, line, line.content));
        CHECK(yurga.get(line.id).warnings == Words{"when.no_such_day"});
        CHECK(yurga.get(line.id).version == 2);
    });
}

TEST_CASE("announcing many takes those with a mark and says how many it could not")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        const Line ready = yurga.add(marked(content("Концерт")));
        const Line bare = yurga.add(content("Ярмарка"));
        const auto result = announce_all(yurga, {ready.id, bare.id});
        REQUIRE(result);
        CHECK(result->done == 1);
        CHECK(result->refused == 1);
        CHECK(yurga.get(ready.id).announced());
        CHECK_FALSE(yurga.get(bare.id).announced());
        CHECK(yurga.found("концерт") == Words{"Концерт"});
        CHECK(yurga.found("ярмарка").empty());
        CHECK(touched(yurga, "plan"));
        CHECK(touched(yurga, topic_of(ready)));
        const auto version = yurga.get(ready.id).version;
        CHECK(announce_all(yurga, {ready.id})->done == 1);
        CHECK(yurga.recorded);
        CHECK(yurga.get(ready.id).version == version);
        const auto none = announce_all(yurga, {});
        REQUIRE_FALSE(none);
        CHECK(none.error().message == "plan.nothing_chosen");
        CHECK(yurga.audit().empty());
    });
}

TEST_CASE("a withdrawn line leaves the portal and the search, and may come back")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        const Line line = yurga.announced(content("Концерт"));
        const std::vector<Id<Line>> ids{line.id};
        REQUIRE(yurga.change([&](app::Work& work) { return withdraw_lines(work, ids); }));
        CHECK(touched(yurga, topic_of(line)));
        CHECK(yurga.found("концерт").empty());
        CHECK_FALSE(yurga.read([](app::View& view) { return find_public_year(view, 2021); }));
        REQUIRE(announce_all(yurga, ids));
        CHECK(yurga.found("концерт") == Words{"Концерт"});
        CHECK(yurga.deeds() ==
              Words{"plan.line.add", "plan.line.announce", "plan.line.withdraw", "plan.line.announce"});
        CHECK(yurga.audit().empty());
    });
}

TEST_CASE("kind and mark are set for many at once, and doubtful dates stay doubtful")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        REQUIRE(yurga.import({incoming(content("Концерт", "31 сентября"), {"draft.number_gap", "when.no_such_day"}),
                              incoming(content("Ярмарка"))}));
        std::vector<Id<Line>> ids;
        for (const auto& line : yurga.lines()) ids.push_back(line.id);
        REQUIRE(yurga.change([&](app::Work& work) { return set_kind(work, ids, Kind::contest); }));
        REQUIRE(yurga.change([&](app::Work& work) { return set_age_mark(work, ids, AgeMark::a12); }));
        for (const auto& line : yurga.lines()) {
            CHECK(line.content.kind == Kind::contest);
            CHECK(line.content.age_mark == AgeMark::a12);
            CHECK(line.version == 3);
        }
        CHECK(yurga.line_named("Концерт").warnings == Words{"draft.number_gap", "when.no_such_day"});
        CHECK(yurga.audit().empty());
    });
}

TEST_CASE("a planned line may leave the plan and takes its empty section along; an announced one stays")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        LineContent what = content("Концерт");
        what.section = "Культура";
        const Line line = yurga.add(what);
        const auto remove = [&](std::int64_t version) {
            return yurga.change([&](app::Work& work) { return remove_line(work, line.id, version); });
        };
        CHECK(remove(7).error().message == "plan.changed_meanwhile");
        REQUIRE(remove(1));
        CHECK(yurga.lines().empty());
        CHECK(yurga.read([](app::View& view) { return office_year(view, 2021).sections; }).empty());
        CHECK_THROWS_AS(remove(1), NotFound);
        const Line open = yurga.announced(content("Ярмарка"));
        const auto refused = yurga.change([&](app::Work& work) { return remove_line(work, open.id, open.version); });
        CHECK(refused.error() == Refusal{RefusalKind::closed, "plan.announced_stays", "", {}});
        CHECK(yurga.audit().empty());
    });
}

TEST_CASE("an import makes the lines in the file's order, doubtful ones with their warnings")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        auto doubtful = numbered(2, "Забег", "31 сентября", "Спорт");
        doubtful.warnings = {"when.no_such_day"};
        const auto result = yurga.import({numbered(1, "Концерт"), doubtful, numbered(3, "Ярмарка")});
        REQUIRE(result);
        CHECK(result->fresh == 3);
        CHECK(result->doubtful == 1);
        const auto lines = yurga.lines();
        REQUIRE(lines.size() == 3);
        CHECK(lines[1].content.when.text == "31 сентября");
        CHECK(lines[1].warnings == Words{"when.no_such_day"});
        CHECK(lines[1].imported.title == "Забег");
        CHECK(touched(yurga, "plan"));
        CHECK(yurga.found("концерт").empty());
        CHECK(yurga.deeds() == Words{"plan.import"});
        CHECK(yurga.audit().empty());
        CHECK(yurga.import({}).error().message == "draft.no_lines");
        CHECK(yurga.import({numbered(1, "Концерт")}, Announcing::later, 1700).error().message == "plan.year_wrong");
    });
}

TEST_CASE("a file imported twice is the same plan, line by line and version by version")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        const std::vector<Incoming> file{numbered(1, "Концерт"), numbered(2, "Забег"), numbered(3, "Ярмарка")};
        REQUIRE(yurga.import(file));
        const auto before = yurga.lines();
        yurga.now = noon + std::chrono::hours(5);
        const auto again = yurga.import(file);
        REQUIRE(again);
        CHECK(again->same == 3);
        CHECK(again->fresh + again->changed + again->gone == 0);
        const auto after = yurga.lines();
        REQUIRE(after.size() == 3);
        for (std::size_t i = 0; i < 3; ++i) {
            CHECK(after[i].id == before[i].id);
            CHECK(after[i].version == before[i].version);
            CHECK(after[i].updated == before[i].updated);
        }
    });
}

TEST_CASE("importing again keeps what was done to a line, takes what the office changed and marks what is gone")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        REQUIRE(yurga.import({numbered(1, "Концерт"), numbered(2, "Забег"), numbered(3, "Ярмарка")}, Announcing::now));
        const Line concert = yurga.line_named("Концерт");
        LineContent moved = concert.content;
        moved.when = language::when_from_form("май", "2021-05-09", "", "12:00", "", 2021).value();
        REQUIRE(edit(yurga, concert, moved));
        const Line by_hand = yurga.add(content("Своя строка"));

        auto run = numbered(2, "Забег");
        run.content.place = run.words.place = "стадион";
        const auto result = yurga.import({numbered(0, "Гулянье"), numbered(1, "Концерт", "июнь"), run});
        REQUIRE(result);
        CHECK(result->fresh == 1);
        CHECK(result->gone == 1);
        CHECK(result->changed == 1);
        CHECK(result->same == 1);
        CHECK(yurga.get(concert.id).content.when == moved.when);
        CHECK(yurga.line_named("Забег").content.place == "стадион");
        CHECK(yurga.line_named("Забег").announced());
        CHECK(yurga.line_named("Забег").sequence == 1);
        CHECK(touched(yurga, topic_of(yurga.line_named("Забег"))));
        const Line fair = yurga.line_named("Ярмарка");
        CHECK(fair.warnings == Words{"draft.gone"});
        CHECK(fair.announced());
        CHECK(yurga.get(by_hand.id).version == 1);
        CHECK(yurga.lines().size() == 5);
        CHECK(yurga.lines().front().content.title == "Гулянье");
        CHECK_FALSE(yurga.line_named("Гулянье").announced());

        // Gone again says nothing new; back again is no longer gone.
        const auto version = fair.version;
        REQUIRE(yurga.import({numbered(1, "Концерт", "июнь"), run}));
        CHECK(yurga.get(fair.id).version == version);
        REQUIRE(yurga.import({numbered(1, "Концерт", "июнь"), run, numbered(3, "Ярмарка")}));
        CHECK(yurga.get(fair.id).warnings.empty());
        CHECK(yurga.audit().empty());
    });
}

TEST_CASE("an import that announces proposes the mark where none is, and fills the search")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        auto young = numbered(1, "Концерт");
        young.content.audience = young.words.audience = "молодёжь от 14 лет";
        auto said = numbered(2, "Забег");
        said.content.age_mark = AgeMark::a18;
        said.words.age_mark = "18+";
        const auto result = yurga.import({young, said}, Announcing::now);
        REQUIRE(result);
        CHECK(result->announced == 2);
        CHECK(yurga.line_named("Концерт").content.age_mark == AgeMark::a12);
        CHECK(yurga.line_named("Забег").content.age_mark == AgeMark::a18);
        CHECK(yurga.found("концерт") == Words{"Концерт"});
        CHECK(yurga.import({young, said}, Announcing::now)->announced == 0);
        CHECK(yurga.audit().empty());
    });
}

TEST_CASE("an import is corrected, confirmed once, and a correction outlives the next import of the same file")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        namespace import = app::import;
        outside::Table table;
        for (const auto& cells :
             std::vector<Words>{{"№", "Мероприятие", "Срок"}, {"1", "Концерт", "31 сентября"}, {"2", "Забег", "май"}}) {
            table.rows.emplace_back();
            for (const auto& text : cells) table.rows.back().push_back({text, {}, {}});
        }
        const auto begin = [&] {
            return yurga
                .change([&](app::Work& work) {
                    return Result<Id<import::Import>>(import::begin(work, beginning_of(2021, "план.xlsx", {table})));
                })
                .value();
        };
        const auto wish = [&](Id<import::Import> id, std::int64_t version, const Corrections& corrections) {
            return yurga.read([&](app::View& view) { return import::load(view.db, view.town.id, import_kind, id); })
                .with(version, {}, corrections);
        };
        const auto confirm = [&](const import::Pending& wished) {
            const auto take = taking(wished);
            return yurga.change([&](app::Work& work) { return import::confirm(work, wished, take); });
        };
        const auto older = begin();
        REQUIRE(yurga.change([&](app::Work& work) {
            work.tx.execute("UPDATE imports SET tables = :tables WHERE town_id = :town AND id = :id",
                            {{"tables", "{\"tables\":[]}"}, {"town", work.town.id}, {"id", older.value()}});
            work.record("plan.import.older", "import/" + to_text(older), {});
            return Result<bool>(true);
        }));
        // It was begun under an earlier version that kept tables otherwise: it is gone, as after its day, and nothing breaks.
        CHECK_THROWS_AS(wish(older, 1, {}), NotFound);
        const auto id = begin();
        const auto first = wish(id, 1, {{2, {{"when", "30 сентября"}}}});
        REQUIRE(yurga.change([&](app::Work& work) { return import::correct(work, first); }) == std::int64_t(2));
        const auto kept = understood(wish(id, 2, {}));
        CHECK(kept.draft.lines.at(0).when.text == "30 сентября");
        CHECK(kept.draft.lines.at(0).warnings.empty());
        CHECK(confirm(first).error().message == "import.changed_meanwhile");
        const auto last = wish(id, 2, {{3, {{"place", "стадион"}}}});
        REQUIRE(confirm(last));
        CHECK(yurga.line_named("Забег").content.place == "стадион");
        CHECK(iso_start(yurga.line_named("Концерт").content.when) == "2021-09-30");
        // Confirmed again it has the same end and takes nothing twice.
        const auto version = yurga.line_named("Забег").version;
        const auto twice = confirm(last);
        REQUIRE(twice);
        CHECK(load_result(*twice).fresh == 2);
        CHECK(yurga.lines().size() == 2);
        CHECK(yurga.line_named("Забег").version == version);

        const auto again = begin();
        const auto result = confirm(wish(again, 1, {}));
        REQUIRE(result);
        CHECK(load_result(*result).same == 2);
        CHECK(iso_start(yurga.line_named("Концерт").content.when) == "2021-09-30");
        CHECK(yurga.line_named("Концерт").warnings.empty());
        const auto dropped = begin();
        const auto late = wish(dropped, 1, {});
        REQUIRE(yurga.change([&](app::Work& work) { return import::drop(work, import_kind, dropped); }));
        CHECK_THROWS_AS(confirm(late), NotFound);
        CHECK(yurga.audit().empty());
    });
}

TEST_CASE("two towns never see or change one another's lines")
{
    for_each_town([](TestTown& yurga, TestTown& taiga) {
        const Line line = yurga.announced(content("Концерт"));
        const std::vector<Id<Line>> ids{line.id};
        CHECK(taiga.lines().empty());
        CHECK(taiga.found("концерт").empty());
        CHECK_THROWS_AS(taiga.get(line.id), NotFound);
        CHECK_THROWS_AS(edit(taiga, line, line.content), NotFound);
        CHECK_THROWS_AS(announce_all(taiga, ids), NotFound);
        CHECK_THROWS_AS(taiga.change([&](app::Work& work) { return withdraw_lines(work, ids); }), NotFound);
        CHECK_THROWS_AS(taiga.change([&](app::Work& work) { return set_kind(work, ids, Kind::quiz); }), NotFound);
        CHECK_THROWS_AS(taiga.change([&](app::Work& work) { return remove_line(work, line.id, line.version); }),
                        NotFound);
        CHECK_THROWS_AS(taiga.read([&](app::View& view) { return get_public_line(view, 2021, line.id).version; }),
                        NotFound);
        // The same key in two towns is two lines.
        REQUIRE(taiga.change([&](app::Work& work) { return add_line(work, 2021, line.id, content("Ярмарка")); }));
        CHECK(yurga.get(line.id).content.title == "Концерт");
        CHECK(taiga.get(line.id).content.title == "Ярмарка");
        CHECK(taiga.deeds() == Words{"plan.line.add"});
    });
}

}  // namespace commands_test
