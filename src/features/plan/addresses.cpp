#include "features/plan/addresses.hpp"

#include <charconv>

#include <fmt/format.h>

#include "core/errors.hpp"

namespace veche::plan {

int year_of(const app::Context& context)
{
    const auto& text = context.path("year");
    int year = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), year);
    if (text.size() != 4 || error != std::errc() || end != text.data() + text.size() || !is_year(year))
        throw NotFound("year");
    return year;
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
