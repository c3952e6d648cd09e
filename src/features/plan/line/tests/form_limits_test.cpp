#include <doctest/doctest.h>

#include "features/plan/document/model.hpp"
#include "features/plan/life/model.hpp"
#include "features/plan/photos/model.hpp"
#include "form_limits.hpp"

namespace plan_form_limits_test {

using namespace veche;
using namespace veche::test;

TEST_CASE("every field of the forms of plan is as long as what its command takes")
{
    check_form_limits("plan", {{"office_document act", plan::act_limit},
                               {"office_document act_number", plan::act_number_limit},
                               {"office_document signer_post", plan::signer_limit},
                               {"office_document signer_name", plan::signer_limit},
                               {"office_photos author", plan::author_limit},
                               {"office_photos alt-{{id}}", plan::alt_limit},
                               {"office_photos author-{{id}}", plan::author_limit},
                               {"office_photos place-{{id}}", 3},
                               {"office_move when", plan::when_limit},
                               {"part_reason reason", plan::reason_limit},
                               {"office_held participants", 9},
                               {"office_held summary", plan::summary_limit},
                               {"office_list q", query_most},
                               {"office_line title", plan::title_limit},
                               {"office_line number", 6},
                               {"office_line section", plan::section_limit},
                               {"office_line when", plan::when_limit},
                               {"office_line reason", plan::reason_limit},
                               {"office_line place", plan::place_limit},
                               {"office_line audience", plan::audience_limit},
                               {"office_import_1 year", year_digits},
                               {"office_copy to", year_digits}});
}

}  // namespace plan_form_limits_test
