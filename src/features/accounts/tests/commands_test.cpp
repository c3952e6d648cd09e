#include "features/accounts/commands.hpp"

#include <doctest/doctest.h>

#include "app/store_audit.hpp"
#include "core/errors.hpp"
#include "features/accounts/store_sessions.hpp"
#include "features/accounts/tests/town_for_test.hpp"

namespace commands_test {

using namespace veche;
using namespace veche::accounts;
using namespace veche::accounts::test;

namespace {

const std::string vera = "vera@yurga.example";
const std::string boris = "boris@yurga.example";
const std::string gleb = "gleb@yurga.example";

/// An administrator who is inside and acts.
Id<app::Account> administrator_acts(TestTown& town, const std::string& email = vera)
{
    const auto id = town.add(email, {app::Role::administrator}, totp_secret);
    town.actor = {app::Actor::Kind::staff, id, "Вера", {app::Role::administrator}};
    return id;
}

Result<Secret<std::string>> invite_gleb(TestTown& town, app::Roles roles = {app::Role::organiser})
{
    return town.change([&](app::Work& work) { return invite(work, *Email::parse(gleb), roles); });
}

Result<Id<app::Account>> accept(TestTown& town, const Secret<std::string>& link, const std::string& name = "Глеб")
{
    return town.change([&](app::Work& work) { return accept_invitation(work, link.reveal(), name, good_hash()); });
}

Colleague colleague(TestTown& town, Id<app::Account> id)
{
    return town.read([&](app::View& view) { return store::get_colleague(view.db, view.town.id, id); });
}

std::string audit(TestTown& town)
{
    return town.read([&](app::View& view) {
        std::string all;
        for (const auto& row : app::store::list_audit(view.db, view.town.id, 0, 1000))
            all.insert(0, row.deed + " " + row.details + "\n");
        return all;
    });
}

}  // namespace

TEST_CASE("an invited colleague chooses a name and a password, and then signs in")
{
    for_each_town([](TestTown& town) {
        administrator_acts(town);
        const auto link = invite_gleb(town);
        REQUIRE(link);
        CHECK(town.sign_in(gleb).error().message == "accounts.sign_in.wrong");
        const auto found =
            town.read([&](app::View& view) { return find_invited(view.db, town.town.id, link->reveal(), town.now); });
        CHECK(found->email.text() == gleb);

        town.actor = {};
        const auto id = accept(town, *link);
        REQUIRE(id);
        CHECK(colleague(town, *id).name == "Глеб");
        CHECK(colleague(town, *id).is_active());
        CHECK(town.session(town.sign_in(gleb)->token)->actor.roles == app::Roles{app::Role::organiser});
    });
}

TEST_CASE("an invitation works once and for seven days, to the millisecond")
{
    for_each_town([](TestTown& town) {
        administrator_acts(town);
        const auto link = invite_gleb(town).value();
        town.now = noon + 7 * 24h;
        CHECK(accept(town, link).error().message == "accounts.invitation.gone");
        town.now = noon + 7 * 24h - 1ms;
        CHECK(accept(town, link));
        CHECK(accept(town, link).error().message == "accounts.invitation.gone");
        CHECK_FALSE(accept(town, Secret<std::string>("")));
        CHECK_FALSE(
            town.read([&](app::View& view) { return find_invited(view.db, town.town.id, link.reveal(), town.now); }));
    });
}

TEST_CASE("an address is invited once, and somebody without a role is not invited")
{
    for_each_town([](TestTown& town) {
        administrator_acts(town);
        CHECK(invite_gleb(town, {}).error().field == "roles");
        REQUIRE(invite_gleb(town));
        const auto again = town.change(
            [](app::Work& work) { return invite(work, *Email::parse("GLEB@yurga.example"), {app::Role::clerk}); });
        CHECK(again.error().kind == RefusalKind::conflict);
        CHECK(again.error().message == "accounts.email.taken");
        CHECK(town.value("SELECT count(*) FROM accounts WHERE town_id = :town") ==
              2);  // a refused command leaves nothing
    });
}

TEST_CASE("a new link puts the former out of force, ends sessions, and drops the second factor only when asked")
{
    for_each_town([](TestTown& town) {
        administrator_acts(town);
        const auto id = town.add(boris, {app::Role::administrator}, totp_secret);
        const auto session = town.second_step(*town.sign_in(boris), town.code()).token;
        const auto renew = [&](SecondFactor factor) {
            return town.change([&](app::Work& work) { return renew_invitation(work, id, factor); }).value();
        };
        const auto first = renew(SecondFactor::drop);
        const auto second = renew(SecondFactor::keep);
        CHECK(town.session(session));  // until the link is taken up nothing changes for the person
        CHECK_FALSE(accept(town, first));
        REQUIRE(accept(town, second));
        CHECK_FALSE(town.session(session));
        CHECK(colleague(town, id).has_second_factor);
        CHECK(town.sign_in(boris)->next == Entry::Next::second_step);

        REQUIRE(accept(town, renew(SecondFactor::drop)));
        CHECK_FALSE(colleague(town, id).has_second_factor);
        CHECK(town.sign_in(boris)->next == Entry::Next::set_second_factor);
    });
}

TEST_CASE("roles are changed for the next request already")
{
    for_each_town([](TestTown& town) {
        administrator_acts(town);
        const auto id = town.add(boris, {app::Role::clerk});
        const auto session = town.sign_in(boris)->token;
        REQUIRE(town.change([&](app::Work& work) {
            return change_roles(work, id, {app::Role::juror, app::Role::moderator});
        }));
        CHECK(town.session(session)->actor.roles == app::Roles{app::Role::juror, app::Role::moderator});
        CHECK(town.change([&](app::Work& work) { return change_roles(work, id, {}); }).error().field == "roles");
        REQUIRE(town.change([&](app::Work& work) { return change_roles(work, id, {app::Role::administrator}); }));
        CHECK(town.session(session)->must_set_second_factor);
    });
}

TEST_CASE("the last administrator can neither be closed nor lose the role, not even by themselves")
{
    for_each_town([](TestTown& town) {
        const auto me = administrator_acts(town);
        const auto close_me = [&] { return town.change([&](app::Work& work) { return close_account(work, me); }); };
        const auto demote_me = [&] {
            return town.change([&](app::Work& work) { return change_roles(work, me, {app::Role::clerk}); });
        };
        CHECK(close_me().error().message == "accounts.administrator.last");
        CHECK(demote_me().error().message == "accounts.administrator.last");
        REQUIRE(invite_gleb(town, {app::Role::administrator}));  // has never been here: does not count
        CHECK(demote_me().error().field == "roles");
        town.add(boris, {app::Role::administrator}, totp_secret);
        CHECK(demote_me());
        CHECK(colleague(town, me).roles == app::Roles{app::Role::clerk});
        CHECK(close_me());
    });
}

TEST_CASE("a closed account ends everywhere, and comes back only by a new link")
{
    for_each_town([](TestTown& town) {
        administrator_acts(town);
        const auto link = invite_gleb(town).value();
        const auto id = town.add(boris, {app::Role::clerk});
        const auto session = town.sign_in(boris)->token;
        const auto close = [&](Id<app::Account> who) {
            return town.change([&](app::Work& work) { return close_account(work, who); });
        };
        REQUIRE(close(id));
        CHECK_FALSE(town.session(session));
        CHECK_FALSE(town.sign_in(boris));
        CHECK(close(id).error().message == "accounts.colleague.closed");
        CHECK(
            town.change([&](app::Work& work) { return change_roles(work, id, {app::Role::juror}); }).error().message ==
            "accounts.colleague.closed");

        const auto invited =
            town.read([&](app::View& view) { return find_invited(view.db, view.town.id, link.reveal(), view.now); });
        REQUIRE(close(invited->id));
        CHECK_FALSE(accept(town, link));

        const auto back = town.change([&](app::Work& work) { return renew_invitation(work, id, SecondFactor::keep); });
        CHECK(accept(town, *back, "Борис"));
        CHECK(town.sign_in(boris));
    });
}

TEST_CASE("a changed password ends all other sessions and waiting links")
{
    for_each_town([](TestTown& town) {
        const auto id = town.add(vera, {app::Role::clerk});
        const auto desk = town.sign_in(vera)->token;
        const auto phone = town.sign_in(vera)->token;
        const auto link =
            town.change([&](app::Work& work) { return renew_invitation(work, id, SecondFactor::keep); }).value();
        town.act_as(desk);
        REQUIRE(town.change([&](app::Work& work) { return change_password(work, "$argon2id$новый", desk.reveal()); }));
        CHECK(town.session(desk));
        CHECK_FALSE(town.session(phone));
        CHECK_FALSE(accept(town, link));
        CHECK(town.value<std::string>("SELECT password_hash FROM accounts WHERE town_id = :town") == "$argon2id$новый");
    });
}

TEST_CASE("a new second factor ends all other sessions, and the former key stops working")
{
    for_each_town([](TestTown& town) {
        town.add(vera, {app::Role::administrator}, totp_secret);
        const auto phone = town.second_step(*town.sign_in(vera), town.code()).token;
        town.now = noon + 30s;
        const auto desk = town.second_step(*town.sign_in(vera), town.code()).token;
        town.act_as(desk);
        const auto secret = town.change(prepare_second_factor).value();
        CHECK(town.session(desk)->actor.has(app::Role::administrator));  // until it is confirmed the former key holds
        const auto key = TotpKey::parse(secret.reveal()).value();
        const auto code = key.code(totp_step(town.now)).reveal();
        REQUIRE(town.change([&](app::Work& work) { return confirm_second_factor(work, code, desk.reveal()); }));
        CHECK(town.session(desk));
        CHECK_FALSE(town.session(phone));

        town.actor = {};
        town.now = town.now + 60s;
        CHECK(town.second_step(*town.sign_in(vera), town.code()).kind == SecondStepAnswer::Kind::wrong);
        CHECK(town.second_step(*town.sign_in(vera), key.code(totp_step(town.now)).reveal()).kind ==
              SecondStepAnswer::Kind::inside);
    });
}

TEST_CASE("every deed with accounts is in the audit, without an address or a secret")
{
    for_each_town([](TestTown& town) {
        administrator_acts(town);
        const auto link = invite_gleb(town).value();
        const auto id = accept(town, link).value();
        town.change([&](app::Work& work) { return change_roles(work, id, {app::Role::clerk}); });
        town.change([&](app::Work& work) { return renew_invitation(work, id, SecondFactor::drop); });
        const auto session = town.sign_in(gleb)->token;
        town.change([&](app::Work& work) { return close_account(work, id); });
        const auto secret = town.change(prepare_second_factor).value();

        const std::string log = audit(town);
        for (const std::string deed :
             {"accounts.added", "accounts.invited", "accounts.invitation_accepted", "accounts.roles_changed",
              "accounts.link_given", "accounts.signed_in", "accounts.closed", "accounts.second_factor_shown"}) {
            CAPTURE(deed);
            CHECK(log.find(deed) != std::string::npos);
        }
        CHECK(log.find("g***@yurga.example") != std::string::npos);
        for (const std::string& hidden : {gleb, vera, link.reveal(), session.reveal(), secret.reveal(), good_hash()}) {
            CHECK(log.find(hidden) == std::string::npos);
        }
    });
}

TEST_CASE("colleagues are listed page by page, each with their own roles")
{
    for_each_town([](TestTown& town) {
        administrator_acts(town);
        town.add(boris, {app::Role::clerk, app::Role::juror});
        REQUIRE(invite_gleb(town));
        const auto page = [&](std::string_view after, int limit) {
            return town.read(
                [&](app::View& view) { return store::list_colleagues(view.db, view.town.id, after, limit); });
        };
        const auto all = page("", 10);
        REQUIRE(all.size() == 3);
        CHECK(all[0].colleague.roles == app::Roles{app::Role::clerk, app::Role::juror});
        CHECK(all[1].colleague.roles == app::Roles{app::Role::organiser});
        CHECK(all[1].invited == noon);
        CHECK(all[2].colleague.has_second_factor);
        CHECK_FALSE(all[2].invited);
        REQUIRE(page("", 2).size() == 2);
        CHECK(page(gleb, 2).front().colleague.email.text() == vera);
        CHECK(page(vera, 2).empty());
    });
}

TEST_CASE("the command line makes an administrator only with a good name, address and password")
{
    for_each_town([](TestTown& town) {
        town.actor.kind = app::Actor::Kind::system;
        const auto create = [&](const std::string& name, const std::string& password) {
            return town.change([&](app::Work& work) {
                return create_administrator(work, *Email::parse(vera), name, Secret<std::string>(password));
            });
        };
        CHECK(create("", good_password).error().field == "name");
        CHECK(create("Вера", "короткий").error().message == "accounts.password.short");
        CHECK(create("Вера", "yurga yurga yurga 2026").error().message == "accounts.password.guessable");
        const auto id = create("Вера", good_password);
        REQUIRE(id);
        CHECK(create("Вера", good_password).error().message == "accounts.email.taken");
        const auto hash = town.read([&](app::View& view) { return store::password_hash(view.db, view.town.id, *id); });
        CHECK(hashing().verify(hash, Secret<std::string>(good_password)));
        CHECK(town.session(Secret<std::string>("x")) == std::nullopt);

        const auto demo = town.change([&](app::Work& work) {
            return create_account(work, *Email::parse(boris), "Борис", {app::Role::administrator},
                                  Secret<std::string>(good_password), {.second_factor = totp_secret});
        });
        CHECK(colleague(town, demo.value()).has_second_factor);
        const auto bad = town.change([&](app::Work& work) {
            return create_account(work, *Email::parse(gleb), "Глеб", {app::Role::clerk},
                                  Secret<std::string>(good_password), {.second_factor = "short"});
        });
        CHECK(bad.error().message == "accounts.second_factor.bad_secret");
        CHECK(town.value("SELECT count(*) FROM accounts WHERE town_id = :town") == 2);
    });
}

}  // namespace commands_test
