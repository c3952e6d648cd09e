#include "features/participation/door/attendance.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "app/token.hpp"
#include "core/expect.hpp"

namespace veche::participation {

std::string_view to_text(AgeGroup group)
{
    switch (group) {
        case AgeGroup::child: return "child";
        case AgeGroup::adult: return "adult";
        case AgeGroup::unknown: return "unknown";
    }
    return "unknown";
}

std::optional<AgeGroup> parse_age_group(std::string_view text)
{
    for (const auto group : {AgeGroup::child, AgeGroup::adult, AgeGroup::unknown})
        if (to_text(group) == text) return group;
    return std::nullopt;
}

AgeGroup age_group_of(const Guest& guest)
{
    if (!guest.age) return AgeGroup::unknown;
    return *guest.age < child_below ? AgeGroup::child : AgeGroup::adult;
}

bool is_walk_key(std::string_view key)
{
    return app::is_token_text(key, 8, 64);
}

std::string mark_key(const Mark& mark)
{
    if (mark.entry) return fmt::format("entry:{}:{}", to_text(*mark.entry), mark.position);
    VECHE_EXPECT(is_walk_key(mark.walk_key));
    return "walk:" + mark.walk_key;
}

Instant time_of(const Mark& mark, Instant now)
{
    return std::min(mark.at, now);
}

std::optional<Day> opening_of_door(const std::optional<Day>& first)
{
    if (!first) return std::nullopt;
    return Day{std::chrono::sys_days(*first) - std::chrono::days(1)};
}

std::optional<Refusal> fault_of_door(const std::optional<Day>& first, const std::optional<Day>& last, Day today,
                                     const Terms& terms)
{
    using std::chrono::days;
    using std::chrono::sys_days;
    if (const auto eve = opening_of_door(first); eve && today < *eve)
        return Refusal{RefusalKind::invalid, "participation.too_early", "", {}};
    if (last && sys_days(*last) + days(terms.kept_days) < sys_days(today))
        return Refusal{RefusalKind::invalid, "participation.too_late", "", {{"days", std::to_string(terms.kept_days)}}};
    return std::nullopt;
}

}  // namespace veche::participation
