#include "features/accounts/access.hpp"

#include <doctest/doctest.h>

namespace access_test {

using namespace veche;
using namespace veche::accounts;

namespace {

app::Actor staff(app::Roles roles)
{
    return {app::Actor::Kind::staff, Id<app::Account>(1), "Вера", roles};
}
app::Actor of_kind(app::Actor::Kind kind)
{
    return {kind, {}, "", {app::Role::administrator}};
}

}  // namespace

TEST_CASE("only administrators manage colleagues; everybody of the staff keeps their own account")
{
    for (const app::Role role : app::all_roles) {
        CAPTURE(app::to_text(role));
        CHECK(manage_colleagues.allows(staff({role})) == (role == app::Role::administrator));
        CHECK(keep_own_account.allows(staff({role})));
    }
    CHECK_FALSE(manage_colleagues.allows(staff({})));
    CHECK(keep_own_account.allows(staff({})));
}

TEST_CASE("residents and strangers may do neither, whatever roles stand beside them")
{
    for (const auto kind : {app::Actor::Kind::anonymous, app::Actor::Kind::resident}) {
        CHECK_FALSE(manage_colleagues.allows(of_kind(kind)));
        CHECK_FALSE(keep_own_account.allows(of_kind(kind)));
    }
    CHECK(manage_colleagues.allows(of_kind(app::Actor::Kind::system)));  // the command line
    CHECK_FALSE(keep_own_account.allows(of_kind(app::Actor::Kind::system)));
}

}  // namespace access_test
