#include "features/accounts/office.hpp"

#include "app/mailbox.hpp"
#include "app/site.hpp"
#include "core/errors.hpp"
#include "features/accounts/access.hpp"
#include "features/accounts/commands.hpp"
#include "features/accounts/letters.hpp"
#include "features/accounts/queries.hpp"
#include "web/form.hpp"

namespace veche::accounts {

namespace {

using nlohmann::json;

constexpr std::string_view people_path = "/office/people";

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

json with_form(json model, app::Context& context, const web::Form& form)
{
    model.update(form.model(context.words));
    if (!model["errors"].contains("roles")) model["errors"]["roles"] = "";
    model["csrf"] = context.csrf();
    return model;
}

web::Response show_people(app::Context& context, const web::Form& form, app::Roles chosen)
{
    const auto* text = context.request.query_value("after");
    const auto after = text ? parse_id<app::Account>(*text) : std::nullopt;
    if (text && !after) throw NotFound("page of people");
    json model = context.read([&](app::View& view) { return people_model(view, after, context.words); });
    const std::string next = model["next"];
    if (next.empty() && model["first_page"]) {
        model["pager"] = false;
    } else {
        model["pager"] = {{"text", ""},
                          {"previous_href", model["first_page"] ? "" : std::string(people_path)},
                          {"next_href", next.empty() ? "" : std::string(people_path) + "?after=" + next}};
    }
    model["role_choice"] = roles_model(chosen, context.words);
    return context.show({.view = "accounts/office_people",
                         .model = with_form(std::move(model), context, form),
                         .title = context.words.say("accounts.people.title"),
                         .status = form.status(),
                         .section = "office.people"});
}

web::Response people_page(app::Context& context)
{
    return show_people(context, web::Form(context.request, {.single = {"email"}, .many = {"roles"}}), {});
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
                                   {"back", people_path},
                                   {"csrf", context.csrf()}},
                         .title = context.words.say("accounts.link.title"),
                         .section = "office.people"});
}

web::Response invite_person(app::Context& context)
{
    web::Form form(context.request, {.single = {"email"}, .many = {"roles"}});
    const app::Roles roles = roles_of(form);
    const Email email = form.take(Email::parse(form.text("email")));
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
    return show_people(context, form, roles);
}

web::Response show_person(app::Context& context, const web::Form& form)
{
    const auto id = context.path_id<app::Account>("id");
    json model = context.read([&](app::View& view) { return person_model(view, id, context.words); });
    const std::string name = model["name"];
    return context.show({.view = "accounts/office_person",
                         .model = with_form(std::move(model), context, form),
                         .title = name,
                         .status = form.status(),
                         .section = "office.people"});
}

web::Response person_page(app::Context& context)
{
    return show_person(context, web::Form(context.request, {.single = {}, .many = {"roles"}}));
}

std::string own_page(app::Context& context)
{
    return "/office/people/" + context.path("id") + "/access";
}

web::Response set_roles(app::Context& context)
{
    web::Form form(context.request, {.single = {}, .many = {"roles"}});
    const auto id = context.path_id<app::Account>("id");
    const app::Roles roles = roles_of(form);
    const auto done = context.change([&](app::Work& work) { return change_roles(work, id, roles); });
    if (done) return context.go(own_page(context), "flash.accounts.roles_changed");
    form.refuse(done.error());
    return show_person(context, form);
}

web::Response close_person(app::Context& context)
{
    web::Form form(context.request, {.single = {}});
    const auto id = context.path_id<app::Account>("id");
    const auto done = context.change([&](app::Work& work) { return close_account(work, id); });
    if (done) return context.go(people_path, "flash.accounts.closed");
    form.refuse(done.error());
    return show_person(context, form);
}

web::Response give_new_link(app::Context& context)
{
    web::Form form(context.request, {.single = {"lost_phone"}});
    const auto id = context.path_id<app::Account>("id");
    const auto factor = form.flag("lost_phone") ? SecondFactor::drop : SecondFactor::keep;
    const auto token = context.change([&](app::Work& work) { return renew_invitation(work, id, factor); });
    if (!token) {
        form.refuse(token.error());
        return show_person(context, form);
    }
    const json person = context.read([&](app::View& view) { return person_model(view, id, context.words); });
    return show_link(context, *token, person["email"].get<std::string>(), "");
}

}  // namespace

void mount_office(app::Routes& routes)
{
    routes.get(people_path, manage_people, people_page);
    routes.post("/office/people/invitations", manage_people, invite_person);
    routes.get("/office/people/{id}/access", manage_people, person_page);
    routes.post("/office/people/{id}/roles", manage_people, set_roles);
    routes.post("/office/people/{id}/closure", manage_people, close_person);
    routes.post("/office/people/{id}/invitation", manage_people, give_new_link);
    mount_own_account(routes);
}

}  // namespace veche::accounts
