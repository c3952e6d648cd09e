#include "features/plan/addresses.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"
#include "core/whole.hpp"

namespace veche::plan {

int year_of(const app::Context& context)
{
    const auto year = parse_whole<int>(context.path("year"));
    if (context.path("year").size() != 4 || !year || !is_year(*year)) throw NotFound("year");
    return *year;
}

std::chrono::year_month month_of(const app::Context& context)
{
    const auto& text = context.path("month");
    const auto month = parse_whole<unsigned>(text, 1, 12);
    if (!month || text[0] == '0') throw NotFound("month");
    return {std::chrono::year(year_of(context)), std::chrono::month(*month)};
}

std::string line_path(const Line& line)
{
    return fmt::format("/plan/{}/lines/{}", line.year, to_text(line.id));
}

std::string office_line_path(const Line& line)
{
    return fmt::format("/office/plan/{}/lines/{}", line.year, to_text(line.id));
}

}  // namespace veche::plan
