#include <doctest/doctest.h>

#include "features/plan/import/import.hpp"

namespace corrections_test {

using namespace veche::plan;

TEST_CASE("an import's corrections are kept and read back whole")
{
    const Corrections corrections{
        {3, {{"when", "16 февраля 2021 г. в 15.00"}, {"title", "Викторина «Кузбасс: 300 лет истории»"}}},
        {117, {{"place", ""}}}};
    CHECK(load_corrections(store_corrections(corrections)) == corrections);
    CHECK(load_corrections(store_corrections({})).empty());
    CHECK(load_corrections("").empty());
}

}  // namespace corrections_test
