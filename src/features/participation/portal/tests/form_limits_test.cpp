#include <doctest/doctest.h>

#include "features/participation/entry/model.hpp"
#include "form_limits.hpp"

namespace participation_form_limits_test {

using namespace veche;
using namespace veche::test;

TEST_CASE("every field of the forms of participation is as long as what its command takes")
{
    check_form_limits("participation", {{"portal_sign_up contact", participation::guest_limit},
                                        {"portal_sign_up email", mailbox_most},
                                        {"portal_sign_up phone", participation::phone_limit},
                                        {"portal_sign_up group", participation::group_limit},
                                        {"portal_sign_up {{name_id}}", participation::guest_limit},
                                        {"portal_sign_up {{age_id}}", 3},
                                        {"office_cancel reason", participation::reason_limit},
                                        {"office_sign_up seats", 6},
                                        {"office_sign_up guests_most", 2},
                                        {"office_sign_up age_least", 3},
                                        {"office_sign_up age_most", 3},
                                        {"office_sign_up offer_hours", 3},
                                        {"office_sign_up bring", participation::bring_limit}});
}

}  // namespace participation_form_limits_test
