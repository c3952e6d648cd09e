#include "web/markdown.hpp"

#include <doctest/doctest.h>

#include "web/tests/hostile_texts.hpp"
#include "web/tests/markdown_output.hpp"

namespace markdown_test {

using namespace veche::web;

namespace {

std::string print(std::string_view text)
{
    return render_markdown(text).text();
}

}  // namespace

TEST_CASE("what everybody may write becomes its markup")
{
    const std::vector<std::pair<std::string, std::string>> table = {
        {"", ""},
        {"Субботник в *парке*, **12 мая**.", "<p>Субботник в <em>парке</em>, <strong>12 мая</strong>.</p>\n"},
        {"один\nдва", "<p>один\nдва</p>\n"},
        {"один  \nдва", "<p>один<br>\nдва</p>\n"},
        {"- вода\n- лопата", "<ul>\n<li>вода\n</li>\n<li>лопата\n</li>\n</ul>\n"},
        {"1. раз\n2. два", "<ol>\n<li>раз\n</li>\n<li>два\n</li>\n</ol>\n"},
        {"3) три", "<ol start=\"3\">\n<li>три\n</li>\n</ol>\n"},
        {"- а\n\n- б", "<ul>\n<li><p>а</p>\n</li>\n<li><p>б</p>\n</li>\n</ul>\n"},
        {"> слова", "<blockquote>\n<p>слова</p>\n</blockquote>\n"},
        {"# Первый", "<h3>Первый</h3>\n"},
        {"#### Четвёртый", "<h6>Четвёртый</h6>\n"},
        {"###### Шестой", "<h6>Шестой</h6>\n"},
        {"а\n\n---\n\nб", "<p>а</p>\n<hr>\n<p>б</p>\n"},
        {"a & b < c \"d\"", "<p>a &amp; b &lt; c &quot;d&quot;</p>\n"},
        {"2 \\* 2", "<p>2 * 2</p>\n"},
        {"`a < b`", "<p>a &lt; b</p>\n"},
        {"    a\n    b", "<p>a<br>\nb</p>\n"},
        {"|a|b|\n|-|-|\n|1|2|", "<p>|a|b|\n|-|-|\n|1|2|</p>\n"},
    };
    for (const auto& [text, html] : table) CHECK(print(text) == html);
}

TEST_CASE("a link leads to the web, to mail or to a telephone, and search engines do not follow it")
{
    CHECK(print("[сайт](https://example.org/?a=1&b=2 \"титул\")") ==
          "<p><a href=\"https://example.org/?a=1&amp;b=2\" rel=\"nofollow noopener\">сайт</a></p>\n");
    CHECK(print("<https://example.org>") ==
          "<p><a href=\"https://example.org\" rel=\"nofollow noopener\">https://example.org</a></p>\n");
    CHECK(print("[письмо](mailto:a@example.org) [звонок](TEL:+73845100000)").find("TEL:+7") != std::string::npos);
    CHECK(print("[**а**][1]\n\n[1]: http://example.org") ==
          "<p><a href=\"http://example.org\" rel=\"nofollow noopener\"><strong>а</strong></a></p>\n");
    for (const char* url :
         {"javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "//evil.example", "/plan", "plan", "",
          "vbscript:x", "java&#115;cript:alert(1)", "javascript&colon;alert(1)", "&#x01;javascript:x",
          "java&Tab;script:alert(1)", "http&colon;evil", "https:evil", "mailto:", "http://a\\b", "file:///etc"})
        CHECK_MESSAGE(print(std::string("[слово](") + url + ")").find("<a") == std::string::npos, url);
}

TEST_CASE("an image is its description, also inside a link, and links do not nest")
{
    CHECK(print("![дом](https://example.org/a.png)") == "<p>дом</p>\n");
    CHECK(print("[![дом](x.png)](https://example.org)") ==
          "<p><a href=\"https://example.org\" rel=\"nofollow noopener\">дом</a></p>\n");
    CHECK(print("[а <http://one.example> б](http://two.example)") ==
          "<p><a href=\"http://two.example\" rel=\"nofollow noopener\">а http://one.example б</a></p>\n");
}

TEST_CASE("markup of HTML is shown as it was typed")
{
    CHECK(print("a <b>c</b>") == "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n");
    CHECK(print("<div>\nx\n</div>") == "<p>&lt;div&gt;<br>\nx<br>\n&lt;/div&gt;</p>\n");
}

TEST_CASE("hostile text becomes no markup but the allowed, wherever in Markdown it stands")
{
    const std::vector<std::pair<std::string, std::string>> places = {{"", ""},
                                                                     {"# ", ""},
                                                                     {"- ", ""},
                                                                     {"> ", ""},
                                                                     {"**", "**"},
                                                                     {"`", "`"},
                                                                     {"```", "\n```"},
                                                                     {"    ", ""},
                                                                     {"[", "](http://example.org)"},
                                                                     {"[a](", ")"},
                                                                     {"[a](<", ">)"},
                                                                     {"![", "](x)"},
                                                                     {"[a](http://x \"", "\")"},
                                                                     {"[a](http://x", ")"},
                                                                     {"<http://", ">"},
                                                                     {"[a]: ", "\n\n[a]"},
                                                                     {"a\n", "\nb"},
                                                                     {"\\", ""}};
    for (const auto& [before, after] : places) {
        for (const auto& text : tests::hostile_texts())
            CHECK_MESSAGE(tests::fault_of_markdown(print(before + text + after)) == "", before << text << after);
        for (const auto& text : tests::hostile_addresses())
            CHECK_MESSAGE(tests::fault_of_markdown(print(before + text + after)) == "", before << text << after);
    }
}

TEST_CASE("the check of printed Markdown itself notices what is not allowed")
{
    for (const char* bad :
         {"<script>", "<p>", "</p>", "<p></em>", "a < b", "a > b", "<p onclick=\"x\"></p>", "<img src=x>",
          "<a href=\"javascript:x\" rel=\"nofollow noopener\"></a>", "<a href=\"http://x\"></a>",
          "<a href=\"http://x\" onclick=\"\" rel=\"nofollow noopener\"></a>", "<ol start=\"\"></ol>"})
        CHECK_MESSAGE(tests::fault_of_markdown(bad) != "", bad);
}

TEST_CASE("deep, endless and broken texts are printed in bounds")
{
    const auto repeated = [](std::string_view piece, std::size_t times) {
        std::string text;
        for (std::size_t i = 0; i < times; ++i) text += piece;
        return text;
    };
    for (const char* piece : {">",  "> ", "- ", "1. ",  "*",    "_a ",  "[",          "![",    "[a](",    "<",  "`",
                              "\\", "&",  "#",  "**a ", "\xD0", "<!--", "<a href=\"", "- a\n", "    a\n", "\n", "а"}) {
        const std::string html = print(repeated(piece, 20'000));
        CHECK_MESSAGE(tests::fault_of_markdown(html) == "", piece);
        CHECK_MESSAGE(html.size() < 3'000'000, piece);
    }
    const std::string quotes = print(repeated(">", 5'000) + " слово");
    CHECK(quotes.find("слово") != std::string::npos);
    CHECK(quotes.size() < 1'000);

    const std::string cut = print(repeated("ж", 60'000));  // 120,000 bytes
    CHECK(cut.size() == 100 * 1024 + std::string("<p></p>\n").size());
    CHECK(print("а\xFF\xFE") == "<p>а\uFFFD\uFFFD</p>\n");
    CHECK(print(std::string_view("a\0b", 3)) == "<p>a\uFFFDb</p>\n");
}

}  // namespace markdown_test
