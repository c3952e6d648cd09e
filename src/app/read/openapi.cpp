#include "app/read/openapi.hpp"

namespace veche::app::openapi {

using nlohmann::json;

json text()
{
    return {{"type", "string"}};
}

json uri()
{
    return {{"type", "string"}, {"format", "uri"}};
}

json moment()
{
    return {{"type", "string"}, {"format", "date-time"}};
}

json integer()
{
    return {{"type", "integer"}};
}

json text_or_null()
{
    return {{"type", json::array({"string", "null"})}};
}

json integer_or_null()
{
    return {{"type", json::array({"integer", "null"})}};
}

json one_of(std::initializer_list<std::string_view> values)
{
    json list = json::array();
    for (const auto value : values) list.push_back(value);
    return {{"enum", std::move(list)}};
}

json list_of(json items)
{
    return {{"type", "array"}, {"items", std::move(items)}};
}

json object_of(json properties)
{
    return {{"type", "object"}, {"properties", std::move(properties)}};
}

json or_null(json schema)
{
    return {{"anyOf", json::array({std::move(schema), {{"type", "null"}}})}};
}

json all_of(std::vector<json> schemas)
{
    return {{"allOf", std::move(schemas)}};
}

json ref(std::string_view name)
{
    return {{"$ref", "#/components/schemas/" + std::string(name)}};
}

json operation(std::string_view summary, const std::vector<Parameter>& parameters, json content,
               std::string_view missing)
{
    json listed = json::array();
    for (const auto& one : parameters)
        listed.push_back({{"name", one.name},
                          {"in", one.in},
                          {"required", one.in == "path"},
                          {"description", one.description},
                          {"schema", text()}});
    return {
        {"get",
         {{"summary", summary},
          {"parameters", std::move(listed)},
          {"responses",
           {{"200", {{"description", "OK"}, {"content", std::move(content)}}}, {"404", {{"description", missing}}}}}}}};
}

json page(json schema)
{
    return {{"application/json", {{"schema", std::move(schema)}}}, {"text/html", json::object()}};
}

json file(std::string_view type)
{
    return {{std::string(type), json::object()}};
}

}  // namespace veche::app::openapi
