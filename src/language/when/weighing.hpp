#pragma once

#include "language/when/reader.hpp"

namespace veche::language::speech {

/// Makes one value of everything the words said; its text is left empty.
When weigh(Findings found, int year);

}  // namespace veche::language::speech
