#include "features/accounts/office.hpp"

#include "app/forms/deed_form.hpp"
#include "app/lists/listing.hpp"
#include "app/mailbox.hpp"
#include "app/site.hpp"
#include "core/errors.hpp"
#include "features/accounts/access.hpp"
#include "features/accounts/commands.hpp"
#include "features/accounts/letters.hpp"
#include "features/accounts/queries.hpp"

namespace veche::accounts {

namespace {

using nlohmann::json;

constexpr std::string_view colleagues_path = "/office/colleagues";

constexpr web::FormField roles_field{.name = "roles", .kind = web::FieldKind::boxes, .label = "accounts.roles"};
constexpr web::FormField roles_fields[] = {roles_field};
constexpr web::FormField invite_fields[] = {{.name = "email",
                                             .kind = web::FieldKind::email,
                                             .label = "accounts.email",
                                             .obligatory = true,
                                             .look = "middling",
                                             .autocomplete = "off"},
                                            roles_field};
constexpr web::FormField link_fields[] = {{.name = "lost_phone", .kind = web::FieldKind::box}};

/// Roles of the check boxes; a word that is no role is not one of our forms.
app::Roles roles_of(const web::Form& form)
{
    app::Roles roles;
    for (const std::string& text : form.texts("roles")) {
        const auto role = app::parse_role(text);
        if (!role) throw web::BadRequest("no such role");
        roles.add(*role);
    }
    return roles;
}

web::Response show_colleagues(app::Context& context, const web::Form* sent)
{
    const app::Listing listing(context.request, std::string(colleagues_path), {});
    const auto after = listing.after().empty() ? std::nullopt : parse_id<app::Account>(listing.after());
    if (!after && !listing.after().empty()) throw NotFound("page of colleagues");
    json model = context.read([&](app::View& view) { return colleagues_model(view, after, context.words); });
    model["pager"] = listing.pager_model(model["next"].get_ref<const std::string&>());
    return app::show_form(context,
                          {.view = "accounts/office_colleagues",
                           .model = std::move(model),
                           .title = context.words.say("accounts.colleagues.title"),
                           .section = "office.colleagues"},
                          invite_fields, {.choices = {{"roles", role_choices(context.words)}}}, sent);
}

web::Response colleagues_page(app::Context& context)
{
    return show_colleagues(context, nullptr);
}

/// The link is on this answer and nowhere else: only its hash is kept.
web::Response show_link(app::Context& context, const Secret<std::string>& token, std::string_view email,
                        std::string_view sent)
{
    return context.show({.view = "accounts/office_link",
                         .model = {{"link", context.town.base_url + "/invitations/" + token.reveal()},
                                   {"email", email},
                                   {"sent", sent},
                                   {"days", std::chrono::duration_cast<std::chrono::days>(invitation_lifetime).count()},
                                   {"back", colleagues_path},
                                   {"csrf", context.csrf()}},
                         .title = context.words.say("accounts.link.title"),
                         .section = "office.colleagues"});
}

web::Response invite_person(app::Context& context)
{
    web::Form form(context.request, invite_fields);
    const app::Roles roles = roles_of(form);
    const Email email = form.email("email");
    app::refuse_unreachable(form, context.site, email);
    if (form.good()) {
        const auto token = context.change([&](app::Work& work) {
            auto made = invite(work, email, roles);
            if (made) send_invitation(work, email, *made);
            return made;
        });
        const bool leaves = context.site.settings().mail_set_up;
        if (token)
            return show_link(context, *token, email.text(),
                             context.words.say(leaves ? "letters.link_sent" : "letters.link_waits"));
        form.refuse(token.error());
    }
    return show_colleagues(context, &form);
}

web::Response show_person(app::Context& context, const web::Form* sent)
{
    const auto id = context.path_id<app::Account>("id");
    json model = context.read([&](app::View& view) { return person_model(view, id, context.words); });
    app::FormContent content{.choices = {{"roles", role_choices(context.words)}}};
    for (const std::string role : model["role_codes"]) content.values.emplace_back("roles", role);
    const std::string name = model["name"];
    return app::show_form(
        context,
        {.view = "accounts/office_colleague", .model = std::move(model), .title = name, .section = "office.colleagues"},
        roles_fields, content, sent);
}

web::Response person_page(app::Context& context)
{
    return show_person(context, nullptr);
}

std::string own_page(app::Context& context)
{
    return "/office/colleagues/" + context.path("id") + "/access";
}

web::Response set_roles(app::Context& context)
{
    web::Form form(context.request, roles_fields);
    const auto id = context.path_id<app::Account>("id");
    const app::Roles roles = roles_of(form);
    const auto done = context.change([&](app::Work& work) { return change_roles(work, id, roles); });
    if (done) return context.go(own_page(context), "flash.accounts.roles_changed");
    form.refuse(done.error());
    return show_person(context, &form);
}

web::Response close_person(app::Context& context)
{
    web::Form form(context.request, web::FormFields());
    const auto id = context.path_id<app::Account>("id");
    const auto done = context.change([&](app::Work& work) { return close_account(work, id); });
    if (done) return context.go(colleagues_path, "flash.accounts.closed");
    form.refuse(done.error());
    return show_person(context, &form);
}

web::Response give_new_link(app::Context& context)
{
    web::Form form(context.request, link_fields);
    const auto id = context.path_id<app::Account>("id");
    const auto factor = form.flag("lost_phone") ? SecondFactor::drop : SecondFactor::keep;
    const auto token = context.change([&](app::Work& work) { return renew_invitation(work, id, factor); });
    if (!token) {
        form.refuse(token.error());
        return show_person(context, &form);
    }
    const json colleague = context.read([&](app::View& view) { return person_model(view, id, context.words); });
    return show_link(context, *token, colleague["email"].get<std::string>(), "");
}

}  // namespace

void mount_office(app::Routes& routes)
{
    routes.get(colleagues_path, manage_colleagues, colleagues_page);
    routes.post("/office/colleagues/invitations", manage_colleagues, invite_person);
    routes.get("/office/colleagues/{id}/access", manage_colleagues, person_page);
    routes.post("/office/colleagues/{id}/roles", manage_colleagues, set_roles);
    routes.post("/office/colleagues/{id}/closure", manage_colleagues, close_person);
    routes.post("/office/colleagues/{id}/invitation", manage_colleagues, give_new_link);
    mount_own_account(routes);
}

}  // namespace veche::accounts
