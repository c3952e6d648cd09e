#include "features/bodies/openapi.hpp"

#include <string>

#include <nlohmann/json.hpp>

namespace veche::bodies {

namespace {

using nlohmann::json;

json string_type()
{
    return {{"type", "string"}};
}

json body_schema()
{
    return {{"type", "object"},
            {"properties",
             {{"id", string_type()},
              {"url", {{"type", "string"}, {"format", "uri"}}},
              {"kind", {{"enum", {"tos", "institution", "department", "enterprise", "association", "other"}}}},
              {"name", string_type()},
              {"short_name", string_type()},
              {"other_names", {{"type", "array"}, {"items", string_type()}}},
              {"about", string_type()},
              {"contact", string_type()},
              {"stage", {{"enum", {"active", "closed"}}}},
              {"updated", {{"type", "string"}, {"format", "date-time"}}}}}};
}

json get_operation(std::string summary, json parameters, json schema)
{
    return {{"get",
             {{"summary", std::move(summary)},
              {"parameters", std::move(parameters)},
              {"responses",
               {{"200", {{"description", "OK"}, {"content", {{"application/json", {{"schema", std::move(schema)}}}}}}},
                {"404", {{"description", "There is no such body."}}}}}}}};
}

}  // namespace

json openapi_part()
{
    const json body = {{"$ref", "#/components/schemas/Body"}};
    const json list = {{"type", "object"}, {"properties", {{"bodies", {{"type", "array"}, {"items", body}}}}}};
    const json id = {{"name", "id"},
                     {"in", "path"},
                     {"required", true},
                     {"description", "13 characters."},
                     {"schema", string_type()}};
    return {{"paths",
             {{"/bodies", get_operation("The bodies that work (Accept: application/json).", json::array(), list)},
              {"/bodies/{id}",
               get_operation("One body; of one that was merged the body it is now (Accept: application/json).",
                             json::array({id}), body)}}},
            {"schemas", {{"Body", body_schema()}}}};
}

}  // namespace veche::bodies
