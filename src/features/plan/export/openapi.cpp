#include "features/plan/export/openapi.hpp"

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "features/plan/export/openapi_schemas.hpp"

namespace veche::plan {

using nlohmann::json;

namespace {

json parameter(std::string name, std::string in, std::string description)
{
    const bool required = in == "path";
    return {{"name", std::move(name)},
            {"in", std::move(in)},
            {"required", required},
            {"description", std::move(description)},
            {"schema", {{"type", "string"}}}};
}

const json& year_parameter()
{
    static const json made = parameter("year", "path", "Four digits.");
    return made;
}

const json& id_parameter()
{
    static const json made = parameter("id", "path", "13 characters.");
    return made;
}

const json& month_parameter()
{
    static const json made = parameter("month", "path", "1 to 12.");
    return made;
}

/// `first`, and what chooses lines of it.
std::vector<json> filtered(std::vector<json> first)
{
    first.push_back(parameter("kind", "query", "Only this kind or subkind: quiz, historical."));
    first.push_back(parameter("place", "query", "Only this place, exactly."));
    first.push_back(parameter("audience", "query", "Only this audience, exactly."));
    return first;
}

json operation(std::string summary, std::vector<json> parameters, json content)
{
    return {{"get",
             {{"summary", std::move(summary)},
              {"parameters", std::move(parameters)},
              {"responses",
               {{"200", {{"description", "OK"}, {"content", std::move(content)}}},
                {"404", {{"description", "There is no such plan or line."}}}}}}}};
}

/// A page whose read model comes with Accept: application/json.
json page(std::string summary, std::vector<json> parameters, json schema)
{
    return operation(std::move(summary), std::move(parameters),
                     {{"application/json", {{"schema", std::move(schema)}}}, {"text/html", json::object()}});
}

json file(std::string summary, std::vector<json> parameters, const char* type)
{
    return operation(std::move(summary), std::move(parameters), {{type, json::object()}});
}

json object_of(json properties)
{
    return {{"type", "object"}, {"properties", std::move(properties)}};
}

json list_of(json items)
{
    return {{"type", "array"}, {"items", std::move(items)}};
}

const json string_type = {{"type", "string"}}, integer_type = {{"type", "integer"}};

json lines_schema()
{
    return list_of(schema_ref("Line"));
}

json year_schema()
{
    return object_of(
        {{"year", integer_type}, {"url", string_type}, {"sections", list_of(string_type)}, {"lines", lines_schema()}});
}

json plan_paths()
{
    const json line = {{"allOf", json::array({schema_ref("Line"), schema_ref("LineLife")})}};
    const json day_of_week = parameter("from", "query", "Any day of the week, YYYY-MM-DD; this week when absent.");
    return {
        {"/plan", file("Years that have a public plan.", {}, "text/html")},
        {"/plan/{year}", page("The public plan of a year.", filtered({year_parameter()}), year_schema())},
        {"/plan/{year}.json", operation("The same as a file.", filtered({year_parameter()}),
                                        {{"application/json", {{"schema", year_schema()}}}})},
        {"/plan/{year}/calendar/{month}",
         page("Lines of a month.", {year_parameter(), month_parameter()}, year_schema())},
        {"/plan/{year}/lines/{id}",
         page("One line, what became of it, and its photographs.", {year_parameter(), id_parameter()}, line)},
        {"/plan/week", page("What happens in a week.", {day_of_week},
                            object_of({{"first", string_type}, {"last", string_type}, {"lines", lines_schema()}}))}};
}

json widget_paths()
{
    const json count = parameter("count", "query", "How many: 3, 5, 10 or 20; 5 when absent.");
    const json happening = {
        {"allOf", json::array({schema_ref("Line"), object_of({{"first", string_type}, {"last", string_type}})})}};
    return {{"/plan/widget", page("What is on next, for a frame of another site: the only page that may be framed.",
                                  filtered({count}), object_of({{"happenings", list_of(happening)}}))},
            {"/plan/embed", file("The code of such a frame.", filtered({count}), "text/html")}};
}

json document_paths()
{
    const json act_or_none = {{"anyOf", json::array({schema_ref("Act"), {{"type", "null"}}})}};
    const std::vector<json> chosen = {
        year_parameter(),
        parameter("state", "query", "planned, held, moved, cancelled, overdue or ahead; planned when absent."),
        parameter("count", "query", "lines or happenings; lines when absent."),
        parameter("section", "query", "Only this section."),
        parameter("kind", "query", "Only this kind."),
        parameter("subkind", "query", "Only this subkind, or none."),
        parameter("quarter", "query", "1 to 4, none or several."),
        parameter("after", "query", "Where the page begins, from \"next\" of the page before.")};
    return {{"/plan/{year}/document",
             page("By which act the plan is approved, and what has changed since.", {year_parameter()},
                  object_of({{"year", integer_type},
                             {"approval", act_or_none},
                             {"earlier", list_of(schema_ref("Act"))},
                             {"differences", list_of(schema_ref("Difference"))}}))},
            {"/plan/{year}/fact",
             page("Plan and fact in figures.", {year_parameter()},
                  object_of(
                      {{"year", integer_type}, {"lines", schema_ref("Facts")}, {"happenings", schema_ref("Facts")}}))},
            {"/plan/{year}/fact/records", page("The records behind one of these figures.", chosen,
                                               object_of({{"year", integer_type},
                                                          {"state", string_type},
                                                          {"count", string_type},
                                                          {"amount", integer_type},
                                                          {"records", lines_schema()},
                                                          {"next", {{"type", json::array({"string", "null"})}}}}))}};
}

json file_paths()
{
    const std::vector<json> year = {year_parameter()};
    return {
        {"/plan.ics", file("The plans of all years from a year back as a calendar.", filtered({}), "text/calendar")},
        {"/plan/{year}.ics", file("The plan as a calendar.", filtered(year), "text/calendar")},
        {"/plan/{year}.xlsx", file("The plan as a table.", filtered(year),
                                   "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")},
        {"/plan/{year}.csv", file("The plan as a table.", filtered(year), "text/csv")},
        {"/plan/{year}.pdf", file("The plan on paper.", year, "application/pdf")},
        {"/plan/{year}.docx",
         file("The plan on paper.", year, "application/vnd.openxmlformats-officedocument.wordprocessingml.document")},
        {"/plan/{year}/fact.pdf", file("Plan and fact on paper.", year, "application/pdf")},
        {"/plan/{year}/poster/{month}.pdf",
         file("The poster of a month.", {year_parameter(), month_parameter()}, "application/pdf")},
        {"/plan/{year}/lines/{id}.ics",
         file("One line as a calendar.", {year_parameter(), id_parameter()}, "text/calendar")},
        {"/feed.atom", file("The hundred lines that changed last.", filtered({}), "application/atom+xml")},
        {"/feed.rss", file("The same as RSS.", filtered({}), "application/rss+xml")},
        {"/feed.json", file("The same as JSON Feed.", filtered({}), "application/feed+json")}};
}

}  // namespace

json openapi_part()
{
    json paths = plan_paths();
    for (const auto& more : {widget_paths(), document_paths(), file_paths()}) paths.update(more);
    return {{"paths", std::move(paths)}, {"schemas", openapi_schemas()}};
}

}  // namespace veche::plan
