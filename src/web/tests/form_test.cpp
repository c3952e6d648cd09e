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
    CHECK_THROWS_AS(Form(two_tokens, {}), BadRequest);
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

}  // namespace form_test
