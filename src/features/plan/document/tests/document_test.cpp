#include "features/plan/document/snapshot.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "core/expect.hpp"
#include "features/plan/document/commands.hpp"
#include "features/plan/document/queries.hpp"
#include "features/plan/document/store.hpp"
#include "features/plan/tests/house_for_test.hpp"

namespace document_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace {

constexpr Day noon_day{std::chrono::year(2021), std::chrono::June, std::chrono::day(30)};  // in Yurga

Day day(int year, unsigned month, unsigned of_month)
{
    return Day(std::chrono::year(year), std::chrono::month(month), std::chrono::day(of_month));
}

Approval act(std::string number = "12", Day when = day(2021, 1, 15))
{
    return {"постановление администрации", std::move(number), when, "Глава города", "И. И. Иванов"};
}

app::Actor vera()
{
    return person(21, "Вера", {app::Role::administrator});
}

struct Deeds {
    TestTown& town;

    Result<Document> agreed(std::int64_t revision)
    {
        return town.change([&](app::Work& work) { return agree_plan(work, 2021, revision); });
    }
    Result<Document> approved(std::int64_t revision, const Approval& approval = act())
    {
        return town.change([&](app::Work& work) { return approve_plan(work, 2021, revision, approval); });
    }
    Result<Document> returned(std::int64_t revision)
    {
        return town.change([&](app::Work& work) { return return_plan_to_draft(work, 2021, revision); });
    }
    Document document()
    {
        return town.read([](app::View& view) { return get_document(view, 2021); });
    }
    Comparison against(std::int64_t number)
    {
        return town.read([&](app::View& view) { return compare_with(view, get_document(view, 2021), number); });
    }
};

const Difference& of(const std::vector<Difference>& all, Id<Line> id)
{
    const auto found = std::ranges::find(all, id, &Difference::id);
    REQUIRE(found != all.end());
    return *found;
}

std::vector<std::string> fields(const std::vector<Refusal>& faults)
{
    std::vector<std::string> names;
    for (const auto& fault : faults) names.push_back(fault.field);
    return names;
}

SnapshotLine random_line(std::mt19937& random)
{
    const auto text = [&] {
        static const std::vector<std::string> pieces = {
            "", "День города", "\"кавычки\" \\ и\nстрока", "Ёлка «зима»", "🎈", "x", "III. Раздел", "a;b\tc"};
        return pieces[random() % pieces.size()];
    };
    static const std::vector<std::string> times = {
        "6 июля, 12.00", "до 1 июня", "с 10 сентября", "II квартал", "31 сентября", "по субботам мая", "", "ежедневно"};
    SnapshotLine line;
    line.id = Id<Line>(std::int64_t(random()) + 1);
    auto& one = line.content;
    if (random() % 2) one.number = int(random() % 1000) + 1;
    one.section = text();
    one.title = text();
    one.kind = all_kinds[random() % std::size(all_kinds)];
    one.when = language::parse_when(times[random() % times.size()], 2021);
    one.place = text();
    for (auto i = random() % 3; i > 0; --i) one.responsible.push_back(text());
    one.audience = text();
    if (random() % 2) one.age_mark = AgeMark(random() % 5);
    line.announced = random() % 2;
    line.moves = std::int64_t(random() % 3);
    return line;
}

}  // namespace

TEST_CASE("a snapshot of lines is read as it was stored")
{
    std::mt19937 random(7);
    for (int i = 0; i < 300; ++i) {
        std::vector<SnapshotLine> lines(random() % 5);
        for (auto& line : lines) line = random_line(random);
        CHECK(load_snapshot(store_snapshot(lines)) == lines);
    }
    CHECK_THROWS_AS(load_snapshot("{}"), Bug);
    CHECK_THROWS_AS(load_snapshot("[{}]"), Bug);
    CHECK_THROWS_AS(load_snapshot("["), Bug);
}

TEST_CASE("an approval names its act, number and day, and the day has come")
{
    using Names = std::vector<std::string>;
    CHECK(faults_of(act(), 2021, noon_day).empty());
    CHECK(fields(faults_of(Approval{}, 2021, noon_day)) == Names{"act", "act_number", "act_day"});
    CHECK(faults_of(act("12", noon_day), 2021, noon_day).empty());
    CHECK(faults_of(act("12", day(2021, 7, 1)), 2021, noon_day)[0].message == "document.act_day_future");
    CHECK(faults_of(act("12", day(2012, 1, 15)), 2021, noon_day)[0].message == "document.act_day_wrong");
    auto unsigned_act = act();
    unsigned_act.signer_name = unsigned_act.signer_post = "";
    CHECK(faults_of(unsigned_act, 2021, noon_day).empty());
}

