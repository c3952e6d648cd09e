#include "features/plan/export/openapi_schemas.hpp"

#include "app/album/portal.hpp"
#include "features/plan/document/fact.hpp"
#include "features/plan/life/model.hpp"

namespace veche::plan {

using nlohmann::json;

namespace {

json text_schema()
{
    return {{"type", "string"}};
}

/// Clock times of each day of the line: "10:00".
json programme_schema()
{
    return {{"type", "array"},
            {"items",
             {{"type", "object"},
              {"properties",
               {{"start", text_schema()},
                {"end", {{"type", json::array({"string", "null"})}}},
                {"title", text_schema()}}}}}};
}

json line_schema()
{
    const json nullable = {{"type", json::array({"string", "null"})}};
    const json texts = {{"type", "array"}, {"items", text_schema()}};
    return {
        {"type", "object"},
        {"properties",
         {{"id", text_schema()},
          {"url", {{"type", "string"}, {"format", "uri"}}},
          {"number", {{"type", json::array({"integer", "null"})}}},
          {"section", text_schema()},
          {"title", text_schema()},
          {"kind",
           {{"enum", {"event", "contest", "quiz", "sport", "action", "meeting", "improvement", "publications"}}}},
          {"subkind", nullable},
          {"when",
           {{"type", "object"},
            {"properties",
             {{"text", text_schema()},
              {"precision", {{"enum", {"minute", "day", "month", "quarter", "year", "none"}}}},
              {"repeat", {{"enum", {"none", "daily", "weekly", "monthly", "quarterly"}}}},
              {"starts", nullable},
              {"ends", nullable},
              {"periods", {{"type", "array"}, {"items", {{"type", "object"}}}}}}}}},
          {"place", text_schema()},
          {"programme", programme_schema()},
          {"responsible", texts},
          {"audience", text_schema()},
          {"age_mark", nullable},
          {"stage", {{"enum", {"announced"}}}},
          {"standing", {{"enum", {"ahead", "held", "cancelled"}}}},
          {"happenings",
           {{"type", "array"},
            {"items",
             {{"type", "object"},
              {"properties",
               {{"id", text_schema()},
                {"outcome", {{"enum", {"ahead", "held", "cancelled"}}}},
                {"held", {{"type", "object"}}},
                {"participants", {{"type", "integer"}}},
                {"summary", text_schema()},
                {"reason", text_schema()}}}}}}},
          {"moves",
           {{"type", "array"},
            {"items",
             {{"type", "object"},
              {"properties", {{"former", {{"type", "object"}}}, {"reason", text_schema()}, {"at", text_schema()}}}}}}},
          {"sequence", {{"type", "integer"}}},
          {"updated", {{"type", "string"}, {"format", "date-time"}}}}}};
}

/// What a line's own page has beside the line.
json life_schema()
{
    const json nullable = {{"type", json::array({"string", "null"})}};
    json photo = app::album::photo_schema();
    photo["properties"]["happening"] = text_schema();
    const auto list_of = [](json properties) -> json {
        return {{"type", "array"}, {"items", {{"type", "object"}, {"properties", std::move(properties)}}}};
    };
    return {{"type", "object"},
            {"properties",
             {{"standing", {{"enum", {"ahead", "held", "cancelled"}}}},
              {"moves", list_of({{"former", text_schema()}, {"reason", text_schema()}, {"at", text_schema()}})},
              {"happenings", list_of({{"id", text_schema()},
                                      {"first", nullable},
                                      {"last", nullable},
                                      {"outcome", {{"enum", {"ahead", "held", "cancelled"}}}},
                                      {"held_first", nullable},
                                      {"held_last", nullable},
                                      {"participants", {{"type", json::array({"integer", "null"})}}},
                                      {"told", nullable}})},
              {"bodies",
               {{"type", "array"},
                {"description", "On a line's own page: who of the directory answers for it or helps."},
                {"items",
                 {{"type", "object"},
                  {"properties",
                   {{"id", text_schema()},
                    {"url", {{"type", "string"}, {"format", "uri"}}},
                    {"name", text_schema()},
                    {"part", {{"enum", {"responsible", "partner"}}}}}}}}}},
              {"photos", {{"type", "array"}, {"items", photo}}}}}};
}

json act_schema()
{
    return {{"type", "object"},
            {"properties",
             {{"act", text_schema()},
              {"number", text_schema()},
              {"day", {{"type", json::array({"string", "null"})}}},
              {"signer_post", text_schema()},
              {"signer_name", text_schema()}}}};
}

/// Figures of all, and of each row by section, kind and quarter: of lines, and of their happenings.
json facts_schema()
{
    json figures = {{"participants", {{"type", "integer"}}}};
    for (const auto state : all_fact_states) figures[std::string(to_text(state))] = {{"type", "integer"}};
    json row = figures;
    row["key"] = text_schema();
    row["title"] = text_schema();
    json properties = {{"all", {{"type", "object"}, {"properties", figures}}}};
    for (const auto by : all_fact_by)
        properties["by_" + std::string(to_text(by))] = {{"type", "array"},
                                                        {"items", {{"type", "object"}, {"properties", row}}}};
    return {{"type", "object"}, {"properties", std::move(properties)}};
}

json difference_schema()
{
    const json approved = {{"title", text_schema()}, {"when", text_schema()}};
    return {{"type", "object"},
            {"properties",
             {{"kind", {{"enum", {"same", "added", "removed", "changed"}}}},
              {"moved", {{"type", "boolean"}}},
              {"standing", {{"enum", {"ahead", "held", "cancelled"}}}},
              {"approved", {{"type", json::array({"object", "null"})}, {"properties", approved}}},
              {"line", {{"anyOf", json::array({schema_ref("Line"), {{"type", "null"}}})}}}}}};
}

}  // namespace

json schema_ref(std::string_view name)
{
    return {{"$ref", "#/components/schemas/" + std::string(name)}};
}

json openapi_schemas()
{
    return {{"Line", line_schema()},
            {"LineLife", life_schema()},
            {"Act", act_schema()},
            {"Facts", facts_schema()},
            {"Difference", difference_schema()}};
}

}  // namespace veche::plan
