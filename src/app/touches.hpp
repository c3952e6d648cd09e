#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <set>
#include <string>
#include <vector>

#include "app/store_touches.hpp"

namespace veche::app {

/// Follows what the other processes of an installation touched, by the numbers that the database gave. No clock of any process
/// is compared with another's: a clock that is a minute behind loses nothing.
///
/// On PostgreSQL a number is given before its transaction is seen, so a smaller one may be seen after a greater. Each look
/// therefore goes back to where it stood `longest_commit` ago by this process's own steady clock, and what was seen already is
/// left alone.
class Touches {
public:
    using Steady = std::chrono::steady_clock::time_point;
    static constexpr std::chrono::seconds longest_commit{90};
    /// Rows so old are of no use to anybody and are pruned.
    static constexpr std::chrono::minutes kept_for{10};

    /// What is there already is older than every page of this process.
    void begin(db::Session& db, Steady now);
    std::vector<store::Touch> look(db::Session& db, std::int64_t but_of_process, Steady now);
    /// The number up to which rows may go; 0: none.
    std::int64_t prunable(Steady now) const;

private:
    struct Mark {
        Steady at;
        std::int64_t number;
    };
    std::int64_t after_ = 0;  // where the next look begins
    std::int64_t last_ = 0;
    std::deque<Mark> marks_;  // where former looks ended
    std::set<std::int64_t> seen_;
};

}  // namespace veche::app
