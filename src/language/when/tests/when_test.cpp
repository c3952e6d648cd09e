#include "language/when/when.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "core/expect.hpp"
#include "core/text.hpp"
#include "rule_table.hpp"

namespace when_test {

using namespace veche;
using namespace veche::language;

namespace {

constexpr int plan_year = 2021;

struct Row {
    std::string phrase, precision, starts, ends, repeat, periods, warnings;
};

std::vector<Row> rows_of_page()
{
    std::vector<Row> rows;
    for (const auto& cells : test::rule_rows("when.md", 7))
        rows.push_back({cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6]});
    return rows;
}

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
    return text;
}

/// Capital Russian letters: А..Я by their bytes, ё included.
std::string capital(std::string text)
{
    for (int c = 0; c < 32; ++c) {
        const auto utf8 = [](int code) { return std::string{char(0xC0 | (code >> 6)), char(0x80 | (code & 0x3F))}; };
        text = replaced(std::move(text), utf8(0x430 + c), utf8(0x410 + c));
    }
    return replaced(std::move(text), "ё", "Ё");
}

void check_same_but_for_words(When found, const When& expected)
{
    found.text = expected.text;
    CHECK(found == expected);
}

void check_sane(const When& when)
{
    CHECK(std::ranges::is_sorted(when.periods));
    CHECK(std::ranges::adjacent_find(when.periods) == when.periods.end());
    CHECK(when.periods.empty() == (when.precision == Precision::none));
    for (const Period& period : when.periods) {
        CHECK(period.first.ok());
        CHECK(period.last.ok());
        CHECK(period.first <= period.last);
        CHECK(int(period.first.year()) >= 1900);
        CHECK(int(period.last.year()) <= 2199);
        CHECK((period.start_minute || !period.end_minute));
        if (period.start_minute) CHECK((*period.start_minute >= 0 && *period.start_minute < 1440));
        if (period.end_minute) CHECK((*period.end_minute >= 0 && *period.end_minute < 1440));
    }
    CHECK(load_periods(store_periods(when.periods)) == when.periods);
}

}  // namespace

TEST_CASE("every phrase of docs/rules/when.md means what the table says")
{
    const auto rows = rows_of_page();
    CHECK(rows.size() >= 300);
    for (const Row& row : rows) {
        CAPTURE(row.phrase);
        const When when = parse_when(row.phrase, plan_year);
        CHECK(when.text == row.phrase);
        CHECK(to_text(when.precision) == row.precision);
        CHECK(iso_start(when) == row.starts);
        CHECK(iso_end(when) == row.ends);
        CHECK(to_text(when.repeat) == row.repeat);
        CHECK(store_periods(when.periods) == row.periods);
        CHECK(joined(when.warnings, ", ") == row.warnings);
        check_sane(when);
    }
}

TEST_CASE("spaces, case, the letter ё and the kind of dash change nothing but the words")
{
    for (const Row& row : rows_of_page()) {
        CAPTURE(row.phrase);
        const When when = parse_when(row.phrase, plan_year);
        CHECK(parse_when("\uFEFF \u00A0" + row.phrase + "\u00A0\n ", plan_year) == when);
        CHECK(parse_when(when.text, plan_year) == when);
        check_same_but_for_words(parse_when(replaced(row.phrase, " ", "\u00A0"), plan_year), when);
        check_same_but_for_words(parse_when(replaced(row.phrase, " ", " \n "), plan_year), when);
        check_same_but_for_words(parse_when(capital(row.phrase), plan_year), when);
        check_same_but_for_words(parse_when(replaced(row.phrase, "ё", "е"), plan_year), when);
        for (const auto dash : {"-", "‒", "–", "—", "−"}) {
            const auto plain = replaced(replaced(replaced(row.phrase, "—", "-"), "–", "-"), "−", "-");
            check_same_but_for_words(parse_when(replaced(plain, "-", dash), plan_year), when);
        }
    }
}

TEST_CASE("what moves, cancels or excepts means the same inside brackets as outside")
{
    for (const std::string remark :
         {"перенесено на 14 июля", "перенос с 3 июля на 14 июля", "отменено", "не состоится", "кроме 5 июля",
          "кроме выходных", "за исключением понедельника", "кроме праздничных дней", "выходной – среда",
          "закрыто 4 июля", "перенесено на 16:00", "переносится на август"}) {
        CAPTURE(remark);
        const When inside = parse_when("1–10 июля (" + remark + ")", plan_year);
        check_same_but_for_words(inside, parse_when("1–10 июля, " + remark, plan_year));
        CHECK(inside != parse_when("1–10 июля", plan_year));
    }
    for (const std::string remark : {"вместо 4 июля", "взамен 1-2 июля", "перенесено с 3 июля"})
        check_same_but_for_words(parse_when("9 июля (" + remark + ")", plan_year), parse_when("9 июля", plan_year));
}

