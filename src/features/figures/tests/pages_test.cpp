#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "core/percent.hpp"
#include "features/figures/asked.hpp"
#include "features/figures/edges.hpp"
#include "features/figures/shown.hpp"
#include "features/front/tests/town_life.hpp"
#include "outside/zip_archive.hpp"

namespace figures_pages_test {

using namespace veche;
using namespace veche::front::test;
using nlohmann::json;

namespace {

json read_json(House& house, const std::string& path)
{
    const auto answer = house.ask(get(path));
    REQUIRE_MESSAGE(answer.status == 200, path);
    return json::parse(body_of(answer));
}

/// The sum of the amounts of all records behind an address, page by page.
std::int64_t sum_of(House& house, std::string path)
{
    std::int64_t amount = 0;
    std::set<std::string> objects;
    while (!path.empty()) {
        const auto page = read_json(house, path);
        for (const auto& record : page.at("records")) {
            amount += record.at("amount").get<std::int64_t>();
            CHECK(objects.insert(record.at("object")).second);
            CHECK(record.at("url").get<std::string>().starts_with("http://"));
        }
        path = page.at("next").is_null() ? "" : page.at("next").get<std::string>();
    }
    return amount;
}

template <class Check>
void for_a_town(Check check)
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [&](db::Database& database) {
        House house(database, all_features(), {town_named("yurga", 1), town_named("strange", 2)});
        TownLife own(house, 0, "Юргинский");
        TownLife other(house, 1, "Чужедальск");
        check(house);
    });
}

const app::Figure& figure_called(House& house, std::string_view id)
{
    return figures::get_open(house.site.features(), id);
}

}  // namespace

TEST_CASE("each number for programs is the sum of the records that it names, and of the groups it is broken into")
{
    for_a_town([](House& house) {
        const auto all = read_json(house, "/figures.json?year=2027").at("figures");
        REQUIRE(all.size() == figures::open_figures(house.site.features()).size());
        for (const auto& one : all) {
            CAPTURE(one.dump());
            CHECK(sum_of(house, one.at("records")) == one.at("value"));
            const auto id = one.at("id").get<std::string>();
            const auto& figure = figure_called(house, id);
            for (const auto& dimension : figure.dimensions) {
                if (!figures::is_open(figure, dimension)) continue;
                const auto path =
                    "/figures/" + id + ".json?by=" + std::string(dimension.id) + (figure.standing ? "" : "&year=2027");
                const auto broken = read_json(house, path);
                CHECK(broken.at("value") == one.at("value"));
                std::int64_t amount = 0;
                for (const auto& group : broken.at("groups")) {
                    const auto value = group.at("values").at(std::string(dimension.id)).get<std::string>();
                    const auto narrow = "/figures/" + id + "/records.json?" + std::string(dimension.id) + "=" +
                                        percent_encoded(value) + (figure.standing ? "" : "&year=2027");
                    CHECK(sum_of(house, narrow) == group.at("value"));
                    amount += group.at("value").get<std::int64_t>();
                }
                CHECK(amount == one.at("value"));
            }
        }
        CHECK(std::ranges::any_of(all, [](const json& one) { return one.at("value") > 1; }));
    });
}

TEST_CASE("a page of figures, the page of one and its tables say the same number")
{
    for_a_town([](House& house) {
        const auto& words = house.site.words(language::Code::ru);
        const auto list = house.ask(get("/figures?year=2027"));
        for (const auto& one : read_json(house, "/figures.json?year=2027").at("figures")) {
            const auto& figure = figure_called(house, one.at("id").get<std::string>());
            const auto value = words.number(one.at("value").get<std::int64_t>());
            CHECK(says(list, "<span class=\"figure\">" + value + "</span>"));
            const auto query = figure.standing ? "" : "?year=2027";
            const auto page = house.ask(get("/figures/" + std::string(figure.id) + query));
            CHECK(says(page, "<span class=\"figure\">" + value + "</span> " + one.at("unit").get<std::string>()));
            const auto table = body_of(house.ask(get("/figures/" + std::string(figure.id) + ".csv" + query)));
            std::int64_t rows = std::ranges::count(table, '\n') - 1;
            CHECK((figure.id == "plan.participants" || rows == one.at("value")));
        }
        CHECK(says(house.ask(get("/figures/plan.lines?year=2027&kind=contest")), "/figures/plan.lines?year=2027\""));
    });
}

