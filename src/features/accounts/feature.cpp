#include "features/accounts/feature.hpp"

#include <sodium.h>

#include "app/token.hpp"
#include "core/expect.hpp"
#include "core/text.hpp"
#include "features/accounts/access.hpp"
#include "features/accounts/commands.hpp"
#include "features/accounts/hashing.hpp"
#include "features/accounts/model_password.hpp"
#include "features/accounts/office.hpp"
#include "features/accounts/portal.hpp"
#include "features/accounts/queries.hpp"
#include "features/accounts/store_sessions.hpp"

namespace veche::accounts {

using app::random_token;
using app::token_hash;

app::Feature feature()
{
    VECHE_EXPECT(sodium_init() >= 0);
    app::Feature feature;
    feature.name = "accounts";
    feature.mount = [](app::Routes& routes) {
        mount_portal(routes);
        mount_office(routes);
    };
    feature.office_menu = {{.message = "accounts.colleagues.title",
                            .href = "/office/colleagues",
                            .section = "office.colleagues",
                            .permission = manage_colleagues,
                            .order = 80,
                            .group = app::MenuGroup::keeping},
                           {.message = "accounts.me.title",
                            .href = "/office/me",
                            .section = "office.me",
                            .permission = keep_own_account,
                            .order = 99,
                            .group = app::MenuGroup::keeping}};
    feature.periodic = {{.name = "accounts.sweep", .period = std::chrono::hours(1), .run = sweep}};
    return feature;
}

std::optional<SignedIn> find_session(app::View& view, std::string_view token)
{
    const auto row = store::find_session(view.db, view.town.id, token_hash(token));
    if (!row || !is_alive(row->session, view.now)) return std::nullopt;

    SignedIn who;
    who.needs_touch = wants_touch(row->session, view.now);
    who.must_set_second_factor = must_set_second_factor(row->colleague.roles, row->colleague.has_second_factor);
    who.actor.kind = row->session.kind == SessionKind::staff ? app::Actor::Kind::staff : app::Actor::Kind::resident;
    who.actor.account = row->colleague.id;
    who.actor.name = row->colleague.shown();
    if (!who.must_set_second_factor) who.actor.roles = row->colleague.roles;
    return who;
}

void touch_session(app::Work& work, std::string_view token)
{
    const auto account =
        store::touch_session(work.tx, work.town.id, token_hash(token), work.now - touch_interval, work.now);
    if (account) store::set_seen(work.tx, work.town.id, *account, work.now);
}

std::vector<Holder> list_holders(app::View& view, app::Role role)
{
    std::vector<Holder> holders;
    for (const auto& colleague : store::list_holders(view.db, view.town.id, role))
        holders.push_back({colleague.id, colleague.email});
    return holders;
}

std::vector<ColleagueName> list_colleague_names(db::Session& db, Id<app::Town> town)
{
    constexpr int page_rows = 200;
    std::vector<ColleagueName> all;
    std::string after;
    for (std::size_t had = 0;; had = all.size()) {
        for (const auto& row : store::list_colleagues(db, town, after, page_rows)) {
            all.push_back({.account = row.colleague.id,
                           .name = row.colleague.shown(),
                           .closed = std::holds_alternative<Closed>(row.colleague.stage)});
            after = row.colleague.email.folded();
        }
        if (all.size() < had + page_rows) return all;
    }
}

std::optional<Id<app::Account>> find_account(db::Session& db, Id<app::Town> town, const Email& email)
{
    const auto colleague = store::find_colleague(db, town, email);
    return colleague ? std::optional(colleague->id) : std::nullopt;
}

Result<Id<app::Account>> create_account(app::Work& work, const Email& email, std::string_view name, app::Roles roles,
                                        const Secret<std::string>& password, const AccountOptions& options)
{
    const auto good_name = parse_line(name, "name", 1, name_most);
    if (!good_name) return tl::unexpected(good_name.error());
    const auto personal = personal_words(work.town, email, *good_name);
    const auto good_password = parse_password(password.reveal(), "password", staff_password_least, personal);
    if (!good_password) return tl::unexpected(good_password.error());
    return add_account(work, {.email = email,
                              .name = *good_name,
                              .roles = roles,
                              .password_hash = hashing().hash(*good_password),
                              .second_factor = options.second_factor});
}

Result<Id<app::Account>> create_administrator(app::Work& work, const Email& email, std::string_view name,
                                              const Secret<std::string>& password)
{
    return create_account(work, email, name, {app::Role::administrator}, password);
}

}  // namespace veche::accounts