TEST_CASE("a plan is agreed, then approved by an act; each decision keeps the plan as it was")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        Deeds deeds{yurga};
        const Line line = yurga.announced(content("День города"));
        yurga.add(content("Черновик"));
        CHECK(deeds.document().stage == DocumentStage::draft);
        CHECK(deeds.approved(1).error().message == "document.not_agreed");

        const auto agreed = deeds.agreed(1).value();
        CHECK(agreed.stage == DocumentStage::agreed);
        CHECK(yurga.recorded);
        CHECK(deeds.agreed(2).error().message == "document.agreed_already");
        yurga.actor = vera();
        deeds.approved(2).value();

        const auto document = deeds.document();
        CHECK(document.stage == DocumentStage::approved);
        CHECK(document.revision == 3);
        REQUIRE(document.versions.size() == 2);
        CHECK(document.versions[0].by == "Глеб");
        const auto& version = document.versions[1];
        CHECK(document.approval() == &version);
        CHECK(version.number == 2);
        CHECK(version.act_number == "12");
        CHECK(version.act_day == day(2021, 1, 15));
        CHECK(version.signer_post == "Глава города");
        CHECK(version.by == "Вера");
        CHECK(version.made == noon);
        const auto whole =
            yurga.read([&](app::View& view) { return store::get_version(view.db, yurga.town.id, document.plan, 2); });
        CHECK(whole.lines == snapshot_of(yurga.lines()));
        CHECK(whole.lines.size() == 2);
        CHECK(whole.lines[0].content.title == line.content.title);
        CHECK(yurga.audit().empty());
    });
}

TEST_CASE("an empty plan is neither agreed nor approved, and a year without a plan is not there")
{
    for_each_town([](TestTown& yurga, TestTown& taiga) {
        Deeds deeds{yurga};
        CHECK_THROWS_AS(deeds.agreed(1), NotFound);
        yurga.change([](app::Work& work) {
            get_or_make_plan(work, 2021);
            return Result<int>(1);
        });
        CHECK(deeds.agreed(1).error().message == "document.nothing");
        const Line line = yurga.add(content("День города"));
        deeds.agreed(1).value();
        yurga.change([&](app::Work& work) { return remove_line(work, line.id, line.version); }).value();
        yurga.actor = vera();
        CHECK(deeds.approved(2).error().message == "document.nothing");
        Deeds other{taiga};
        CHECK_THROWS_AS(other.document(), NotFound);
    });
}

TEST_CASE("changes are approved by another act; the same one approves nothing twice")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        Deeds deeds{yurga};
        yurga.add(content("День города"));
        yurga.actor = vera();
        deeds.agreed(1).value();
        deeds.approved(2).value();
        const auto again = deeds.approved(3).error();
        CHECK(again.message == "document.act_used");
        CHECK(again.field == "act_number");
        deeds.approved(3, act("48", day(2021, 5, 20))).value();
        CHECK(deeds.document().approval()->act_number == "48");
        CHECK(deeds.document().versions.size() == 3);
    });
}

TEST_CASE("a form sent twice is one decision; of two who decide at once the second is told")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        Deeds deeds{yurga};
        yurga.add(content("День города"));
        deeds.agreed(1).value();
        CHECK(deeds.agreed(1).value().versions.size() == 1);
        yurga.actor = vera();
        CHECK(deeds.agreed(1).error().kind == RefusalKind::conflict);
        deeds.approved(2).value();
        CHECK(deeds.approved(2).value().versions.size() == 2);
        CHECK(deeds.approved(2, act("13")).error().message == "document.changed_meanwhile");
        yurga.actor = person(22, "Пётр", {app::Role::administrator});
        CHECK(deeds.approved(2).error().kind == RefusalKind::conflict);
        CHECK(deeds.document().versions.size() == 2);
        CHECK(deeds.document().revision == 3);
    });
}

TEST_CASE("a plan goes back to be worked on; an approved one only by an administrator, and its act stays in force")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        Deeds deeds{yurga};
        yurga.add(content("День города"));
        CHECK(deeds.returned(1).error().message == "document.draft_already");
        deeds.agreed(1).value();
        CHECK(deeds.returned(2).value().stage == DocumentStage::draft);
        deeds.agreed(3).value();
        yurga.actor = vera();
        deeds.approved(4).value();
        yurga.actor = gleb();
        CHECK(deeds.returned(5).error().message == "document.approved_stays");
        yurga.actor = vera();
        deeds.returned(5).value();
        CHECK(deeds.document().stage == DocumentStage::draft);
        REQUIRE(deeds.document().approval() != nullptr);
        CHECK(deeds.document().approval()->act_number == "12");
    });
}

