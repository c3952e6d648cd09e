#include <doctest/doctest.h>

#include "features/law/tests/office_for_test.hpp"

namespace law_exports_test {

using namespace veche;
using namespace veche::law;
using namespace veche::law::test;
using app::test::says;
using namespace std::chrono_literals;

namespace {

constexpr app::Permission keep_guests{"guests.keep", [](const app::Actor& actor) { return actor.is_staff(); }};

/// Of the list that grows.
std::int64_t listed = 0;

/// A feature with a list of so many people as its address says.
app::Feature guests()
{
    app::Feature feature;
    feature.name = "guests";
    feature.mount = [](app::Routes& routes) {
        routes.get("/office/guests/{people}.csv", keep_guests, [](app::Context& context) {
            const auto people = context.path("people") == "growing" ? listed : std::stoll(context.path("people"));
            if (auto stop =
                    may_export(context, {.what = "menu.town", .path = context.request.target, .people = people}))
                return std::move(*stop);
            return web::respond(200, "text/csv; charset=utf-8", "имя\n");
        });
    };
    return feature;
}

template <class Test>
void for_each_list(Test test)
{
    app::test::for_each_database([&](db::Database& database) {
        Office office(database, {guests()});
        test(office);
    });
}

std::string action_in(const web::Response& page)
{
    const auto body = app::test::body_of(page);
    const auto at = body.find("action=\"/office/exports/");
    if (at == body.npos) return "";
    return body.substr(at + 8, body.find('"', at + 8) - at - 8);
}

}  // namespace

TEST_CASE("an export of more than a hundred people needs a second colleague, one of a hundred does not")
{
    for_each_list([](Office& office) {
        CHECK(office.get("gleb", "/office/guests/100.csv").status == 200);
        const auto stopped = office.get("gleb", "/office/guests/101.csv");
        CHECK(stopped.status == 403);
        CHECK(says(stopped, "В нём 101 человек"));
        CHECK_FALSE(says(stopped, "имя\n"));
        const auto wish = action_in(stopped);
        REQUIRE(office.post("gleb", wish).status == 303);
        CHECK(says(office.get("gleb", "/office/guests/101.csv"), "Просьба уже ждёт"));
        // Nobody grants their own wish.
        CHECK(action_in(office.get("gleb", "/office/exports")) == "");
        const auto grant = action_in(office.get("anna", "/office/exports"));
        REQUIRE(grant.ends_with("/permission"));
        const Fields seen{{"people", "101"}};
        CHECK(office.post("gleb", grant, seen).status == 303);
        CHECK(office.get("gleb", "/office/guests/101.csv").status == 403);
        CHECK(office.post("anna", grant).status == 400);
        REQUIRE(office.post("anna", grant, seen).status == 303);
        // It is the asker's, for this list, once.
        CHECK(office.get("anna", "/office/guests/101.csv").status == 403);
        CHECK(office.get("gleb", "/office/guests/102.csv").status == 403);
        CHECK(office.get("gleb", "/office/guests/101.csv").status == 200);
        CHECK(office.get("gleb", "/office/guests/101.csv").status == 403);
        CHECK(office.deeds() ==
              "law.export law.export_stopped law.ask_export law.export_stopped law.export_stopped law.grant_export"
              " law.export_stopped law.export_stopped law.export law.export_stopped ");
    });
}

TEST_CASE("a yes to a list of a hundred and twenty lets no list of nine hundred leave")
{
    for_each_list([](Office& office) {
        const std::string list = "/office/guests/growing.csv";
        listed = 120;
        REQUIRE(office.post("gleb", action_in(office.get("gleb", list))).status == 303);
        const auto page = office.get("anna", "/office/exports");
        CHECK(says(page, "name=\"people\" value=\"120\""));
        const auto grant = action_in(page);
        listed = 130;
        CHECK(office.get("gleb", list).status == 403);
        // What Anna sees is not any more what she would say yes to.
        REQUIRE(office.post("anna", grant, {{"people", "120"}}).status == 303);
        CHECK(office.get("gleb", list).status == 403);
        REQUIRE(office.post("anna", grant, {{"people", "130"}}).status == 303);
        listed = 144;
        CHECK(office.get("gleb", list).status == 403);
        listed = 143;  // a tenth more than she saw
        CHECK(office.get("gleb", list).status == 200);
    });
}

TEST_CASE("a wish and a yes are good for a day")
{
    for_each_list([](Office& office) {
        const std::string list = "/office/guests/500.csv";
        const auto wish = action_in(office.get("gleb", list));
        office.now = office.now + 24h + 1ms;
        office.post("gleb", wish);
        CHECK(action_in(office.get("anna", "/office/exports")) == "");  // too late to ask
        REQUIRE(office.post("gleb", action_in(office.get("gleb", list))).status == 303);
        const auto grant = action_in(office.get("anna", "/office/exports"));
        REQUIRE(office.post("anna", grant, {{"people", "500"}}).status == 303);
        office.now = office.now + 24h + 1ms;
        CHECK(office.get("gleb", list).status == 403);
    });
}

TEST_CASE("a wish of another town, of another colleague or that was never made is nobody's to grant")
{
    for_each_list([](Office& office) {
        const auto wish = action_in(office.get("gleb", "/office/guests/500.csv"));
        const auto grant = wish.substr(0, wish.rfind('/')) + "/permission";
        office.post("anna", grant, {{"people", "500"}});  // stopped, but not asked for
        CHECK(office.get("gleb", "/office/guests/500.csv").status == 403);
        CHECK(office.post("anna", wish).status == 404);
        REQUIRE(office.post("gleb", wish).status == 303);
        CHECK(office.post("tanya", grant, {{"people", "500"}}, "taiga.example").status == 404);
        CHECK(office.post("semyon", grant).status == 403);
        CHECK(office.get("gleb", "/office/guests/500.csv").status == 403);
    });
}

TEST_CASE("the number of people beyond which a second colleague is asked is the town's law")
{
    for_each_list([](Office& office) {
        REQUIRE(office
                    .post("anna", "/office/law/values/quota.export",
                          {{"value", "10"},
                           {"since", "2027-01-01"},
                           {"norm", "приказ № 1"},
                           {"edition", ""},
                           {"confirmed_by", ""}})
                    .status == 303);
        CHECK(office.get("gleb", "/office/guests/10.csv").status == 200);
        CHECK(office.get("gleb", "/office/guests/11.csv").status == 403);
    });
}

}  // namespace law_exports_test
