#pragma once

#include <vector>

#include "core/time.hpp"

/// Working days of the five-day week in Russia: the Labour Code, article 112, with what the Government moves in a year, and what
/// the town itself has entered.
namespace veche::law {

/// A day that is not what its weekday says.
struct OddDay {
    Day day{};
    bool working = false;
};

/// Whether the Government's moves of this year are shipped; of others the code's own rule is known alone.
bool has_decree(std::chrono::year year);

class WorkCalendar {
public:
    WorkCalendar() = default;
    explicit WorkCalendar(std::vector<OddDay> own) : own_(std::move(own)) {}

    bool is_working(Day day) const;
    /// The count-th working day after a day (152-FZ counts from the day after the one on which the request came). count: 1..250.
    Day after(Day day, int count) const;

private:
    std::vector<OddDay> own_;  // win over what is shipped
};

}  // namespace veche::law
