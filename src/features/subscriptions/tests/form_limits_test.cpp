#include <doctest/doctest.h>

#include "form_limits.hpp"

namespace subscriptions_form_limits_test {

using namespace veche;
using namespace veche::test;

TEST_CASE("every field of the forms of subscriptions is as long as what its command takes")
{
    check_form_limits("subscriptions",
                      {{"portal_subscribe email", mailbox_most}, {"office_subscriptions email", mailbox_most}});
}

}  // namespace subscriptions_form_limits_test
