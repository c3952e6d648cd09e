#include <doctest/doctest.h>

#include "core/percent.hpp"
#include "features/plan/document/commands.hpp"
#include "features/plan/document/queries.hpp"
#include "features/plan/life/commands.hpp"
#include "features/plan/line/showing.hpp"
#include "features/plan/photos/tests/photo_house.hpp"
#include "features/plan/tests/house_for_test.hpp"

namespace state_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace {

constexpr auto calendar_words = "Добавить в календарь";

/// The town's clock shows that.
void set_clock(House& house, std::string_view day, int hour, int minute = 0)
{
    const Clock clock{parse_iso_day(day).value(), hour * 60 + minute};
    house.yurga.now = house.taiga.now = instant_of(house.yurga.town.zone, clock);
}

void move(House& house, const Line& line, std::string_view when, const std::string& reason)
{
    const auto version = house.yurga.get(line.id).version;
    house.change(house.yurga, [&](app::Work& work) {
        return move_line(work, line.id, version, language::parse_when(when, 2021), reason).has_value();
    });
}
void cancel(House& house, const Line& line, std::optional<std::size_t> index, const std::string& reason)
{
    const auto which = index ? std::optional(line.happenings.at(*index).id) : std::nullopt;
    house.change(house.yurga,
                 [&](app::Work& work) { return cancel_line(work, line.id, line.version, which, reason).has_value(); });
}

/// The plan as it stands becomes that of an act.
void approve(House& house, const std::string& number)
{
    const Approval act{"постановление", number, parse_iso_day("2021-01-15").value(), "Глава", "И. И. Иванов"};
    house.change(house.yurga, [&](app::Work& work) {
        app::View view = work.view();
        auto agreed = agree_plan(work, 2021, get_document(view, 2021).revision);
        REQUIRE(agreed.has_value());
        return approve_plan(work, 2021, agreed->revision, act).has_value();
    });
}

}  // namespace

TEST_CASE("what is over says so and offers no calendar, though nobody touched anything since its page was made")
{
    for_each_house([](House& house) {
        set_clock(house, "2021-07-06", 9);
        const Line line = house.yurga.announced(content("Концерт", "6 июля, с 12:00 до 15:00"));
        const auto page = line_path(line);
        Browser anna(house);
        struct Moment {
            const char* day;
            int hour, minute;
            const char *says, *showing;
        };
        for (const auto& moment : {Moment{"2021-07-04", 9, 0, "через 2 дня", "ahead"},
                                   {"2021-07-06", 9, 0, "сегодня", "today"},
                                   {"2021-07-06", 11, 59, "сегодня", "today"},
                                   {"2021-07-06", 12, 0, ">идёт<", "going"},
                                   {"2021-07-06", 15, 0, "прошло, рассказа ещё нет", "over"},
                                   {"2021-12-01", 9, 0, "прошло, рассказа ещё нет", "over"}}) {
            CAPTURE(moment.day);
            CAPTURE(moment.hour);
            const bool over = std::string_view(moment.showing) == "over";
            set_clock(house, moment.day, moment.hour, moment.minute);
            for (int again = 0; again < 2; ++again) {
                anna.get(page);
                CHECK(anna.says(moment.says));
                CHECK(anna.says(calendar_words) == !over);
                CHECK_FALSE(anna.says("объявлено"));
            }
            CHECK(anna.get_json(page).at("showing") == moment.showing);
        }
    });
}

TEST_CASE("lists turn with the clock too: of the year, of the week, of the month and in a frame")
{
    for_each_house([](House& house) {
        set_clock(house, "2021-07-06", 9);
        house.yurga.announced(content("Концерт", "6 июля, с 12:00 до 15:00"));
        Browser anna(house);
        const auto pages = {"/plan/2021", "/plan/2021?by=section", "/plan/week", "/plan/2021/calendar/7"};
        set_clock(house, "2021-07-06", 14, 59);
        for (const auto* page : pages) {
            CAPTURE(page);
            anna.get(page);
            CHECK(anna.says("Концерт"));
            CHECK_FALSE(anna.says(">прошло<"));
        }
        anna.get("/plan/widget");
        CHECK(anna.says("Концерт"));
        set_clock(house, "2021-07-06", 15);
        for (const auto* page : pages) {
            CAPTURE(page);
            anna.get(page);
            CHECK(anna.says(">прошло<"));
        }
        anna.get("/plan/widget");
        CHECK_FALSE(anna.says("Концерт"));
    });
}

