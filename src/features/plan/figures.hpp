#pragma once

#include <vector>

#include "app/figures/figure.hpp"

/// What of the plan is counted. The pages of the plan read these and count nothing themselves.
namespace veche::plan::figures {

/// Lines; everybody is told of those that are announced.
const app::Figure& lines();
/// Their happenings: a festival in four yards is four.
const app::Figure& happenings();
/// Those who came, as the reports tell.
const app::Figure& participants();
/// Names in the lines that mean no body. What is so now has the day of today.
const app::Figure& unknown_names();

std::vector<app::Figure> all();

/// A year's plan.
app::Scope of_year(int year, std::vector<app::Chosen> choices = {});
/// What the pages of the portal show: the announced lines, whoever reads.
app::Scope for_everybody(app::Scope scope);

}  // namespace veche::plan::figures
