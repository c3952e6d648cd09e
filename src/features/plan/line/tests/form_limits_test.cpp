#include <doctest/doctest.h>

#include "form_limits.hpp"

namespace plan_form_limits_test {

using namespace veche;
using namespace veche::test;

TEST_CASE("every field of the forms of plan is as long as what its command takes")
{
    check_form_limits("plan", {{"office_list q", query_most}, {"office_copy to", year_digits}});
}

}  // namespace plan_form_limits_test
