#include "web/form.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "language/tests/mo_bytes.hpp"

namespace form_test {

using namespace veche;
using namespace veche::web;

namespace {

Request posted(std::vector<std::pair<std::string, std::string>> fields)
{
    Request request;
    request.form = std::move(fields);
    return request;
}

const language::Words& words()
{
    using namespace language::tests;
    static const language::Catalogues made(
        mo_bytes(ru_header,
                 {{"text.too_long", {"Не больше {most} знаков"}}, {"second", {"Второе"}}, {"too.late", {"Поздно"}}}),
        mo_bytes(en_header, {}));
    return made.words(language::Code::ru);
}

}  // namespace

TEST_CASE("a form has the fields it lists and no others")
{
    const auto request =
        posted({{"csrf", "t"}, {"title", "Субботник"}, {"kind", "a"}, {"kind", "b"}, {"line-1", "x"}, {"line-2", "y"}});
    const Form form(request, {.single = {"title", "place"}, .many = {"kind"}, .prefixes = {"line-"}});
    CHECK(form.text("title") == "Субботник");
    CHECK(form.text("place") == "");
    CHECK(form.texts("kind") == std::vector<std::string>{"a", "b"});
    CHECK(form.texts("place").empty());
    CHECK(form.text("line-2") == "y");
    CHECK_THROWS_AS(Form(request, {.single = {"title"}, .many = {"kind"}}), BadRequest);
    CHECK_THROWS_AS(Form(request, {.single = {"title", "kind"}, .prefixes = {"line-"}}), BadRequest);
    const auto twice = posted({{"line-1", "x"}, {"line-1", "y"}});
    CHECK_THROWS_AS(Form(twice, {.prefixes = {"line-"}}), BadRequest);
    const auto two_tokens = posted({{"csrf", "x"}, {"csrf", "y"}});
    CHECK_THROWS_AS(Form(two_tokens, Form::Fields{}), BadRequest);
}

TEST_CASE("a check box is 1 or absent")
{
    const auto request = posted({{"agree", "1"}, {"odd", "on"}});
    const Form form(request, {.single = {"agree", "odd", "absent"}});
    CHECK(form.flag("agree"));
    CHECK_FALSE(form.flag("absent"));
    CHECK_THROWS_AS(form.flag("odd"), BadRequest);
}

TEST_CASE("refusals are gathered and shown beside what was typed")
{
    const auto request = posted({{"title", "x"}});
    Form form(request, {.single = {"title", "place"}});
    CHECK(form.good());
    CHECK(form.take(Result<int>(7)) == 7);
    CHECK(form.take(Result<int>(refuse(RefusalKind::invalid, "text.too_long", "title", {{"most", "5"}}))) == 0);
    form.refuse({.kind = RefusalKind::invalid, .message = "second", .field = "title"});
    form.refuse({.kind = RefusalKind::closed, .message = "too.late"});
    CHECK_FALSE(form.good());
    CHECK(form.refusals().size() == 3);

    const auto model = form.model(words());
    CHECK(model["values"] == nlohmann::json({{"title", "x"}, {"place", ""}}));
    CHECK(model["errors"] == nlohmann::json({{"title", "Не больше 5 знаков"}, {"place", ""}}));
    CHECK(model["has_errors"] == true);
    REQUIRE(model["error_list"].size() == 3);
    CHECK(model["error_list"][2] == nlohmann::json({{"field", ""}, {"words", "Поздно"}}));
    CHECK(Form(request, {.single = {"title"}}).model(words())["has_errors"] == false);
}

namespace {

struct Thing;

constexpr FormField table[] = {
    version_field,
    {.name = "title", .label = "t.title", .limit = 5, .obligatory = true},
    {.name = "about", .kind = FieldKind::paragraphs, .label = "t.about", .limit = 10},
    {.name = "names", .kind = FieldKind::lines, .label = "t.names", .limit = 4},
    {.name = "email", .kind = FieldKind::email, .label = "t.email"},
    {.name = "seats", .kind = FieldKind::whole, .label = "t.seats", .obligatory = true, .empty = "t.how_many"},
    {.name = "day", .kind = FieldKind::day, .label = "t.day"},
    {.name = "clock", .kind = FieldKind::clock, .label = "t.clock"},
    {.name = "sum", .kind = FieldKind::whole, .label = "t.sum"},
    {.name = "kind", .kind = FieldKind::radio, .label = "t.kind"},
    {.name = "thing", .kind = FieldKind::boxes, .label = "t.thing"},
};

std::optional<int> parse_digit(std::string_view text)
{
    return text.size() == 1 && text[0] >= '0' && text[0] <= '9' ? std::optional(text[0] - '0') : std::nullopt;
}

/// "field message" of everything that was refused.
std::vector<std::string> told(const Form& form)
{
    std::vector<std::string> all;
    for (const auto& one : form.refusals()) all.push_back(one.field + " " + one.message);
    return all;
}

}  // namespace

TEST_CASE("a form of a table takes its fields once, boxes as often as they come, and no others")
{
    const auto key = id_text(7);
    const auto request = posted({{"csrf", "t"}, {"title", "Сад"}, {"thing", key}, {"thing", key}});
    CHECK(Form(request, table).texts("thing").size() == 2);
    CHECK_THROWS_AS(Form(posted({{"titel", "Сад"}}), table), BadRequest);
    CHECK_THROWS_AS(Form(posted({{"title", "Сад"}, {"title", "Парк"}}), table), BadRequest);
    CHECK_THROWS_AS(Form(posted({{"csrf", "t"}, {"csrf", "t"}}), table), BadRequest);
}

TEST_CASE("what was typed in a field that has gone meanwhile is told, an empty one is not, and others stay unknown")
{
    static constexpr FormField left[] = {{.name = "q-1", .limit = 9}};
    const auto request = posted({{"q-1", "да"}, {"q-2", "синий"}, {"q-3", " "}, {"q-2", "синий"}});
    const Form form(request, left, "q-");
    CHECK(form.text("q-1") == "да");
    CHECK(form.strays() == std::vector<std::string>{"q-2", "q-2"});
    CHECK_THROWS_AS(Form(request, left), BadRequest);
    const auto other = posted({{"q-1", "да"}, {"colour", "синий"}});
    CHECK_THROWS_AS(Form(other, left, "q-"), BadRequest);
}

TEST_CASE("what a person wrote becomes what it means")
{
    const auto request = posted({{"version", "3"},
                                 {"title", "  Сад  "},
                                 {"about", "Раз\r\nдва"},
                                 {"names", "а\r\n\r\n б ; в"},
                                 {"email", " a@b.example "},
                                 {"seats", " 1 2\u00A000 "},
                                 {"day", "2027-05-09"},
                                 {"clock", "12:30"},
                                 {"sum", "1 234,5"},
                                 {"kind", "4"},
                                 {"thing", id_text(7)}});
    Form form(request, table);
    CHECK(form.version() == 3);
    CHECK(form.line("title") == "Сад");
    CHECK(form.paragraphs("about") == "Раз\nдва");
    CHECK(form.lines("names", {.most = 3, .too_many = "t.many", .ends = ";\n"}) ==
          std::vector<std::string>{"а", "б", "в"});
    CHECK(form.email("email").text() == "a@b.example");
    CHECK(form.whole("seats", {.most = 1200}) == 1200);
    CHECK(form.day("day") == parse_iso_day("2027-05-09"));
    CHECK(form.clock("clock") == 750);
    CHECK(form.money("sum") == 123450);
    CHECK(form.choice<int>("kind", parse_digit) == 4);
    CHECK(form.ids<Thing>("thing", 1) == std::vector{Id<Thing>(7)});
    CHECK(told(form).empty());
}

TEST_CASE("what a person can mend is said beside its field, in the words of the table")
{
    const auto request = posted({{"title", " "},
                                 {"about", "одиннадцать"},
                                 {"names", "а\nб\nдлинно"},
                                 {"email", "не адрес"},
                                 {"day", "31.12.2027"},
                                 {"clock", "25:00"},
                                 {"sum", "рубль"}});
    Form form(request, table);
    CHECK(form.line("title").empty());
    CHECK(form.paragraphs("about").empty());
    form.lines("names", {.most = 2, .too_many = "t.many"});
    CHECK(form.email("email").text().empty());
    CHECK_FALSE(form.whole("seats", {}));
    CHECK_FALSE(form.day("day"));
    CHECK_FALSE(form.clock("clock"));
    CHECK_FALSE(form.money("sum"));
    CHECK_FALSE(form.choice<int>("kind", parse_digit));
    CHECK(told(form) == std::vector<std::string>{"title text.empty", "about text.too_long", "names text.too_long",
                                                 "names t.many", "email email.bad", "seats t.how_many",
                                                 "day when.form_bad_day", "clock when.form_bad_time",
                                                 "sum form.money_wrong"});
}

TEST_CASE("a number beyond its bounds is refused with both of them")
{
    const auto request = posted({{"seats", "0"}});
    Form form(request, table);
    CHECK_FALSE(form.whole("seats", {.least = 1, .most = 60}));
    CHECK(form.refusals().front().message == "form.whole_wrong");
    CHECK(form.refusals().front().values ==
          std::vector<std::pair<std::string, std::string>>{{"least", "1"}, {"most", "60"}});
}

TEST_CASE("money has two figures behind its comma at most")
{
    const auto read = [](const char* text) {
        const auto request = posted({{"sum", text}});
        return Form(request, table).money("sum").value_or(-1);
    };
    CHECK(read("0") == 0);
    CHECK(read("1500") == 150000);
    CHECK(read("1500.50") == 150050);
    CHECK(read("1500,05") == 150005);
    for (const auto* text : {"-1", "1,", ",5", "1,234", "1,2,3", "1,-5", "10000000000001"})
        CHECK_MESSAGE(read(text) == -1, text);
}

TEST_CASE("what our pages never send is nobody's mistake to mend")
{
    const auto request = posted({{"version", "x"}, {"kind", "й"}, {"thing", "z"}});
    Form form(request, table);
    CHECK_THROWS_AS(form.version(), BadRequest);
    CHECK_THROWS_AS(form.choice<int>("kind", parse_digit), BadRequest);
    CHECK_THROWS_AS(form.ids<Thing>("thing", 9), BadRequest);
    const auto many = posted({{"thing", id_text(7)}, {"thing", id_text(8)}});
    CHECK_THROWS_AS(Form(many, table).ids<Thing>("thing", 1), BadRequest);
}

}  // namespace form_test
