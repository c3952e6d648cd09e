// Public pages about the plan as a document: by which act it is approved, what has changed since, plan and fact.

#include <fmt/format.h>

#include "app/site.hpp"
#include "core/errors.hpp"
#include "features/plan/document/pages.hpp"
#include "features/plan/document/portal_fact.hpp"
#include "features/plan/edges.hpp"
#include "features/plan/line/cards.hpp"

namespace veche::plan {

using app::Context;
using app::Page;
using nlohmann::json;

FactChoice fact_choice(const web::Request& request)
{
    FactChoice choice;
    if (const auto* state = request.query_value("state"))
        choice.state = parse_fact_state(*state).value_or(FactState::planned);
    if (const auto* unit = request.query_value("count"); unit && *unit == to_text(Unit::happenings))
        choice.unit = Unit::happenings;
    for (const auto by : all_fact_by)
        if (const auto* key = request.query_value(to_text(by))) {
            choice.by = by;
            choice.key = *key;
        }
    return choice;
}

std::string fact_place(const web::Request& request)
{
    const auto* after = request.query_value("after");
    return after ? *after : "";
}

namespace {

Page page_of(std::string_view view, json model)
{
    const std::string title = model["heading"];
    return {.view = std::string(view), .model = std::move(model), .title = title, .section = "plan"};
}

Page public_document_page(Context& context)
{
    const int year = year_of(context);
    const auto document = context.read([&](app::View& view) { return find_public_document(view, year); });
    if (!document) throw NotFound("plan");
    auto page = page_of("plan/portal_document", public_document_model(context.words, *document));
    if (context.wants_json()) page.model = public_document_json(*document, context.town.base_url);
    return page;
}

Page public_fact_page(Context& context)
{
    const int year = year_of(context);
    const auto fact = context.read([&](app::View& view) { return find_public_fact(view, year); });
    if (!fact) throw NotFound("plan");
    auto page = page_of("plan/portal_fact", fact_model(context.words, *fact, Side::portal));
    if (context.wants_json()) page.model = fact_json(*fact);
    return page;
}

Page public_records_page(Context& context)
{
    const int year = year_of(context);
    const auto choice = fact_choice(context.request);
    const auto found = context.read(
        [&](app::View& view) { return find_public_fact_records(view, year, choice, fact_place(context.request)); });
    if (!found) throw NotFound("plan");
    auto page = page_of("plan/portal_records",
                        records_model(context.words, year, *found, choice, Side::portal, today_of(context)));
    if (!context.wants_json()) return page;
    json lines = json::array();
    for (const auto& record : found->rows) lines.push_back(line_json(*record.line, context.town.base_url));
    page.model = {{"year", year},
                  {"state", to_text(choice.state)},
                  {"count", to_text(choice.unit)},
                  {"amount", found->count},
                  {"records", lines},
                  {"next", found->next.empty()
                               ? json()
                               : json(context.town.base_url + records_path(year, choice, Side::portal, found->next))}};
    return page;
}

}  // namespace

void mount_portal_document(app::Routes& routes)
{
    using app::anyone;
    routes.page("/plan/{year}/document", anyone, public_document_page);
    routes.page("/plan/{year}/fact", anyone, public_fact_page);
    routes.page("/plan/{year}/fact/records", anyone, public_records_page)
        .takes({"state", "count", "after", to_text(FactBy::section), to_text(FactBy::kind), to_text(FactBy::subkind),
                to_text(FactBy::quarter)});
}

}  // namespace veche::plan
