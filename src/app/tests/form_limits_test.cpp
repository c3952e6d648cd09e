#include <doctest/doctest.h>

#include "form_limits.hpp"

namespace app_form_limits_test {

using namespace veche;
using namespace veche::test;

TEST_CASE("every field of the forms of app is as long as what its command takes")
{
    check_form_limits("app", {{"home q", query_most}, {"search q", query_most}, {"layout_portal q", query_most}});
}

}  // namespace app_form_limits_test
