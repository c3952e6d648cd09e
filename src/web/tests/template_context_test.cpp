#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "language/language.hpp"
#include "language/tests/mo_bytes.hpp"
#include "web/template.hpp"
#include "web/tests/hostile_texts.hpp"

namespace template_context_test {

using namespace veche;
using namespace veche::web;
using nlohmann::json;

namespace {

const language::Words& words()
{
    static const language::Catalogues catalogues(
        language::tests::mo_bytes(language::tests::ru_header, {{"a.hello", {"Привет, {name}"}}}),
        language::tests::mo_bytes(language::tests::en_header, {{"a.hello", {"Hello, {name}"}}}));
    return catalogues.words(language::Code::ru);
}

std::string render(const std::string& source, const json& model)
{
    return Templates({{"page", source}}).render("page", model, words());
}

bool loads(const std::string& source)
{
    try {
        Templates({{"page", source}, {"part", "<b>{{x}}</b>"}});
        return true;
    } catch (const TemplateError& error) {
        CHECK(std::string(error.what()).starts_with("page:"));
        return false;
    }
}

std::string unescaped(std::string text)
{
    const std::vector<std::pair<std::string, std::string>> table = {
        {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}};
    for (const auto& [from, to] : table)
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
            text.replace(at, from.size(), to);
    return text;
}

}  // namespace

TEST_CASE("a value may stand in text and in quoted attributes only")
{
    for (const char* source : {
             "{{x}}",
             "<p>{{x}}</p>",
             "<p title=\"{{x}}\">",
             "<p title='{{x}}'>",
             "<p title = \"a {{x}} b\">",
             "<p TITLE=\"{{x}}\">",
             "<title>{{x}}</title>",
             "<textarea>{{x}}</textarea>",
             "<textarea>a < b {{x}}</textarea>",
             "<option value=\"{{x}}\"{{#s}} selected{{/s}}>",
             "<option{{#s}} selected{{/s}}>",
             "<option {{#s}}selected{{/s}}>",
             "<option{{#s}} selected=\"selected\"{{/s}} value=\"1\">",
             "<input {{#s}}checked {{/s}}disabled>",
             "<p class=\"a{{#s}} b{{/s}}\">",
             "<p class=\"{{#s}}{{x}}{{/s}}{{^s}}y{{/s}}\">",
             "{{#s}}<p>{{x}}{{/s}}</p>",
             "<a href=\"{{x}}\">",
             "<a href=\"/plan/{{x}}\">",
             "<a href=\"{{#s}}/a{{/s}}{{^s}}{{x}}{{/s}}\">",
             "<img src=\"{{x}}\" alt=\"\">",
             "<img srcset=\"{{x}}\" alt=\"\">",
             "<script src=\"{{x}}\"></script>",
             "<script>if (a < b && c) {}</script>{{x}}",
             "<style>p > b { color: red }</style>{{x}}",
             "<!doctype html>{{x}}",
             "<!-- a -- b --->{{x}}",
             "<!-->{{x}}",
             "<!-- a --!>{{x}}",
             "<!-- {{! a comment of ours }} -->",
             "<p {{! a comment of ours }}>",
             "a < b, 1 <2 {{x}}",
             "<br/>{{x}}",
             "<p hidden>{{x}}",
             "<form method=post action=\"{{x}}\">",
             "<div data-x=\"{{x}}\" aria-label=\"{{t a.hello name=x}}\">",
             "<p>{{t a.hello name=x}}</p>",
             "{{{x}}}",
             "<p>{{>part}}</p>",
             "<p class=\"a\"{{?s}} id=\"b\"{{/s}}>",
             "<svg><path d=\"{{x}}\"/></svg>",
         })
        CHECK_MESSAGE(loads(source), source);
}

TEST_CASE("a template is refused when a value could become anything but text")
{
    for (const char* source : {
             "<script>{{x}}</script>",
             "<script>{{t a.hello name=x}}</script>",
             "<script>{{#s}}1{{/s}}</script>",
             "<SCRIPT>var a = \"{{x}}\";</SCRIPT>",
             "<script><!-- <script></script>{{x}}--></script>",
             "<script type=\"application/ld+json\">{{x}}</script>",
             "<style>{{x}}</style>",
             "<style>p { width: {{x}} }</style>",
             "<iframe>{{x}}</iframe>",
             "<xmp>{{x}}</xmp>",
             "<plaintext>{{x}}",
             "<p onclick=\"{{x}}\">",
             "<p ONCLICK=\"{{x}}\">",
             "<p onanything=\"a {{x}}\">",
             "<p style=\"{{x}}\">",
             "<p style=\"width: {{x}}%\">",
             "<iframe srcdoc=\"{{x}}\">",
             "<link imagesrcset=\"{{x}} 320w\">",
             "<a ping=\"{{x}}\">",
             "<p title={{x}}>",
             "<p title=a{{x}}>",
             "<p title= {{x}} >",
             "<a href={{x}}>",
             "<p {{x}}>",
             "<p {{x}}=\"1\">",
             "<p data-{{x}}=\"1\">",
             "<p title{{x}}>",
             "<p title=\"a\"{{x}}>",
             "<{{x}}>",
             "</{{x}}>",
             "<h{{x}}>",
             "<!{{x}}>",
             "<!-- {{x}} -->",
             "<!-- {{#s}}a{{/s}} -->",
             "<!doctype {{x}}>",
             "<?{{x}}>",
             "<![CDATA[{{x}}]]>",
             "<textarea><{{x}}</textarea>",
             "<textarea></textarea{{x}}>",
             "<title>{{{x}}}</title>",
             "<p title=\"{{{x}}}\">",
             "<p title=\"{{>part}}\">",
             "<p {{>part}}>",
             "<textarea>{{>part}}</textarea>",
         })
        CHECK_MESSAGE(!loads(source), source);
}

TEST_CASE("a template is refused when its addresses, sections or tags would leave a value's place open")
{
    for (const char* source : {
             "<meta http-equiv=\"refresh\" content=\"{{x}}\">",
             "<meta content=\"{{x}}\" http-equiv=\"refresh\">",
             "<meta http-equiv{{#s}} a{{/s}}>",
             "<animate to=\"{{x}}\">",
             "<svg><set attributeName=\"href\" to=\"{{x}}\"/></svg>",
             "<a href=\"javascript:{{x}}\">",
             "<a href=\"//{{x}}\">",
             "<a href=\"plan/{{x}}\">",
             "<a href=\"/&#47;{{x}}\">",
             "<a href=\"data:{{x}}\">",
             "<script src=\"https://{{x}}\"></script>",
             "<iframe src=\"https://{{x}}\"></iframe>",
             "<p title=\"a\"title=\"b\">",
             "<option{{#s}}selected{{/s}}>",
             "<option{{#s}} selected {{/s}}disabled>",
             "<a href=\"/\t{{x}}\">",
             "<a href=\"/\\{{x}}\">",
             "<opt{{#s}}ion{{/s}}>",
             "<p title{{#s}}=\"a\"{{/s}}>",
             "<p title=\"{{#s}}a\"{{/s}}>",
             "<p {{#s}}title=\"{{/s}}a\">",
             "<p title=\"{{#s}}\" title=\"{{/s}}\">",
             "<a href=\"{{#s}}\"><a href=\"{{/s}}{{x}}\">",
             "{{#s}}<p {{/s}}>",
             "{{#s}}<script>{{/s}}</script>",
             "{{#s}}<!--{{/s}}-->",
             "<p>{{#s}}<{{/s}}b>",
             "<p title=\"a",
             "<p",
             "<!-- a",
             "<script>",
             "<p title=>",
             "<p a\"b>",
         })
        CHECK_MESSAGE(!loads(source), source);
}

TEST_CASE("hostile text stays the same text in every place where a value may stand")
{
    const std::vector<std::pair<std::string, std::string>> places = {
        {"<p>", "</p>"},
        {"<p title=\"", "\">"},
        {"<p title='", "'>"},
        {"<title>", "</title>"},
        {"<textarea>", "</textarea>"},
        {"<a href=\"/search?q=", "\">"},
        {"<a href=\"https://example.org/", "\">"},
        {"<a href='#", "'>"},
        {"<option value=\"", "\" selected>"},
    };
    CHECK(tests::hostile_texts().size() >= 60);
    for (const auto& [before, after] : places) {
        for (const auto& text : tests::hostile_texts()) {
            const std::string page = render(before + "{{x}}" + after, {{"x", text}});
            REQUIRE(page.starts_with(before));
            REQUIRE(page.ends_with(after));
            const std::string middle = page.substr(before.size(), page.size() - before.size() - after.size());
            CHECK_MESSAGE(middle.find_first_of("<>\"'") == std::string::npos, before << text);
            CHECK_MESSAGE(unescaped(middle) == text, before << text);
        }
    }
}

TEST_CASE("hostile text inside a message's placeholder stays text")
{
    for (const auto& text : tests::hostile_texts()) {
        const std::string page = render("<p title=\"{{t a.hello name=x}}\">", {{"x", text}});
        CHECK(unescaped(page.substr(10, page.size() - 12)) == "Привет, " + text);
        CHECK(std::count(page.begin(), page.end(), '<') == 1);
    }
}

TEST_CASE("an address that is a value leads to the web, to mail, to a telephone or to our own pages")
{
    for (const char* address :
         {"/", "/plan/2021", "/plan?month=7&kind=a", "/?q=1", "/#top", "#top", "?page=2", "/&x", "/'x",
          "http://example.org", "https://example.org/a?b=c&d=e#f", "HTTPS://EXAMPLE.ORG", "mailto:a@example.org",
          "tel:+73845100000", "webcal://example.org/plan.ics", "/javascript:alert(1)", "/plan//x", "/план"}) {
        const std::string page = render("<a href=\"{{x}}\">", {{"x", address}});
        CHECK(unescaped(page.substr(9, page.size() - 11)) == address);
    }
    for (const char* attribute :
         {"href", "src", "action", "formaction", "poster", "data", "cite", "HREF", "xlink:href"}) {
        const Templates templates({{"page", std::string("<a ") + attribute + "=\"{{x}}\">"}});
        for (const auto& address : tests::hostile_addresses()) {
            CAPTURE(attribute);
            CAPTURE(address);
            CHECK_THROWS_AS(templates.render("page", {{"x", address}}, words()), TemplateError);
        }
    }
}

TEST_CASE("what a browser loads and runs by itself comes from our own pages only")
{
    for (const char* tag : {"<script src=\"{{x}}\"></script>", "<iframe src=\"{{x}}\"></iframe>",
                            "<embed src=\"{{x}}\">", "<object data=\"{{x}}\">", "<base href=\"{{x}}\">"}) {
        CHECK_NOTHROW(render(tag, {{"x", "/assets/main.js"}}));
        for (const char* address :
             {"https://evil.example/x.js", "//evil.example/x.js", "data:text/javascript,1", "x.js"})
            CHECK_THROWS_AS(render(tag, {{"x", address}}), TemplateError);
    }
}

TEST_CASE("a list of pictures has our own paths with their widths and nothing else")
{
    const char* tag = "<img srcset=\"{{x}}\" alt=\"\">";
    for (const char* list : {"/media/a.webp 320w", "/media/a.webp 320w, /media/b.webp 800w", "/a?b=1&c=2 1w"})
        CHECK_MESSAGE(!render(tag, {{"x", list}}).empty(), list);
    for (const char* list : {"",
                             "/media/a.webp",
                             "/a 2x",
                             "/a w",
                             "/a ",
                             "/a 320",
                             "/a 3 20w",
                             "/a  320w",
                             " /a 320w",
                             "/a 320w,/b 800w",
                             "/a 320w, ",
                             "/a 320w,",
                             "//evil.example/a 320w",
                             "https://evil.example/a 320w",
                             "/a 320w, //evil.example/b 800w",
                             "/a 320w, https://evil.example/b 800w",
                             "/a,//evil.example/b 320w",
                             "/\t/evil.example 320w",
                             "#a 320w",
                             "a 320w"})
        CHECK_THROWS_AS_MESSAGE(render(tag, {{"x", list}}), TemplateError, list);
    CHECK_THROWS_AS(render("<img srcset=\"/a 320w, {{x}} 800w\" alt=\"\">", {{"x", "//evil.example"}}), TemplateError);
}

TEST_CASE("an address is judged as a whole, so harmless pieces cannot make a harmful one")
{
    const auto refused = [](const char* source, const json& model) {
        CAPTURE(source);
        CHECK_THROWS_AS(render(source, model), TemplateError);
    };
    refused("<a href=\"/{{x}}\">", {{"x", "/evil.example"}});
    refused("<a href=\"/{{x}}\">", {{"x", "\\evil.example"}});
    refused("<a href=\"/{{x}}\">", {{"x", "\t/evil.example"}});
    refused("<a href=\"{{x}}{{y}}\">", {{"x", "/"}, {"y", "/evil.example"}});
    refused("<a href=\"{{x}}{{y}}\">", {{"x", ""}, {"y", "javascript:alert(1)"}});
    refused("<a href=\"{{x}}script:alert(1)\">", {{"x", "java"}});
    refused("<a href=\"java{{x}}\">", {{"x", "script:alert(1)"}});
    refused("<a href=\"{{x}}/plan\">", {{"x", "/"}});
    refused("<a href=\"{{#s}}/{{/s}}/evil.example\">", {{"s", true}});
    refused("<a href=\"{{#s}}{{.}}{{/s}}\">", {{"s", {"java", "script:alert(1)"}}});
    refused("<a href=\"{{#s}}/a{{/s}}{{^s}}{{x}}{{/s}}\">", {{"s", false}, {"x", "//evil.example"}});
    CHECK(render("<a href=\"/{{x}}\">", {{"x", "plan"}}) == "<a href=\"/plan\">");
    CHECK(render("<a href=\"/{{x}}\">", {{"x", ""}}) == "<a href=\"/\">");
    CHECK(render("<a href=\"{{x}}{{y}}\" title=\"{{y}}\">", {{"x", "https:"}, {"y", "//example.org"}}) ==
          "<a href=\"https://example.org\" title=\"//example.org\">");
    CHECK(render("<a href=\"{{#s}}/a{{/s}}{{^s}}{{x}}{{/s}}\">", {{"s", false}, {"x", "/b"}}) == "<a href=\"/b\">");
}

}  // namespace template_context_test
