#include "app/read/read_model.hpp"

#include <doctest/doctest.h>

namespace read_model_test {

using namespace veche::app;
using nlohmann::json;

namespace {

struct Thing {
    std::string name;
    int size = 0;
};

constexpr ReadField<Thing> fields[] = {
    {"name", openapi::text, [](const Thing& thing, const std::string&) -> json { return thing.name; }},
    {"size", openapi::integer, [](const Thing& thing, const std::string&) -> json { return thing.size; }},
    {"url", openapi::uri, [](const Thing& thing, const std::string& base) -> json { return base + "/" + thing.name; }},
};

}  // namespace

TEST_CASE("one table gives what a machine reads and what is said of it")
{
    CHECK(read_model(fields, {"дом", 3}, "http://yurga.example") ==
          json({{"name", "дом"}, {"size", 3}, {"url", "http://yurga.example/дом"}}));
    const auto schema = schema_of(fields);
    CHECK(schema["type"] == "object");
    CHECK(schema["properties"] == json({{"name", {{"type", "string"}}},
                                        {"size", {{"type", "integer"}}},
                                        {"url", {{"type", "string"}, {"format", "uri"}}}}));
}

TEST_CASE("a page of the interface says its parameters, its content and when it is missing")
{
    const auto made = openapi::operation("One thing.", {openapi::id_parameter, {"q", "query", "A word."}},
                                         openapi::page(openapi::ref("Thing")), "There is none.")["get"];
    CHECK(made["parameters"][0]["required"] == true);
    CHECK(made["parameters"][1]["required"] == false);
    CHECK(made["responses"]["200"]["content"]["application/json"]["schema"]["$ref"] == "#/components/schemas/Thing");
    CHECK(made["responses"]["404"]["description"] == "There is none.");
}

}  // namespace read_model_test
