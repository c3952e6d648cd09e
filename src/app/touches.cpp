#include "app/touches.hpp"

namespace veche::app {

namespace {

// At the start there are no marks yet: transactions that are under way then have numbers not far below the last one.
constexpr std::int64_t most_under_way = 10'000;
// Marks closer together than this tell nothing new.
constexpr std::chrono::seconds between_marks{5};

}  // namespace

void Touches::begin(db::Session& db, Steady now)
{
    last_ = store::last_touch(db);
    after_ = std::max<std::int64_t>(0, last_ - most_under_way);
    for (const auto& touch : store::list_touches(db, after_, 0)) seen_.insert(touch.number);
    marks_ = {{now, last_}};
}

std::vector<store::Touch> Touches::look(db::Session& db, std::int64_t but_of_process, Steady now)
{
    // Read first: what is given a number after this one is found by the next look.
    const auto last = store::last_touch(db);
    std::vector<store::Touch> fresh;
    for (auto& touch : store::list_touches(db, after_, but_of_process))
        if (seen_.insert(touch.number).second) fresh.push_back(std::move(touch));

    last_ = std::max(last_, last);
    if (marks_.empty() || now - marks_.back().at >= between_marks) marks_.push_back({now, last_});
    for (const auto& mark : marks_)
        if (now - mark.at >= longest_commit) after_ = std::max(after_, mark.number);
    seen_.erase(seen_.begin(), seen_.upper_bound(after_));
    while (marks_.size() > 1 && now - marks_[1].at >= kept_for) marks_.pop_front();
    return fresh;
}

std::int64_t Touches::prunable(Steady now) const
{
    return marks_.empty() || now - marks_.front().at < kept_for ? 0 : marks_.front().number;
}

}  // namespace veche::app
