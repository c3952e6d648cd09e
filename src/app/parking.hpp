#pragma once

#include <cstdint>

/// When the background work asks for a person (docs/rules/background.md).
namespace veche::app {

/// Attempts at one delivery; with the pauses between them some three hours. Then it stands aside, and what comes after it has its turn.
inline constexpr std::int64_t attempts_most = 12;
/// Failures of a periodic job, one after another, of which the office is told.
inline constexpr int failures_told = 3;

}  // namespace veche::app
