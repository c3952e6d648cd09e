#include "language/typeset.hpp"

#include <doctest/doctest.h>

#include "core/fold.hpp"
#include "rule_table.hpp"

namespace typeset_test {

using namespace veche;
using language::typeset;

namespace {

std::string replaced(std::string text, std::string_view what, std::string_view by)
{
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
    return text;
}

/// As docs/rules/typeset.md writes it: "_" stays together, "·" may be divided.
std::string written(const std::string& text)
{
    return replaced(replaced(text, "\u00A0", "_"), "\u00AD", "·");
}

}  // namespace

TEST_CASE("a text is set as the rules of typesetting say")
{
    const auto rows = test::rule_rows("typeset.md", 3);
    REQUIRE(rows.size() >= 50);
    for (const auto& row : rows) CHECK(written(typeset(row[0])) == row[1]);
}

TEST_CASE("typesetting twice is typesetting once, and nothing but spaces and soft hyphens is changed")
{
    for (const auto& row : test::rule_rows("typeset.md", 3)) {
        const auto once = typeset(row[0]);
        CHECK(typeset(once) == once);
        CHECK(replaced(replaced(once, "\u00A0", " "), "\u00AD", "") == row[0]);
        CHECK_MESSAGE(fold(once) == fold(row[0]), row[0]);  // a title copied from a page is found
    }
}

TEST_CASE("lines, doubled spaces, broken words and other scripts go through typesetting as they are")
{
    for (const std::string text : {"", " ", "  ", "в", " в ", "\n", "раз\nдва\n\nтри", "a  b", "в  парке", "one two",
                                   "Supercalifragilisticexpialidocious", "😀 😀", "\xD0", "\xD1\xD0 \xFF"})
        CHECK(typeset(text) == text);
}

TEST_CASE("a word without an end is no word, and a chain of short words still has a place to break")
{
    const auto endless = replaced(std::string(300, 'x'), "x", "ба");
    CHECK(replaced(typeset(endless), "\u00AD", "") == endless);
    CHECK(written(typeset("и в с к о у а")) == "и_в_с_к о_у_а");
}

}  // namespace typeset_test
