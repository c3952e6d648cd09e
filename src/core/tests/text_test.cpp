#include "core/text.hpp"
#include "core/letters.hpp"

#include <doctest/doctest.h>

namespace text_test {

using namespace veche;

TEST_CASE("a character that XML cannot hold is not clean, and cleaning takes it out")
{
    for (const std::string bad :
         {"\uFFFE", "\uFFFF", "\uFDD0", "\uFDEF", "\U0001FFFE", "\U0010FFFF", "\x01", "\x7F", "\x1B"}) {
        INFO(bad);
        CHECK_FALSE(is_clean_utf8("День " + bad + "города"));
        const auto cleaned = cleaned_utf8("День " + bad + "города");
        CHECK(cleaned.text == "День города");
        CHECK_FALSE(cleaned.broken);
    }
    for (const std::string good : {"\uFFFD", "\uFDCF", "\uFDF0", "\uFFFC", "\U0001FFFD", "\U0002FFFD", "ﷺ", "🎉"}) {
        INFO(good);
        CHECK(is_clean_utf8(good));
        CHECK(cleaned_utf8(good).text == good);
    }
    CHECK(cleaned_utf8("раз\vдва\fтри\r\n\tчетыре").text == "раз\nдва\nтри\r\n\tчетыре");
}

TEST_CASE("each byte that belongs to no character is told of")
{
    for (const std::string bad : {"\xFF", "\xED\xA0\x80", "\xC0\xAF", "\xF4\x90\x80\x80", "\xD0"}) {
        const auto cleaned = cleaned_utf8("a" + bad + "b");
        CHECK(cleaned.broken);
        CHECK(is_clean_utf8(cleaned.text));
        CHECK_FALSE(is_well_formed_utf8("a" + bad + "b"));
    }
    CHECK(cleaned_utf8("\xCF\xEB").text == "\uFFFD\uFFFD");
    CHECK(is_well_formed_utf8("\uFFFF\x01"));
}

TEST_CASE("only well-formed UTF-8 without control characters is clean")
{
    CHECK(is_clean_utf8("Юрга\n2021\t№ 1"));
    CHECK_FALSE(is_clean_utf8("\xC0\xAF"));          // overlong
    CHECK_FALSE(is_clean_utf8("\xED\xA0\x80"));      // surrogate
    CHECK_FALSE(is_clean_utf8("\xF4\x90\x80\x80"));  // above U+10FFFF
    CHECK_FALSE(is_clean_utf8(std::string_view("a\0b", 3)));
    CHECK_FALSE(is_clean_utf8("\xD0"));
}

TEST_CASE("a text is trimmed of every kind of space and folded to one line")
{
    CHECK(trimmed("\uFEFF \u00A0Юрга\u00A0 \n") == "Юрга");
    CHECK(one_line("  День \n\t города  ") == "День города");
    CHECK(one_line("300\u00A0лет") == "300\u00A0лет");
    CHECK(trimmed("   ").empty());
}

TEST_CASE("a long text is cut at a whole character and says so")
{
    CHECK(shortened("Юрга", 4) == "Юрга");
    CHECK(shortened("Юрга любимая", 6) == "Юрга…");
    CHECK(count_code_points("Юрга…") == 5);
}

TEST_CASE("a line from a form is refused beside its field when empty, broken or too long")
{
    CHECK(parse_line(" Праздник  двора ", "title", 1, 20).value() == "Праздник двора");
    CHECK(parse_line("  ", "title", 1, 20).error() == Refusal{RefusalKind::invalid, "text.empty", "title", {}});
    CHECK(parse_line("\xFF", "title", 1, 20).error().message == "text.broken");
    CHECK(parse_line("абвгд", "title", 1, 4).error().values.front().second == "4");
}

TEST_CASE("what is joined with line ends is split into the same lines")
{
    const std::vector<std::string> lines = {"Дом культуры", "", "Библиотека"};
    CHECK(joined(lines, "\n") == "Дом культуры\n\nБиблиотека");
    CHECK(split_lines(joined(lines, "\n")) == lines);
    CHECK(split_lines("одна\n") == std::vector<std::string>{"одна"});
    CHECK(split_lines("").empty());
    CHECK(joined({}, "; ").empty());
}

TEST_CASE("a letter is what Unicode allows for it: nothing cut, overlong, of half a pair or beyond the last one")
{
    const auto length = [](std::string_view bytes) { return utf8_letter(bytes, 0).length; };
    CHECK(utf8_letter("xЮ", 1).point == U'Ю');
    CHECK(utf8_letter("🎉", 0).point == U'🎉');
    CHECK(length("\xF4\x8F\xBF\xBF") == 4);
    for (const char* broken : {"\x80", "\xC1\xBF", "\xD0", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
                               "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\xD0z"})
        CHECK(length(broken) == 0);
    CHECK(may_stand_in_text(U'\n'));
    for (const char32_t c : {U'\0', U'\x0B', U'\x7F', char32_t(0xFDD0), char32_t(0xFFFF), char32_t(0x1FFFE)})
        CHECK_FALSE(may_stand_in_text(c));
}

TEST_CASE("paragraphs stay paragraphs, without the spaces nobody sees")
{
    const auto read = [](std::string_view raw) { return parse_paragraphs(raw, "about", 0, 100).value(); };
    CHECK(read("Дома у реки.\r\nДва двора.") == "Дома у реки.\nДва двора.");
    CHECK(read("\n\n  Раз  два \n\n\n\nтри\n ") == "Раз два\n\nтри");
    CHECK(read(" \r\n ").empty());
    CHECK(parse_paragraphs("", "about", 1, 5).error().message == "text.empty");
    CHECK(parse_paragraphs("а\nб\nв", "about", 1, 5).has_value());
    CHECK(parse_paragraphs("а\nб\nвг", "about", 1, 5).error().message == "text.too_long");
    CHECK(parse_paragraphs("\xff", "about", 1, 5).error().message == "text.broken");
}

}  // namespace text_test
