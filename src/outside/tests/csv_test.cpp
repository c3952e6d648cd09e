#include "outside/csv.hpp"

#include <doctest/doctest.h>

#include "outside/text_encoding.hpp"

namespace csv_test {

using namespace veche::outside;

namespace {

std::vector<CsvRow> all_rows(std::string_view text, char delimiter = ';')
{
    std::vector<CsvRow> rows;
    read_csv(text, delimiter, [&](CsvRow&& row) {
        rows.push_back(std::move(row));
        return true;
    });
    return rows;
}

}  // namespace

TEST_CASE("a record ends with CR, LF or CRLF, and the last one may have no end")
{
    for (const std::string_view text : {"a;b\r\nc;d", "a;b\nc;d\n", "a;b\rc;d\r"})
        CHECK(all_rows(text) == std::vector<CsvRow>{{"a", "b"}, {"c", "d"}});
    CHECK(all_rows("").empty());
    CHECK(all_rows("a;\n;b") == std::vector<CsvRow>{{"a", ""}, {"", "b"}});
    CHECK(all_rows("a\n\nb") == std::vector<CsvRow>{{"a"}, {""}, {"b"}});
}

TEST_CASE("quotes hold delimiters, line ends and doubled quotes; a quote inside a plain field is a character")
{
    CHECK(all_rows("\"a;b\";\"c\r\nd\";\"say \"\"hi\"\"\"\n") == std::vector<CsvRow>{{"a;b", "c\nd", "say \"hi\""}});
    CHECK(all_rows("труба 5\" новая;b") == std::vector<CsvRow>{{"труба 5\" новая", "b"}});
    CHECK(all_rows("\"a\"x;b") == std::vector<CsvRow>{{"ax", "b"}});
}

TEST_CASE("an unclosed quote is told with the line where it was opened")
{
    try {
        all_rows("a;b\nc;\"d\ne;f\n");
        FAIL("no UnclosedQuote");
    } catch (const UnclosedQuote& quote) {
        CHECK(quote.line == 2);
    }
}

TEST_CASE("the delimiter is the one that cuts the rows evenly, not the commonest character")
{
    CHECK(find_delimiter("№;Дело;Срок\n1;Хор, танец, стихи, игры;май, июнь\n2;Бег, лыжи;март, апрель\n") == ';');
    CHECK(find_delimiter("№,Дело,Срок\n1,\"Хор; танец; стихи\",май\n2,Бег,март\n") == ',');
    CHECK(find_delimiter("№\tДело; и прочее\tСрок\n1\tХор, танец\tмай\n") == '\t');
    CHECK(find_delimiter("одно слово\nдругое") == '\0');
    CHECK(find_delimiter("") == '\0');
}

TEST_CASE("what could run as a formula gets an apostrophe, and reading takes exactly that one off")
{
    for (const std::string text : {"=1+1", "+7 900", "-5", "@cmd", "\t=1", "'=1", "''=1", "\n=1"}) {
        const auto written = all_rows(csv_field(text)).at(0).at(0);
        CHECK(written == "'" + text);
        CHECK(without_guard(written) == text);
    }
    for (const std::string text : {"", "'", "'слово", "слово", "— тире", "5-6 мая", "''", "a=b"}) {
        const auto rows = all_rows(csv_field(text) + ";");
        CHECK(rows.at(0).at(0) == text);
        CHECK(without_guard(text) == text);
    }
}

TEST_CASE("a field of any characters comes back the same")
{
    for (const std::string text : {" a", "b ", "a;b", "a,b", "a\tb", "a\nb", "\"", "\"\"", "«a»;\"b\"\n;"})
        CHECK(all_rows(csv_field(text) + ";x").at(0).at(0) == text);
}

TEST_CASE("text is UTF-8, UTF-16 with a mark, or Windows-1251")
{
    CHECK(decode_text("План") == "План");
    CHECK(decode_text("\xEF\xBB\xBFПлан") == "План");
    CHECK(decode_text(std::string_view("\xFF\xFE\x1F\x04!\0\x3D\xD8\x00\xDE", 10)) == "П!😀");
    CHECK(decode_text(std::string_view("\xFE\xFF\x04\x1F\0!", 6)) == "П!");
    CHECK(decode_text("\xB9 \xCF\xEB\xE0\xED \xAB\xDE\xF0\xE3\xE0\xBB \x97 \xA8\xE6") == "№ План «Юрга» — Ёж");
}

TEST_CASE("what is not text is not guessed at")
{
    CHECK_FALSE(decode_text(std::string_view("a\0b", 3)));
    CHECK_FALSE(decode_text("\xFF\xD8\xFF\xE0\x10JFIF"));
    CHECK_FALSE(decode_text(std::string_view("\xFF\xFE\x00\xD8", 4)));  // half of a pair
    CHECK_FALSE(decode_text(std::string_view("\xFF\xFE\x00\xDC\x00\xD8", 6)));
    CHECK_FALSE(decode_text(std::string_view("\xFF\xFE\x1F", 3)));
    CHECK_FALSE(decode_text("\xCF\xEB\xE0\xED \x98"));      // 0x98 means nothing
    CHECK_FALSE(decode_text("\xA4\x80\x81\xA5\xA7 \xAC"));  // signs without letters
}

}  // namespace csv_test
