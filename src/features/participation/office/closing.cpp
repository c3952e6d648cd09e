#include "features/participation/office/closing.hpp"

#include <fmt/format.h>

namespace veche::participation {

std::optional<Instant> closing_in(web::Form& form, const language::Zone& zone)
{
    const auto day = form.day("closes_day");
    const auto clock = form.clock("closes_clock");
    if (day) return zone.instant(*day, clock.value_or(24 * 60 - 1));
    if (form.good() && clock) form.refuse({RefusalKind::invalid, "participation.closes_day_needed", "closes_day", {}});
    return std::nullopt;
}

void put_closing(app::FormContent& content, const std::optional<Instant>& closes, const language::Zone& zone)
{
    if (!closes) return;
    const auto local = zone.local(*closes);
    content.values.emplace_back("closes_day", iso_day(local.day));
    content.values.emplace_back("closes_clock", fmt::format("{:02}:{:02}", local.minute / 60, local.minute % 60));
}

}  // namespace veche::participation
