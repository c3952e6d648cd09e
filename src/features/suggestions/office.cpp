// The back office of suggestions: the queue with what residents and chairs would have in the plan, the decision, a chair's form.

#include <fmt/format.h>

#include "app/forms/deed_form.hpp"
#include "app/lists/listing.hpp"
#include "app/site.hpp"
#include "core/errors.hpp"
#include "features/plan/feature.hpp"
#include "features/suggestions/access.hpp"
#include "features/suggestions/commands.hpp"
#include "features/suggestions/edges.hpp"
#include "features/suggestions/figures.hpp"
#include "features/suggestions/office_pages.hpp"
#include "features/suggestions/store.hpp"

namespace veche::suggestions {

using app::Context;
using nlohmann::json;
using web::FieldKind, web::FormField;

namespace {

constexpr std::string_view queue_path = "/office/suggestions";

constexpr FormField filters[] = {{.name = "state"}};  // "decided": those decided on
constexpr FormField refusal_fields[] = {{.name = "reason",
                                         .label = "suggestions.reason_label",
                                         .hint = "suggestions.reason_hint",
                                         .limit = refusal_limit,
                                         .obligatory = true,
                                         .empty = "suggestions.reason_needed",
                                         .rows = 3}};
constexpr FormField own_fields[] = {{.name = "key", .kind = FieldKind::hidden},  // of the suggestion that it becomes
                                    title_field,
                                    why_field,
                                    when_field,
                                    place_field,
                                    audience_field};

std::string office_path(Id<Suggestion> id)
{
    return fmt::format("{}/{}", queue_path, to_text(id));
}

std::string day_words(const Context& context, Instant at)
{
    return context.words.day_month_year(context.town.zone.local(at).day);
}

std::string source_words(const language::Words& words, const Author& author)
{
    return words.say(std::holds_alternative<Chair>(author) ? "suggestions.of_chair" : "suggestions.of_resident");
}

// The queue.

json row_of(const Context& context, const Suggestion& one)
{
    return {{"title", one.content.title},
            {"href", office_path(one.id)},
            {"when", one.content.when},
            {"place", one.content.place},
            {"source", source_words(context.words, one.author)},
            {"made", day_words(context, one.made)},
            {"state", decision_model(context.words, one.decision)}};
}

web::Response queue_page(Context& context)
{
    const app::Listing listing(context.request, std::string(queue_path), filters);
    const bool decided = listing.text("state") == "decided";
    const auto after = listing.after_id<Suggestion>();
    const int limit = int(app::Listing::page_rows) + 1;
    std::int64_t waiting = 0;
    auto shown = context.read([&](app::View& view) {
        waiting = app::count(figures::suggestions(), view, app::every_day({{"stage", "waiting"}}));
        return decided ? store::list_decided(view.db, view.town.id, after, limit)
                       : store::list_waiting(view.db, view.town.id, after, limit);
    });
    const bool more = listing.cut(shown);
    json rows = json::array();
    for (const auto& one : shown) rows.push_back(row_of(context, one));
    const auto title = context.words.say("suggestions.heading");
    const bool nothing = rows.empty();
    return context.show({.view = "suggestions/office_list",
                         .model = {{"heading", title},
                                   {"summary", waiting > 0 ? context.words.say("suggestions.waiting", waiting) : ""},
                                   {"decided", decided},
                                   {"nothing", nothing},
                                   {"rows", std::move(rows)},
                                   {"pager", listing.pager_model(more ? to_text(shown.back().id) : "")}},
                         .title = title,
                         .section = "office.plan"});
}

// One suggestion.

Suggestion suggestion_of(Context& context)
{
    const auto id = context.path_id<Suggestion>("id");
    auto suggestion = context.read([&](app::View& view) { return store::find_suggestion(view.db, view.town.id, id); });
    if (!suggestion) throw NotFound("suggestion");
    return std::move(*suggestion);
}

/// In December somebody thinks of May: the next year's plan is offered, too.
json take_links(const language::Words& words, const Suggestion& suggestion)
{
    json links = json::array();
    for (int year = suggestion.year; year <= suggestion.year + 1 && plan::is_year(year); ++year)
        links.push_back({{"title", words.say("suggestions.take", {{"year", std::to_string(year)}})},
                         {"href", fmt::format("/office/plan/{}/lines/new?from={}", year, to_text(suggestion.id))},
                         {"look", year == suggestion.year ? "" : "quiet"}});
    return links;
}

/// What its page says of who suggests, of the body a chair speaks for, and of the line that it became.
json about(Context& context, const Suggestion& suggestion)
{
    const auto* resident = std::get_if<Resident>(&suggestion.author);
    const auto* chair = std::get_if<Chair>(&suggestion.author);
    const auto* taken = std::get_if<Taken>(&suggestion.decision);
    return context.read([&](app::View& view) -> json {
        const auto body = body_name_of(view, suggestion);
        const auto line = taken ? plan::find_line(view, taken->line) : std::nullopt;
        return {{"author", resident ? resident->name : chair->name + (body.empty() ? "" : ", " + body)},
                {"contact", resident ? resident->contact : ""},
                {"line_href", line ? plan::office_line_path(*line) : ""}};
    });
}

app::Page around_suggestion(Context& context, const Suggestion& suggestion)
{
    const auto& content = suggestion.content;
    const auto* declined = std::get_if<Declined>(&suggestion.decision);
    const bool waits = std::holds_alternative<Waiting>(suggestion.decision);
    json model = about(context, suggestion);
    const auto state = decision_model(context.words, suggestion.decision);
    model.update(
        {{"title", content.title},
         {"queue_href", queue_path},
         {"state", state},
         {"source", source_words(context.words, suggestion.author)},
         {"made", day_words(context, suggestion.made)},
         {"when", content.when},
         {"place", content.place},
         {"audience", content.audience},
         {"why", content.why},
         {"reason", declined ? declined->reason : ""},
         {"closed", waits ? json("") : state["title"]},
         {"takes", waits && plan::may_edit(context.actor) ? take_links(context.words, suggestion) : json::array()},
         {"action", office_path(suggestion.id) + "/refusal"}});
    return {.view = "suggestions/office_suggestion",
            .model = std::move(model),
            .title = content.title,
            .section = "office.plan"};
}

app::DeedForm<Suggestion> declining(Context& context)
{
    return {.context = context,
            .table = refusal_fields,
            .load = [&context] { return suggestion_of(context); },
            .content = [](const Suggestion&) { return app::FormContent{}; },
            .page = [&context](const Suggestion& suggestion) { return around_suggestion(context, suggestion); }};
}

web::Response suggestion_page(Context& context)
{
    return declining(context).show(suggestion_of(context));
}

web::Response save_refusal(Context& context)
{
    const Suggestion suggestion = suggestion_of(context);
    web::Form form(context.request, refusal_fields);
    const auto reason = form.line("reason");
    return declining(context).run(
        suggestion, form, [&](app::Work& work) { return decline_suggestion(work, suggestion.id, reason); },
        std::string(queue_path), "flash.suggestion_declined");
}

// A chair suggests.

web::Response show_own(Context& context, int year, const web::Form* form)
{
    const auto title = context.words.say("suggestions.propose_heading", {{"year", std::to_string(year)}});
    return app::show_form(context,
                          {.view = "suggestions/office_suggest",
                           .model = {{"heading", title},
                                     {"action", fmt::format("/office/plan/{}/suggestions", year)},
                                     {"back_href", "/office"}},
                           .title = title,
                           .section = "office.plan"},
                          own_fields,
                          {.values = {{"key", to_text(Id<Suggestion>(context.site.ids().next(context.now)))}}}, form);
}

web::Response own_page(Context& context)
{
    return show_own(context, plan::year_of(context), nullptr);
}

web::Response save_own(Context& context)
{
    const int year = plan::year_of(context);
    web::Form form(context.request, own_fields);
    const auto id = form.id<Suggestion>("key");
    if (!id) throw web::BadRequest("key");
    const Content content = content_in(form);
    if (!form.good()) return show_own(context, year, &form);
    const auto done = context.change([&](app::Work& work) { return suggest_for_body(work, *id, year, content); });
    if (done) return context.go("/office", "flash.suggestion_sent");
    form.refuse(done.error());
    return show_own(context, year, &form);
}

}  // namespace

void mount_office(app::Routes& routes)
{
    routes.get(queue_path, decide, queue_page);
    routes.get("/office/suggestions/{id}", decide, suggestion_page);
    routes.post("/office/suggestions/{id}/refusal", decide, save_refusal);
    routes.get("/office/plan/{year}/suggestions/new", speak_for_body, own_page);
    routes.post("/office/plan/{year}/suggestions", speak_for_body, save_own);
}

}  // namespace veche::suggestions
