// Two towns in one installation: nothing of one is ever seen, found or changed through the other.

#include "core/percent.hpp"
#include "features/front/tests/town_life.hpp"

namespace two_towns_test {

using namespace veche;
using namespace veche::app;
using namespace veche::front::test;

namespace {

/// In every text of the other town; in the form it has in addresses too.
const std::string taint = "Чужедальск";

struct TwoTowns {
    explicit TwoTowns(db::Database& database)
        : house(database, all_features(), towns(), 4 << 20), own(house, 0, "Юргинский"), other(house, 1, taint)
    {}

    static std::vector<Town> towns()
    {
        auto strange = town_named("strange", 2);
        strange.name = "Город " + taint;
        strange.colour = "#7a1f5c";
        strange.emblem = "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>" + taint + "</title></svg>";
        return {town_named("yurga", 1), strange};
    }
    /// Nothing of the other town: no word, no host, no colour, no key.
    void check_clean(const web::Response& answer, const std::string& what) const
    {
        std::string text = body_of(answer);
        for (const auto& [name, value] : answer.headers) text += "\n" + name + ": " + value;
        INFO(what);
        CHECK(text.find(taint) == std::string::npos);
        CHECK(text.find(percent_encoded(taint)) == std::string::npos);
        CHECK(text.find("strange.example") == std::string::npos);
        CHECK(text.find(other.town.colour) == std::string::npos);
        for (const auto* keys : {&other.lines, &other.drafts})
            for (const auto& key : *keys) CHECK(text.find(key) == std::string::npos);
        CHECK(text.find(other.import) == std::string::npos);
        CHECK(text.find(other.body) == std::string::npos);
        CHECK(text.find(other.suggestion) == std::string::npos);
        CHECK(text.find(other.code) == std::string::npos);
        CHECK(text.find(other.call) == std::string::npos);
        CHECK(text.find(other.account) == std::string::npos);
    }
    web::Request as_administrator(web::Request request) const
    {
        return with_cookie(std::move(request), "session", "administrator");
    }

