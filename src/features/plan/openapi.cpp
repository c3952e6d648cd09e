#include "features/plan/openapi.hpp"

#include <string>

#include <nlohmann/json.hpp>

namespace veche::plan {

namespace {

nlohmann::json string_type()
{
    return {{"type", "string"}};
}

nlohmann::json line_schema()
{
    const nlohmann::json nullable = {{"type", nlohmann::json::array({"string", "null"})}};
    const nlohmann::json texts = {{"type", "array"}, {"items", string_type()}};
    return {
        {"type", "object"},
        {"properties",
         {{"id", string_type()},
          {"url", {{"type", "string"}, {"format", "uri"}}},
          {"number", {{"type", nlohmann::json::array({"integer", "null"})}}},
          {"section", string_type()},
          {"title", string_type()},
          {"kind",
           {{"enum", {"event", "contest", "quiz", "sport", "action", "meeting", "improvement", "publications"}}}},
          {"when",
           {{"type", "object"},
            {"properties",
             {{"text", string_type()},
              {"precision", {{"enum", {"minute", "day", "month", "quarter", "year", "none"}}}},
              {"repeat", {{"enum", {"none", "daily", "weekly", "monthly", "quarterly"}}}},
              {"starts", nullable},
              {"ends", nullable},
              {"periods", {{"type", "array"}, {"items", {{"type", "object"}}}}}}}}},
          {"place", string_type()},
          {"responsible", texts},
          {"audience", string_type()},
          {"bodies",
           {{"type", "array"},
            {"description", "On a line's own page: who of the directory answers for it or helps."},
            {"items",
             {{"type", "object"},
              {"properties",
               {{"id", string_type()},
                {"url", {{"type", "string"}, {"format", "uri"}}},
                {"name", string_type()},
                {"part", {{"enum", {"responsible", "partner"}}}}}}}}}},
          {"age_mark", nullable},
          {"stage", {{"enum", {"announced"}}}},
          {"standing", {{"enum", {"ahead", "held", "cancelled"}}}},
          {"happenings",
           {{"type", "array"},
            {"items",
             {{"type", "object"},
              {"properties",
               {{"id", string_type()},
                {"outcome", {{"enum", {"ahead", "held", "cancelled"}}}},
                {"held", {{"type", "object"}}},
                {"participants", {{"type", "integer"}}},
                {"summary", string_type()},
                {"reason", string_type()}}}}}}},
          {"moves",
           {{"type", "array"},
            {"items",
             {{"type", "object"},
              {"properties", {{"former", {{"type", "object"}}}, {"reason", string_type()}, {"at", string_type()}}}}}}},
          {"sequence", {{"type", "integer"}}},
          {"updated", {{"type", "string"}, {"format", "date-time"}}}}}};
}

nlohmann::json get_operation(std::string summary, nlohmann::json parameters, nlohmann::json schema)
{
    return {{"get",
             {{"summary", std::move(summary)},
              {"parameters", std::move(parameters)},
              {"responses",
               {{"200", {{"description", "OK"}, {"content", {{"application/json", {{"schema", std::move(schema)}}}}}}},
                {"404", {{"description", "There is no such plan or line."}}}}}}}};
}

nlohmann::json parameter(std::string name, std::string in, std::string description)
{
    const bool required = in == "path";
    return {{"name", std::move(name)},
            {"in", std::move(in)},
            {"required", required},
            {"description", std::move(description)},
            {"schema", string_type()}};
}

}  // namespace

nlohmann::json openapi_part()
{
    using nlohmann::json;
    const json line_ref = {{"$ref", "#/components/schemas/Line"}};
    const json lines = {{"type", "array"}, {"items", line_ref}};
    const json year = {{"type", "object"},
                       {"properties",
                        {{"year", {{"type", "integer"}}},
                         {"url", string_type()},
                         {"sections", {{"type", "array"}, {"items", string_type()}}},
                         {"lines", lines}}}};
    const json year_of_path = parameter("year", "path", "Four digits.");
    const json filters = json::array({year_of_path, parameter("kind", "query", "Only this kind."),
                                      parameter("place", "query", "Only this place, exactly."),
                                      parameter("audience", "query", "Only this audience, exactly.")});
    return {{"paths",
             {{"/plan/{year}", get_operation("The public plan of a year (Accept: application/json).", filters, year)},
              {"/plan/{year}.json", get_operation("The same as a file.", filters, year)},
              {"/plan/{year}/lines/{id}",
               get_operation("One line (Accept: application/json).",
                             json::array({year_of_path, parameter("id", "path", "13 characters.")}), line_ref)},
              {"/plan/week",
               get_operation(
                   "What happens in a week (Accept: application/json).",
                   json::array({parameter("from", "query", "Any day of the week, YYYY-MM-DD; this week when absent.")}),
                   {{"type", "object"},
                    {"properties", {{"first", string_type()}, {"last", string_type()}, {"lines", lines}}}})}}},
            {"schemas", {{"Line", line_schema()}}}};
}

}  // namespace veche::plan
