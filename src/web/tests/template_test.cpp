#include "web/template.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/expect.hpp"
#include "language/language.hpp"
#include "language/tests/mo_bytes.hpp"
#include "language/typeset.hpp"

namespace template_test {

using namespace veche;
using namespace veche::web;
using nlohmann::json;

namespace {

const language::Catalogues& catalogues()
{
    using namespace language::tests;
    static const language::Catalogues made(
        mo_bytes(ru_header, {{"a.meetings", {"{count} встреча", "{count} встречи", "{count} встреч"}},
                             {"a.hello", {"Привет, {name}!"}},
                             {"a.of", {"{count} из {all}", "{count} из {all}", "{count} из {all}"}},
                             {"a.plain", {"Просто «слова»"}}}),
        mo_bytes(en_header, {{"a.meetings", {"{count} meeting", "{count} meetings"}},
                             {"a.hello", {"Hello, {name}!"}},
                             {"a.of", {"{count} of {all}", "{count} of {all}"}},
                             {"a.plain", {"Only \"words\""}}}));
    return made;
}

std::string render(const std::string& source, const json& model, language::Code code = language::Code::ru)
{
    return Templates({{"page", source}}).render("page", model, catalogues().words(code));
}

using Sources = std::map<std::string, std::string, std::less<>>;

}  // namespace

TEST_CASE("values print as text, numbers shortest, in the order of the template")
{
    CHECK(render("{{a}}|{{b.c}}|{{n}}|{{d}}|{{t}}|{{ spaced }}", {{"a", "Юрга"},
                                                                  {"b", {{"c", "в & г"}}},
                                                                  {"n", -5},
                                                                  {"d", 0.1},
                                                                  {"t", true},
                                                                  {"spaced", 18446744073709551615ULL}}) ==
          "Юрга|в\u00A0&amp; г|-5|0.1|true|18446744073709551615");
    CHECK(render("{{d}} {{e}}", {{"d", 3.0}, {"e", 1e21}}) == "3 1e+21");
    CHECK(render("", json::object()).empty());
    CHECK(render("only text }} { here", nullptr) == "only text }} { here");
}

TEST_CASE("a name that is missing, null or no text stops the page and is named with template and line")
{
    CHECK_THROWS_WITH_AS(render("a\n\n{{title}}", json::object()), "page:3: 'title' is missing", TemplateError);
    for (const char* source : {"{{x}}", "{{a.x}}", "{{a.b.c}}", "{{#x}}{{/x}}", "{{^x}}{{/x}}", "{{{x}}}", "{{x.a}}",
                               "{{t a.hello name=x}}", "{{t a.meetings count=x}}", "<a href=\"{{x}}\">"})
        CHECK_THROWS_AS(render(source, {{"a", {{"b", "text"}}}}), TemplateError);
    for (const json& value : {json(nullptr), json::array(), json::object(), json(std::nan("")), json{{"$html", "<b>"}}})
        CHECK_THROWS_AS(render("{{x}}", {{"x", value}}), TemplateError);
    CHECK_THROWS_AS(render("{{x}}", nullptr), TemplateError);
    CHECK_THROWS_AS(render("{{.}}", json::object()), TemplateError);
}

TEST_CASE("an error inside a partial names the partial and its line, also after tags of many lines")
{
    const Templates templates(Sources{{"page", "{{>part}}"}, {"part", "{{! two\nlines }}\n{{\nname }}\n{{nothing}}"}});
    CHECK_THROWS_WITH_AS(templates.render("page", {{"name", "a"}}, catalogues().words(language::Code::ru)),
                         "part:5: 'nothing' is missing", TemplateError);
    CHECK_THROWS_WITH_AS(Templates(Sources{{"page", "\n<p>\n<p {{x}}>"}}), "page:3: a value in an attribute's name",
                         TemplateError);
}

TEST_CASE("a section repeats for a list, enters an object or a text, and shows or hides for the rest")
{
    const std::string source = "{{#x}}[{{a}}]{{/x}}{{^x}}none{{/x}}";
    const auto with = [&](const json& x) { return render(source, {{"x", x}, {"a", "outer"}}); };
    CHECK(with({{{"a", 1}}, {{"a", 2}}, json::object()}) == "[1][2][outer]");
    CHECK(with({{"a", "inner"}}) == "[inner]");
    CHECK(with({{"b", "inner"}}) == "[outer]");
    CHECK(with(json::object()) == "[outer]");
    CHECK(with(true) == "[outer]");
    CHECK(with("text") == "[outer]");
    CHECK(with(false) == "none");
    CHECK(with(nullptr) == "none");
    CHECK(with("") == "none");
    CHECK(with(json::array()) == "none");
    for (const json& number : {json(0), json(1), json(0.5)}) CHECK_THROWS_AS(with(number), TemplateError);
    CHECK(render("{{#x}}{{.}},{{/x}}", {{"x", {1, "два", true}}}) == "1,два,true,");
    CHECK(render("{{#x}}{{.}}{{/x}}", {{"x", "слово"}}) == "слово");
    CHECK(render("{{#x}}{{#.}}{{.}}{{/.}};{{/x}}", {{"x", {{1, 2}, {3}}}}) == "12;3;");
}

TEST_CASE("a name is looked up in the innermost scope and then outwards, its rest only inside it")
{
    const json model = {
        {"title", "outer"}, {"town", {{"name", "Юрга"}}}, {"list", {{{"title", "inner"}}, {{"town", {{"x", 1}}}}}}};
    CHECK(render("{{#list}}{{title}} {{/list}}{{title}}", model) == "inner outer outer");
    CHECK_THROWS_AS(render("{{#list}}{{town.name}}{{/list}}", model), TemplateError);  // the second town has no name
}

TEST_CASE("'if it is there' accepts a missing name and keeps the scope")
{
    const std::string source = "{{?x}}[{{a}}]{{/x}}";
    const auto with = [&](const json& x) { return render(source, {{"x", x}, {"a", "outer"}}); };
    CHECK(render(source, {{"a", "outer"}}) == "");
    CHECK(render("{{?x.y.z}}a{{/x.y.z}}", {{"x", {{"y", 5}}}}) == "");
    CHECK(with({{"a", "inner"}}) == "[outer]");
    CHECK(with({1, 2, 3}) == "[outer]");
    CHECK(with("text") == "[outer]");
    CHECK(with(0) == "[outer]");
    for (const json& no : {json(false), json(nullptr), json(""), json::array()}) CHECK(with(no) == "");
}

TEST_CASE("only a value made by Html is printed as markup")
{
    const Html html(Html::Key("test"), "<b>ж</b>");
    json model;
    model["x"] = html;
    CHECK(render("<p>{{{x}}}</p>", model) == "<p><b>ж</b></p>");
    for (const json& no :
         {json("<b>"), json(5), json{{"$html", 5}}, json{{"html", "<b>"}}, json{{"$html", "a"}, {"b", 1}}})
        CHECK_THROWS_AS(render("{{{x}}}", {{"x", no}}), TemplateError);
}

TEST_CASE("a text between tags is typeset, and whatever is sent, copied or no text of the page is as it was typed")
{
    const json model = {{"x", "5 <б> в парке"}};
    CHECK(render("<p>{{x}}</p>", model) == "<p>5 &lt;б&gt; в\u00A0парке</p>");
    CHECK(render("<b>{{#x}}{{.}}{{/x}}</b>", model) == "<b>5 &lt;б&gt; в\u00A0парке</b>");
    CHECK(render("<code></code>{{x}}", model) == "<code></code>5 &lt;б&gt; в\u00A0парке");
    for (const std::string begin : {"<title>", "<textarea>", "<code>", "<pre>", "<kbd>", "<samp>", "<select><option>"})
        CHECK(render(begin + "{{x}}</" + begin.substr(begin.rfind('<') + 1), model) ==
              begin + "5 &lt;б&gt; в парке</" + begin.substr(begin.rfind('<') + 1));
    CHECK(render("<a title=\"{{x}}\">", model) == "<a title=\"5 &lt;б&gt; в парке\">");
}

TEST_CASE("messages are said in the reader's language with values and plurals, and escaped")
{
    using language::Code;
    const std::vector<std::tuple<int, std::string, std::string>> plurals = {
        {1, "1 встреча", "1 meeting"},      {2, "2 встречи", "2 meetings"},    {5, "5 встреч", "5 meetings"},
        {11, "11 встреч", "11 meetings"},   {21, "21 встреча", "21 meetings"}, {64, "64 встречи", "64 meetings"},
        {111, "111 встреч", "111 meetings"}};
    for (const auto& [count, ru, en] : plurals) {
        CHECK(render("{{t a.meetings count=n}}", {{"n", count}}, Code::ru) == language::typeset(ru));
        CHECK(render("{{t a.meetings count=n}}", {{"n", count}}, Code::en) == en);
    }
    CHECK(render("{{t a.hello name=who.first}}", {{"who", {{"first", "<Анна>"}}}}) == "Привет, &lt;Анна&gt;!");
    CHECK(render("{{t a.of count=n all=m}}", {{"n", 12345}, {"m", 20000}}) ==
          language::typeset("12\u202F345 из 20000"));
    CHECK(render("<p title=\"{{t a.plain}}\">", nullptr, Code::en) == "<p title=\"Only &quot;words&quot;\">");
    CHECK_THROWS_AS(render("{{t a.nothing}}", nullptr), Bug);
    CHECK_THROWS_AS(render("{{t a.meetings count=n}}", {{"n", "5"}}), TemplateError);
    CHECK_THROWS_AS(render("{{t a.meetings count=n}}", {{"n", 1.5}}), TemplateError);
    CHECK_THROWS_AS(render("{{t a.hello name=who}}", {{"who", json::object()}}), TemplateError);
}

TEST_CASE("the messages that templates mention are listed once")
{
    const Templates templates(Sources{{"a", "{{t b.c}}{{t a.b}}"}, {"d", "<p title=\"{{t a.b}}\">{{t x.y count=n}}"}});
    CHECK(templates.message_ids() == std::vector<std::string>{"a.b", "b.c", "x.y"});
}

TEST_CASE("what is no template is refused when it is loaded")
{
    for (const char* source : {"{{",
                               "{{}}",
                               "{{ }}",
                               "{{a",
                               "{{a}",
                               "{{{a}}",
                               "{{#a}}",
                               "{{/a}}",
                               "{{#a}}{{/b}}",
                               "{{#a}}{{#b}}{{/a}}{{/b}}",
                               "{{a b}}",
                               "{{a..b}}",
                               "{{.a}}",
                               "{{a.}}",
                               "{{$html}}",
                               "{{a-b}}",
                               "{{#}}{{/}}",
                               "{{t}}{{t a}}",
                               "{{t a.b name}}",
                               "{{t a.b =x}}",
                               "{{t a.b x=y x=z}}",
                               "{{t a.b count=y count=z}}",
                               "{{t a.b x=}}",
                               "{{t a b}}",
                               "{{>}}",
                               "{{>a b}}",
                               "{{>nothing}}",
                               "{{>../etc/passwd}}",
                               "{{&a}}",
                               "{{=<% %>=}}"})
        CHECK_THROWS_AS(Templates(Sources{{"page", source}}), TemplateError);
    std::string deep;
    for (int i = 0; i < 40; ++i) deep += "{{#a}}";
    for (int i = 0; i < 40; ++i) deep += "{{/a}}";
    CHECK_THROWS_AS(Templates(Sources{{"page", deep}}), TemplateError);
}

TEST_CASE("partials see the scope, nest sixteen deep and never themselves")
{
    const Templates templates(Sources{{"page", "{{#list}}{{>folder/item}}{{/list}}"}, {"folder/item", "<li>{{name}}"}});
    CHECK(templates.render("page", {{"list", {{{"name", "a"}}, {{"name", "b"}}}}},
                           catalogues().words(language::Code::ru)) == "<li>a<li>b");
    CHECK_THROWS_AS(templates.render("nothing", nullptr, catalogues().words(language::Code::ru)), TemplateError);

    const auto chain = [](int partials) {
        Sources sources;
        for (int i = 0; i < partials; ++i) sources[std::to_string(i)] = "{{>" + std::to_string(i + 1) + "}}";
        sources[std::to_string(partials)] = "end";
        return sources;
    };
    CHECK(Templates(chain(16)).render("0", nullptr, catalogues().words(language::Code::ru)) == "end");
    CHECK_THROWS_AS(Templates(chain(17)), TemplateError);
    CHECK_THROWS_AS(Templates(Sources{{"a", "{{>a}}"}}), TemplateError);
    CHECK_THROWS_AS(Templates(Sources{{"a", "{{>b}}"}, {"b", "{{#x}}{{>a}}{{/x}}"}}), TemplateError);
}

TEST_CASE("five characters are escaped and nothing else")
{
    CHECK(escape_html("<a href=\"x\">'&'</a>") == "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
    CHECK(escape_html("Юрга — 2021 / `") == "Юрга — 2021 / `");
    CHECK(escape_html("") == "");
}

}  // namespace template_test
