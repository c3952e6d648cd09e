#pragma once

#include "features/plan/when_reader.hpp"

namespace veche::plan::speech {

/// Makes one value of everything the words said; its text is left empty.
When weigh(Findings found, int year);

}  // namespace veche::plan::speech
