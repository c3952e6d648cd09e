#include "outside/cell_format.hpp"

#include <doctest/doctest.h>

namespace cell_format_test {

using namespace veche;
using namespace veche::outside;
using namespace std::chrono_literals;

namespace {

constexpr double first_of_september = 44440;  // 2021

std::string shown(std::string_view code, double value)
{
    return CellFormat(code).show_number(value, Epoch::year_1900).text;
}

}  // namespace

TEST_CASE("the words of a number format are part of what is shown")
{
    struct Row {
        std::string_view code;
        double value;
        std::string_view text;
    };
    for (const Row& row : std::vector<Row>{{"General", 1.1000000000000001, "1.1"},
                                           {"0\" квартал\"", 3, "3 квартал"},
                                           {"0\"+\"", 16, "16+"},
                                           {"0\\+", 6, "6+"},
                                           {"0+", 12, "12+"},
                                           {"\"с \"0\" лет\"", 6, "с 6 лет"},
                                           {"General\" чел.\"", 25, "25 чел."},
                                           {"[Red]General\\ \\ч", 2, "2 ч"},
                                           {"# ##0\" дней\"", 1500, "1 500 дней"},
                                           {"#,##0", 1234567, "1 234 567"},
                                           {"#,##0.00\\ [$₽-419]", 1500.5, "1 500.50 ₽"},
                                           {"_-* #,##0_-;\\-* #,##0_-;_-* \"-\"_-;_-@_-", 0, "-"},
                                           {"0.0,\" тыс.\"", 12500, "12.5 тыс."},
                                           {"0%", 0.5, "50%"},
                                           {"0.00", 5, "5.00"},
                                           {"0.##", 5.5, "5.5"},
                                           {".00", 3.5, "3.50"},
                                           {"000", 7, "007"},
                                           {"8\\ (000)\\ 000\\-00\\-00", 3845112233, "8 (384) 511-22-33"},
                                           {"0\" тепла\";0\" мороза\";\"ноль\"", -5, "5 мороза"},
                                           {"0\" тепла\";0\" мороза\";\"ноль\"", 0, "ноль"},
                                           {"0", -5, "-5"},
                                           {"0", -0.2, "0"},
                                           {"[=1]\"да\";[=0]\"нет\";0", 1, "да"},
                                           {"[=1]\"да\";[=0]\"нет\";0", 0, "нет"},
                                           {"[=1]\"да\";[=0]\"нет\";0", 7, "7"},
                                           {"[>=18]0\"+\";[<18]\"до \"0", 18, "18+"},
                                           {"[>=18]0\"+\";[<18]\"до \"0", 6, "до 6"},
                                           {"\"см. приложение; п. \"0", 4, "см. приложение; п. 4"},
                                           {"@", 4, "4"},
                                           {"0.00E+00", 12, "12"},
                                           {"# ?/?", 0.5, "0.5"},
                                           {"0\"не закрыто", 1, "1не закрыто"},
                                           {"[не закрыто", 1, ""},
                                           {"0\\", 1, "1"}})
        CHECK_MESSAGE(shown(row.code, row.value) == row.text, std::string(row.code));
}

TEST_CASE("a date shown without its day is words and no date")
{
    struct Row {
        std::string_view code, text;
    };
    for (const Row& row : std::vector<Row>{{"mmmm", "сентябрь"},
                                           {"[$-419]mmmm\\ yyyy;@", "сентябрь 2021"},
                                           {"mmm\\.yy", "сентябрь 2021"},
                                           {"mm/yyyy", "сентябрь 2021"},
                                           {"mmmm yyyy \"г.\"", "сентябрь 2021"},
                                           {"yyyy", "2021"},
                                           {"yyyy\\ \"год\"", "2021"},
                                           {"\"3 квартал \"yyyy", "3 квартал 2021"},
                                           {"\"до конца\" mmmm", "до конца сентябрь"},
                                           {"dddd", "среда"}}) {
        const Cell cell = CellFormat(row.code).show_number(first_of_september, Epoch::year_1900);
        CHECK_MESSAGE(cell.text == row.text, std::string(row.code));
        CHECK_FALSE(cell.date);
        CHECK_FALSE(cell.minute);
    }
    CHECK(CellFormat::built_in(17).show_number(first_of_september, Epoch::year_1900).text == "сентябрь 2021");
}

TEST_CASE("a date that shows its day is a date, and words that say something stay with it")
{
    for (const std::string_view code : {"dd.mm.yyyy", "d mmm", "D.M.YY;@", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
                                        "\"«\"dd\"»\" mmmm yyyy \"г.\"", "yyyy\\-mm\\-dd"}) {
        const Cell cell = CellFormat(code).show_number(first_of_september, Epoch::year_1900);
        CHECK_MESSAGE(cell.date == Day(2021y / 9 / 1), std::string(code));
        CHECK(cell.text == "01.09.2021");
    }
    const Cell until = CellFormat("\"до \"dd.mm.yyyy").show_number(first_of_september, Epoch::year_1900);
    CHECK(until.text == "до 01.09.2021");
    CHECK_FALSE(until.date);
    CHECK(shown("\"с \"h:mm", 0.75) == "с 18:00");
    CHECK(shown("dd.mm.yyyy\" в \"hh:mm", first_of_september + 0.5) == "01.09.2021 12:00");
    CHECK(shown("[h]:mm", 26.5 / 24) == "26:30");
    CHECK(shown("h:mm", 1.75) == "18:00");
    CHECK(shown("mm:ss", 0.5) == "00:00");
    CHECK(shown("h:mm AM/PM", 0.75) == "18:00");
    CHECK(shown("dd.mm.yyyy", 1e300) == "1e+300");
    CHECK(shown("dd.mm.yyyy", -3) == "-3");
    CHECK(CellFormat("dd.mm.yyyy").show_number(1, Epoch::year_1900).date == Day(1900y / 1 / 1));
    CHECK(CellFormat("dd.mm.yyyy").show_number(61, Epoch::year_1900).date == Day(1900y / 3 / 1));
    CHECK(CellFormat("dd.mm.yyyy").show_number(0, Epoch::year_1904).date == Day(1904y / 1 / 1));
}

TEST_CASE("the last second of a day is of that day")
{
    constexpr double second = 1.0 / (24 * 60 * 60);
    const auto time = [&](double part) { return shown("dd.mm.yyyy hh:mm:ss", first_of_september + part); };
    CHECK(time(1 - second) == "01.09.2021 23:59");
    CHECK(time(1 - second / 100) == "01.09.2021 23:59");
    CHECK(time(0.999999) == "01.09.2021 23:59");
    CHECK(shown("dd.mm.yyyy", first_of_september + 1 - second) == "01.09.2021");
    CHECK(time(10.5 / 24 - second / 100) == "01.09.2021 10:30");
    CHECK(time(10.5 / 24 - second) == "01.09.2021 10:29");
    // What computing loses is not a second: a sum of hours that is a whole day is the next day.
    CHECK(time(1 - second / 100'000) == "02.09.2021");
    CHECK(moment_of_iso("2021-09-01T23:59:59.9") == CellMoment{Day(2021y / 9 / 1), 86'399});
    CHECK(moment_of_iso("2021-09-01T10:29:59.99") == CellMoment{Day(2021y / 9 / 1), 37'800});
    CHECK(moment_of_span("PT23H59M59.9S") == CellMoment{std::nullopt, 86'399});
    CHECK(moment_of_span("PT26H30M00S") == CellMoment{std::nullopt, 95'400});
    for (const std::string_view wrong : {"", "P1D", "PT", "PTxS", "PT5", "PT-5S", "PT5X"})
        CHECK_MESSAGE((wrong == "PT" || !moment_of_span(wrong)), std::string(wrong));
}

TEST_CASE("a format may add words to a text, or show nothing at all")
{
    CHECK(CellFormat("@\" (по согласованию)\"").show_text("парк").text == "парк (по согласованию)");
    CHECK(CellFormat("0;-0;0;\"корпус \"@").show_text("Б").text == "корпус Б");
    CHECK(CellFormat("0.00").show_text("парк").text == "парк");
    const Cell hidden = CellFormat(";;;").show_text("тайна");
    CHECK(hidden.text.empty());
    CHECK(hidden.marks.hidden_part);
    CHECK(CellFormat(";;;").show_number(5, Epoch::year_1900).marks.hidden_part);
    CHECK_FALSE(CellFormat("0;-0;").show_number(0, Epoch::year_1900).marks.hidden_part);
}

}  // namespace cell_format_test
