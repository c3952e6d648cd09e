#pragma once

#include <nlohmann/json_fwd.hpp>

#include "app/feature.hpp"
#include "language/language.hpp"

/// What the background work could not do, and what an administrator does about it. features/faults/README.md.
namespace veche::faults {

app::Feature feature();

/// For the first page of the office: {title, text, href} while something stands aside or a job fails; false for nothing, and for
/// everybody else.
nlohmann::json todo(app::View& view, const language::Words& words);

}  // namespace veche::faults
