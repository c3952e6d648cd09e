#include "features/plan/import/draft_json.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "features/plan/import/tests/tables_for_test.hpp"

namespace draft_json_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

TEST_CASE("the draft as JSON has exactly the promised names")
{
    auto draft = understand(
        {sheet("План", {std::string(usual_header), "I. Праздники",
                        "14|Праздник|6 июля 2021 г., 12.00|площадь|ДК; ТОС|все", "|Дело|по мере необходимости|||—"})},
        2021);
    const nlohmann::json lines = {
        {{"table", "План"},
         {"row", 3},
         {"number", 14},
         {"section", "Праздники"},
         {"title", "Праздник"},
         {"when",
          {{"text", "6 июля 2021 г., 12.00"},
           {"precision", "minute"},
           {"starts", "2021-07-06T12:00"},
           {"ends", "2021-07-06"}}},
         {"place", "площадь"},
         {"responsible", {"ДК", "ТОС"}},
         {"audience", "все"},
         {"age_mark", nullptr},
         {"warnings", nlohmann::json::array()}},
        {{"table", "План"},
         {"row", 4},
         {"number", nullptr},
         {"section", "Праздники"},
         {"title", "Дело"},
         {"when", {{"text", "по мере необходимости"}, {"precision", "none"}, {"starts", nullptr}, {"ends", nullptr}}},
         {"place", ""},
         {"responsible", nlohmann::json::array()},
         {"audience", ""},
         {"age_mark", nullptr},
         {"warnings", {"draft.number_missing"}}}};
    CHECK(draft_json(draft) == nlohmann::json{{"lines", lines},
                                              {"warnings", nlohmann::json::array()},
                                              {"remarks", nlohmann::json::array()}});
    draft.remarks = {{"draft.table_hidden", {{"table", "Черновик"}, {"rows", "3"}}}};
    CHECK(draft_json(draft)["warnings"] == nlohmann::json{"draft.table_hidden"});
    CHECK(draft_json(draft)["remarks"][0]["values"]["table"] == "Черновик");
}

}  // namespace draft_json_test
