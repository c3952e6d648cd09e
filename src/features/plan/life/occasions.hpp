#pragma once

// The happenings of the plan as occasions (app/occasions): what people sign up for, whatever the plan is.

#include <vector>

#include "app/occasions/occasions.hpp"
#include "features/plan/life/model.hpp"

namespace veche::plan {

/// An occasion's key is that of its happening.
app::Occasion occasion_of(const Line& line, const Happening& happening);
std::vector<app::Occasion> occasions_of(const Line& line);

app::OccasionSource occasion_source();

}  // namespace veche::plan
