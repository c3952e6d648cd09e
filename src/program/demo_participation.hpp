#pragma once

#include <nlohmann/json_fwd.hpp>

#include "program/installation.hpp"

namespace veche::program {

/// Sign-ups of the demo's living year with people in them, and a door where people were counted. What is over on the day the demo is
/// made, or not near enough, is left out: the plan keeps the dates of its year.
void take_part(Installation& installation, const app::Town& town, int year, const nlohmann::json& wishes);

}  // namespace veche::program
