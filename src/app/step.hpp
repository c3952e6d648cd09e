#pragma once

namespace veche::app {

/// So many rows a periodic job takes in one transaction, for others wait meanwhile and PostgreSQL stops a statement after two
/// seconds. When it finds as many it says Work::leave_rest and is called again.
inline constexpr int rows_of_a_step = 500;

}  // namespace veche::app
