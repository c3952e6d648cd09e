#include "app/forms/deed_form.hpp"
#include "features/accounts/access.hpp"
#include "features/accounts/commands.hpp"
#include "features/accounts/commands_sign_in.hpp"
#include "features/accounts/hashing.hpp"
#include "features/accounts/model_one_time_code.hpp"
#include "features/accounts/office.hpp"
#include "features/accounts/office_fields.hpp"
#include "features/accounts/queries.hpp"
#include "outside/qr.hpp"

/// One's own account. Whoever sits down at an unlocked computer, or has stolen a cookie, must not be able to take the
/// account over: the password is asked again for everything here.
namespace veche::accounts {

namespace {

using nlohmann::json;

constexpr web::FormField current_field{.name = "current",
                                       .kind = web::FieldKind::secret,
                                       .label = "accounts.password.current",
                                       .obligatory = true,
                                       .look = "middling",
                                       .autocomplete = "current-password"};
/// One's own password once more, before something that opens the account.
constexpr web::FormField confirmation_field{.name = "confirmation",
                                            .kind = web::FieldKind::secret,
                                            .label = "accounts.password.current",
                                            .hint = "accounts.password.why",
                                            .obligatory = true,
                                            .look = "middling",
                                            .autocomplete = "current-password"};
constexpr web::FormField password_fields[] = {current_field, new_password_field, again_field};
constexpr web::FormField confirmation_fields[] = {confirmation_field};
constexpr web::FormField me_fields[] = {current_field, new_password_field, again_field, confirmation_field};
constexpr web::FormField second_factor_fields[] = {{.name = "code",
                                                    .kind = web::FieldKind::code,
                                                    .label = "accounts.code",
                                                    .limit = 10,
                                                    .obligatory = true,
                                                    .look = "narrow",
                                                    .autocomplete = "one-time-code",
                                                    .keys = "numeric"},
                                                   confirmation_field};

std::string_view session_of(const app::Context& context)
{
    const auto* token = context.cookie("session");
    return token ? std::string_view(*token) : std::string_view();
}

/// Whether the signed-in person knows the password; refuses beside `field`.
Result<bool> ask_password(app::Context& context, const std::string& password, std::string_view field)
{
    const auto refusal = [&] { return refuse(RefusalKind::invalid, "accounts.password.wrong", field); };
    if (password.empty() || password.size() > 4 * password_most) return refusal();
    const Visitor visitor{.peer = context.request.peer};
    const Email email = context.read(own_email);
    const auto attempt = context.change([&](app::Work& work) { return admit_attempt(work, email, visitor); });
    if (!attempt) return tl::unexpected(attempt.error());
    if (!is_right(hashing(), *attempt, Secret<std::string>(password))) return refusal();
    return context.change([&](app::Work& work) -> Result<bool> {
        forgive(work, *attempt, visitor);
        work.record("accounts.password_confirmed", to_text(work.actor.account), json::object());
        return true;
    });
}

web::Response show_me(app::Context& context, const web::Form* sent)
{
    return app::show_form(context,
                          {.view = "accounts/office_me",
                           .model = context.read([&](app::View& view) { return me_model(view, context.words); }),
                           .title = context.words.say("accounts.me.title"),
                           .section = "office.me"},
                          me_fields, new_password_content(context.words), sent);
}

web::Response me_page(app::Context& context)
{
    return show_me(context, nullptr);
}

web::Response set_password(app::Context& context)
{
    web::Form form(context.request, password_fields);
    const Email email = context.read(own_email);
    const auto personal = personal_words(context.town, email, context.actor.name);
    const auto password = take_new_password(form, personal);
    if (form.good()) form.take(ask_password(context, form.text("current"), "current"));
    if (!form.good()) return show_me(context, &form);

    const std::string hash = hashing().hash(password);
    const auto done = context.change([&](app::Work& work) { return change_password(work, hash, session_of(context)); });
    if (done) return context.go("/office/me", "flash.accounts.password_changed");
    form.refuse(done.error());
    return show_me(context, &form);
}

std::string in_groups_of_four(std::string_view text)
{
    std::string result;
    for (std::size_t at = 0; at < text.size(); at += 4) {
        if (at != 0) result += ' ';
        result += text.substr(at, 4);
    }
    return result;
}

web::Response show_second_factor(app::Context& context, const web::Form* sent)
{
    const auto secret = context.change(prepare_second_factor);
    json model = context.read([&](app::View& view) { return me_model(view, context.words); });
    model["secret"] = in_groups_of_four(secret.value().reveal());
    model["must"] = model["lacks_second_factor"];
    return app::show_form(context,
                          {.view = "accounts/office_second_factor",
                           .model = std::move(model),
                           .title = context.words.say("accounts.second_factor.title"),
                           .section = "office.me"},
                          second_factor_fields, {}, sent);
}

web::Response second_factor_page(app::Context& context)
{
    return show_second_factor(context, nullptr);
}

/// On the phone itself nothing has to be typed: the link leads to the application that keeps codes.
web::Response open_application(app::Context& context)
{
    const auto secret = context.change(prepare_second_factor);
    const auto key = TotpKey::parse(secret.value().reveal());
    const Email email = context.read(own_email);
    web::Response response{.status = 303};
    response.with("location", otpauth_address(key.value(), context.town.name, email.text()).reveal());
    response.with("cache-control", "no-store");
    return response;
}

/// The same link for the camera of a phone that is beside the screen.
web::Response picture(app::Context& context)
{
    const auto secret = context.change(prepare_second_factor);
    const auto key = TotpKey::parse(secret.value().reveal());
    const Email email = context.read(own_email);
    auto response = web::respond(
        200, "image/svg+xml", outside::qr_svg(otpauth_address(key.value(), context.town.name, email.text()).reveal()));
    response.with("cache-control", "no-store");
    return response;
}

web::Response show_codes(app::Context& context, const std::vector<Secret<std::string>>& codes)
{
    json list = json::array();
    for (const auto& code : codes) list.push_back(code.reveal());
    return context.show({.view = "accounts/office_recovery_codes",
                         .model = {{"codes", list}, {"town", context.town.name}, {"csrf", context.csrf()}},
                         .title = context.words.say("accounts.recovery_codes.title"),
                         .section = "office.me"});
}

web::Response set_second_factor(app::Context& context)
{
    web::Form form(context.request, second_factor_fields);
    form.take(ask_password(context, form.text("confirmation"), "confirmation"));
    if (form.good()) {
        const auto codes = context.change(
            [&](app::Work& work) { return confirm_second_factor(work, form.text("code"), session_of(context)); });
        if (codes) return show_codes(context, *codes);
        form.refuse(codes.error());
    }
    return show_second_factor(context, &form);
}

web::Response new_recovery_codes(app::Context& context)
{
    web::Form form(context.request, confirmation_fields);
    form.take(ask_password(context, form.text("confirmation"), "confirmation"));
    if (form.good()) {
        const auto codes = context.change(renew_recovery_codes);
        if (codes) return show_codes(context, *codes);
        form.refuse(codes.error());
    }
    return show_me(context, &form);
}

}  // namespace

void mount_own_account(app::Routes& routes)
{
    routes.get("/office/me", keep_own_account, me_page);
    routes.post("/office/me/password", keep_own_account, set_password);
    routes.get("/office/me/second-factor", keep_own_account, second_factor_page);
    routes.post("/office/me/second-factor", keep_own_account, set_second_factor);
    routes.get("/office/me/second-factor/application", keep_own_account, open_application);
    routes.get("/office/me/second-factor.svg", keep_own_account, picture);
    routes.post("/office/me/recovery-codes", keep_own_account, new_recovery_codes);
}

}  // namespace veche::accounts
