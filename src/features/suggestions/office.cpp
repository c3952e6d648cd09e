// The back office of suggestions: the queue with what residents and chairs would have in the plan, the decision, a chair's form.

#include <fmt/format.h>

#include "app/site.hpp"
#include "core/errors.hpp"
#include "core/text.hpp"
#include "features/plan/feature.hpp"
#include "features/suggestions/access.hpp"
#include "features/suggestions/commands.hpp"
#include "features/suggestions/edges.hpp"
#include "features/suggestions/figures.hpp"
#include "features/suggestions/office_pages.hpp"
#include "features/suggestions/store.hpp"
#include "web/form.hpp"

namespace veche::suggestions {

using app::Context;
using nlohmann::json;

namespace {

constexpr int rows_of_page = 50;
constexpr std::string_view queue_path = "/office/suggestions";

web::Response queue_page(Context& context)
{
    const auto* state = context.request.query_value("state");
    const auto* text = context.request.query_value("after");
    const bool decided = state && *state == "decided";
    const auto after = text ? parse_id<Suggestion>(*text) : std::nullopt;
    std::int64_t waiting = 0;
    auto shown = context.read([&](app::View& view) {
        waiting = app::count(figures::suggestions(), view, app::every_day({{"stage", "waiting"}}));
        return decided ? store::list_decided(view.db, view.town.id, after, rows_of_page + 1)
                       : store::list_waiting(view.db, view.town.id, after, rows_of_page + 1);
    });
    const bool more = shown.size() > std::size_t(rows_of_page);
    if (more) shown.pop_back();
    auto model = queue_model(context.words, context.town, shown, decided);
    model["summary"] = waiting > 0 ? context.words.say("suggestions.waiting", waiting) : "";
    model["next_href"] = more ? fmt::format("{}?state={}&after={}", queue_path, decided ? "decided" : "waiting",
                                            to_text(shown.back().id))
                              : "";
    const auto title = context.words.say("suggestions.heading");
    return context.show(
        {.view = "suggestions/office_list", .model = std::move(model), .title = title, .section = "office.plan"});
}

Suggestion suggestion_of(Context& context)
{
    const auto id = context.path_id<Suggestion>("id");
    auto suggestion = context.read([&](app::View& view) { return store::find_suggestion(view.db, view.town.id, id); });
    if (!suggestion) throw NotFound("suggestion");
    return std::move(*suggestion);
}

web::Response show_suggestion(Context& context, const Suggestion& suggestion, const web::Form* form)
{
    const auto body = context.read([&](app::View& view) { return body_name_of(view, suggestion); });
    const auto line = context.read([&](app::View& view) {
        const auto* taken = std::get_if<Taken>(&suggestion.decision);
        return taken ? plan::find_line(view, taken->line) : std::nullopt;
    });
    auto model = suggestion_model(context.words, context.town, suggestion, body, plan::may_edit(context.actor));
    model["line_href"] = line ? plan::office_line_path(*line) : "";
    model["csrf"] = context.csrf();
    if (form) model.update(form->model(context.words), true);
    return context.show({.view = "suggestions/office_suggestion",
                         .model = std::move(model),
                         .title = suggestion.content.title,
                         .status = form ? 422 : 200,
                         .section = "office.plan"});
}

web::Response suggestion_page(Context& context)
{
    return show_suggestion(context, suggestion_of(context), nullptr);
}

web::Response save_refusal(Context& context)
{
    const Suggestion suggestion = suggestion_of(context);
    web::Form form(context.request, {.single = {"reason"}});
    const auto reason = form.take(parse_line(form.text("reason"), "reason", 0, refusal_limit));
    if (form.good() && reason.empty()) form.refuse({RefusalKind::invalid, "suggestions.reason_needed", "reason", {}});
    if (!form.good()) return show_suggestion(context, suggestion, &form);
    const auto done = context.change([&](app::Work& work) { return decline_suggestion(work, suggestion.id, reason); });
    if (done) return context.go(queue_path, "flash.suggestion_declined");
    form.refuse(done.error());
    return show_suggestion(context, suggestion_of(context), &form);
}

// A chair suggests.

web::Response show_own_form(Context& context, int year, const web::Form* form)
{
    json model = suggest_model(context.words, year);
    model["csrf"] = context.csrf();
    model["key"] = form ? form->text("key") : to_text(Id<Suggestion>(context.site.ids().next(context.now)));
    int status = 200;
    if (form) {
        model.update(form->model(context.words), true);
        status = form->refusals().front().kind == RefusalKind::conflict ? 409 : 422;
    }
    const std::string title = model["heading"];
    return context.show({.view = "suggestions/office_suggest",
                         .model = std::move(model),
                         .title = title,
                         .status = status,
                         .section = "office.plan"});
}

web::Response own_form_page(Context& context)
{
    return show_own_form(context, plan::year_of(context), nullptr);
}

web::Response save_own(Context& context)
{
    const int year = plan::year_of(context);
    web::Form form(context.request, {.single = {"title", "when", "place", "audience", "why", "key"}});
    const auto id = parse_id<Suggestion>(form.text("key"));
    if (!id) throw web::BadRequest("key");
    const auto line = [&](const char* field, std::size_t most) {
        return form.take(parse_line(form.text(field), field, 0, most));
    };
    const Content content{.title = line("title", text_limit),
                          .when = line("when", text_limit),
                          .place = line("place", text_limit),
                          .audience = line("audience", text_limit),
                          .why = line("why", why_limit)};
    for (auto& fault : faults_of(content, Chair{})) form.refuse(std::move(fault));
    if (!form.good()) return show_own_form(context, year, &form);
    const auto done =
        context.change([&](app::Work& work) { return suggestions::suggest_for_body(work, *id, year, content); });
    if (done) return context.go("/office", "flash.suggestion_sent");
    form.refuse(done.error());
    return show_own_form(context, year, &form);
}

}  // namespace

void mount_office(app::Routes& routes)
{
    routes.get(queue_path, decide, queue_page);
    routes.get("/office/suggestions/{id}", decide, suggestion_page);
    routes.post("/office/suggestions/{id}/refusal", decide, save_refusal);
    routes.get("/office/plan/{year}/suggestions/new", speak_for_body, own_form_page);
    routes.post("/office/plan/{year}/suggestions", speak_for_body, save_own);
}

}  // namespace veche::suggestions
