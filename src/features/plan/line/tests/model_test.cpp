#include "features/plan/line/model.hpp"

#include <algorithm>
#include <random>

#include <doctest/doctest.h>

#include "features/plan/tests/house_for_test.hpp"

namespace model_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace {

constexpr Instant later{noon.milliseconds + 60'000};

Line line_of(LineContent content)
{
    Line line;
    line.id = Id<Line>(7);
    line.year = 2021;
    line.warnings = content.when.warnings;
    line.content = std::move(content);
    line.created = line.updated = noon;
    return line;
}

Line announced_line(LineContent content)
{
    return announce(line_of(marked(std::move(content))), noon).value();
}

/// A line as an import leaves it.
Line imported_line(const Incoming& one)
{
    Line line = line_of(one.content);
    line.imported = one.words;
    line.warnings = one.warnings;
    return line;
}

Incoming numbered(int number, std::string title, std::string_view when = "май", std::string section = "Культура")
{
    auto made = content(std::move(title), when);
    made.number = number;
    made.section = std::move(section);
    return incoming(made);
}

using Words = std::vector<std::string>;
using Kinds = std::vector<Match::Kind>;

Kinds kinds(const std::vector<Match>& matches)
{
    Kinds all;
    for (const auto& match : matches) all.push_back(match.kind);
    return all;
}

Match only(const Line& line, const Incoming& one)
{
    const auto matches = match_import({line}, {one});
    REQUIRE(matches.size() == 1);
    return matches.front();
}

constexpr auto same = Match::Kind::same, fresh = Match::Kind::fresh, changed = Match::Kind::changed,
               gone = Match::Kind::gone;

}  // namespace

TEST_CASE("a line is announced only with an age mark")
{
    const auto refused = announce(line_of(content("Концерт")), noon);
    REQUIRE_FALSE(refused);
    CHECK(refused.error() == Refusal{RefusalKind::invalid, "plan.no_age_mark", "age", {}});
    const auto done = announce(line_of(marked(content("Концерт"))), later);
    REQUIRE(done);
    CHECK(done->announced());
    CHECK(std::get<Announced>(done->stage).at == later);
    CHECK(done->version == 2);
    CHECK(done->sequence == 0);
    CHECK(done->updated == later);
}

TEST_CASE("a line that was announced, withdrawn, changed and announced again comes with a higher SEQUENCE")
{
    Line line;
    line.content.age_mark = AgeMark::a0;
    const Line shown = announce(line, Instant{1}).value();
    auto content = shown.content;
    content.title = "Другое";
    const Line again = announce(revise(withdraw(shown, Instant{2}), content, Instant{3}).value(), Instant{4}).value();
    CHECK(again.sequence > shown.sequence);
    // Never shown, never newer.
    CHECK(withdraw(line, Instant{2}).sequence == line.sequence);
    CHECK(announce(revise(line, content, Instant{3}).value(), Instant{4})->sequence == line.sequence);
}

TEST_CASE("announcing or withdrawing twice changes nothing")
{
    const Line once = announced_line(content("Концерт"));
    const Line twice = announce(once, later).value();
    CHECK(twice.version == once.version);
    CHECK(twice.stage == once.stage);
    CHECK(twice.updated == once.updated);
    const Line back = withdraw(once, later);
    CHECK_FALSE(back.announced());
    CHECK(back.version == once.version + 1);
    CHECK(withdraw(back, later).version == back.version);
    CHECK(to_text(back.stage) == "planned");
    CHECK(to_text(once.stage) == "announced");
}

TEST_CASE("a revision raises the version, and SEQUENCE only when calendars of an announced line must know")
{
    struct Case {
        const char* what;
        void (*change)(LineContent&);
        bool calendars;
    };
    const Case cases[] = {
        {"title", [](LineContent& c) { c.title = "Большой концерт"; }, true},
        {"time", [](LineContent& c) { c.when = language::parse_when("7 июля 2021 г., 12.00", 2021); }, true},
        {"words of the time", [](LineContent& c) { c.when.text = "во вторник"; }, true},
        {"place", [](LineContent& c) { c.place = "площадь"; }, true},
        {"programme",
         [](LineContent& c) {
             c.programme = {{600, {}, "Открытие"}};
         },
         true},
        {"audience", [](LineContent& c) { c.audience = "дети"; }, false},
        {"responsible", [](LineContent& c) { c.responsible = {"ТОС"}; }, false},
        {"kind", [](LineContent& c) { c.kind = Kind::quiz; }, false},
        {"age mark", [](LineContent& c) { c.age_mark = AgeMark::a18; }, false},
        {"number", [](LineContent& c) { c.number = 9; }, false},
        {"section", [](LineContent& c) { c.section = "Спорт"; }, false},
    };
    for (const auto& one : cases) {
        INFO(one.what);
        const Line planned = line_of(marked(content("Концерт")));
        const Line open = announced_line(content("Концерт"));
        for (const Line& line : {planned, open}) {
            LineContent next = line.content;
            one.change(next);
            const Line revised = revise(line, next, later).value();
            CHECK(revised.version == line.version + 1);
            CHECK(revised.updated == later);
            CHECK(revised.content == next);
            CHECK(revised.sequence == (line.announced() && one.calendars ? 1 : 0));
        }
    }
}

TEST_CASE("a revision with the same content is no change")
{
    const Line line = announced_line(content("Концерт"));
    const Line again = revise(line, line.content, later).value();
    CHECK(again.version == line.version);
    CHECK(again.updated == line.updated);
}

TEST_CASE("an announced line cannot lose its age mark, a planned one can")
{
    LineContent bare = content("Концерт");
    const auto refused = revise(announced_line(bare), bare, later);
    REQUIRE_FALSE(refused);
    CHECK(refused.error() == Refusal{RefusalKind::invalid, "plan.no_age_mark", "age", {}});
    CHECK(revise(line_of(marked(bare)), bare, later));
}

TEST_CASE("kind and age settle no warning, any other revision settles those of the import")
{
    Line line = line_of(content("Концерт", "31 сентября"));
    line.warnings = {"draft.number_gap", "when.no_such_day"};
    LineContent next = marked(line.content);
    next.kind = Kind::quiz;
    CHECK(revise(line, next, later)->warnings == line.warnings);
    next.place = "площадь";
    CHECK(revise(line, next, later)->warnings == Words{"when.no_such_day"});
    next.when = language::parse_when("30 сентября", 2021);
    CHECK(revise(line, next, later)->warnings.empty());
}

TEST_CASE("a line that a person has looked at and saved keeps only the warnings of its time")
{
    Line line = line_of(content("Концерт", "31 сентября"));
    line.warnings = {"draft.number_gap", "when.no_such_day"};
    const Line settled = settle(line, later);
    CHECK(settled.warnings == Words{"when.no_such_day"});
    CHECK(settled.version == line.version + 1);
    CHECK(settle(settled, later).version == settled.version);
}

TEST_CASE("the proposed age mark follows the words of the audience and the title")
{
    const std::pair<const char*, AgeMark> table[] = {
        {"жители города", AgeMark::a0},       {"", AgeMark::a0},
        {"дети 5–14 лет", AgeMark::a0},       {"дети от 5 лет", AgeMark::a0},
        {"дети от 6 лет", AgeMark::a6},       {"от 11 лет", AgeMark::a6},
        {"молодёжь от 12 лет", AgeMark::a12}, {"молодёжь от 14 лет", AgeMark::a12},
        {"от 16 лет", AgeMark::a16},          {"участники от 17 лет", AgeMark::a16},
        {"от 18 лет", AgeMark::a18},          {"люди от 60 лет", AgeMark::a18},
        {"от 5 тысяч человек", AgeMark::a0},  {"коллективы от предприятий от 16 лет", AgeMark::a16},
        {"От 16 лет", AgeMark::a16},          {"16+", AgeMark::a16},
        {"молодёжь 18+", AgeMark::a18},       {"дети (6+)", AgeMark::a6},
    };
    for (const auto& [audience, mark] : table) {
        INFO(audience);
        LineContent one = content("Концерт");
        one.audience = audience;
        CHECK(to_text(propose_age_mark(one)) == to_text(mark));
        CHECK(to_text(propose_age_mark(content(std::string("Концерт ") + audience))) == to_text(mark));
    }
}

TEST_CASE("a file that comes again unchanged changes nothing, whatever a person did")
{
    const auto one = numbered(1, "Концерт");
    Line line = imported_line(one);
    CHECK(only(line, one).kind == same);
    line.content.title = "Большой концерт";
    line.content.place = "площадь";
    line.content.kind = Kind::quiz;
    line.content.age_mark = AgeMark::a6;
    line.content.when = language::when_from_form("май", "2021-05-09", "", "", "", 2021).value();
    const Match match = only(line, one);
    CHECK(match.kind == same);
    CHECK(match.merged == line.content);
}

TEST_CASE("what only the file changed is taken, field by field")
{
    const auto before = numbered(1, "Концерт");
    auto after = before;
    after.content.place = after.words.place = "площадь";
    after.content.audience = after.words.audience = "дети";
    after.content.responsible = {"ТОС", "ДК"};
    after.words.responsible = "ТОС\nДК";
    after.content.when = language::parse_when("июнь", 2021);
    after.words.when = "июнь";
    const Match match = only(imported_line(before), after);
    CHECK(match.kind == changed);
    CHECK(match.changed == Words{"when", "place", "responsible", "audience"});
    CHECK(match.kept.empty());
    CHECK(match.merged == after.content);
}

TEST_CASE("what a person changed stays when the file changes it too, and it is said")
{
    const auto before = numbered(1, "Концерт");
    Line line = imported_line(before);
    line.content.place = "парк";
    auto after = before;
    after.content.place = after.words.place = "площадь";
    after.content.audience = after.words.audience = "дети";
    const Match match = only(line, after);
    CHECK(match.kind == changed);
    CHECK(match.changed == Words{"audience"});
    CHECK(match.kept == Words{"place"});
    CHECK(match.merged.place == "парк");
    CHECK(match.merged.audience == "дети");
    line.content.place = "площадь";
    CHECK(only(line, after).kept.empty());
}

TEST_CASE("a date that a person set beside the words stays when the file gives other words")
{
    const auto before = numbered(1, "Концерт", "лето");
    Line line = imported_line(before);
    line.content.when = language::when_from_form("лето", "2021-07-06", "", "12:00", "", 2021).value();
    const auto after = numbered(1, "Концерт", "август");
    const Match kept = only(line, after);
    CHECK(kept.kept == Words{"when"});
    CHECK(kept.merged.when == line.content.when);
    const Match agreed = only(line, numbered(1, "Концерт", "06.07.2021 12:00"));
    CHECK(agreed.kind == same);
    CHECK(agreed.merged.when == line.content.when);
}

TEST_CASE("a correction made in an import is a person's latest word")
{
    const auto before = numbered(1, "Концерт", "31 сентября");
    auto corrected = before;
    corrected.content.when = language::parse_when("30 сентября", 2021);
    const Match match = only(imported_line(before), corrected);
    CHECK(match.changed == Words{"when"});
    CHECK(match.merged.when.text == "30 сентября");
    // It stays when the office's file comes again with its mistake.
    Line line = imported_line(before);
    line.content = corrected.content;
    CHECK(only(line, before).kind == same);
}

TEST_CASE("kind and age are taken from a file that says them, and never from one that does not")
{
    auto says = numbered(1, "Концерт");
    says.content.kind = Kind::contest;
    says.words.kind = "contest";
    says.content.age_mark = AgeMark::a12;
    says.words.age_mark = "12+";
    const auto silent = numbered(1, "Концерт");
    Match match = only(imported_line(silent), says);
    CHECK(match.changed == Words{"kind", "age"});
    CHECK(match.merged.kind == Kind::contest);
    CHECK(match.merged.age_mark == AgeMark::a12);
    CHECK(only(imported_line(says), silent).kind == same);
    Line line = imported_line(silent);
    line.content.kind = Kind::sport;
    line.content.age_mark = AgeMark::a6;
    match = only(line, says);
    CHECK(match.kept == Words{"kind", "age"});
    CHECK(match.merged.kind == Kind::sport);
}

TEST_CASE("a title of other case, spaces or ё is the same line; a renamed line is found by its number")
{
    const Line line = imported_line(numbered(4, "Ёлка  «Зимняя сказка»"));
    for (const auto* title : {"ёлка «зимняя сказка»", "Елка \"Зимняя сказка\".", "ЕЛКА «ЗИМНЯЯ СКАЗКА»"}) {
        INFO(title);
        const auto match = only(line, numbered(9, title));
        CHECK(match.kind == changed);
        CHECK(match.changed == Words{"number", "title"});
    }
    const auto renamed = only(line, numbered(4, "Новогодний утренник"));
    CHECK(renamed.changed == Words{"title"});
    CHECK(kinds(match_import({line}, {numbered(5, "Новогодний утренник")})) == Kinds{fresh, gone});
}

TEST_CASE("a line that a person renamed is still found by the title of its file")
{
    Line line = imported_line(numbered(4, "Ёлка"));
    line.content.title = "Главная ёлка города";
    line.content.number = 40;
    CHECK(only(line, numbered(4, "Ёлка")).kind == same);
}

TEST_CASE("lines of the same title are told apart by their numbers, then by their order")
{
    const auto first = numbered(1, "Субботник", "апрель"), second = numbered(2, "Субботник", "май");
    const auto matches = match_import({imported_line(second), imported_line(first)}, {first, second});
    CHECK(kinds(matches) == Kinds{same, same});
    CHECK(matches[0].line == 1);
    CHECK(matches[1].line == 0);
    const auto third = numbered(3, "Субботник", "июнь");
    const auto more = match_import({imported_line(first), imported_line(second)}, {third, first, second});
    CHECK(kinds(more) == Kinds{fresh, same, same});
    auto bare = first, other = second;
    bare.content.number = other.content.number = std::nullopt;
    bare.words.number = other.words.number = "";
    const auto in_order = match_import({imported_line(bare), imported_line(other)}, {bare, other});
    CHECK(kinds(in_order) == Kinds{same, same});
    CHECK(in_order[0].line == 0);
}

TEST_CASE("where numbers begin anew in each section they rename no line of another section")
{
    const std::vector<Line> lines{imported_line(numbered(1, "Концерт", "май", "Культура")),
                                  imported_line(numbered(1, "Забег", "май", "Спорт"))};
    const auto matches =
        match_import(lines, {numbered(1, "Ярмарка", "май", "Торговля"), numbered(1, "Кросс", "май", "Спорт")});
    CHECK(kinds(matches) == Kinds{fresh, changed, gone});
    CHECK(matches[1].line == 1);
}

TEST_CASE("lines that the file no longer has are gone, those added by hand never are")
{
    std::vector<Line> lines{imported_line(numbered(1, "Концерт")), line_of(content("Своя строка"))};
    const auto matches = match_import(lines, {numbered(2, "Ярмарка")});
    CHECK(kinds(matches) == Kinds{fresh, gone});
    CHECK(matches[1].line == 0);
    // The file may still catch up with it; what the person wrote stays.
    lines[1].content.place = "парк";
    auto caught = numbered(5, "Своя строка", "июнь");
    caught.content.place = caught.words.place = "площадь";
    const auto met = match_import({lines[1]}, {caught});
    CHECK(kinds(met) == Kinds{changed});
    CHECK(met[0].merged.place == "парк");
    CHECK(met[0].merged.number == 5);
}

TEST_CASE("lines without a title or a number pair with nobody by that")
{
    auto untitled = numbered(3, "", "май");
    CHECK(only(imported_line(untitled), untitled).kind == same);
    Line by_hand = line_of(content("Своя строка"));
    untitled.content.number = std::nullopt;
    untitled.words.number = "";
    CHECK(kinds(match_import({by_hand}, {untitled})) == Kinds{fresh});
}

TEST_CASE("any file matched against the lines made from it is all the same")
{
    std::mt19937 random(20211);
    const char* titles[] = {"Субботник", "субботник", "Концерт", "🎄", "…", "", "Ёлка", "День города"};
    const char* times[] = {"май", "6 июля 2021 г., 12.00", "31 сентября", "", "II–III квартал", "20-21 мая"};
    for (int round = 0; round < 300; ++round) {
        std::vector<Incoming> file;
        std::vector<Line> lines;
        for (int i = 0, most = int(random() % 12); i < most; ++i) {
            auto one =
                numbered(int(random() % 6), titles[random() % 8], times[random() % 6], random() % 2 ? "Культура" : "");
            one.content.place = one.words.place = "ДК";
            if (random() % 3 == 0) {
                one.content.number = std::nullopt;
                one.words.number = "";
            }
            file.push_back(one);
            lines.push_back(imported_line(one));
        }
        const auto matches = match_import(lines, file);
        CHECK(matches.size() == file.size());
        CHECK(std::ranges::all_of(matches, [](const Match& match) { return match.kind == same; }));
    }
}

}  // namespace model_test
