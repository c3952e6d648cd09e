#pragma once

#include <vector>

#include "language/when/tokens.hpp"

namespace veche::language::speech {

/// Takes the words that name a clock out of the tokens: "мск", "МСК+4", "по московскому времени", "UTC+3", "по местному
/// времени". The time they stand behind is marked; a foreign clock that stands behind no time leaves a token Sign::zone in its
/// place.
std::vector<Token> without_zones(std::vector<Token> tokens);

}  // namespace veche::language::speech
