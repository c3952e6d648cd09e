#pragma once

#include <string>
#include <vector>

#include "app/town.hpp"
#include "features/plan/line/model.hpp"
#include "language/language.hpp"

namespace veche::plan {

struct FeedHead {
    const language::Words& words;
    const app::Town& town;
    std::string address;  // of this very feed, absolute
    std::string title;
    std::string choice;  // Filter::query(): what tells it from the town's other feeds
    Instant changed{};   // when anything announced in the town changed last
};

/// RFC 4287; entries in the order given, ids stable for ever.
std::string write_atom(const FeedHead& head, const std::vector<Line>& lines);
/// RSS 2.0 with a permanent guid.
std::string write_rss(const FeedHead& head, const std::vector<Line>& lines);
/// JSON Feed 1.1.
std::string write_json_feed(const FeedHead& head, const std::vector<Line>& lines);

}  // namespace veche::plan
