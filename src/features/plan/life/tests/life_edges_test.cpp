#include <doctest/doctest.h>

#include "core/percent.hpp"
#include "features/plan/line/cards.hpp"
#include "features/plan/tests/house_for_test.hpp"

namespace life_edges_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace {

Line move(House& house, const Line& line, std::string_view when, const std::string& reason)
{
    house.change(house.yurga, [&](app::Work& work) {
        return move_line(work, line.id, line.version, language::parse_when(when, 2021), reason).has_value();
    });
    return house.yurga.get(line.id);
}
Line cancel(House& house, const Line& line, std::optional<std::size_t> index, const std::string& reason)
{
    const auto which = index ? std::optional(line.happenings.at(*index).id) : std::nullopt;
    house.change(house.yurga,
                 [&](app::Work& work) { return cancel_line(work, line.id, line.version, which, reason).has_value(); });
    return house.yurga.get(line.id);
}
Line hold(House& house, const Line& line, std::size_t index, std::string_view day, std::int64_t participants,
          const std::string& summary)
{
    const Report report{.first = parse_iso_day(day), .last = {}, .participants = participants, .summary = summary};
    house.change(house.yurga, [&](app::Work& work) {
        return hold_line(work, line.id, line.version, line.happenings.at(index).id, report).has_value();
    });
    return house.yurga.get(line.id);
}

/// The text of one event of a calendar, by its UID; "" when it is not there. Long lines unfolded.
std::string event_of(const std::string& calendar, const Happening& happening)
{
    std::string text = calendar;
    for (auto at = text.find("\r\n "); at != std::string::npos; at = text.find("\r\n ", at)) text.erase(at, 3);
    const auto uid = text.find("UID:" + to_text(happening.id) + "@");
    if (uid == std::string::npos) return "";
    const auto begin = text.rfind("BEGIN:VEVENT", uid);
    return text.substr(begin, text.find("END:VEVENT", uid) - begin);
}
bool holds(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("calendars that subscribed see a move and a cancellation under the same UID")
{
    for_each_house([](House& house) {
        Line line = house.yurga.announced(content("Праздник двора", "02.07.2021; 30.07.2021; 27.08.2021"));
        Browser anna(house);
        anna.get("/plan/2021.ics");
        for (const auto& one : line.happenings) {
            const auto event = event_of(anna.text(), one);
            CHECK(holds(event, "STATUS:CONFIRMED\r\n"));
            CHECK(holds(event, "SEQUENCE:0\r\n"));
        }
        line = move(house, line, "02.07.2021; 31.07.2021; 27.08.2021", "дожди");
        anna.get("/plan/2021.ics");
        CHECK_FALSE(anna.was_ready);
        auto event = event_of(anna.text(), line.happenings[1]);
        CHECK(holds(event, "DTSTART;VALUE=DATE:20210731\r\n"));
        CHECK(holds(event, "SEQUENCE:1\r\n"));
        CHECK(holds(event, "перенесено с 30 июля: дожди"));
        line = cancel(house, line, 0, "ремонт двора");
        for (const auto& page : {std::string("/plan/2021.ics"), line_path(line) + ".ics"}) {
            anna.get(page);
            event = event_of(anna.text(), line.happenings[0]);
            CHECK(holds(event, "STATUS:CANCELLED\r\n"));
            CHECK(holds(event, "SEQUENCE:2\r\n"));
            CHECK(holds(event, "SUMMARY:Отменено: Праздник двора\r\n"));
            CHECK(holds(event, "DTSTART;VALUE=DATE:20210702\r\n"));
            CHECK(holds(event, "TRANSP:TRANSPARENT\r\n"));
            CHECK(holds(event, "ремонт двора"));
            CHECK(holds(event_of(anna.text(), line.happenings[2]), "STATUS:CONFIRMED\r\n"));
        }
    });
}

TEST_CASE("feeds tell what has become of a line")
{
    for_each_house([](House& house) {
        Line line = house.yurga.announced(content("День города"));
        Browser anna(house);
        const auto item = [&] { return anna.get_json("/feed.json").at("items").at(0); };
        CHECK(item().at("title") == "День города");
        line = move(house, line, "25 июня 2021 г., 15.00", "гроза");
        CHECK(item().at("title") == "Перенесено: День города");
        CHECK(holds(item().at("content_text"), "Мероприятие перенесено с 6 июля: гроза."));
        CHECK(holds(item().at("content_text"), "25 июня 2021, пятница, 15:00"));
        line = hold(house, line, 0, "2021-06-25", 300, "Пели всем городом!");
        CHECK(item().at("title") == "Состоялось: День города");
        CHECK(holds(item().at("content_text"), "300 участников. Пели всем городом! "));
        anna.get("/feed.atom");
        CHECK(anna.says("<title>Состоялось: День города</title>"));
        anna.get("/feed.rss");
        CHECK(anna.says("<title>Состоялось: День города</title>"));
        const Line other = cancel(house, house.yurga.announced(content("Ярмарка")), {}, "карантин");
        house.yurga.now = house.yurga.now + std::chrono::hours(1);
        anna.get("/feed.atom");
        CHECK(anna.says("Отменено: Ярмарка"));
        CHECK(anna.says("Отменено (6 июля 2021, вторник, 12:00). Причина: карантин."));
    });
}

TEST_CASE("the search finds a line by what was told of it and says what has become of it")
{
    for_each_house([](House& house) {
        auto& town = house.yurga;
        hold(house, town.announced(content("Концерт", "15.06.2021")), 0, "2021-06-15", 40, "Звучали балалайки.");
        cancel(house, town.announced(content("Ярмарка")), {}, "карантин");
        move(house, town.announced(content("Забег")), "8 июля", "гроза");
        using Words = std::vector<std::string>;
        CHECK(town.found("балалайка") == Words{"Концерт"});
        CHECK(town.found("карантин") == Words{"Ярмарка"});
        Browser anna(house);
        for (const auto& [title, words] :
             {std::pair("Концерт", "Состоялось"), std::pair("Ярмарка", "Отменено"), std::pair("Забег", "Перенесено")}) {
            INFO(title);
            anna.get(std::string("/search?q=") + percent_encoded(title));
            CHECK(anna.says(words));
        }
    });
}

}  // namespace life_edges_test
