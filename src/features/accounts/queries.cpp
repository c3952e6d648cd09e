#include "features/accounts/queries.hpp"

#include <fmt/format.h>

#include "core/expect.hpp"
#include "features/accounts/store_sessions.hpp"

namespace veche::accounts {

using nlohmann::json;

namespace {

struct RoleWords {
    app::Role role;
    std::string_view title;
    std::string_view hint;
};
constexpr RoleWords role_words[] = {
    {app::Role::administrator, "accounts.role.administrator", "accounts.role_hint.administrator"},
    {app::Role::press_officer, "accounts.role.press_officer", "accounts.role_hint.press_officer"},
    {app::Role::organiser, "accounts.role.organiser", "accounts.role_hint.organiser"},
    {app::Role::tos_chair, "accounts.role.tos_chair", "accounts.role_hint.tos_chair"},
    {app::Role::moderator, "accounts.role.moderator", "accounts.role_hint.moderator"},
    {app::Role::juror, "accounts.role.juror", "accounts.role_hint.juror"},
    {app::Role::clerk, "accounts.role.clerk", "accounts.role_hint.clerk"},
    {app::Role::region_viewer, "accounts.role.region_viewer", "accounts.role_hint.region_viewer"},
};

const RoleWords& words_of(app::Role role)
{
    for (const RoleWords& one : role_words)
        if (one.role == role) return one;
    throw Bug("a role without words", std::source_location::current());
}

std::string_view stage_message(const Stage& stage)
{
    if (std::holds_alternative<Invited>(stage)) return "accounts.stage.invited";
    if (std::holds_alternative<Active>(stage)) return "accounts.stage.active";
    return "accounts.stage.closed";
}

json role_titles(app::Roles roles, const language::Words& words)
{
    json titles = json::array();
    for (const app::Role role : app::all_roles)
        if (roles.has(role)) titles.push_back(words.say(words_of(role).title));
    return titles;
}

json stage_model(const Stage& stage, const language::Words& words)
{
    return {{"code", to_text(stage)}, {"title", words.say(stage_message(stage))}};
}

json basics(const Colleague& colleague, const app::Actor& actor, const language::Words& words)
{
    return {{"href", "/office/colleagues/" + to_text(colleague.id) + "/access"},
            {"name", colleague.shown()},
            {"email", colleague.email.text()},
            {"roles", role_titles(colleague.roles, words)},
            {"stage", stage_model(colleague.stage, words)},
            {"active", colleague.is_active()},
            {"closed", std::holds_alternative<Closed>(colleague.stage)},
            {"second_factor", colleague.has_second_factor},
            {"lacks_second_factor",
             colleague.is_active() && must_set_second_factor(colleague.roles, colleague.has_second_factor)},
            {"me", colleague.id == actor.account}};
}

}  // namespace

std::vector<std::string> personal_words(const app::Town& town, const Email& email, std::string_view name)
{
    return {town.name, town.slug, town.host, email.text(), std::string(name)};
}

app::Choices role_choices(const language::Words& words)
{
    app::Choices choices;
    for (const app::Role role : app::all_roles)
        choices.push_back(
            {std::string(app::to_text(role)), words.say(words_of(role).title), words.say(words_of(role).hint)});
    return choices;
}

json colleagues_model(app::View& view, std::optional<Id<app::Account>> after, const language::Words& words)
{
    const std::string from = after ? store::get_colleague(view.db, view.town.id, *after).email.folded() : "";
    auto rows = store::list_colleagues(view.db, view.town.id, from, colleagues_per_page + 1);
    const bool more = rows.size() > std::size_t(colleagues_per_page);
    if (more) rows.pop_back();

    json colleagues = json::array();
    for (const auto& row : rows) {
        json one = basics(row.colleague, view.actor, words);
        one["seen"] = row.seen ? app::moment_words(words, view.town, *row.seen) : "";
        const bool waits = row.invited && is_open(Invitation{*row.invited, std::nullopt}, view.now);
        one["link_until"] = waits ? app::moment_words(words, view.town, *row.invited + invitation_lifetime) : "";
        colleagues.push_back(std::move(one));
    }
    return {{"colleagues", std::move(colleagues)},
            {"first_page", !after},
            {"next", more ? to_text(rows.back().colleague.id) : ""}};
}

json person_model(app::View& view, Id<app::Account> account, const language::Words& words)
{
    const Colleague colleague = store::get_colleague(view.db, view.town.id, account);
    json model = basics(colleague, view.actor, words);
    model["role_codes"] = json::array();
    for (const app::Role role : app::all_roles)
        if (colleague.roles.has(role)) model["role_codes"].push_back(app::to_text(role));
    model["id"] = to_text(colleague.id);
    const std::string path = "/office/colleagues/" + to_text(colleague.id);
    model["roles_href"] = path + "/roles";
    model["link_href"] = path + "/invitation";
    model["closure_href"] = path + "/closure";
    return model;
}

json me_model(app::View& view, const language::Words& words)
{
    const Colleague colleague = store::get_colleague(view.db, view.town.id, view.actor.account);
    json model = basics(colleague, view.actor, words);
    const auto left = store::count_recovery_codes(view.db, view.town.id, colleague.id);
    model["recovery_codes_left"] = left;
    model["few_recovery_codes"] = colleague.has_second_factor && left < 3;
    return model;
}

Email own_email(app::View& view)
{
    return store::get_colleague(view.db, view.town.id, view.actor.account).email;
}

}  // namespace veche::accounts
