#pragma once

// A line as the office reads it: text in parts, each with "Изменить". Pure functions of what the queries read. (Beside pages.hpp, which
// has the list and the fields of the forms.)

#include <optional>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "features/bodies/feature.hpp"
#include "features/plan/line/model.hpp"
#include "language/language.hpp"

namespace veche::plan {

/// What a line's page is read and edited by: five parts of text, and two deeds that have a page of their own.
enum class RecordPart { when, who, audience, site, about, stage, removal };
inline constexpr RecordPart text_parts[] = {RecordPart::when, RecordPart::who, RecordPart::audience, RecordPart::site,
                                            RecordPart::about};
std::string_view to_text(RecordPart part);
std::optional<RecordPart> parse_record_part(std::string_view text);

/// plan/office_record but for what has become of the line, whose way it is in, and what neighbours say.
nlohmann::json record_model(const language::Words& words, const Line& line, const std::vector<bodies::Named>& partners,
                            bool may_edit, Day today);
/// What stands around the form of one part.
nlohmann::json record_part_model(const language::Words& words, const Line& line, RecordPart part);

}  // namespace veche::plan