    House house;
    TownLife own, other;
};

template <class Test>
void for_both(Test test)
{
    for_each_database([&](db::Database& database) {
        TwoTowns both(database);
        test(both);
    });
}

}  // namespace

TEST_CASE("the towns are as full of life as the test needs")
{
    for_both([](TwoTowns& both) {
        const auto year = "/plan/" + std::to_string(this_year);
        CHECK(says(both.house.ask(get(year, "strange.example")), "Фестиваль " + taint));
        CHECK(says(both.house.ask(get("/search?q=" + percent_encoded(taint), "strange.example")), taint));
        CHECK(says(both.house.ask(both.as_administrator(get("/office/colleagues", "strange.example"))), taint));
        CHECK(says(
            both.house.ask(both.as_administrator(get("/office/plan/import/" + both.other.import, "strange.example"))),
            taint));
        CHECK(says(both.house.ask(get(year)), "Фестиваль Юргинский"));
    });
}

TEST_CASE("no page, feed, file or calendar of a town shows anything of another")
{
    for_both([](TwoTowns& both) {
        // The other town's pages first, so that they are in the page cache.
        for (const auto& route : both.house.site.router().routes())
            if (route.kind != Route::Kind::post)
                both.house.ask_like_server(get(path_of(route, both.other), "strange.example"));
        int pages = 0;
        for (const auto& route : both.house.site.router().routes()) {
            if (route.kind == Route::Kind::post) continue;
            const auto path = path_of(route, both.own);
            for (const auto& request : {get(path), as_json(get(path)), both.as_administrator(get(path)),
                                        with_cookie(get(path), "view", "enc")}) {
                both.check_clean(both.house.ask_like_server(request), path);
                ++pages;
            }
        }
        CHECK(pages > 100);
    });
}

TEST_CASE("a search, a filter or a year of a town never reaches into another")
{
    for_both([](TwoTowns& both) {
        const auto word = percent_encoded(taint);
        for (const std::string target :
             {"/search?q=%D0%A4%D0%B5%D1%81%D1%82%D0%B8%D0%B2%D0%B0%D0%BB%D1%8C", "/search?q=%D0%A7%D1%83%D0%B6%D0%B5",
              "/plan/2027?kind=event", "/plan/2026", "/plan/2026.json", "/office/plan/2026",
              "/office/plan/2027?stage=planned", "/office/audit?after=3", "/sitemap.xml", "/api/openapi.json"})
            for (const auto& request : {get(target), as_json(get(target)), both.as_administrator(get(target))})
                both.check_clean(both.house.ask_like_server(request), target);
        // The word itself comes back only as what was typed.
        const auto found = nlohmann::json::parse(body_of(both.house.ask(as_json(get("/search?q=" + word)))));
        CHECK(found.at("count") == 0);
        const auto place = nlohmann::json::parse(body_of(both.house.ask(as_json(get("/plan/2027?place=" + word)))));
        CHECK(place.dump().find("Фестиваль " + taint) == std::string::npos);
    });
}

TEST_CASE("a key of another town is not found, on any page and for any deed")
{
    for_both([](TwoTowns& both) {
        const auto token = csrf_of(both.house, "administrator", "/office");
        const auto before = both.house.audit_number(Id<Town>(2));
        int asked = 0;
        for (const auto& route : both.house.site.router().routes()) {
            if (route.pattern.find("{id}") == std::string::npos) continue;
            const auto path = path_of(route, both.other);
            Fields fields = {{"csrf", token}};
            if (route.pattern == "/office/plan/{year}/lines/{id}") fields.emplace_back("version", "1");
            if (route.pattern == "/office/colleagues/{id}/roles") fields.emplace_back("roles", "juror");
            const auto answer =
                both.house.ask(both.as_administrator(request_for(route, path, "yurga.example", fields)));
            const bool names_figure =
                route.pattern.starts_with("/figures/");  // one of the program, the same for each town
            CHECK_MESSAGE(answer.status == (names_figure ? 200 : 404), route.pattern);
            CHECK_FALSE(says(answer, taint));
            ++asked;
        }
        CHECK(asked >= 8);
        const auto deed = [&](const std::string& path, Fields fields) {
            fields.emplace_back("csrf", token);
            return both.house.ask(both.as_administrator(post(path, fields))).status;
        };
        for (const std::string word : {"announce", "withdraw"})
            CHECK(deed("/office/plan/2027/lines", {{"deed", word}, {"line", both.other.drafts[0]}}) == 404);
        CHECK(deed("/office/plan/2027/lines", {{"deed", "kind"}, {"kind", "sport"}, {"line", both.other.lines[0]}}) ==
              404);
        CHECK(deed("/office/plan/2027/lines/" + both.other.lines[0], {{"deed", "remove"}, {"version", "1"}}) == 404);
        CHECK(deed("/office/letters/" + both.other.letter + "/attempt", {}) == 404);
        // Dropping twice is dropping once, so nobody is told that there was nothing to drop.
        CHECK(deed("/office/plan/import/" + both.other.import, {{"deed", "drop"}}) == 303);
        CHECK(says(
            both.house.ask(both.as_administrator(get("/office/plan/import/" + both.other.import, "strange.example"))),
            taint));
        for (const std::string word : {"confirm", "keep"})
            CHECK(deed("/office/plan/import/" + both.other.import, {{"deed", word}, {"version", "1"}}) == 404);
        CHECK(both.house.ask(get("/invitations/" + both.other.token)).status == 410);
        // And nothing was done over there.
        CHECK(both.house.audit_number(Id<Town>(2)) == before);
        CHECK(says(both.house.ask(get("/plan/2027", "strange.example")), "Фестиваль " + taint));
        CHECK(both.house.audit_fault(Id<Town>(1)) == "");
        CHECK(both.house.audit_fault(Id<Town>(2)) == "");
    });
}

TEST_CASE("a session of one town is nobody in another")
{
    for_both([](TwoTowns& both) {
        both.house.actors.erase("yurga:administrator");
        for (const std::string path : {"/office", "/office/colleagues", "/office/town", "/office/plan/2027"}) {
            const auto answer = both.house.ask(both.as_administrator(get(path)));
            CHECK_MESSAGE(answer.status == 303, path);
            CHECK(both.house.ask(both.as_administrator(get(path, "strange.example"))).status == 200);
        }
    });
}

}  // namespace two_towns_test