TEST_CASE("what has changed since a version is told line by line")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        Deeds deeds{yurga};
        const Line same = yurga.announced(content("Без перемен"));
        const Line moved = yurga.announced(content("Переедет"));
        const Line cancelled = yurga.announced(content("Отменится"));
        const Line edited = yurga.announced(content("Изменится"));
        const Line removed = yurga.add(content("Уйдёт"));
        deeds.agreed(1).value();

        yurga
            .change([&](app::Work& work) {
                return move_line(work, moved.id, moved.version, language::parse_when("8 июля, 12.00", 2021), "гроза");
            })
            .value();
        yurga
            .change([&](app::Work& work) {
                return cancel_line(work, cancelled.id, cancelled.version, std::nullopt, "карантин");
            })
            .value();
        auto words = edited.content;
        words.place = "Парк";
        words.number = 5;
        words.responsible = {"Школа", "Клуб"};
        yurga.change([&](app::Work& work) { return edit_line(work, edited.id, edited.version, words); }).value();
        yurga.change([&](app::Work& work) { return remove_line(work, removed.id, removed.version); }).value();
        const Line added = yurga.add(content("Новое"));

        const auto all = deeds.against(1).differences;
        REQUIRE(all.size() == 6);
        CHECK(of(all, same.id).quiet());
        CHECK(of(all, moved.id).moves == std::vector<std::size_t>{0});
        CHECK(of(all, moved.id).fields[0] == FieldChange{Field::when, "6 июля 2021 г., 12.00", "8 июля, 12.00"});
        CHECK(of(all, cancelled.id).standing() == Standing::cancelled);
        CHECK(of(all, cancelled.id).kind == Difference::Kind::same);
        const std::vector<FieldChange> expected = {
            {Field::number, "", "5"}, {Field::place, "", "Парк"}, {Field::responsible, "", "Школа; Клуб"}};
        CHECK(of(all, edited.id).fields == expected);
        CHECK(of(all, added.id).kind == Difference::Kind::added);
        CHECK(all.back().id == removed.id);
        CHECK(all.back().kind == Difference::Kind::removed);
        const auto counts = count(all);
        CHECK((counts.same == 1 && counts.moved == 1 && counts.cancelled == 1 && counts.changed == 1));
        CHECK((counts.added == 1 && counts.removed == 1 && counts.held == 0));

        deeds.agreed(2);
        deeds.returned(2).value();
        deeds.agreed(3).value();
        CHECK(of(deeds.against(2).differences, moved.id).moves.empty());  // it had been moved by then
    });
}

TEST_CASE("residents see the act and the changes of what is announced, and of what was and is gone")
{
    for_each_town([](TestTown& yurga, TestTown&) {
        Deeds deeds{yurga};
        const auto seen = [&] { return yurga.read([](app::View& view) { return find_public_document(view, 2021); }); };
        const Line open = yurga.announced(content("Объявлено"));
        const Line hidden = yurga.announced(content("Снимут с портала"));
        const Line gone = yurga.announced(content("Исключат"));
        const Line draft = yurga.add(content("Черновик"));
        REQUIRE(seen());
        CHECK_FALSE(seen()->approval);
        deeds.agreed(1).value();
        CHECK_FALSE(seen()->approval);
        yurga.actor = vera();
        deeds.approved(2).value();
        yurga.add(content("Новый черновик"));
        for (const auto& line : {hidden, gone}) {
            const Id<Line> ids[] = {line.id};
            yurga.change([&](app::Work& work) { return withdraw_lines(work, ids); }).value();
        }
        yurga.change([&](app::Work& work) { return remove_line(work, gone.id, gone.version + 1); }).value();
        yurga.change([&](app::Work& work) { return remove_line(work, draft.id, draft.version); }).value();

        const auto document = seen();
        REQUIRE(document->approval);
        CHECK(document->approval->lines.empty());
        REQUIRE(document->differences.size() == 2);
        CHECK(document->differences[0].id == open.id);
        CHECK(document->differences[1].id == gone.id);
        CHECK(document->differences[1].kind == Difference::Kind::removed);
    });
}

}  // namespace document_test
