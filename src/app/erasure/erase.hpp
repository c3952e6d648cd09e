#pragma once

#include <functional>
#include <string_view>

#include "app/erasure/personal.hpp"
#include "app/feature.hpp"

namespace veche::app::erasure {

/// For how many days the town keeps what a key of its law profile ("term.proposal_author") speaks of.
using DaysOf = std::function<int(Work&, std::string_view law)>;

/// One bounded step of each general deed of erasing; Work::leave_rest says that a step was full.
void erase_old(Work& work, const DaysOf& days_of);

/// Brings the job app.erase, once an hour.
Feature feature(DaysOf days_of);

}  // namespace veche::app::erasure
