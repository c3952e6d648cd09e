#include "features/plan/import/draft_json.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace veche::plan {

namespace {

constexpr int unknown = -1;  // no clock time

nlohmann::json moment(std::optional<Day> day, int minute)
{
    if (!day) return nullptr;
    if (minute == unknown) return iso_day(*day);
    return fmt::format("{}T{:02}:{:02}", iso_day(*day), minute / 60, minute % 60);
}

nlohmann::json when_json(const When& when)
{
    int start_minute = unknown;
    int end_minute = unknown;
    if (when.precision == Precision::minute && !when.periods.empty()) {
        const Period& first = when.periods.front();
        const Period& last = when.periods.back();
        if (when.starts() == first.first) start_minute = first.start_minute.value_or(unknown);
        if (when.ends() == last.last) end_minute = last.end_minute.value_or(unknown);
    }
    return {{"text", when.text},
            {"precision", to_text(when.precision)},
            {"starts", moment(when.starts(), start_minute)},
            {"ends", moment(when.ends(), end_minute)}};
}

nlohmann::json line_json(const DraftLine& line, const Draft& draft)
{
    const auto table = std::ranges::find(draft.tables, line.table, &DraftTable::table);
    return {{"table", table == draft.tables.end() ? "" : table->name},
            {"row", line.row},
            {"number", line.number ? nlohmann::json(*line.number) : nlohmann::json(nullptr)},
            {"section", line.section},
            {"title", line.title},
            {"when", when_json(line.when)},
            {"place", line.place},
            {"responsible", line.responsible},
            {"audience", line.audience},
            {"age_mark", line.age_mark ? nlohmann::json(to_text(*line.age_mark)) : nlohmann::json(nullptr)},
            {"warnings", line.warnings}};
}

}  // namespace

nlohmann::json draft_json(const Draft& draft)
{
    nlohmann::json lines = nlohmann::json::array();
    for (const auto& line : draft.lines) lines.push_back(line_json(line, draft));
    nlohmann::json warnings = draft.warnings, remarks = nlohmann::json::array();
    for (const auto& remark : draft.remarks) {
        const bool told =
            std::any_of(warnings.begin(), warnings.end(), [&](const auto& id) { return id == remark.message; });
        if (!told) warnings.push_back(remark.message);
        nlohmann::json values = nlohmann::json::object();
        for (const auto& [name, value] : remark.values) values[name] = value;
        remarks.push_back({{"message", remark.message}, {"values", std::move(values)}});
    }
    return {{"lines", std::move(lines)}, {"warnings", std::move(warnings)}, {"remarks", std::move(remarks)}};
}

}  // namespace veche::plan
