#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/printable.hpp"
#include "core/text.hpp"

/// When the background work asks for a person (docs/rules/background.md).
namespace veche::app {

/// Attempts at one delivery; with the pauses between them some three hours. Then it stands aside, and what comes after it has its turn.
inline constexpr std::int64_t attempts_most = 12;
/// Failures of a periodic job, one after another, of which the office is told.
inline constexpr int failures_told = 3;

/// What an exception said, which may be anything, as both databases keep it.
inline std::string kept_error(std::string_view what)
{
    return shortened(printable(what), 1000);
}

}  // namespace veche::app
