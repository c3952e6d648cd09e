#include <doctest/doctest.h>

#include <set>

#include "app/router.hpp"
#include "features/plan/line/cards.hpp"
#include "features/plan/tests/house_for_test.hpp"

namespace openapi_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;
using nlohmann::json;

namespace {

using Names = std::set<std::string>;

Names names_of(const json& object)
{
    Names names;
    for (const auto& [name, value] : object.items()) names.insert(name);
    return names;
}

/// The names that the schema of an object promises.
Names promised(const json& openapi, const json& schema)
{
    Names names;
    if (schema.contains("$ref"))
        return promised(openapi, openapi.at(json::json_pointer(schema.at("$ref").get<std::string>().substr(1))));
    if (schema.contains("allOf"))
        for (const auto& part : schema.at("allOf")) names.merge(promised(openapi, part));
    if (schema.contains("properties")) names.merge(names_of(schema.at("properties")));
    return names;
}

std::string filled(std::string pattern, const Line& line)
{
    const std::pair<std::string, std::string> values[] = {
        {"{year}", "2021"}, {"{id}", to_text(line.id)}, {"{month}", "7"}};
    for (const auto& [name, value] : values)
        if (const auto at = pattern.find(name); at != std::string::npos) pattern.replace(at, name.size(), value);
    return pattern;
}

std::string without_charset(const std::string& type)
{
    return type.substr(0, type.find(';'));
}

const json& content_of(const json& path)
{
    return path.at("get").at("responses").at("200").at("content");
}

}  // namespace

TEST_CASE("the description lists the public addresses of the plan, and no other")
{
    for_each_house([](House& house) {
        Browser anna(house);
        const auto openapi = anna.get_json("/api/openapi.json");
        CHECK(anna.status() == 200);
        Names there;
        for (const auto& route : house.site.router().routes())
            if (route.permission.name == app::anyone.name && route.kind != app::Route::Kind::post &&
                !route.pattern.starts_with("/plan/suggest") &&  // a person's form and answer, nothing for programs
                route.pattern.find("/sign-up/") == std::string::npos &&  // a former address that leads people on
                (route.pattern.starts_with("/plan") || route.pattern.starts_with("/feed") ||
                 route.pattern.starts_with("/media")))
                there.insert(route.pattern);
        CHECK(there.size() > 20);
        const auto described = names_of(openapi.at("paths"));
        for (const auto& pattern : there) CHECK_MESSAGE(described.contains(pattern), pattern);
        for (const auto& pattern : described) CHECK_MESSAGE(there.contains(pattern), pattern);
        for (const auto& [pattern, path] : openapi.at("paths").items()) {
            Names of_path;
            for (const auto& one : path.at("get").at("parameters"))
                if (one.at("in") == "path") of_path.insert("{" + one.at("name").get<std::string>() + "}");
            for (const auto& name : of_path) CHECK_MESSAGE(pattern.find(name) != std::string::npos, pattern);
            CHECK_MESSAGE(std::size_t(std::ranges::count(pattern, '{')) == of_path.size(), pattern);
        }
    });
}

TEST_CASE("every address answers with the types that are described, its JSON with the names that are described")
{
    for_each_house([](House& house) {
        const Line line = house.yurga.announced(content("Концерт у реки", "6 июля 2021 г., 12.00"));
        Browser anna(house);
        const auto openapi = anna.get_json("/api/openapi.json");
        for (const auto& [pattern, path] : openapi.at("paths").items()) {
            if (pattern.starts_with("/media/")) continue;  // photos_test.cpp
            CAPTURE(pattern);
            for (const auto& [type, what] : content_of(path).items()) {
                anna.get(filled(pattern, line), type);
                CHECK(anna.status() == 200);
                CHECK(without_charset(anna.header("content-type")) == type);
                if (what.contains("schema"))
                    CHECK(names_of(json::parse(anna.text())) == promised(openapi, what.at("schema")));
            }
        }
    });
}

TEST_CASE("what stands in lists is described as well")
{
    for_each_house([](House& house) {
        house.yurga.announced(content("Концерт у реки", "6 июля 2021 г., 12.00"));
        Browser anna(house);
        const auto openapi = anna.get_json("/api/openapi.json");
        const auto items = [&](const char* path, const char* list) {
            const auto& schema = content_of(openapi.at("paths").at(path)).at("application/json").at("schema");
            return promised(openapi, schema.at("properties").at(list).at("items"));
        };
        CHECK(names_of(anna.get_json("/plan/2021").at("lines").at(0)) == items("/plan/{year}", "lines"));
        CHECK(names_of(anna.get_json("/plan/widget").at("happenings").at(0)) == items("/plan/widget", "happenings"));
        const auto facts = anna.get_json("/plan/2021/fact").at("lines");
        const auto& schema = openapi.at("components").at("schemas").at("Facts");
        CHECK(names_of(facts) == promised(openapi, schema));
        CHECK(names_of(facts.at("all")) == promised(openapi, schema.at("properties").at("all")));
    });
}

}  // namespace openapi_test
