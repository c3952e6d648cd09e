// The import in three steps: what the plan brings to app/import.

#include <fmt/format.h>

#include "app/import/office.hpp"
#include "core/whole.hpp"
#include "features/plan/access.hpp"
#include "features/plan/edges.hpp"
#include "features/plan/figures.hpp"
#include "features/plan/import/import.hpp"
#include "features/plan/import/mend_years.hpp"
#include "features/plan/import/office_pages.hpp"
#include "features/plan/import/understand_tables.hpp"

namespace veche::plan {

using app::Context;
using app::import::Pending;

namespace {

constexpr web::FormField upload_fields[] = {
    {.name = "year",
     .kind = web::FieldKind::whole,
     .label = "import.year",
     .limit = 4,
     .obligatory = true,
     .empty = "plan.year_wrong",
     .look = "narrow"},
    app::import::file_field,
};

std::string asked_year(const Context& context)
{
    const auto* asked = context.request.query_value("year");
    const auto year = asked ? parse_whole(*asked, Plan::first_year, Plan::last_year) : std::nullopt;
    return std::to_string(year.value_or(int(today_of(context).year())));
}

std::string year_in_form(web::Form& form)
{
    const auto year =
        form.whole("year", {.least = Plan::first_year, .most = Plan::last_year, .wrong = "plan.year_wrong"});
    return year ? std::to_string(*year) : std::string();
}

app::Page upload_page(Context& context, const std::string& about)
{
    const auto year = parse_whole(about, Plan::first_year, Plan::last_year);
    const auto existing = context.read([&](app::View& view) { return year ? office_year(view, *year) : OfficeYear{}; });
    return {.view = {},
            .model = import_upload_model(context.words, year.value_or(0), existing),
            .title = context.words.say("import.title_1")};
}

std::optional<Refusal> why_not(const std::vector<outside::Table>& tables, const std::string& about)
{
    return why_no_lines(understand(tables, parse_whole(about, Plan::first_year, Plan::last_year).value()));
}

app::import::Understood understand_rows(const Pending& pending)
{
    const auto draft = understood(pending).draft;
    app::import::Understood all;
    for (const auto column : draft.columns) all.columns.emplace_back(to_text(column));
    for (const auto& line : draft.lines)
        for (const auto& field : draft_fields)
            if (!field.is_answer) all.row_texts[line.key][std::string(field.name)] = draft_field(line, field.name);
    return all;
}

app::import::Corrections mend_years(const Pending& pending)
{
    app::import::Corrections corrections;
    if (const auto mend = find_year_mend(understood(pending), year_of(pending)))
        for (const auto& line : mend->lines) corrections[line.key]["when"] = line.then;
    return corrections;
}

/// What of the year the town sees after the import, and what waits to be announced.
YearStanding standing_now(app::View& view, const std::string& about)
{
    YearStanding standing;
    const int year = parse_whole(about, Plan::first_year, Plan::last_year).value();
    for (const auto& sum : app::sums(figures::lines(), view, figures::of_year(year), {"stage", "marked"})) {
        const bool announced = sum.values[0] == "announced";
        standing.announced += announced ? sum.amount : 0;
        standing.ready += !announced && sum.values[1] == "yes" ? sum.amount : 0;
        standing.without_age += !announced && sum.values[1] == "no" ? sum.amount : 0;
    }
    return standing;
}

}  // namespace

void mount_office_import(app::Routes& routes)
{
    app::import::mount(
        routes,
        {.kind = std::string(import_kind),
         .path = "/office/plan/import",
         .permission = edit,
         .section = "office.plan",
         .back = "/office/plan",
         .fields = upload_fields,
         .asked_about = asked_year,
         .about = year_in_form,
         .upload_page = upload_page,
         .upload_content =
             [](const std::string& about) {
                 return app::FormContent{.values = {{"year", about}}};
             },
         .why_not = why_not,
         .end_of_header = end_of_header,
         .row_fields = draft_fields,
         .shows = draft_shows,
         .is_column = [](std::string_view text) { return parse_column(text).has_value(); },
         .understand = understand_rows,
         .draft_model =
             [](app::View& view, const language::Words& words, const Pending& pending,
                const app::import::Choice& choice) {
                 return import_draft_model(words, pending, office_year(view, year_of(pending)), choice);
             },
         .mend = mend_years,
         .prepare = [](Context& context,
                       const Pending& wished) { return taking(wished, context.words.say("plan.moved_by_file")); },
         .done_model =
             [](app::View& view, const language::Words& words, const app::import::Done& done) {
                 return import_done_model(words, done.about, load_result(done.result), standing_now(view, done.about));
             }});
}

}  // namespace veche::plan
