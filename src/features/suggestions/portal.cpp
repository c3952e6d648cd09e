// What residents would have in the plan: the form, and the page where they find the answer. Nothing here is kept in a cache.

#include <algorithm>

#include <fmt/format.h>

#include "app/forms/deed_form.hpp"
#include "app/site.hpp"
#include "app/token.hpp"
#include "core/errors.hpp"
#include "features/accounts/feature.hpp"
#include "features/plan/feature.hpp"
#include "features/suggestions/commands.hpp"
#include "features/suggestions/edges.hpp"
#include "features/suggestions/office_pages.hpp"
#include "features/suggestions/store.hpp"

namespace veche::suggestions {

using app::Context;
using nlohmann::json;
using web::FieldKind;

namespace {

bool is_code(std::string_view code)
{
    return app::is_token_text(code, code_size, code_size);
}

constexpr web::FormField suggest_fields[] = {
    {.name = "code", .kind = FieldKind::hidden},  // the secret of the link to the answer
    title_field,
    why_field,
    when_field,
    place_field,
    audience_field,
    {.name = "name", .label = "suggestions.name", .limit = who_limit, .look = "middling", .autocomplete = "name"},
    {.name = "contact",
     .label = "suggestions.contact",
     .hint = "suggestions.contact_hint",
     .limit = who_limit,
     .look = "middling"},
    {.name = "consent", .kind = FieldKind::box, .label = "suggestions.consent"}};

web::Response show_suggest(Context& context, const web::Form* form)
{
    std::string refused;  // nothing of the form is wrong then: it waits until tomorrow
    if (form && form->status() == 429) refused = context.words.say(form->refusals().back());
    return app::show_form(context,
                          {.view = "suggestions/portal_suggest",
                           .model = {{"refused", refused}},
                           .title = context.words.say("suggestions.suggest_heading"),
                           .section = "plan"},
                          suggest_fields, {.values = {{"code", app::random_token().reveal().substr(0, code_size)}}},
                          form);
}

web::Response suggest_page(Context& context)
{
    return show_suggest(context, nullptr);
}

web::Response save_suggestion(Context& context)
{
    web::Form form(context.request, suggest_fields);
    if (!is_code(form.text("code"))) throw web::BadRequest("code");
    const Sent suggestion{
        .content = content_in(form),
        .author = {.name = form.line("name"), .contact = form.line("contact"), .consent = form.flag("consent")},
        .code = form.text("code"),
        .network = accounts::network_of(context.request.peer)};
    if (!has_consent(suggestion.author))
        form.refuse({RefusalKind::invalid, "suggestions.consent_needed", "consent", {}});
    if (!form.good()) return show_suggest(context, &form);
    const auto done = context.change([&](app::Work& work) { return suggest(work, suggestion); });
    if (done) return context.go("/plan/suggestions/" + suggestion.code);
    form.refuse(done.error());
    return show_suggest(context, &form);
}

struct Answer {
    Suggestion suggestion;
    std::string line_href;  // "" while the line is not announced
};

Answer answer_of(Context& context)
{
    const auto& code = context.path("code");
    if (!is_code(code)) throw NotFound("suggestion");
    return context.read([&](app::View& view) {
        auto suggestion = store::find_suggestion(view.db, view.town.id, app::token_hash(code));
        if (!suggestion) throw NotFound("suggestion");
        Answer answer{.suggestion = std::move(*suggestion), .line_href = ""};
        if (const auto* taken = std::get_if<Taken>(&answer.suggestion.decision))
            if (const auto line = plan::find_line(view, taken->line); line && line->announced())
                answer.line_href = plan::line_path(*line);
        return answer;
    });
}

/// Who suggested it is not shown: the link may be handed on.
web::Response answer_page(Context& context)
{
    const auto answer = answer_of(context);
    const auto& words = context.words;
    const auto& content = answer.suggestion.content;
    const std::string stage(to_text(answer.suggestion.decision));
    const auto* declined = std::get_if<Declined>(&answer.suggestion.decision);
    const bool announced = !answer.line_href.empty();
    json model = {{"title", content.title},
                  {"state", decision_model(words, answer.suggestion.decision)},
                  {"text", words.say(announced ? "suggestions.text_announced" : "suggestions.text_" + stage)},
                  {"reason", declined ? declined->reason : ""},
                  {"line_href", answer.line_href},
                  {"when", content.when},
                  {"place", content.place},
                  {"audience", content.audience},
                  {"why", content.why},
                  {"address", context.town.base_url + "/plan/suggestions/" + context.path("code")}};
    return context.show({.view = "suggestions/portal_suggestion",
                         .model = std::move(model),
                         .title = content.title,
                         .section = "plan"});
}

}  // namespace

void mount_portal(app::Routes& routes)
{
    using app::anyone;
    routes.get("/plan/suggest", anyone, suggest_page);
    routes.post("/plan/suggest", anyone, save_suggestion);
    routes.get("/plan/suggestions/{code}", anyone, answer_page);
}

}  // namespace veche::suggestions
