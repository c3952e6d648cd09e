#include "features/accounts/commands.hpp"

#include <nlohmann/json.hpp>

#include "app/step.hpp"
#include "app/token.hpp"
#include "core/errors.hpp"
#include "features/accounts/model_one_time_code.hpp"
#include "features/accounts/store_sessions.hpp"

namespace veche::accounts {

using app::random_token;
using app::token_hash;

namespace {

nlohmann::json roles_json(app::Roles roles)
{
    nlohmann::json list = nlohmann::json::array();
    for (const app::Role role : app::all_roles)
        if (roles.has(role)) list.push_back(app::to_text(role));
    return list;
}

Secret<std::string> give_link(app::Work& work, Id<app::Account> account, SecondFactor second_factor)
{
    store::delete_invitations(work.tx, work.town.id, account);
    const Secret<std::string> token = random_token();
    store::insert_invitation(work.tx, work.town.id, work.new_id<Invitation>().value(),
                             {.account = account,
                              .invitation = {.made = work.now, .used = {}},
                              .drops_second_factor = second_factor == SecondFactor::drop},
                             token_hash(token.reveal()));
    return token;
}

std::vector<Secret<std::string>> give_recovery_codes(app::Work& work)
{
    auto codes = random_recovery_codes();
    std::vector<std::string> hashes;
    for (const auto& code : codes) hashes.push_back(token_hash(code.reveal()));
    store::replace_recovery_codes(work.tx, work.town.id, work.actor.account, hashes);
    return codes;
}

}  // namespace

Result<Secret<std::string>> invite(app::Work& work, const Email& email, app::Roles roles)
{
    if (roles.empty()) return refuse(RefusalKind::invalid, "accounts.roles.none", "roles");
    Colleague colleague;
    colleague.id = work.new_id<app::Account>();
    colleague.email = email;
    colleague.roles = roles;
    colleague.stage = Invited{};
    if (store::insert_colleague(work.tx, work.town.id, colleague, std::nullopt, work.now) == store::Stored::taken) {
        return refuse(RefusalKind::conflict, "accounts.email.taken", "email");
    }
    work.record("accounts.invited", to_text(colleague.id), {{"email", email.masked()}, {"roles", roles_json(roles)}});
    return give_link(work, colleague.id, SecondFactor::keep);
}

Result<Secret<std::string>> renew_invitation(app::Work& work, Id<app::Account> account, SecondFactor second_factor)
{
    const Colleague colleague = store::get_colleague(work.tx, work.town.id, account);
    work.record("accounts.link_given", to_text(account),
                {{"email", colleague.email.masked()},
                 {"stage", to_text(colleague.stage)},
                 {"drops_second_factor", second_factor == SecondFactor::drop}});
    return give_link(work, account, second_factor);
}

Result<Colleague> find_invited(db::Session& db, Id<app::Town> town, std::string_view token, Instant now)
{
    const auto invited = store::find_invitation(db, town, token_hash(token));
    if (!invited || !is_open(invited->invitation, now)) return refuse(RefusalKind::closed, "accounts.invitation.gone");
    return store::get_colleague(db, town, invited->account);
}

Result<Id<app::Account>> accept_invitation(app::Work& work, std::string_view token, std::string_view name,
                                           std::string_view password_hash)
{
    const std::string hash = token_hash(token);
    const auto invited = store::find_invitation(work.tx, work.town.id, hash);
    if (!invited || !is_open(invited->invitation, work.now) ||
        !store::use_invitation(work.tx, work.town.id, hash, work.now)) {
        return refuse(RefusalKind::closed, "accounts.invitation.gone");
    }
    store::activate(work.tx, work.town.id, invited->account, name, password_hash);
    if (invited->drops_second_factor) store::delete_second_factor(work.tx, work.town.id, invited->account);
    store::delete_sessions(work.tx, work.town.id, invited->account, "");
    work.record("accounts.invitation_accepted", to_text(invited->account),
                {{"dropped_second_factor", invited->drops_second_factor}});
    return invited->account;
}

Result<Id<app::Account>> change_roles(app::Work& work, Id<app::Account> account, app::Roles roles)
{
    const auto others = store::lock_and_count_other_administrators(work.tx, work.town.id, account);
    const Colleague colleague = store::get_colleague(work.tx, work.town.id, account);
    if (roles.empty()) return refuse(RefusalKind::invalid, "accounts.roles.none", "roles");
    if (const auto may = may_have_roles(colleague, roles, others); !may) {
        Refusal refusal = may.error();
        refusal.field = "roles";
        return tl::unexpected(std::move(refusal));
    }
    store::replace_roles(work.tx, work.town.id, account, roles);
    work.record(
        "accounts.roles_changed", to_text(account),
        {{"email", colleague.email.masked()}, {"from", roles_json(colleague.roles)}, {"to", roles_json(roles)}});
    return account;
}

Result<Id<app::Account>> close_account(app::Work& work, Id<app::Account> account)
{
    const auto others = store::lock_and_count_other_administrators(work.tx, work.town.id, account);
    const Colleague colleague = store::get_colleague(work.tx, work.town.id, account);
    if (std::holds_alternative<Closed>(colleague.stage))
        return refuse(RefusalKind::conflict, "accounts.colleague.closed");
    if (const auto may = may_lose_administrator(colleague, others); !may) return tl::unexpected(may.error());

    store::close(work.tx, work.town.id, account, work.now);
    store::delete_sessions(work.tx, work.town.id, account, "");
    store::delete_invitations(work.tx, work.town.id, account);
    work.record("accounts.closed", to_text(account), {{"email", colleague.email.masked()}});
    return account;
}

Result<Id<app::Account>> add_account(app::Work& work, const NewAccount& account)
{
    Colleague colleague;
    colleague.id = work.new_id<app::Account>();
    colleague.email = account.email;
    colleague.name = account.name;
    colleague.roles = account.roles;
    colleague.stage = Active{};
    if (store::insert_colleague(work.tx, work.town.id, colleague, account.password_hash, work.now) ==
        store::Stored::taken) {
        return refuse(RefusalKind::conflict, "accounts.email.taken", "email");
    }
    if (!account.second_factor.empty()) {
        const auto key = TotpKey::parse(account.second_factor);
        if (!key) return refuse(RefusalKind::invalid, "accounts.second_factor.bad_secret", "second_factor");
        const std::string secret = key->text().reveal();
        store::set_pending_secret(work.tx, work.town.id, colleague.id, secret, work.now);
        store::confirm_pending_secret(work.tx, work.town.id, colleague.id, secret, 0);
    }
    work.record("accounts.added", to_text(colleague.id),
                {{"email", account.email.masked()}, {"roles", roles_json(account.roles)}});
    return colleague.id;
}

Result<Id<app::Account>> change_password(app::Work& work, std::string_view password_hash,
                                         std::string_view session_token)
{
    store::set_password(work.tx, work.town.id, work.actor.account, password_hash);
    store::delete_sessions(work.tx, work.town.id, work.actor.account, token_hash(session_token));
    store::delete_invitations(work.tx, work.town.id, work.actor.account);
    work.record("accounts.password_changed", to_text(work.actor.account), nlohmann::json::object());
    return work.actor.account;
}

Result<Secret<std::string>> prepare_second_factor(app::Work& work)
{
    const auto factor = store::find_second_factor(work.tx, work.town.id, work.actor.account);
    work.record("accounts.second_factor_shown", to_text(work.actor.account), nlohmann::json::object());
    if (factor && factor->pending && work.now < *factor->pending_at + pending_secret_lifetime) {
        return Secret<std::string>(*factor->pending);
    }
    const Secret<std::string> secret = TotpKey::random().text();
    store::set_pending_secret(work.tx, work.town.id, work.actor.account, secret.reveal(), work.now);
    return secret;
}

Result<std::vector<Secret<std::string>>> confirm_second_factor(app::Work& work, std::string_view code,
                                                               std::string_view session_token)
{
    const auto factor = store::find_second_factor(work.tx, work.town.id, work.actor.account);
    const bool waits = factor && factor->pending && work.now < *factor->pending_at + pending_secret_lifetime;
    const auto key = waits ? TotpKey::parse(*factor->pending) : std::nullopt;
    const auto step = key ? matching_step(*key, code, work.now, std::nullopt) : std::nullopt;
    if (!step) return refuse(RefusalKind::invalid, "accounts.code.wrong", "code");
    if (!store::confirm_pending_secret(work.tx, work.town.id, work.actor.account, *factor->pending, *step)) {
        return refuse(RefusalKind::conflict, "accounts.code.wrong", "code");
    }
    store::delete_sessions(work.tx, work.town.id, work.actor.account, token_hash(session_token));
    work.record("accounts.second_factor_set", to_text(work.actor.account), nlohmann::json::object());
    return give_recovery_codes(work);
}

Result<std::vector<Secret<std::string>>> renew_recovery_codes(app::Work& work)
{
    const auto factor = store::find_second_factor(work.tx, work.town.id, work.actor.account);
    if (!factor || !factor->secret) return refuse(RefusalKind::closed, "accounts.second_factor.none");
    work.record("accounts.recovery_codes_renewed", to_text(work.actor.account), nlohmann::json::object());
    return give_recovery_codes(work);
}

void sweep(app::Work& work)
{
    if (store::delete_expired(work.tx, work.town.id, work.now, app::rows_of_a_step)) work.leave_rest();
}

}  // namespace veche::accounts
