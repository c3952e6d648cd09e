#pragma once

#include "app/work.hpp"
#include "features/law/model.hpp"
#include "features/law/model_calendar.hpp"

namespace veche::law {

/// A new row of the profile. Refusals: law.too_many_values. A key that is not there is NotFound.
Result<bool> enter_value(app::Work& work, Value value);

/// Refusals beside "day": law.too_many_days.
Result<bool> enter_day(app::Work& work, const OddDay& day);
/// NotFound when it is not among the town's own.
Result<bool> forget_day(app::Work& work, Day day);

}  // namespace veche::law
