#include "features/plan/export/openapi_schemas.hpp"

#include "app/album/portal.hpp"
#include "app/read/openapi.hpp"
#include "features/plan/document/fact.hpp"
#include "features/plan/life/model.hpp"

namespace veche::plan {

using nlohmann::json;

namespace {
using namespace app::openapi;

json outcome_schema()
{
    return one_of({"ahead", "held", "cancelled"});
}

json object_schema()
{
    return {{"type", "object"}};
}

/// Clock times of each day of the line: "10:00".
json programme_schema()
{
    return list_of(object_of({{"start", text()}, {"end", text_or_null()}, {"title", text()}}));
}

json line_schema()
{
    return object_of(
        {{"id", text()},
         {"url", uri()},
         {"number", integer_or_null()},
         {"section", text()},
         {"title", text()},
         {"kind", one_of({"event", "contest", "quiz", "sport", "action", "meeting", "improvement", "publications"})},
         {"subkind", text_or_null()},
         {"when", object_of({{"text", text()},
                             {"precision", one_of({"minute", "day", "month", "quarter", "year", "none"})},
                             {"repeat", one_of({"none", "daily", "weekly", "monthly", "quarterly"})},
                             {"starts", text_or_null()},
                             {"ends", text_or_null()},
                             {"periods", list_of(object_schema())}})},
         {"place", text()},
         {"programme", programme_schema()},
         {"responsible", list_of(text())},
         {"audience", text()},
         {"age_mark", text_or_null()},
         {"stage", one_of({"announced"})},
         {"standing", outcome_schema()},
         {"happenings", list_of(object_of({{"id", text()},
                                           {"outcome", outcome_schema()},
                                           {"held", object_schema()},
                                           {"participants", integer()},
                                           {"summary", text()},
                                           {"reason", text()}}))},
         {"moves", list_of(object_of({{"former", object_schema()}, {"reason", text()}, {"at", text()}}))},
         {"sequence", integer()},
         {"updated", moment()}});
}

/// What a line's own page has beside the line.
json life_schema()
{
    json photo = app::album::photo_schema();
    photo["properties"]["happening"] = text();
    json bodies = list_of(
        object_of({{"id", text()}, {"url", uri()}, {"name", text()}, {"part", one_of({"responsible", "partner"})}}));
    bodies["description"] = "On a line's own page: who of the directory answers for it or helps.";
    json showing = one_of({"ahead", "today", "begun", "going", "over", "held", "cancelled"});
    showing["description"] =
        "What the town's clock says of it now; over: its end has passed and nobody has told how it went.";
    return object_of({{"standing", outcome_schema()},
                      {"showing", showing},
                      {"moves", list_of(object_of({{"former", text()}, {"reason", text()}, {"at", text()}}))},
                      {"happenings", list_of(object_of({{"id", text()},
                                                        {"first", text_or_null()},
                                                        {"last", text_or_null()},
                                                        {"outcome", outcome_schema()},
                                                        {"showing", showing},
                                                        {"held_first", text_or_null()},
                                                        {"held_last", text_or_null()},
                                                        {"participants", integer_or_null()},
                                                        {"told", text_or_null()}}))},
                      {"bodies", std::move(bodies)},
                      {"photos", list_of(std::move(photo))}});
}

json act_schema()
{
    return object_of({{"act", text()},
                      {"number", text()},
                      {"day", text_or_null()},
                      {"signer_post", text()},
                      {"signer_name", text()}});
}

/// Figures of all, and of each row by section, kind and quarter: of lines, and of their happenings.
json facts_schema()
{
    json figures = {{"participants", integer()}};
    for (const auto state : all_fact_states) figures[std::string(to_text(state))] = integer();
    json row = figures;
    row["key"] = text();
    row["title"] = text();
    json properties = {{"all", object_of(figures)}};
    for (const auto by : all_fact_by) properties["by_" + std::string(to_text(by))] = list_of(object_of(row));
    return object_of(std::move(properties));
}

json difference_schema()
{
    return object_of({{"kind", one_of({"same", "added", "removed", "changed"})},
                      {"moved", {{"type", "boolean"}}},
                      {"standing", outcome_schema()},
                      {"approved", or_null(object_of({{"title", text()}, {"when", text()}}))},
                      {"line", or_null(ref("Line"))}});
}

}  // namespace

json openapi_schemas()
{
    return {{"Line", line_schema()},
            {"LineLife", life_schema()},
            {"Act", act_schema()},
            {"Facts", facts_schema()},
            {"Difference", difference_schema()}};
}

}  // namespace veche::plan
