#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "app/work.hpp"

namespace veche::app {

/// How often something may be asked of a town in a span of time, by one network or by everybody together, before the rest have to wait.
///
/// Three things look like it and are not. A wait between attempts to sign in grows with each failure and is forgiven with the right password
/// (features/accounts/model_throttle.hpp). The guests from one network are counted by the entries that stand, and who is beyond that is not refused
/// but asked to confirm (docs/rules/sign-up.md). Letters that strangers cause are counted by the letters (app::send).
struct Budget {
    std::string_view name;      // "suggestions.network"
    std::chrono::minutes span;  // spans follow one another from the town's midnight on
    std::int64_t most;
};

/// Takes one; false when none is left until the next span. Who ask at once come one after another, for the row is locked until
/// the commit; a command that is refused for it and rolls back takes none. `subject`, a network, is kept as a hash that is another in each span.
bool spend(Work& work, const Budget& budget, std::string_view subject = {});

}  // namespace veche::app
