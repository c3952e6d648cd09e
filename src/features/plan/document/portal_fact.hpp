#pragma once

#include "features/plan/document/fact.hpp"
#include "web/request.hpp"

namespace veche::plan {

/// Which figure's records an address asks for (FactChoice::query); what it does not understand chooses everything.
FactChoice fact_choice(const web::Request& request);
/// Where its page begins; "" at the start.
std::string fact_place(const web::Request& request);

}  // namespace veche::plan
