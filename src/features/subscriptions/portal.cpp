// Subscribing on the portal: no account, no script. A page that anybody may open with a letter's link only shows; every deed is a POST,
// because mail servers follow the links of letters before people do.

#include <algorithm>

#include <fmt/format.h>

#include "app/contacts/call_us.hpp"
#include "app/forms/deed_form.hpp"
#include "app/mailbox.hpp"
#include "app/site.hpp"
#include "app/token.hpp"
#include "core/errors.hpp"
#include "features/plan/feature.hpp"
#include "features/subscriptions/commands.hpp"
#include "features/subscriptions/edges.hpp"
#include "features/subscriptions/queries.hpp"
#include "outside/base64.hpp"

namespace veche::subscriptions {

using app::Context;
using nlohmann::json;

namespace {

constexpr web::FormField weekly_field{.name = "weekly", .kind = web::FieldKind::box, .label = "subscriptions.weekly"},
    urgent_field{.name = "urgent", .kind = web::FieldKind::box, .label = "subscriptions.urgent"},
    kind_field{.name = "kind",
               .kind = web::FieldKind::boxes,
               .label = "subscriptions.about",
               .hint = "subscriptions.about_hint"},
    place_field{.name = "place",
                .kind = web::FieldKind::boxes,
                .label = "subscriptions.places",
                .look = "govuk-visually-hidden"},
    audience_field{.name = "audience",
                   .kind = web::FieldKind::boxes,
                   .label = "subscriptions.audiences",
                   .look = "govuk-visually-hidden"};
constexpr web::FormField choice_fields[] = {weekly_field, urgent_field, kind_field, place_field, audience_field};
constexpr web::FormField subscribe_fields[] = {
    {.name = "email",
     .kind = web::FieldKind::email,
     .label = "subscriptions.email",
     .hint = "subscriptions.email_hint",
     .obligatory = true,
     .autocomplete = "email"},
    weekly_field,
    urgent_field,
    kind_field,
    place_field,
    audience_field,
    {.name = "data_consent", .kind = web::FieldKind::box, .label = "subscriptions.data_consent"}};

/// In a form a place is named by its digest: a hundred addresses in full would be too long for a request.
std::string code_of(const std::string& word)
{
    return app::token_hash(word).substr(0, 16);
}

std::shared_ptr<const Options> options_in(Context& context)
{
    const auto today = iso_day(context.town.zone.local(context.now).day);
    return context.keep<Options>("options/" + today, [](app::View& view) { return options_of(view); });
}

/// The town's words, and those of a choice made earlier that the plan no longer has.
std::vector<std::string> offered(const std::vector<std::string>& words, const std::vector<std::string>& chosen)
{
    auto all = words;
    for (const auto& one : chosen)
        if (std::ranges::find(all, one) == all.end()) all.push_back(one);
    return all;
}

bool has(const std::vector<std::string>& list, const std::string& word)
{
    return std::ranges::find(list, word) != list.end();
}

/// What the forms show of a choice.
app::FormContent choice_content(const language::Words& words, const Options& options, const Choice& choice)
{
    app::FormContent content{.values = {{"weekly", choice.weekly ? "1" : ""}, {"urgent", choice.urgent ? "1" : ""}}};
    for (const auto kind : plan::all_kinds) {
        const std::string code(to_text(kind));
        content.choices["kind"].push_back({code, words.say(fmt::format("kind.{}", code))});
        if (has(choice.kinds, code)) content.values.emplace_back("kind", code);
    }
    const auto offer = [&](const char* field, const std::vector<std::string>& all,
                           const std::vector<std::string>& chosen) {
        for (const auto& word : offered(all, chosen)) {
            content.choices[field].push_back({code_of(word), word});
            if (has(chosen, word)) content.values.emplace_back(field, code_of(word));
        }
    };
    offer("place", options.places, choice.places);
    offer("audience", options.audiences, choice.audiences);
    return content;
}

/// What a form ticked of one list; a word that has left the plan meanwhile is told, the rest stays ticked.
std::vector<std::string> ticked(web::Form& form, const std::string& field, const std::vector<std::string>& words,
                                const std::vector<std::string>& former)
{
    std::vector<std::string> chosen;
    const auto all = offered(words, former);
    for (const auto& code : form.texts(field)) {
        const auto one = std::ranges::find(all, code, code_of);
        if (one == all.end())
            form.refuse({RefusalKind::invalid, "subscriptions.choice_gone", field, {}});
        else if (!has(chosen, *one))
            chosen.push_back(*one);
    }
    return chosen;
}

Choice choice_in(web::Form& form, const Options& options, const Choice& former)
{
    Choice choice{
        .weekly = form.flag("weekly"), .urgent = form.flag("urgent"), .kinds = {}, .places = {}, .audiences = {}};
    for (const auto& code : form.texts("kind")) {
        if (!plan::parse_kind(code)) throw web::BadRequest("kind");
        if (!has(choice.kinds, code)) choice.kinds.push_back(code);
    }
    choice.places = ticked(form, "place", options.places, former.places);
    choice.audiences = ticked(form, "audience", options.audiences, former.audiences);
    for (auto& fault : faults_of(choice)) form.refuse(std::move(fault));
    return choice;
}

constexpr std::string_view typed_cookie = "subscribing";

// Asking ---------------------------------------------------------------------------------------------------------------

web::Response show_subscribing(Context& context, const Options& options, const Choice& choice, const web::Form* sent)
{
    return app::show_form(context,
                          {.view = "subscriptions/portal_subscribe",
                           .model = {{"leaves", context.site.settings().mail_set_up}},
                           .title = context.words.say("subscriptions.heading"),
                           .section = "subscribe"},
                          subscribe_fields, choice_content(context.words, options, choice), sent);
}

web::Response subscribe_page(Context& context)
{
    return show_subscribing(context, *options_in(context),
                            {.weekly = true, .urgent = true, .kinds = {}, .places = {}, .audiences = {}}, nullptr);
}

web::Response subscribe(Context& context)
{
    const auto options = options_in(context);
    web::Form form(context.request, subscribe_fields);
    Wish wish{.email = form.email("email"),
              .choice = choice_in(form, *options, {}),
              .data_consent = form.flag("data_consent"),
              .language = context.words.code()};
    app::refuse_unreachable(form, context.site, wish.email);
    if (!wish.data_consent) form.refuse({RefusalKind::invalid, "subscriptions.consent_needed", "data_consent", {}});
    if (form.good()) {
        const auto done = context.change([&](app::Work& work) { return ask(work, wish, context.request.peer); });
        if (done) {
            // For the next page of this one reader alone: not in the address, which is kept and handed on.
            context.set_cookie(typed_cookie, outside::to_base64_url(wish.email.text()), std::chrono::minutes(10));
            return context.go("/subscribe/sent");
        }
        form.refuse(done.error());
    }
    return show_subscribing(context, *options, wish.choice, &form);
}

/// With the address as it was typed, for a mistake in it is seen only so. Letters that do not leave yet are not said to have left.
web::Response sent_page(Context& context)
{
    const auto& words = context.words;
    const auto* kept = context.cookie(typed_cookie);
    const auto email = Email::parse(kept ? outside::from_base64_url(*kept).value_or("") : "");
    const bool leaves = context.site.settings().mail_set_up;
    const std::string heading = words.say(leaves ? "subscriptions.sent_heading" : "subscriptions.noted_heading");
    return context.show({.view = "subscriptions/portal_sent",
                         .model = {{"heading", heading},
                                   {"email", email ? email->text() : ""},
                                   {"leaves", leaves},
                                   {"call_us", app::call_us_model(context)}},
                         .title = heading,
                         .section = "subscribe"});
}

// The subscriber's own page --------------------------------------------------------------------------------------------

/// A link that nobody has, or has no more: said in words, for people keep letters for years.
web::Response gone(Context& context)
{
    return context.show({.view = "subscriptions/portal_gone",
                         .model = json::object(),
                         .title = context.words.say("subscriptions.gone_heading"),
                         .status = 410,
                         .canonical = "/subscribe",
                         .section = "subscribe"});
}

std::optional<Subscription> own(Context& context)
{
    try {
        return context.read([&](app::View& view) { return get_subscription(view, context.path("token")); });
    } catch (const NotFound&) {
        return std::nullopt;
    }
}

std::string own_path(Context& context)
{
    return "/subscriptions/" + context.path("token");
}

/// After a POST the reader is led back to the page itself, which says once what was done.
std::string done_words(Context& context)
{
    const auto* done = context.request.query_value("done");
    if (done && *done == "confirmed") return context.words.say("subscriptions.confirmed_now");
    if (done && *done == "saved") return context.words.say("subscriptions.saved");
    return "";
}

web::Response show_own(Context& context, const Subscription& one, const Choice& choice, const web::Form* sent)
{
    const auto& words = context.words;
    const bool confirmed = one.stage == Stage::confirmed;
    const std::string heading = words.say(confirmed ? "subscriptions.own_heading" : "subscriptions.confirm_heading");
    return app::show_form(context,
                          {.view = "subscriptions/portal_subscription",
                           .model = {{"heading", heading},
                                     {"email", one.email.text()},
                                     {"confirmed", confirmed},
                                     {"done", done_words(context)},
                                     {"action", own_path(context) + (confirmed ? "" : "/confirmation")},
                                     {"deed", words.say(confirmed ? "subscriptions.save" : "subscriptions.confirm")},
                                     {"end_action", own_path(context) + "/unsubscription"}},
                           .title = heading,
                           .canonical = "/subscribe",  // not the secret
                           .section = "subscribe"},
                          choice_fields, choice_content(words, *options_in(context), choice), sent);
}

web::Response own_page(Context& context)
{
    const auto one = own(context);
    return one ? show_own(context, *one, one->choice, nullptr) : gone(context);
}

/// Confirms, or saves another choice: the form is the same.
template <class Command>
web::Response take_choice(Context& context, std::string_view done_word, Command command)
{
    const auto one = own(context);
    if (!one) return gone(context);
    web::Form form(context.request, choice_fields);
    const auto choice = choice_in(form, *options_in(context), one->choice);
    if (!form.good()) return show_own(context, *one, choice, &form);
    const auto done = context.change([&](app::Work& work) { return command(work, context.path("token"), choice); });
    if (done) return context.go(fmt::format("{}?done={}", own_path(context), done_word));
    form.refuse(done.error());
    return show_own(context, *one, choice, &form);
}

web::Response confirm_own(Context& context)
{
    return take_choice(context, "confirmed", confirm);
}

web::Response save_choice(Context& context)
{
    return take_choice(context, "saved", change_choice);
}

/// By a button, or by a mail service with one click (RFC 8058): no cookie, no token, no redirect, and any body will do. What is not
/// there is ended too, so the answer tells nothing and may be asked for twice.
web::Response unsubscribe(Context& context)
{
    context.change([&](app::Work& work) { return end(work, context.path("token")); });
    return context.show({.view = "subscriptions/portal_ended",
                         .model = json::object(),
                         .title = context.words.say("subscriptions.ended_heading"),
                         .canonical = "/subscribe",
                         .section = "subscribe"});
}

/// A mail program without the one click opens the address; scanners do too, so it only leads to the button.
web::Response to_own_page(Context& context)
{
    return context.go(own_path(context) + "#end");
}

}  // namespace

void mount_portal(app::Routes& routes)
{
    using app::anyone;
    routes.get("/subscribe", anyone, subscribe_page);
    routes.post("/subscribe", anyone, subscribe);
    routes.get("/subscribe/sent", anyone, sent_page);
    routes.get("/subscriptions/{token}", anyone, own_page);
    routes.post("/subscriptions/{token}", anyone, save_choice);
    routes.post("/subscriptions/{token}/confirmation", anyone, confirm_own);
    routes.get("/subscriptions/{token}/unsubscription", anyone, to_own_page);
    routes.post_without_token("/subscriptions/{token}/unsubscription", anyone, unsubscribe);
}

}  // namespace veche::subscriptions
