#include <doctest/doctest.h>

#include "features/suggestions/model.hpp"
#include "form_limits.hpp"

namespace suggestions_form_limits_test {

using namespace veche;
using namespace veche::test;

TEST_CASE("the forms of suggestions take as much as the rules, no more and no less")
{
    check_form_limits("suggestions", {{"portal_suggest name", suggestions::who_limit},
                                      {"portal_suggest contact", suggestions::who_limit},
                                      {"part_fields title", suggestions::text_limit},
                                      {"part_fields why", suggestions::why_limit},
                                      {"part_fields when", suggestions::text_limit},
                                      {"part_fields place", suggestions::text_limit},
                                      {"part_fields audience", suggestions::text_limit},
                                      {"office_suggestion reason", suggestions::refusal_limit}});
}

}  // namespace suggestions_form_limits_test
