#pragma once

#include <optional>
#include <string_view>
#include <vector>

/// For whom a thing is, in five words for a reader to choose by, recognised in what the office writes. docs/rules/finding.md.
namespace veche::plan {

enum class AudienceGroup { everyone, families, children, youth, elders };
inline constexpr AudienceGroup audience_groups[] = {AudienceGroup::everyone, AudienceGroup::families,
                                                    AudienceGroup::children, AudienceGroup::youth,
                                                    AudienceGroup::elders};

std::string_view to_text(AudienceGroup group);  // "everyone", "families", …
std::optional<AudienceGroup> parse_audience_group(std::string_view text);

/// The groups that the words name, each once, in their order; none when they name others («председатели ТОС») or nobody.
std::vector<AudienceGroup> groups_in(std::string_view audience);
bool names_group(std::string_view audience, AudienceGroup group);

}  // namespace veche::plan
