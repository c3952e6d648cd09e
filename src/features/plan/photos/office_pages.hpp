#pragma once

#include <vector>

#include <nlohmann/json.hpp>

#include "features/plan/photos/model.hpp"
#include "language/language.hpp"

namespace veche::plan {

/// "50-0": the value of a focus in forms, and the end of its class in pages ("focus-50-0").
std::string focus_text(const Focus& focus);
/// One of the nine places that can be chosen.
std::optional<Focus> parse_focus(std::string_view text);

/// plan/office_photos.html without csrf and what was typed.
nlohmann::json photos_model(const language::Words& words, const Line& line, const Happening& happening,
                            const std::vector<Photo>& photos);

}  // namespace veche::plan
