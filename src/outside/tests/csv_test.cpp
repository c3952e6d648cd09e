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
    for (const std::string text : {"=1+1",
                                   "+7 900",
                                   "-5",
                                   "@cmd",
                                   "\t=1",
                                   "'=1",
                                   "''=1",
                                   "\n=1",
                                   "＝1+1",
                                   "＋7",
                                   "－5",
                                   "＠cmd",
                                   "\xE2\x80\x8B=1",
                                   "\xEF\xBB\xBF+1",
                                   "\xC2\xAD-1",
                                   "\xE2\x81\xA0＝1",
                                   " =1",
                                   "\xC2\xA0@x",
                                   "'\xE2\x80\x8B=1",
                                   "\xE2\x88\x92"
                                   "5"}) {
        const auto written = all_rows(csv_field(text)).at(0).at(0);
        CHECK(written == "'" + text);
        CHECK(without_guard(written) == text);
    }
    for (const std::string text : {"", "'", "'слово", "слово", "— тире", "5-6 мая", "''", "a=b",
                                   "\xE2\x80\x8B"
                                   "слово",
                                   "\xC2\xAD"}) {
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

TEST_CASE("code pages of DOS, KOI8, old Macs and Windows are told by how Russian they read")
{
    // "№;Праздник;Срок\n1;Проводы русской зимы, ёлка;14 марта\n", "ПЛАН\n" and "Юрга" in each.
    struct Row {
        std::string_view page, title, capitals, word;
    };
    const std::string title = "Проводы русской зимы, ёлка;14 марта\n";
    for (const Row& row : std::vector<Row>{{"1251",
                                            "\xCF\xF0\xEE\xE2\xEE\xE4\xFB \xF0\xF3\xF1\xF1\xEA\xEE\xE9 "
                                            "\xE7\xE8\xEC\xFB, \xB8\xEB\xEA\xE0;14 \xEC\xE0\xF0\xF2\xE0\n",
                                            "\xCF\xCB\xC0\xCD", "\xDE\xF0\xE3\xE0"},
                                           {"866",
                                            "\x8F\xE0\xAE\xA2\xAE\xA4\xEB \xE0\xE3\xE1\xE1\xAA\xAE\xA9 "
                                            "\xA7\xA8\xAC\xEB, \xF1\xAB\xAA\xA0;14 \xAC\xA0\xE0\xE2\xA0\n",
                                            "\x8F\x8B\x80\x8D", "\x9E\xE0\xA3\xA0"},
                                           {"koi8",
                                            "\xF0\xD2\xCF\xD7\xCF\xC4\xD9 \xD2\xD5\xD3\xD3\xCB\xCF\xCA "
                                            "\xDA\xC9\xCD\xD9, \xA3\xCC\xCB\xC1;14 \xCD\xC1\xD2\xD4\xC1\n",
                                            "\xF0\xEC\xE1\xEE", "\xE0\xD2\xC7\xC1"},
                                           {"mac",
                                            "\x8F\xF0\xEE\xE2\xEE\xE4\xFB \xF0\xF3\xF1\xF1\xEA\xEE\xE9 "
                                            "\xE7\xE8\xEC\xFB, \xDE\xEB\xEA\xE0;14 \xEC\xE0\xF0\xF2\xE0\n",
                                            "\x8F\x8B\x80\x8D", "\x9E\xF0\xE3\xE0"}}) {
        CHECK_MESSAGE(decode_text(row.title) == title, std::string(row.page));
        const std::string all =
            std::string(row.capitals) + "\n" + std::string(row.word) + "\n" + std::string(row.title);
        CHECK_MESSAGE(decode_text(all) == "ПЛАН\nЮрга\n" + title, std::string(row.page));
    }
    CHECK(decode_text("\xCF\xCB\xC0\xCD \xCC\xC5\xD0\xCE\xCF\xD0\xC8\xDF\xD2\xC8\xC9") == "ПЛАН МЕРОПРИЯТИЙ");
}

TEST_CASE("a number sign that KOI8 does not have is read where it was meant")
{
    // "школа N 1;N2;N п/п;ON 5": only before a number, and no part of a word.
    const std::string school = "\xDB\xCB\xCF\xCC\xC1";
    CHECK(decode_text(school + " N 1;N2;N \xD0/\xD0;ON 5\n") == "школа № 1;№2;N п/п;ON 5\n");
}

TEST_CASE("one stray byte does not make a file unreadable, nor another file of it")
{
    const std::string text = "№;Дело;Срок\n1;Юбилей школы № 1;15 мая\n2;Ярмарка мастеров;12 июня\n";
    for (const std::string stray : {"\xA0", "\xFF", "\xD0", "\xE2\x80"})
        for (std::size_t at : {std::size_t(0), text.find("Ярмарка"), text.size()}) {
            std::string broken = text;
            broken.insert(at, stray);
            std::string mended = text;
            for (std::size_t i = 0; i < stray.size(); ++i) mended.insert(at, "\xEF\xBF\xBD");
            CHECK_MESSAGE(decode_text(broken) == mended, at);
        }
    std::string bell = text;
    bell.insert(text.find("Ярмарка"), 1, '\x07');
    CHECK(decode_text(bell)->find(" Ярмарка") != std::string::npos);
    // A byte that means nothing in Windows-1251, in a text of it.
    CHECK(decode_text("\xFF\xF0\xEC\xE0\xF0\xEA\xE0 \xEC\xE0\xF1\xF2\xE5\xF0\xEE\xE2 \x98 \xEF\xEB\xEE\xF9\xE0\xE4\xFC "
                      "\xE3\xEE\xF0\xEE\xE4\xE0") == "ярмарка мастеров \xEF\xBF\xBD площадь города");
}

TEST_CASE("a mark of DOS at the end is no text, and UTF-16 is known without a mark")
{
    CHECK(decode_text("План\r\n\x1A") == "План\r\n");
    CHECK(decode_text(std::string("План\r\n\x1A\x1A\0\0", 14)) == "План\r\n");
    CHECK(decode_text("\xCF\xEB\xE0\xED\r\n\x1A") == "План\r\n");
    const std::u16string wide = u"№;Дело;Срок\n1;Юбилей школы — «Юрга»;15 мая\n";
    for (const bool big_endian : {false, true}) {
        std::string bytes;
        for (const char16_t unit : wide) {
            bytes += static_cast<char>(big_endian ? unit >> 8 : unit & 0xFF);
            bytes += static_cast<char>(big_endian ? unit & 0xFF : unit >> 8);
        }
        CHECK(decode_text(bytes) == "№;Дело;Срок\n1;Юбилей школы — «Юрга»;15 мая\n");
    }
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
    CHECK_FALSE(is_text(std::string_view("PNG\0\0\0\x0DIHDR", 10)));
    CHECK(is_text("\x83\x65\x83\x58\x83\x67"));  // Japanese: text, but none that we know
    CHECK_FALSE(decode_text("\x83\x65\x83\x58\x83\x67"));
}

}  // namespace csv_test
