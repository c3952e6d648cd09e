#include "features/plan/export/openapi.hpp"

#include <vector>

#include <nlohmann/json.hpp>

#include "app/read/openapi.hpp"
#include "features/plan/export/openapi_schemas.hpp"

namespace veche::plan {

using nlohmann::json;

namespace {
using namespace app::openapi;

constexpr Parameter year_parameter{"year", "path", "Four digits."};
constexpr Parameter month_parameter{"month", "path", "1 to 12."};

/// `first`, and what chooses lines of it.
std::vector<Parameter> filtered(std::vector<Parameter> first)
{
    first.insert(first.end(), {{"kind", "query", "Only this kind or subkind: quiz, historical."},
                               {"place", "query", "Only this place, exactly."},
                               {"audience", "query", "Only this audience, exactly."},
                               {"group", "query", "Only for everyone, families, children, youth or elders."}});
    return first;
}

json answer(std::string_view summary, const std::vector<Parameter>& parameters, json content)
{
    return app::openapi::operation(summary, parameters, std::move(content), "There is no such plan or line.");
}

/// A page whose read model comes with Accept: application/json.
json described_page(std::string_view summary, const std::vector<Parameter>& parameters, json schema)
{
    return answer(summary, parameters, app::openapi::page(std::move(schema)));
}

json described_file(std::string_view summary, const std::vector<Parameter>& parameters, std::string_view type)
{
    return answer(summary, parameters, app::openapi::file(type));
}

json lines_schema()
{
    return list_of(ref("Line"));
}

json year_schema()
{
    return object_of({{"year", integer()}, {"url", text()}, {"sections", list_of(text())}, {"lines", lines_schema()}});
}

json plan_paths()
{
    const json line = all_of({ref("Line"), ref("LineLife")});
    constexpr Parameter day_of_week{"from", "query", "Any day of the week, YYYY-MM-DD; this week when absent."};
    const json days = object_of({{"first", text()}, {"last", text()}, {"lines", lines_schema()}});
    return {{"/plan", described_file("Years that have a public plan.", {}, "text/html")},
            {"/plan/{year}", described_page("The public plan of a year.", filtered({year_parameter}), year_schema())},
            {"/plan/{year}.json", answer("The same as a file.", filtered({year_parameter}),
                                         {{"application/json", {{"schema", year_schema()}}}})},
            {"/plan/{year}/calendar/{month}",
             described_page("Lines of a month.", {year_parameter, month_parameter}, year_schema())},
            {"/plan/{year}/lines/{id}",
             described_page("One line, what became of it, and its photographs.", {year_parameter, id_parameter}, line)},
            {"/plan/week", described_page("What happens in a week.", filtered({day_of_week}), days)},
            {"/plan/today", described_page("What happens today.", filtered({}), days)},
            {"/plan/weekend", described_page("What happens at this weekend.", filtered({}), days)},
            {"/plan/month",
             described_page("What happens from today to the same day of the next month.", filtered({}), days)}};
}

json widget_paths()
{
    constexpr Parameter count{"count", "query", "How many: 3, 5, 10 or 20; 5 when absent."};
    const json happening = all_of({ref("Line"), object_of({{"first", text()}, {"last", text()}})});
    return {{"/plan/widget",
             described_page("What is on next, for a frame of another site: the only page that may be framed.",
                            filtered({count}), object_of({{"happenings", list_of(happening)}}))},
            {"/plan/embed", described_file("The code of such a frame.", filtered({count}), "text/html")}};
}

json document_paths()
{
    const std::vector<Parameter> chosen = {
        year_parameter,
        {"state", "query", "planned, held, moved, cancelled, overdue or ahead; planned when absent."},
        {"count", "query", "lines or happenings; lines when absent."},
        {"section", "query", "Only this section."},
        {"kind", "query", "Only this kind."},
        {"subkind", "query", "Only this subkind, or none."},
        {"quarter", "query", "1 to 4, none or several."},
        {"after", "query", "Where the page begins, from \"next\" of the page before."}};
    return {{"/plan/{year}/document",
             described_page("By which act the plan is approved, and what has changed since.", {year_parameter},
                            object_of({{"year", integer()},
                                       {"approval", or_null(ref("Act"))},
                                       {"earlier", list_of(ref("Act"))},
                                       {"differences", list_of(ref("Difference"))}}))},
            {"/plan/{year}/fact",
             described_page("Plan and fact in figures.", {year_parameter},
                            object_of({{"year", integer()}, {"lines", ref("Facts")}, {"happenings", ref("Facts")}}))},
            {"/plan/{year}/fact/records", described_page("The records behind one of these figures.", chosen,
                                                         object_of({{"year", integer()},
                                                                    {"state", text()},
                                                                    {"count", text()},
                                                                    {"amount", integer()},
                                                                    {"records", lines_schema()},
                                                                    {"next", text_or_null()}}))}};
}

json file_paths()
{
    const std::vector<Parameter> year = {year_parameter};
    return {
        {"/plan.ics",
         described_file("The plans of all years from a year back as a calendar.", filtered({}), "text/calendar")},
        {"/plan/{year}.ics", described_file("The plan as a calendar.", filtered(year), "text/calendar")},
        {"/plan/{year}.xlsx", described_file("The plan as a table.", filtered(year),
                                             "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")},
        {"/plan/{year}.csv", described_file("The plan as a table.", filtered(year), "text/csv")},
        {"/plan/{year}.pdf", described_file("The plan on paper.", year, "application/pdf")},
        {"/plan/{year}.docx",
         described_file("The plan on paper.", year,
                        "application/vnd.openxmlformats-officedocument.wordprocessingml.document")},
        {"/plan/{year}/fact.pdf", described_file("Plan and fact on paper.", year, "application/pdf")},
        {"/plan/{year}/poster/{month}.pdf",
         described_file("The poster of a month.", {year_parameter, month_parameter}, "application/pdf")},
        {"/plan/{year}/lines/{id}.ics",
         described_file("One line as a calendar.", {year_parameter, id_parameter}, "text/calendar")},
        {"/feed.atom", described_file("The hundred lines that changed last.", filtered({}), "application/atom+xml")},
        {"/feed.rss", described_file("The same as RSS.", filtered({}), "application/rss+xml")},
        {"/feed.json", described_file("The same as JSON Feed.", filtered({}), "application/feed+json")}};
}

}  // namespace

json openapi_part()
{
    json paths = plan_paths();
    for (const auto& more : {widget_paths(), document_paths(), file_paths()}) paths.update(more);
    return {{"paths", std::move(paths)}, {"schemas", openapi_schemas()}};
}

}  // namespace veche::plan
