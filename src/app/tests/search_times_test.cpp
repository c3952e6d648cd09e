#include "app/search.hpp"

#include "app/tests/house.hpp"

namespace search_times_test {

using namespace veche;
using namespace veche::app;
using namespace veche::app::test;

TEST_CASE("what is on in some days is found by any of its times, in their order, with all words asked for")
{
    for_each_database([](db::Database& database) {
        House s(database, {}, {town_named("yurga", 1)});
        const auto day = [](std::string_view text) { return parse_iso_day(text).value(); };
        const auto put = [&](const std::string& object, const std::string& title, std::vector<search::Time> times,
                             std::string time_words = "") {
            s.site.change(s.towns[0], staff({Role::organiser}), [&](Work& work) {
                search::put(work, {.kind = "plan.line",
                                   .object = object,
                                   .url = "/" + object,
                                   .title = title,
                                   .body = "площадь и парк",
                                   .day = times.empty() ? std::nullopt : std::optional(times.front().starts),
                                   .times = times,
                                   .time_words = time_words});
                return db::Outcome::keep;
            });
        };
        const auto on = [&](std::string_view query, std::string_view first, std::string_view last) {
            std::string all;
            const Actor nobody;
            s.database.read([&](db::Session& session) {
                View view(session, s.towns[0], nobody, s.now);
                for (const auto& hit : search::find_on(view, query, {day(first), day(last)}, 50))
                    all += hit.url + (hit.time_words.empty() ? ":" + iso_day(hit.day.value()) : "~" + hit.time_words) +
                           " ";
            });
            return all;
        };
        put("show", "Выставка", {{day("2026-11-01"), day("2027-01-31")}});
        put("evening", "Концерт хора", {{day("2026-12-05"), day("2026-12-05"), 18 * 60}});
        put("morning", "Лыжня", {{day("2026-12-05"), day("2026-12-05"), 600}});
        put("weekly", "Лекция", {{day("2026-11-26"), day("2026-11-26")}, {day("2026-12-05"), day("2026-12-05")}});
        put("quarterly", "Совет", {{day("2026-10-01"), day("2026-12-31"), {}, false}}, "IV квартал");
        put("timeless", "Клуб", {});
        CHECK(on("", "2026-12-05", "2026-12-05") ==
              "/weekly:2026-12-05 /morning:2026-12-05 /evening:2026-12-05 /show:2026-12-05 ");
        CHECK(on("концерты в парке", "2026-12-05", "2026-12-06") == "/evening:2026-12-05 ");
        CHECK(on("лек", "2026-11-01", "2026-12-31") == "/weekly:2026-11-26 ");
        CHECK(on("", "2026-12-06", "2026-12-07") == "/show:2026-12-06 ");
        CHECK(on("совет", "2026-12-01", "2026-12-31") == "/quarterly~IV квартал ");
        CHECK(on("совет", "2026-12-05", "2026-12-05") == "");
        CHECK(on("площадь парк один два три четыре пять шесть", "2026-12-05", "2026-12-05") == "");
        s.site.change(s.towns[0], staff({Role::organiser}), [](Work& work) {
            search::remove(work, "morning");
            return db::Outcome::keep;
        });
        put("weekly", "Лекция", {{day("2026-12-12"), day("2026-12-12")}});
        CHECK(on("", "2026-12-05", "2026-12-05") == "/evening:2026-12-05 /show:2026-12-05 ");
        const Actor nobody;
        s.database.read([&](db::Session& session) {
            View view(session, s.towns[0], nobody, s.now);
            const auto hits = search::find(view, "совет", 50);
            REQUIRE(hits.size() == 1);
            CHECK(hits[0].time_words == "IV квартал");  // and not "1 октября"
        });
    });
}

}  // namespace search_times_test
