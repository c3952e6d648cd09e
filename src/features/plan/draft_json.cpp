#include "features/plan/draft_json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace veche::plan {

namespace {

nlohmann::json moment(std::optional<Day> day, std::optional<int> minute)
{
    if (!day) return nullptr;
    if (!minute) return iso_day(*day);
    return fmt::format("{}T{:02}:{:02}", iso_day(*day), *minute / 60, *minute % 60);
}

nlohmann::json when_json(const When& when)
{
    const bool clock = when.precision == Precision::minute && !when.periods.empty();
    const auto start_minute = clock && when.starts() == when.periods.front().first ? when.periods.front().start_minute : std::nullopt;
    const auto end_minute = clock && when.ends() == when.periods.back().last ? when.periods.back().end_minute : std::nullopt;
    return {{"text", when.text},
            {"precision", to_text(when.precision)},
            {"starts", moment(when.starts(), start_minute)},
            {"ends", moment(when.ends(), end_minute)}};
}

nlohmann::json line_json(const DraftLine& line)
{
    return {{"number", line.number ? nlohmann::json(*line.number) : nlohmann::json(nullptr)},
            {"section", line.section},
            {"title", line.title},
            {"when", when_json(line.when)},
            {"place", line.place},
            {"responsible", line.responsible},
            {"audience", line.audience},
            {"warnings", line.warnings}};
}

}  // namespace

nlohmann::json draft_json(const Draft& draft)
{
    nlohmann::json lines = nlohmann::json::array();
    for (const auto& line : draft.lines) lines.push_back(line_json(line));
    return {{"lines", std::move(lines)}, {"warnings", draft.warnings}};
}

}  // namespace veche::plan