TEST_CASE("a dash between weekdays is a range, and so are from and to")
{
    const auto days = parse_when("1–14 июня, вторник, среда, четверг", plan_year).periods;
    CHECK(days.size() == 6);
    for (const std::string words :
         {"вт–чт", "вт.-чт.", "вторник — четверг", "со вторника по четверг", "(вт - чт)", "по вторникам – четвергам"}) {
        CAPTURE(words);
        const When when = parse_when("1–14 июня, " + words, plan_year);
        CHECK(when.periods == days);
        CHECK(when.warnings.empty());
    }
}

TEST_CASE("a named clock is never taken for the town's own without a word")
{
    for (const std::string clock : {"мск", "МСК", "(мск)", "мск.", "по мск", "по московскому времени", "МСК+4", "МСК-1",
                                    "(время московское)", "московского времени", "UTC+5", "(GMT+03:00)", "по Москве",
                                    "по времени Москвы", "по самарскому времени", "по летнему времени"}) {
        CAPTURE(clock);
        const When when = parse_when("6 июля, 15:30 " + clock, plan_year);
        CHECK(store_periods(when.periods) == "2021-07-06T15:30/2021-07-06");
        CHECK(joined(when.warnings, ", ") == "when.other_zone");
    }
    for (const std::string clock : {"по местному времени", "местного времени", "(время местное)", "местн."}) {
        CAPTURE(clock);
        CHECK(parse_when("6 июля, 15:30 " + clock, plan_year).warnings.empty());
    }
}

TEST_CASE("hours behind a range of days are those of each day, and a night is one stretch")
{
    const auto repeat_of = [](std::string_view words) { return parse_when(words, plan_year).repeat; };
    CHECK(repeat_of("3–9 августа, 9:00–17:00") == Repeat::daily);
    CHECK(repeat_of("с 3 по 9 августа с 9 до 17 часов") == Repeat::daily);
    CHECK(repeat_of("3–9 августа, 21:00–03:00") == Repeat::daily);
    CHECK(repeat_of("3–4 августа, 21:00–03:00") == Repeat::none);
    CHECK(repeat_of("3 августа 21:00 – 4 августа 03:00") == Repeat::none);
    CHECK(repeat_of("3 августа 9:00 – 9 августа 17:00") == Repeat::none);
    CHECK(repeat_of("3 августа, 9:00–17:00") == Repeat::none);
}

TEST_CASE("29 February is a day of a leap year only, the plan's or the one named")
{
    CHECK(store_periods(parse_when("29 февраля", 2024).periods) == "2024-02-29/2024-02-29");
    CHECK(parse_when("29 февраля", 2024).warnings.empty());
    CHECK(joined(parse_when("29 февраля", 2023).warnings, ", ") == "when.no_such_day");
}

TEST_CASE("words that are no text are kept and not understood")
{
    const When broken = parse_when("\xD0 6 июля", plan_year);
    CHECK(broken.text == "\xD0 6 июля");
    CHECK(broken.precision == Precision::none);
    CHECK(joined(broken.warnings, ", ") == "when.not_understood");
}

TEST_CASE("words over five hundred characters are kept and not read")
{
    std::string text = "6 июля";
    for (int i = 0; i < 494; ++i) text += '!';
    CHECK(parse_when(text, plan_year).precision == Precision::day);
    text += '!';
    const When when = parse_when(text, plan_year);
    CHECK(when.text == text);
    CHECK(when.periods.empty());
    CHECK(joined(when.warnings, ", ") == "when.too_long");
}

