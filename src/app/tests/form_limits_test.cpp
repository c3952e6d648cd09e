#include <doctest/doctest.h>

#include "app/album/model.hpp"
#include "form_limits.hpp"

namespace app_form_limits_test {

using namespace veche;
using namespace veche::app;
using namespace veche::test;

TEST_CASE("every field of the forms of app is as long as what its command takes")
{
    check_form_limits("app", {{"home q", query_most}, {"search q", query_most}, {"layout_portal q", query_most}});
}

TEST_CASE("every field of the forms of album is as long as what its command takes")
{
    check_form_limits("album", {{"office_photos author", album::author_limit},
                                {"office_photos alt-{{id}}", album::alt_limit},
                                {"office_photos author-{{id}}", album::author_limit},
                                {"office_photos rights-{{id}}", album::rights_limit},
                                {"office_photos place-{{id}}", 3}});
}

}  // namespace app_form_limits_test
