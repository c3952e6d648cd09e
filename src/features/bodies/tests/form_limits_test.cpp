#include <doctest/doctest.h>

#include "features/bodies/model.hpp"
#include "form_limits.hpp"

namespace bodies_form_limits_test {

using namespace veche;
using namespace veche::test;

TEST_CASE("every field of the forms of bodies is as long as what its command takes")
{
    check_form_limits("bodies", {{"office_bodies q", query_most},
                                 {"office_body name", bodies::name_limit},
                                 {"office_body short_name", bodies::name_limit},
                                 {"office_body contact", bodies::contact_limit},
                                 {"office_body phone", bodies::phone_limit},
                                 {"office_body email", mailbox_most}});
}

}  // namespace bodies_form_limits_test
