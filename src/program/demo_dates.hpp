#pragma once

#include <string>

#include "core/time.hpp"

namespace veche::program {

/// The demo's data with its dates put in, so that its present year is half lived on whatever day it is made:
///   {YEAR}     today's year
///   {+3} {-9}  that many days from today: "04.12.2026"
///   {SAT+0}    the next Saturday, today's if today is one, and so many days from it: {SAT+7} is the one after
/// Never out of today's year: what would be is its first or its last day. Any other text stays as it is.
std::string dated(std::string text, Day today);

}  // namespace veche::program
