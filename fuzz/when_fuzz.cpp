// Words of a plan's date from anywhere: never an exception, never a day that no calendar has, never lost words.

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "core/text.hpp"
#include "language/when/when.hpp"

namespace {

using namespace veche;
using namespace veche::language;

void must(bool holds)
{
    if (!holds) __builtin_trap();
}

bool is_minute(std::optional<int> minute)
{
    return !minute || (*minute >= 0 && *minute < 24 * 60);
}

void check(const When& when)
{
    must(when.periods.empty() == (when.precision == Precision::none));
    must(std::ranges::is_sorted(when.periods));
    must(std::ranges::adjacent_find(when.periods) == when.periods.end());
    for (const Period& period : when.periods) {
        must(period.first.ok() && period.last.ok() && period.first <= period.last);
        must(int(period.first.year()) >= 1900 && int(period.last.year()) <= 2199);
        must(is_minute(period.start_minute) && is_minute(period.end_minute));
        must(period.start_minute || !period.end_minute);
    }
    must(load_periods(store_periods(when.periods)) == when.periods);
    must(iso_start(when).empty() == when.periods.empty());
    must(iso_end(when).empty() == when.periods.empty());
}

}  // namespace

/// The first byte chooses the plan's year.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) return 0;
    const int year = 1950 + data[0];
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const When when = parse_when(text, year);
    check(when);
    must(when.text == trimmed(text));
    must(parse_when(when.text, year) == when);
    return 0;
}
