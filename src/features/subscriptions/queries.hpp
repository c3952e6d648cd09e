#pragma once

#include <string>
#include <vector>

#include "app/work.hpp"
#include "features/subscriptions/model.hpp"
#include "features/subscriptions/store.hpp"

namespace veche::subscriptions {

/// What may be chosen of: the words of what is announced from three months ago to a year ahead, sorted as people sort.
struct Options {
    std::vector<std::string> places, audiences;
    std::size_t bytes() const;
};
Options options_of(app::View& view);

/// By the link of a letter. Throws NotFound for one that is unknown or too old.
Subscription get_subscription(app::View& view, std::string_view token);

/// How many there are and what they chose; no addresses.
struct Counts {
    std::int64_t confirmed = 0, asked = 0, weekly = 0, urgent = 0;
    std::vector<store::ChoiceCount> choices;
};
Counts counts_of(app::View& view);

}  // namespace veche::subscriptions