TEST_CASE("hostile input neither throws nor makes impossible periods")
{
    for (const std::string_view piece :
         {"1,", "(", ")", "1-", "по ", "с 1 по ", "I,", "каждый ", "29 февраля,", "в 10:00 и ", "\xFF", "2001,",
          "по субботам 1999,", "январь-", "последняя ", "12.", "1:"}) {
        CAPTURE(piece);
        std::string text;
        while (text.size() < 100'000) text += piece;
        check_sane(parse_when(text, plan_year));
        std::size_t fits = 0;
        for (std::size_t points = 0; fits < text.size() && points < 480; ++points) {
            do ++fits;
            while (fits < text.size() && (static_cast<unsigned char>(text[fits]) & 0xC0) == 0x80);
        }
        check_sane(parse_when(text.substr(0, fits), plan_year));
    }
}

TEST_CASE("any shuffle of the words of the table makes a sane value")
{
    std::vector<std::string> words;
    for (const Row& row : rows_of_page()) {
        std::size_t at = 0;
        while (at < row.phrase.size()) {
            const auto end = std::min(row.phrase.find(' ', at), row.phrase.size());
            words.push_back(row.phrase.substr(at, end - at));
            at = end + 1;
        }
    }
    std::mt19937 random(436);
    for (int i = 0; i < 2000; ++i) {
        std::string phrase;
        const auto count = 1 + random() % 12;
        for (std::size_t n = 0; n < count; ++n)
            phrase += words[random() % words.size()] + (random() % 8 == 0 ? "" : " ");
        CAPTURE(phrase);
        const When when = parse_when(phrase, 1999 + int(random() % 60));
        CHECK(when.text == trimmed(phrase));
        check_sane(when);
    }
}

TEST_CASE("a plan's year beyond all calendars is brought back into them")
{
    for (const int year : {-32768, 0, 1900, 2199, 2'000'000})
        check_sane(parse_when("октябрь – март; до 1 июня; лето", year));
}

TEST_CASE("a precision and a repeat come back from their words, and nothing else does")
{
    for (int i = 0; i <= int(Precision::none); ++i) CHECK(parse_precision(to_text(Precision(i))) == Precision(i));
    for (int i = 0; i <= int(Repeat::quarterly); ++i) CHECK(parse_repeat(to_text(Repeat(i))) == Repeat(i));
    CHECK_FALSE(parse_precision("hour"));
    CHECK_FALSE(parse_repeat(""));
}

TEST_CASE("periods come back from storage as they were")
{
    std::mt19937 random(7);
    for (int i = 0; i < 500; ++i) {
        std::vector<Period> periods;
        for (auto count = random() % 5; count > 0; --count) {
            Period period;
            period.first = day_from_number(-20'000 + std::int64_t(random() % 80'000));
            period.last = day_from_number(day_number(period.first) + std::int64_t(random() % 400));
            if (random() % 2) period.start_minute = int(random() % 1440);
            if (period.start_minute && random() % 2) period.end_minute = int(random() % 1440);
            period.open_start = random() % 2;
            period.open_end = random() % 2;
            periods.push_back(period);
        }
        CHECK(load_periods(store_periods(periods)) == periods);
    }
}

TEST_CASE("a text of periods that this program did not write is a bug")
{
    for (const std::string_view text :
         {";", "2021-07-06", "2021-07-06/", "/", "2021-07-06/2021-07-05", "2021-02-30/2021-02-30", "x/y",
          "2021-07-06/2021-07-06;", "2021-07-06T24:00/2021-07-06", "2021-07-06T1:00/2021-07-06",
          "2021-07-06/2021-07-06T12:00", "2021-07-06T12:00:00/2021-07-06", "<<2021-07-06/2021-07-06"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(load_periods(text), Bug);
    }
}

TEST_CASE("an organiser's exact days win over the words, which are kept")
{
    const auto when =
        when_from_form("  когда зацветёт сирень ", "2021-05-20", "2021-05-22", "10:00", "18:30", plan_year);
    REQUIRE(when);
    CHECK(when->text == "когда зацветёт сирень");
    CHECK(when->precision == Precision::minute);
    CHECK(when->warnings.empty());
    CHECK(store_periods(when->periods) == "2021-05-20T10:00/2021-05-22T18:30");

    const auto one_day = when_from_form("31 сентября", "2021-09-30", "", "", "", plan_year);
    REQUIRE(one_day);
    CHECK(one_day->precision == Precision::day);
    CHECK(store_periods(one_day->periods) == "2021-09-30/2021-09-30");
}

TEST_CASE("with no exact days the organiser's words are read")
{
    CHECK(when_from_form("6 июля", "", " ", "", "", plan_year) == parse_when("6 июля", plan_year));
}

TEST_CASE("a mistake in the exact days is refused beside its field")
{
    const auto field_of = [](std::string_view first, std::string_view last, std::string_view start,
                             std::string_view end) {
        const auto when = when_from_form("май", first, last, start, end, plan_year);
        return when ? std::string("none") : when.error().field + " " + when.error().message;
    };
    CHECK(field_of("", "2021-05-22", "", "") == "first when.form_no_first");
    CHECK(field_of("", "", "10:00", "") == "first when.form_no_first");
    CHECK(field_of("22.05.2021", "", "", "") == "first when.form_bad_day");
    CHECK(field_of("2021-09-31", "", "", "") == "first when.form_bad_day");
    CHECK(field_of("2021-05-20", "tomorrow", "", "") == "last when.form_bad_day");
    CHECK(field_of("2021-05-20", "2021-05-19", "", "") == "last when.form_last_before_first");
    CHECK(field_of("2021-05-20", "", "25:00", "") == "start when.form_bad_time");
    CHECK(field_of("2021-05-20", "", "10.00", "") == "start when.form_bad_time");
    CHECK(field_of("2021-05-20", "", "10:00", "10:60") == "end when.form_bad_time");
    CHECK(field_of("2021-05-20", "", "", "12:00") == "start when.form_no_start");
    CHECK(field_of("2021-05-20", "", "12:00", "12:00") == "end when.form_ends_early");
    CHECK(field_of("2021-05-20", "2021-05-21", "22:00", "02:00") == "none");
}

}  // namespace when_test
