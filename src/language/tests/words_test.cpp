#include "language/language.hpp"

#include <doctest/doctest.h>

#include "core/embedded.hpp"
#include "core/expect.hpp"
#include "language/tests/mo_bytes.hpp"

namespace words_test {

using namespace veche;
using namespace veche::language;
using tests::mo_bytes;

namespace {

const Catalogues& ours()
{
    static const Catalogues catalogues(std::string(embedded("language/ru.mo")),
                                       std::string(embedded("language/en.mo")));
    return catalogues;
}

const Words& ru()
{
    return ours().words(Code::ru);
}
const Words& en()
{
    return ours().words(Code::en);
}

const Catalogues& small()
{
    static const Catalogues catalogues(
        mo_bytes(tests::ru_header,
                 {{"a.meetings", {"{count} встреча", "{count} встречи", "{count} встреч"}},
                  {"a.hello", {"Здравствуйте, {name}! {name}, {empty}{Not} {"}},
                  {"a.left", {"Осталась {count} из {all}", "Осталось {count} из {all}", "Осталось {count} из {all}"}}}),
        mo_bytes(tests::en_header,
                 {{"a.meetings", {"{count} meeting", "{count} meetings"}}, {"a.hello", {"Hello, {name}!"}}}));
    return catalogues;
}

Day ymd(int y, unsigned m, unsigned d)
{
    return Day(std::chrono::year(y), std::chrono::month(m), std::chrono::day(d));
}

}  // namespace

TEST_CASE("both catalogues of the program are read and have the same messages")
{
    const auto ids = tests::ids_of(std::string(embedded("language/ru.mo")));
    CHECK(ids.size() > 7);
    CHECK(ids == tests::ids_of(std::string(embedded("language/en.mo"))));
    for (const auto& id : ids) {
        CHECK_MESSAGE(ru().has(id), id);
        CHECK_MESSAGE(en().has(id), id);
    }
}

TEST_CASE("Russian counts meetings with its three plural forms, English with two")
{
    const auto& words = small().words(Code::ru);
    const std::vector<std::pair<std::int64_t, std::string>> table = {
        {0, "0 встреч"},
        {1, "1 встреча"},
        {2, "2 встречи"},
        {4, "4 встречи"},
        {5, "5 встреч"},
        {11, "11 встреч"},
        {12, "12 встреч"},
        {14, "14 встреч"},
        {21, "21 встреча"},
        {22, "22 встречи"},
        {25, "25 встреч"},
        {64, "64 встречи"},
        {101, "101 встреча"},
        {111, "111 встреч"},
        {112, "112 встреч"},
        {121, "121 встреча"},
        {1001, "1\u202F001 встреча"},
        {12345, "12\u202F345 встреч"},
        {3'000'000'011, "3\u202F000\u202F000\u202F011 встреч"},
        {3'000'000'021, "3\u202F000\u202F000\u202F021 встреча"},
        {-1, "\u22121 встреча"},
        {-5, "\u22125 встреч"}};
    for (const auto& [count, expected] : table) CHECK(words.say("a.meetings", count) == expected);

    const auto& english = small().words(Code::en);
    CHECK(english.say("a.meetings", 1) == "1 meeting");
    for (const int count : {0, 2, 5, 11, 21, 64, 111})
        CHECK(english.say("a.meetings", count) == std::to_string(count) + " meetings");
    CHECK(english.say("a.meetings", 12345) == "12,345 meetings");
}

TEST_CASE("placeholders are filled once and a value's braces stay text")
{
    const auto& words = small().words(Code::ru);
    CHECK(words.say("a.hello", {{"name", "{empty} {name}"}, {"empty", ""}}) ==
          "Здравствуйте, {empty} {name}! {empty} {name}, {Not} {");
    CHECK(words.say("a.left", 21, {{"all", "40"}}) == "Осталась 21 из 40");
    // a caller's own print of the number wins
    CHECK(words.say("a.left", 5, {{"all", "40"}, {"count", "пять"}}) == "Осталось пять из 40");
}

TEST_CASE("an unknown message or a forgotten placeholder is our bug")
{
    const auto& words = small().words(Code::ru);
    CHECK_FALSE(words.has("a.nothing"));
    CHECK_FALSE(words.has(""));
    CHECK_THROWS_AS(words.say("a.nothing"), Bug);
    CHECK_THROWS_AS(words.say(""), Bug);
    CHECK_THROWS_AS(words.say("a.nothing", 5), Bug);
    CHECK_THROWS_AS(words.say("a.hello", {{"name", "Анна"}}), Bug);
    CHECK_THROWS_WITH_AS(words.say("a.left", 5), doctest::Contains("a.left"), Bug);
}

TEST_CASE("a refusal speaks with its own values")
{
    const Refusal refusal{RefusalKind::invalid, "text.too_long", "title", {{"most", "20"}}};
    CHECK(ru().say(refusal) == "Слишком длинно: не больше 20 знаков.");
    CHECK(en().say(refusal) == "Too long: at most 20 characters.");
}

TEST_CASE("bytes that are no catalogue are refused when the program starts")
{
    const auto good = mo_bytes(tests::ru_header, {{"a.b", {"в"}}});
    CHECK_THROWS(Catalogues("", good));
    CHECK_THROWS(Catalogues("not a catalogue at all, only some text", good));
    CHECK_THROWS(Catalogues(good.substr(0, 40), good));
}

TEST_CASE("a day is written in the genitive with its weekday")
{
    CHECK(ru().day(ymd(2021, 7, 6)) == "6 июля 2021, вторник");
    CHECK(en().day(ymd(2021, 7, 6)) == "6 July 2021, Tuesday");
    CHECK(ru().short_day(ymd(2021, 5, 1)) == "1 мая");
    CHECK(en().short_day(ymd(2021, 5, 1)) == "1 May");
    CHECK(ru().day_month_year(ymd(2024, 2, 29)) == "29 февраля 2024");
    CHECK(ru().day_and_weekday(ymd(2021, 7, 6)) == "6 июля, вторник");
    CHECK(ru().weekday(ymd(2021, 7, 4)) == "воскресенье");
    CHECK(ru().short_weekday(ymd(2021, 7, 6)) == "вт");
    CHECK(en().short_weekday(ymd(2021, 7, 6)) == "Tue");
    CHECK_THROWS_AS(ru().weekday(ymd(2021, 9, 31)), Bug);
}

TEST_CASE("months stand alone in the nominative and after a day in the genitive")
{
    const std::vector<std::string> alone = {"январь", "февраль", "март",     "апрель",  "май",    "июнь",
                                            "июль",   "август",  "сентябрь", "октябрь", "ноябрь", "декабрь"};
    const std::vector<std::string> of_day = {"января", "февраля", "марта",    "апреля",  "мая",    "июня",
                                             "июля",   "августа", "сентября", "октября", "ноября", "декабря"};
    for (unsigned month = 1; month <= 12; ++month) {
        CHECK(ru().month(month) == alone[month - 1]);
        CHECK(ru().month_of_day(month) == of_day[month - 1]);
    }
    CHECK(en().month(7) == "July");
    CHECK_THROWS_AS(ru().month(0), Bug);
    CHECK_THROWS_AS(ru().month(13), Bug);
}

TEST_CASE("a range of days repeats neither month nor year without need")
{
    CHECK(ru().day_range(ymd(2021, 5, 20), ymd(2021, 5, 20)) == "20 мая 2021");
    CHECK(ru().day_range(ymd(2021, 5, 20), ymd(2021, 5, 21)) == "20–21 мая 2021");
    CHECK(ru().day_range(ymd(2021, 6, 30), ymd(2021, 7, 2)) == "30 июня – 2 июля 2021");
    CHECK(ru().day_range(ymd(2021, 12, 25), ymd(2022, 1, 5)) == "25 декабря 2021 – 5 января 2022");
    CHECK(en().day_range(ymd(2021, 5, 20), ymd(2021, 5, 21)) == "20–21 May 2021");
    CHECK(en().day_range(ymd(2021, 12, 25), ymd(2022, 1, 5)) == "25 December 2021 – 5 January 2022");
    CHECK_THROWS_AS(ru().day_range(ymd(2021, 5, 21), ymd(2021, 5, 20)), Bug);
}

TEST_CASE("near days are said as people say them")
{
    CHECK(ru().relative_days(0) == "сегодня");
    CHECK(ru().relative_days(1) == "завтра");
    CHECK(ru().relative_days(-1) == "вчера");
    CHECK(ru().relative_days(3) == "через 3 дня");
    CHECK(ru().relative_days(5) == "через 5 дней");
    CHECK(ru().relative_days(21) == "через 21 день");
    CHECK(ru().relative_days(-2) == "2 дня назад");
    CHECK(en().relative_days(3) == "in 3 days");
    CHECK(en().relative_days(-21) == "21 days ago");
}

TEST_CASE("the clock has 24 hours and numbers are grouped by thousands")
{
    CHECK(ru().clock(0) == "0:00");
    CHECK(ru().clock(9 * 60 + 5) == "9:05");
    CHECK(ru().clock(23 * 60 + 59) == "23:59");
    CHECK_THROWS_AS(ru().clock(1440), Bug);
    CHECK(ru().number(0) == "0");
    CHECK(ru().number(999) == "999");
    CHECK(ru().number(12345) == "12\u202F345");
    CHECK(en().number(1234567) == "1,234,567");
    CHECK(en().number(-123) == "\u2212123");
    CHECK(en().number(INT64_MIN) == "\u22129,223,372,036,854,775,808");
}

}  // namespace words_test
