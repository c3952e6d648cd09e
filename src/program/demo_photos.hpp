#pragma once

#include <filesystem>

#include <nlohmann/json_fwd.hpp>

#include "features/plan/program.hpp"
#include "program/installation.hpp"

namespace veche::program {

/// Photographs of a happening of the demo that was held: drawings of demo/photos, which say that they are drawings. They go the
/// way of every photograph, through the child and into the media folder. Throws Mistake when the data do not fit.
void add_photos(Installation& installation, const std::filesystem::path& folder, const app::Town& town,
                const plan::Line& line, const nlohmann::json& photos);

}  // namespace veche::program