TEST_CASE("an address of a figure that means nothing is not found, and of what is not for all nothing is told")
{
    for_a_town([](House& house) {
        for (const std::string query :
             {"?year=1", "?year=x", "?year=2027&from=2027-01-01&to=2027-02-01", "?from=2027-01-01", "?to=2027-01-01",
              "?from=2027-02-30&to=2027-03-01", "?from=2027-03-02&to=2027-03-01", "?from=2017-01-01&to=2027-03-01",
              "?by=marked", "?by=year", "?by=kind,state,quarter", "?by=kind,kind", "?by=kind,", "?by=nothing"})
            for (const std::string path : {"/figures/plan.lines", "/figures/plan.lines.json"})
                CHECK_MESSAGE(house.ask(get(path + query)).status == 404, path << query);
        CHECK(house.ask(get("/figures/plan.lines/records.json?after=nonsense")).status == 404);
        CHECK(house.ask(get("/figures/bodies.bodies.json?by=month")).status == 404);
        for (const std::string id :
             {"participation.guests", "subscriptions.subscribers", "letters.letters", "plan.nothing"})
            for (const std::string ending : {"", ".json", "/records.json", ".csv", ".xlsx"})
                CHECK_MESSAGE(house.ask(get("/figures/" + id + ending)).status == 404, id << ending);
        CHECK_FALSE(says(house.ask(get("/figures.json")), "participation."));
    });
}

TEST_CASE("a figure's pages tell of their own town alone, and follow a change at once")
{
    for_a_town([](House& house) {
        for (const std::string path : {"/figures/plan.lines?year=2027", "/figures/plan.lines/records.json?year=2027",
                                       "/figures/plan.lines.csv?year=2027", "/figures/bodies.bodies"}) {
            const auto answer = house.ask(get(path));
            CHECK_MESSAGE(says(answer, "Юргинский"), path);
            CHECK_FALSE(says(answer, "Чужедальск"));
        }
    });
}

TEST_CASE("every dimension that is open may be asked for in an address, and an address says again what it asks for")
{
    for_a_town([](House& house) {
        const Day today = std::chrono::year(2027) / std::chrono::January / 9;
        for (const auto* figure : figures::open_figures(house.site.features()))
            for (const auto& dimension : figure->dimensions) {
                if (!figures::is_open(*figure, dimension)) continue;
                CHECK_MESSAGE(
                    std::ranges::find(figures::figure_parameters, dimension.id) != std::end(figures::figure_parameters),
                    dimension.id);
                const auto asked = figures::parse_asked(
                    *figure, {{"from", "2027-01-01"}, {"to", "2027-03-31"}, {std::string(dimension.id), "a b"}}, today);
                CHECK(figures::query_of(*figure, asked) ==
                      "?from=2027-01-01&to=2027-03-31&" + std::string(dimension.id) + "=a%20b");
            }
        const auto& lines = figure_called(house, "plan.lines");
        CHECK(figures::query_of(lines, figures::parse_asked(lines, {}, today)) == "?year=2027");
        const auto& bodies = figure_called(house, "bodies.bodies");
        CHECK(figures::query_of(bodies, figures::parse_asked(bodies, {}, today)).empty());
    });
}

TEST_CASE("the package of open data has a table and its meaning for every figure that is open")
{
    for_a_town([](House& house) {
        const auto answer = house.ask(get("/figures.zip?year=2027"));
        REQUIRE(answer.status == 200);
        const std::string bytes(body_of(answer));
        outside::ZipArchive zip(bytes, 10'000'000);
        const auto descriptor = json::parse(zip.get("datapackage.json"));
        CHECK(descriptor.at("resources").size() == figures::open_figures(house.site.features()).size());
        for (const auto& resource : descriptor.at("resources")) {
            const auto table = zip.get(resource.at("path"));
            for (const auto& field : resource.at("schema").at("fields"))
                CHECK(table.find(field.at("name").get<std::string>()) != std::string::npos);
        }
    });
}

}  // namespace figures_pages_test
