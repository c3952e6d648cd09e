// What residents would have in the plan: the form, and the page where they find the answer. Nothing here is kept in a cache.

#include <algorithm>

#include <fmt/format.h>

#include "app/site.hpp"
#include "app/token.hpp"
#include "core/errors.hpp"
#include "core/text.hpp"
#include "features/accounts/feature.hpp"
#include "features/plan/feature.hpp"
#include "features/suggestions/commands.hpp"
#include "features/suggestions/edges.hpp"
#include "features/suggestions/office_pages.hpp"
#include "features/suggestions/store.hpp"
#include "web/form.hpp"

namespace veche::suggestions {

using app::Context;
using nlohmann::json;

namespace {

bool is_code(std::string_view code)
{
    return app::is_token_text(code, code_size, code_size);
}

web::Response show_form(Context& context, const web::Form* form)
{
    json model = {
        {"csrf", context.csrf()},
        {"code", form ? form->text("code") : app::random_token().reveal().substr(0, code_size)},
        {"consent", form && form->flag("consent")},
        {"values",
         {{"title", ""}, {"when", ""}, {"place", ""}, {"audience", ""}, {"why", ""}, {"name", ""}, {"contact", ""}}},
        {"errors",
         {{"title", ""},
          {"when", ""},
          {"place", ""},
          {"audience", ""},
          {"why", ""},
          {"name", ""},
          {"contact", ""},
          {"consent", ""}}},
        {"error_list", json::array()},
        {"has_errors", false},
        {"refused", ""}};
    int status = 200;
    if (form) {
        model.update(form->model(context.words), true);
        status = 422;
        for (const auto& refusal : form->refusals())
            if (refusal.kind == RefusalKind::too_many) {
                // Nothing of the form is wrong: it waits until tomorrow, and nothing of it is lost.
                model["refused"] = context.words.say(refusal);
                model["has_errors"] = false;
                status = 429;
            }
    }
    return context.show({.view = "suggestions/portal_suggest",
                         .model = std::move(model),
                         .title = context.words.say("suggestions.suggest_heading"),
                         .status = status,
                         .section = "plan"});
}

web::Response suggest_page(Context& context)
{
    return show_form(context, nullptr);
}

Content content_in(web::Form& form)
{
    const auto line = [&](const char* field, std::size_t most) {
        return form.take(parse_line(form.text(field), field, 0, most));
    };
    return {.title = line("title", text_limit),
            .when = line("when", text_limit),
            .place = line("place", text_limit),
            .audience = line("audience", text_limit),
            .why = line("why", why_limit)};
}

web::Response save_suggestion(Context& context)
{
    web::Form form(context.request,
                   {.single = {"title", "when", "place", "audience", "why", "name", "contact", "consent", "code"}});
    if (!is_code(form.text("code"))) throw web::BadRequest("code");
    Sent suggestion{.content = content_in(form),
                    .author = {.name = form.take(parse_line(form.text("name"), "name", 0, who_limit)),
                               .contact = form.take(parse_line(form.text("contact"), "contact", 0, who_limit)),
                               .consent = form.flag("consent")},
                    .code = form.text("code"),
                    .network = accounts::network_of(context.request.peer)};
    for (auto& fault : faults_of(suggestion.content, suggestion.author)) form.refuse(std::move(fault));
    if (!form.good()) return show_form(context, &form);
    const auto done = context.change([&](app::Work& work) { return suggest(work, suggestion); });
    if (done) return context.go("/plan/suggestions/" + suggestion.code);
    form.refuse(done.error());
    return show_form(context, &form);
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
