// The back office of the plan as a document: agreed, approved, compared, counted, copied to a later year.

#include <limits>

#include <fmt/format.h>

#include "app/forms/deed_form.hpp"
#include "app/site.hpp"
#include "core/errors.hpp"
#include "core/whole.hpp"
#include "features/plan/access.hpp"
#include "features/plan/document/commands.hpp"
#include "features/plan/document/pages.hpp"
#include "features/plan/document/portal_fact.hpp"
#include "features/plan/edges.hpp"

namespace veche::plan {

using app::Context;
using nlohmann::json;

namespace {

std::string document_path(int year)
{
    return fmt::format("/office/plan/{}/document", year);
}

constexpr web::FormField revision_field{.name = "revision", .kind = web::FieldKind::hidden};
constexpr web::FormField revision_fields[] = {revision_field};
constexpr web::FormField approval_fields[] = {
    revision_field,
    {.name = "act", .label = "document.act", .hint = "document.act_hint", .limit = act_limit},
    {.name = "act_number", .label = "document.act_number", .limit = act_number_limit, .look = "middling"},
    {.name = "act_day", .kind = web::FieldKind::day, .label = "document.act_day", .look = "middling"},
    {.name = "signer_post", .label = "document.signer_post", .hint = "document.signer_hint", .limit = signer_limit},
    {.name = "signer_name", .label = "document.signer_name", .limit = signer_limit},
};

/// As the act before was; its usual name is Russian, whatever the language of the screen: it stands in the plan.
app::FormContent approval_content(const Context& context, const Document& document)
{
    const auto* approval = document.approval();
    const auto& plan_words = context.site.words(language::Code::ru);
    return {.values = {{"act", approval ? approval->act : plan_words.say("document.act_usual")},
                       {"signer_post", approval ? approval->signer_post : ""},
                       {"signer_name", approval ? approval->signer_name : ""}}};
}

web::Response show(Context& context, std::string_view view, json model, int status = 200)
{
    const std::string title = model["heading"];
    return context.show({.view = std::string(view),
                         .model = std::move(model),
                         .title = title,
                         .status = status,
                         .section = "office.plan"});
}

/// The page, fresh or with what was typed and what is wrong with it.
web::Response show_document(Context& context, int year, const web::Form* form = nullptr,
                            const Refusal* refused = nullptr)
{
    const auto document = context.read([&](app::View& view) { return get_document(view, year); });
    app::Page page{.view = "plan/office_document",
                   .model = document_model(context.words, context.town, document, context.actor),
                   .section = "office.plan"};
    page.title = page.model["heading"];
    const bool conflict = refused && refused->kind == RefusalKind::conflict;
    // Somebody decided meanwhile: the page shows the new standing and its revision; what was typed stays.
    if (refused) page.model["meanwhile"] = context.words.say(*refused);
    page.status = conflict ? 409 : refused ? 422 : 200;
    return app::show_form(context, std::move(page), approval_fields, approval_content(context, document), form);
}

web::Response document_page(Context& context)
{
    return show_document(context, year_of(context));
}

std::int64_t revision_of(const web::Form& form)
{
    return form.own_number("revision", 1);
}

web::Response save_agreement(Context& context)
{
    const int year = year_of(context);
    web::Form form(context.request, revision_fields);
    const auto revision = revision_of(form);
    const auto done = context.change([&](app::Work& work) { return agree_plan(work, year, revision); });
    return done ? context.go(document_path(year), "flash.plan_agreed")
                : show_document(context, year, nullptr, &done.error());
}

web::Response save_draft(Context& context)
{
    const int year = year_of(context);
    web::Form form(context.request, revision_fields);
    const auto revision = revision_of(form);
    const auto done = context.change([&](app::Work& work) { return return_plan_to_draft(work, year, revision); });
    return done ? context.go(document_path(year), "flash.plan_draft")
                : show_document(context, year, nullptr, &done.error());
}

Approval approval_in(web::Form& form, int year, Day today)
{
    Approval approval{.act = form.line("act"),
                      .act_number = form.line("act_number"),
                      .act_day = form.day("act_day"),
                      .signer_post = form.line("signer_post"),
                      .signer_name = form.line("signer_name")};
    if (form.good())
        for (auto& fault : faults_of(approval, year, today)) form.refuse(std::move(fault));
    return approval;
}

web::Response save_approval(Context& context)
{
    const int year = year_of(context);
    web::Form form(context.request, approval_fields);
    const auto revision = revision_of(form);
    const auto approval = approval_in(form, year, today_of(context));
    if (!form.good()) return show_document(context, year, &form);
    const auto done = context.change([&](app::Work& work) { return approve_plan(work, year, revision, approval); });
    if (done) return context.go(document_path(year), "flash.plan_approved");
    if (done.error().field.empty()) return show_document(context, year, &form, &done.error());
    form.refuse(done.error());
    return show_document(context, year, &form);
}

web::Response version_page(Context& context)
{
    const int year = year_of(context);
    const auto& text = context.path("number");
    const auto number = parse_whole<std::int64_t>(text, 1, std::numeric_limits<std::int64_t>::max());
    if (!number || text != std::to_string(*number)) throw NotFound("version");
    const auto found =
        context.read([&](app::View& view) { return compare_with(view, get_document(view, year), *number); });
    return show(context, "plan/office_version", version_model(context.words, context.town, year, found));
}

web::Response fact_page(Context& context)
{
    const int year = year_of(context);
    const auto fact = context.read([&](app::View& view) { return get_fact(view, year); });
    return show(context, "plan/office_fact", fact_model(context.words, fact, Side::office));
}

web::Response records_page(Context& context)
{
    const int year = year_of(context);
    const auto choice = fact_choice(context.request);
    const auto found = context.read(
        [&](app::View& view) { return get_fact_records(view, year, choice, fact_place(context.request)); });
    return show(context, "plan/office_records",
                records_model(context.words, year, found, choice, Side::office, today_of(context)));
}

// The copy of a year.

constexpr web::FormField copy_fields[] = {
    {.name = "to",
     .kind = web::FieldKind::whole,
     .label = "copy.to",
     .limit = 4,
     .obligatory = true,
     .empty = "plan.year_wrong",
     .look = "narrow"},
};

web::Response show_copy(Context& context, int from, int to, const web::Form* sent = nullptr)
{
    app::Page page{.view = "plan/office_copy", .section = "office.plan"};
    context.read([&](app::View& view) {
        const auto here = office_year(view, from), there = office_year(view, to);
        if (!here.plan) throw NotFound("plan");
        page.model = copy_model(context.words, from, to, copied_lines(here.lines, there.lines, from, to));
        return true;
    });
    page.title = page.model["heading"];
    return app::show_form(context, std::move(page), copy_fields, {.values = {{"to", std::to_string(to)}}}, sent);
}

web::Response copy_page(Context& context)
{
    const int from = year_of(context);
    const auto* wanted = context.request.query_value("to");
    return show_copy(context, from,
                     wanted ? parse_whole(*wanted, from + 1, Plan::last_year).value_or(from + 1) : from + 1);
}

web::Response save_copy(Context& context)
{
    const int from = year_of(context);
    web::Form form(context.request, copy_fields);
    const auto to = form.whole("to", {.least = Plan::first_year, .most = Plan::last_year, .wrong = "plan.year_wrong"});
    if (!form.good()) return show_copy(context, from, from + 1, &form);
    const auto done = context.change([&](app::Work& work) { return copy_year(work, from, int(*to)); });
    if (done) return context.go(fmt::format("/office/plan/{}", *to), "flash.plan_copied");
    form.refuse(done.error());
    return show_copy(context, from, from + 1, &form);
}

}  // namespace

void mount_office_document(app::Routes& routes)
{
    routes.get("/office/plan/{year}/document", see_office, document_page);
    routes.post("/office/plan/{year}/document/agreement", edit, save_agreement);
    routes.post("/office/plan/{year}/document/approval", sign, save_approval);
    routes.post("/office/plan/{year}/document/draft", edit, save_draft);
    routes.get("/office/plan/{year}/document/versions/{number}", see_office, version_page);
    routes.get("/office/plan/{year}/fact", see_office, fact_page);
    routes.get("/office/plan/{year}/fact/records", see_office, records_page);
    routes.get("/office/plan/{year}/copy", edit, copy_page);
    routes.post("/office/plan/{year}/copy", edit, save_copy);
}

}  // namespace veche::plan
