#pragma once

// The lines of a version as text, for ever: what is written today is read in twenty years. (A file of its own beside document.hpp,
// because it is about the form in which they are stored.)

#include <string>
#include <string_view>
#include <vector>

#include "features/plan/document/model.hpp"

namespace veche::plan {

/// JSON with names, so that a later reader needs no key.
std::string store_snapshot(const std::vector<SnapshotLine>& lines);
/// The exact inverse. Any other text was not written by this program, and is a Bug.
std::vector<SnapshotLine> load_snapshot(std::string_view text);

}  // namespace veche::plan
