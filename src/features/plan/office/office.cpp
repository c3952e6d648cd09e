// The back office of the plan: the list, and bulk deeds.

#include <algorithm>

#include <fmt/format.h>

#include "app/forms/deed_form.hpp"
#include "app/lists/listing.hpp"
#include "app/site.hpp"
#include "core/errors.hpp"
#include "features/plan/access.hpp"
#include "features/plan/edges.hpp"
#include "features/plan/figures.hpp"
#include "features/plan/line/commands.hpp"
#include "features/plan/line/conflicts.hpp"
#include "features/plan/office/pages.hpp"

namespace veche::plan {

using app::Context;
using nlohmann::json;

namespace {

/// How many lines of a plan get in each other's way; read anew when the plan was touched.
struct ConflictCount {
    std::int64_t count = 0;
    std::size_t bytes() const { return 100; }
};

std::int64_t conflicts_of(Context& context, int year)
{
    return context
        .keep<ConflictCount>(
            std::to_string(year),
            [&](app::View& view) {
                view.built_from("plan");
                return ConflictCount{std::int64_t(find_conflicts(office_year(view, year).lines).size())};
            })
        ->count;
}

OfficeCounts counts_of(app::View& view, int year)
{
    OfficeCounts counts;
    for (const auto& sum : app::sums(figures::lines(), view, figures::of_year(year), {"stage", "doubtful", "state"})) {
        counts.lines += sum.amount;
        counts.announced += sum.values[0] == "announced" ? sum.amount : 0;
        counts.doubtful += sum.values[1] == "yes" ? sum.amount : 0;
        counts.overdue += sum.values[2] == "overdue" ? sum.amount : 0;
    }
    return counts;
}

constexpr std::size_t chosen_most = 5'000;
constexpr web::FormField bulk_fields[] = {
    {.name = "line", .kind = web::FieldKind::boxes},
    {.name = "deed", .kind = web::FieldKind::hidden},  // of the button: kind | age | announce | announce_all | withdraw
    {.name = "kind", .kind = web::FieldKind::select, .label = "office.kind"},
    {.name = "age", .kind = web::FieldKind::select, .label = "office.age"},
    {.name = "back", .kind = web::FieldKind::hidden},
};

web::Response show_empty(Context& context, int number)
{
    const auto heading = context.words.say("plan.heading", {{"year", std::to_string(number)}});
    return context.show({.view = "plan/office_empty",
                         .model = {{"heading", heading},
                                   {"import_href", fmt::format("/office/plan/import?year={}", number)},
                                   {"new_href", list_path(number) + "/lines/new"},
                                   {"may_edit", may_edit(context.actor)}},
                         .title = heading,
                         .section = "office.plan"});
}

/// `told`: what a bulk deed could not do.
web::Response show_list(Context& context, int number, const web::Form* sent = nullptr, const std::string& told = {})
{
    const app::Listing listing(context.request, list_path(number), list_filters);
    const Day today = today_of(context);
    OfficeCounts counts;
    const auto shown = context.read([&](app::View& view) {
        counts = counts_of(view, number);
        return office_page(view, number, office_choice(listing, today), listing.after(), app::Listing::page_rows);
    });
    if (counts.lines == 0 || !shown.plan) return show_empty(context, number);
    counts.conflicts = conflicts_of(context, number);
    const auto chosen = sent ? sent->texts("line") : std::vector<std::string>();
    app::Page page{.view = "plan/office_list",
                   .model = office_list_model(context.words, shown, counts, listing, chosen, today),
                   .status = told.empty() ? 200 : 422,
                   .section = "office.plan"};
    page.model["may_edit"] = may_edit(context.actor);
    page.model["told"] = told;
    page.title = page.model["heading"];
    return app::show_form(context, std::move(page), bulk_fields,
                          bulk_content(context.words, listing.address(listing.after())), sent);
}

web::Response list_page(Context& context)
{
    return show_list(context, year_of(context));
}

web::Response office_plan(Context& context)
{
    const int this_year = int(today_of(context).year());
    return web::see_other(list_path(context.read([&](app::View& view) { return office_start(view, this_year).year; })));
}

Result<BulkResult> run_bulk(Context& context, int year, web::Form& form)
{
    const auto ids = form.ids<Line>("line", chosen_most);
    const auto& deed = form.text("deed");
    const auto kind = form.choice<FullKind>("kind", parse_full_kind);
    const auto age = form.choice<AgeMark>("age", parse_age_mark);
    return context.change([&](app::Work& work) -> Result<BulkResult> {
        if (deed == "announce") return announce_lines(work, ids);
        if (deed == "announce_all") return announce_year(work, year);
        if (deed == "withdraw") return withdraw_lines(work, ids);
        if (deed == "kind" && kind) return set_kind(work, ids, *kind);
        if (deed == "age" && age) return set_age_mark(work, ids, *age);
        throw web::BadRequest("deed");
    });
}

std::string not_done_words(const language::Words& words, const BulkResult& result)
{
    std::string text;
    if (result.refused > 0) text = words.say("plan.some_without_age", result.refused);
    if (result.gone > 0) text += (text.empty() ? "" : " ") + words.say("plan.some_gone", result.gone);
    return text;
}

web::Response bulk(Context& context)
{
    const int year = year_of(context);
    web::Form form(context.request, bulk_fields);
    auto result = run_bulk(context, year, form);
    if (!result) {
        result.error().field = "line";
        form.refuse(result.error());
        return show_list(context, year, &form);
    }
    if (result->refused > 0 || result->gone > 0)
        return show_list(context, year, &form, not_done_words(context.words, *result));
    const auto& back = form.text("back");
    const bool ours = back.starts_with(list_path(year)) && back.find_first_of("\r\n") == std::string::npos;
    const std::string next = ours ? back : list_path(year);
    if (form.text("deed").starts_with("announce")) return context.go(next, "flash.lines_announced", result->done);
    return context.go(next, result->done == 1 ? "flash.line_saved" : "flash.lines_saved");
}

}  // namespace

void mount_office(app::Routes& routes)
{
    routes.get("/office/plan", see_office, office_plan);
    routes.get("/office/plan/{year}", see_office, list_page);
    routes.post("/office/plan/{year}/lines", edit, bulk, {.bytes = 512 * 1024, .fields = 5'000});
}

}  // namespace veche::plan
