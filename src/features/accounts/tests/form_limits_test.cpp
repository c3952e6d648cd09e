#include <doctest/doctest.h>

#include "features/accounts/queries.hpp"
#include "form_limits.hpp"

namespace accounts_form_limits_test {

using namespace veche;
using namespace veche::test;

TEST_CASE("every field of the forms of accounts is as long as what its command takes")
{
    check_form_limits("accounts", {{"portal_second_step code", 40},
                                   {"office_second_factor code", 10},
                                   {"portal_invitation name", accounts::name_most},
                                   {"portal_sign_in email", mailbox_most},
                                   {"office_people email", mailbox_most}});
}

}  // namespace accounts_form_limits_test
