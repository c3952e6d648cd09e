#include "features/accounts/portal.hpp"

#include "app/forms/deed_form.hpp"
#include "features/accounts/commands.hpp"
#include "features/accounts/commands_sign_in.hpp"
#include "features/accounts/hashing.hpp"
#include "features/accounts/office_fields.hpp"
#include "features/accounts/queries.hpp"

namespace veche::accounts {

namespace {

using nlohmann::json;

constexpr std::string_view sign_in_path = "/sign-in";
constexpr std::string_view second_step_path = "/session/second-step";
constexpr std::string_view second_step_cookie = "second-step";
constexpr std::string_view inside_path = "/office";

constexpr web::FormField sign_in_fields[] = {
    {.name = "email",
     .kind = web::FieldKind::email,
     .label = "accounts.email",
     .obligatory = true,
     .look = "middling",
     .autocomplete = "username"},
    {.name = "password",
     .kind = web::FieldKind::secret,
     .label = "accounts.password",
     .obligatory = true,
     .look = "middling",
     .autocomplete = "current-password"},
    {.name = "next", .kind = web::FieldKind::hidden},
};
constexpr web::FormField second_step_fields[] = {{.name = "code",
                                                  .kind = web::FieldKind::code,
                                                  .label = "accounts.code",
                                                  .hint = "accounts.second_step.hint",
                                                  .limit = 40,
                                                  .obligatory = true,
                                                  .look = "middling",
                                                  .autocomplete = "one-time-code"}};
constexpr web::FormField invitation_fields[] = {{.name = "name",
                                                 .label = "accounts.name",
                                                 .hint = "accounts.name_hint",
                                                 .limit = name_most,
                                                 .obligatory = true,
                                                 .look = "middling",
                                                 .autocomplete = "name"},
                                                new_password_field,
                                                again_field};

Visitor visitor_of(const app::Context& context)
{
    const auto* former = context.cookie("session");
    return {.peer = context.request.peer, .former_session = former ? std::string_view(*former) : std::string_view()};
}

void give_session(app::Context& context, const Secret<std::string>& token)
{
    context.set_cookie("session", token.reveal(),
                       std::chrono::duration_cast<std::chrono::seconds>(staff_lifetimes.absolute));
}

void take_cookie(app::Context& context, std::string_view name)
{
    if (context.cookie(name)) context.set_cookie(name, "", std::chrono::seconds(0));
}

// Sign in -------------------------------------------------------------------------------------------------------------

web::Response show_sign_in(app::Context& context, const web::Form* sent, std::string_view next)
{
    return app::show_form(context,
                          {.view = "accounts/portal_sign_in",
                           .model = {{"next", next_path(next, "")}},
                           .title = context.words.say("accounts.sign_in.title"),
                           .section = "office.sign_in"},
                          sign_in_fields, {}, sent);
}

web::Response sign_in_page(app::Context& context)
{
    const auto* next = context.request.query_value("next");
    if (context.actor.is_staff()) return context.go(next_path(next ? *next : "", inside_path));
    return show_sign_in(context, nullptr, next ? *next : "");
}

/// Admits, checks outside the lane, enters. Every way to fail says the same, but for the wait.
Result<Entry> try_to_enter(app::Context& context, const web::Form& form)
{
    const auto email = Email::parse(form.text("email"));
    if (!email || form.text("password").size() > 4 * password_most) {
        return refuse(RefusalKind::invalid, "accounts.sign_in.wrong");
    }
    const Visitor visitor = visitor_of(context);
    const auto attempt = context.change([&](app::Work& work) { return admit_attempt(work, *email, visitor); });
    if (!attempt) return tl::unexpected(attempt.error());
    if (!is_right(hashing(), *attempt, Secret<std::string>(form.text("password")))) {
        return refuse(RefusalKind::invalid, "accounts.sign_in.wrong");
    }
    return context.change([&](app::Work& work) { return enter(work, *attempt, visitor); });
}

web::Response sign_in(app::Context& context)
{
    web::Form form(context.request, sign_in_fields);
    const auto entry = try_to_enter(context, form);
    if (!entry) {
        form.refuse(entry.error());
        return show_sign_in(context, &form, form.text("next"));
    }
    const std::string next = next_path(form.text("next"), inside_path);
    if (entry->next == Entry::Next::second_step) {
        context.set_cookie(second_step_cookie, entry->token.reveal(),
                           std::chrono::duration_cast<std::chrono::seconds>(second_step_lifetime));
        if (next != inside_path) context.set_cookie("next", next, std::chrono::minutes(10));
        return context.go(second_step_path);
    }
    give_session(context, entry->token);
    return context.go(entry->next == Entry::Next::set_second_factor ? "/office/me/second-factor" : next);
}

// Second step ---------------------------------------------------------------------------------------------------------

web::Response show_second_step(app::Context& context, const web::Form* sent)
{
    return app::show_form(context,
                          {.view = "accounts/portal_second_step",
                           .model = json::object(),
                           .title = context.words.say("accounts.second_step.title"),
                           .section = "office.sign_in"},
                          second_step_fields, {}, sent);
}

web::Response second_step_page(app::Context& context)
{
    if (!context.cookie(second_step_cookie)) return context.go(sign_in_path);
    return show_second_step(context, nullptr);
}

web::Response second_step(app::Context& context)
{
    web::Form form(context.request, second_step_fields);
    const auto* token = context.cookie(second_step_cookie);
    if (!token) return context.go(sign_in_path);
    const Visitor visitor = visitor_of(context);
    const auto answer =
        context.change([&](app::Work& work) { return take_second_step(work, *token, form.text("code"), visitor); });

    if (answer && answer->kind == SecondStepAnswer::Kind::inside) {
        const auto* next = context.cookie("next");
        const std::string path = next_path(next ? *next : "", inside_path);
        take_cookie(context, second_step_cookie);
        take_cookie(context, "next");
        give_session(context, answer->token);
        return context.go(path);
    }
    if (answer && answer->kind == SecondStepAnswer::Kind::gone) {
        take_cookie(context, second_step_cookie);
        return context.go(sign_in_path, "flash.accounts.second_step_gone");
    }
    form.refuse({RefusalKind::invalid, "accounts.code.wrong", "code", {}});
    return show_second_step(context, &form);
}

web::Response sign_out_now(app::Context& context)
{
    const web::Form form(context.request, {.single = {}});
    if (const auto* token = context.cookie("session")) {
        context.change([&](app::Work& work) { return sign_out(work, *token); });
    }
    context.set_cookie("session", "", std::chrono::seconds(0));
    return context.go(sign_in_path, "flash.accounts.signed_out");
}

// Invitation ----------------------------------------------------------------------------------------------------------

web::Response show_gone(app::Context& context)
{
    return context.show({.view = "accounts/portal_invitation_gone",
                         .model = json::object(),
                         .title = context.words.say("accounts.invitation.gone_title"),
                         .status = 410,
                         .section = "office.sign_in"});
}

web::Response show_invitation(app::Context& context, const Colleague& colleague, const web::Form* sent)
{
    auto content = new_password_content(context.words);
    content.values = {{"name", colleague.name}};
    return app::show_form(context,
                          {.view = "accounts/portal_invitation",
                           .model = {{"email", colleague.email.text()},
                                     {"action", "/invitations/" + context.path("token")},
                                     {"must_have_second_factor", colleague.roles.has(app::Role::administrator)}},
                           .title = context.words.say("accounts.invitation.title"),
                           .section = "office.sign_in"},
                          invitation_fields, content, sent);
}

Result<Colleague> invited(app::Context& context)
{
    return context.read(
        [&](app::View& view) { return find_invited(view.db, view.town.id, context.path("token"), view.now); });
}

web::Response invitation_page(app::Context& context)
{
    const auto colleague = invited(context);
    if (!colleague) return show_gone(context);
    return show_invitation(context, *colleague, nullptr);
}

web::Response take_invitation(app::Context& context)
{
    web::Form form(context.request, invitation_fields);
    const auto colleague = invited(context);
    if (!colleague) return show_gone(context);

    const auto name = form.line("name");
    const auto personal = personal_words(context.town, colleague->email, name);
    const auto password = take_new_password(form, personal);
    if (!form.good()) return show_invitation(context, *colleague, &form);

    const std::string hash = hashing().hash(password);
    const auto taken =
        context.change([&](app::Work& work) { return accept_invitation(work, context.path("token"), name, hash); });
    if (!taken) return show_gone(context);
    return context.go(sign_in_path, "flash.accounts.invitation_accepted");
}

}  // namespace

void mount_portal(app::Routes& routes)
{
    routes.get(sign_in_path, app::anyone, sign_in_page);
    routes.post("/session", app::anyone, sign_in);
    routes.get(second_step_path, app::anyone, second_step_page);
    routes.post(second_step_path, app::anyone, second_step);
    routes.post("/session/end", app::anyone, sign_out_now);
    routes.get("/invitations/{token}", app::anyone, invitation_page);
    routes.post("/invitations/{token}", app::anyone, take_invitation);
}

}  // namespace veche::accounts