TEST_CASE("of a weekly lecture the next date leads, those after it follow, and what is past is folded")
{
    for_each_house([](House& house) {
        set_clock(house, "2021-11-30", 12);
        const Line line = house.yurga.announced(content("Лекторий", "по четвергам в 18:00, октябрь – декабрь"));
        Browser anna(house);
        anna.get(line_path(line));
        CHECK(
            anna.says("<span class=\"figure\">2</span> <span class=\"month\">декабря</span> <span "
                      "class=\"weekday\">четверг, 18:00</span>"));
        CHECK(anna.between("<dl class=\"essentials\">", "</dd>").find("2 декабря 2021, четверг, 18:00") !=
              std::string::npos);
        CHECK(anna.says("itemprop=\"startDate\" content=\"2021-12-02T18:00:00+07:00\""));
        CHECK(anna.between("Следующие даты", "</div>").find("9 декабря") != std::string::npos);
        const auto folded = anna.between("<details class=\"unfold\">", "</details>");
        CHECK(folded.find("Прошло 8 дат") != std::string::npos);
        CHECK(folded.find("октября") != std::string::npos);
        CHECK(folded.find("декабря") == std::string::npos);
        anna.get("/plan/2021?by=section");
        CHECK(anna.says("<span class=\"figure\">2</span> <span class=\"month\">декабря</span>"));
    });
}

TEST_CASE("a move is told right under the title, with the reason and the former date struck through")
{
    for_each_house([](House& house) {
        const Line line = house.yurga.announced(content("День города"));
        move(house, line, "8 июля 2021, 15:00", "гроза");
        Browser anna(house);
        anna.get(line_path(line));
        const auto after_title = anna.text().substr(anna.text().find("</h1>"));
        CHECK(after_title.find("<section class=\"banner moved\"") < 40);
        const auto banner = anna.between("<section class=\"banner moved\"", "</section>");
        for (const auto* words : {"Перенесено", "8 июля 2021, четверг, 15:00", "<del>6 июля 2021, вторник, 12:00</del>",
                                  "Причина: гроза"}) {
            CAPTURE(words);
            CHECK(banner.find(words) != std::string::npos);
        }
        CHECK(anna.says(calendar_words));
        move(house, line, "9 июля 2021, 15:00", "ремонт площади");
        anna.get(line_path(line));
        const auto twice = anna.between("<section class=\"banner moved\"", "</section>");
        CHECK(twice.find("<del>8 июля 2021, четверг, 15:00</del>") != std::string::npos);
        CHECK(twice.find("А сначала было: <del>6 июля 2021, вторник, 12:00</del>. Причина: гроза") !=
              std::string::npos);
    });
}

TEST_CASE("what is called off is told in its colour, and one date of several does not hide the others")
{
    for_each_house([](House& house) {
        const Line fair = house.yurga.announced(content("Ярмарка"));
        const Line yards = house.yurga.announced(content("Праздник двора", "02.07.2021; 30.07.2021; 27.08.2021"));
        cancel(house, fair, {}, "карантин");
        Browser anna(house);
        anna.get(line_path(fair));
        const auto banner = anna.between("<section class=\"banner cancelled\"", "</section>");
        for (const auto* words : {"Отменено", "<del>6 июля 2021, вторник, 12:00</del>", "Причина: карантин"})
            CHECK(banner.find(words) != std::string::npos);
        CHECK_FALSE(anna.says(calendar_words));
        CHECK(anna.says("https://schema.org/EventCancelled"));

        cancel(house, yards, 1, "ремонт двора");
        anna.get(line_path(yards));
        const auto one = anna.between("<section class=\"banner cancelled\"", "</section>");
        CHECK(one.find("<del>30 июля 2021, пятница</del>") != std::string::npos);
        CHECK(one.find("27 августа") == std::string::npos);
        CHECK(anna.says(calendar_words));
        set_clock(house, "2021-08-01", 12);  // the date that was off is past: the page speaks of what is ahead
        anna.get(line_path(yards));
        CHECK_FALSE(anna.says("<section class=\"banner"));
        CHECK(anna.says("ремонт двора"));
    });
}

