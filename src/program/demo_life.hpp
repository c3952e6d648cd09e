#pragma once

#include <filesystem>

#include <nlohmann/json_fwd.hpp>

#include "program/installation.hpp"

namespace veche::program {

/// The year of a plan in the demo.
struct DemoYear {
    Installation& installation;
    const std::filesystem::path& folder;  // demo/, for the drawings
    const app::Town& town;
    int year = 0;
    Day today{};  // by the town's clocks
};

/// Hours of those lines that have a programme: [{title, hours}].
void write_programmes(const DemoYear& lived, const nlohmann::json& programmes);
/// {approval, moved: […], held: […], cancelled: […]}: what has become of the lines. Of a held line without a "day" each of its days that is over
/// is told, and nothing while none is. What the rules of the plan refuse is a Mistake in the data.
void live_through(const DemoYear& lived, const nlohmann::json& life);

}  // namespace veche::program