TEST_CASE("the words of the plan are those of the act, wherever the line was moved since")
{
    for_each_house([](House& house) {
        const Line line = house.yurga.announced(content("Ёлка", "6 декабря"));
        approve(house, "12-п");
        move(house, line, "11 декабря", "мороз");
        Browser anna(house);
        anna.get(line_path(line));
        CHECK(anna.says("В плане: «6 декабря»"));
        CHECK(anna.says("11 декабря 2021, суббота"));

        const Line later = house.yurga.announced(content("Забег", "1 августа"));  // after the act, so it is not in it
        move(house, later, "8 августа", "жара");
        move(house, later, "15 августа", "дождь");
        anna.get(line_path(later));
        CHECK(anna.says("В плане: «1 августа»"));
    });
}

TEST_CASE("a line's page can be passed on by plain addresses that run nothing")
{
    for_each_house([](House& house) {
        const Line line = house.yurga.announced(content("Чай & «песни»"));
        Browser anna(house);
        anna.get(line_path(line));
        const auto address = percent_encoded("https://yurga.example" + line_path(line));
        for (const auto& href :
             {"https://vk.com/share.php?url=" + address, "https://connect.ok.ru/offer?url=" + address,
              "https://max.ru/:share?text=" +
                  percent_encoded("Чай & «песни»\nhttps://yurga.example" + line_path(line))}) {
            CAPTURE(href);
            CHECK(anna.says("<a href=\"" + href + "\" rel=\"noopener nofollow\""));
        }
    });
}

TEST_CASE("one page takes the town's calendar into any phone, and another one tells programs everything")
{
    for_each_house([](House& house) {
        house.yurga.announced(content("Викторина о городе", "6 июля, 12:00"));
        Browser anna(house);
        anna.get("/calendars?kind=quiz");
        REQUIRE(anna.status() == 200);
        for (const auto& href : {std::string("webcal://yurga.example/plan.ics?kind=quiz"),
                                 "https://calendar.google.com/calendar/r?cid=" +
                                     percent_encoded("webcal://yurga.example/plan.ics?kind=quiz"),
                                 std::string("/plan.ics?kind=quiz")}) {
            CAPTURE(href);
            CHECK(anna.says("href=\"" + href + "\""));
        }
        CHECK(anna.says("https://yurga.example/plan.ics?kind=quiz</p>"));
        anna.get("/for-programs");
        REQUIRE(anna.status() == 200);
        for (const auto* href :
             {"/plan/2021.xlsx", "/plan/2021.csv", "/plan/2021.json", "/plan/2021.ics", "/feed.atom", "/feed.rss",
              "/feed.json", "/plan.ics", "/api/openapi.json", "/plan/embed", "/calendars"}) {
            CAPTURE(href);
            anna.get("/for-programs");
            CHECK(anna.says(std::string("href=\"") + href + "\""));
            anna.get(href);
            CHECK(anna.status() == 200);
        }
        for (const auto* page : {"/plan/2021", "/plan/2021/calendar/7", "/plan/week"}) {
            CAPTURE(page);
            anna.get(page);
            CHECK(anna.says("href=\"/for-programs"));
            CHECK(anna.says("href=\"/calendars"));
            CHECK_FALSE(anna.says("<a href=\"webcal:"));
            CHECK(anna.says("<link rel=\"alternate\" type=\"text/calendar\""));
            CHECK(anna.says("<link rel=\"alternate\" type=\"application/atom+xml\""));
        }
    });
}

}  // namespace state_test
