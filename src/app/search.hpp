#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/work.hpp"
#include "core/html.hpp"

/// One search over everything public. Features put a document in when a record becomes public and take it out when it stops
/// to be, in the same transaction, so the search never knows more than the pages.
namespace veche::app::search {

struct Document {
    std::string kind;    // "plan.line": a message id "search.kind_plan_line" exists for it
    std::string object;  // the key under which it is replaced or removed
    std::string url;     // path of its page
    std::string title;
    std::string body;
    std::optional<Day> day;
};
void put(Work& work, const Document& document);
void remove(Work& work, std::string_view object);

struct Hit {
    std::string kind, url, title;
    Html snippet;  // with <mark> around the words found
    std::optional<Day> day;
};
/// The best first, at most `limit` (1..100). Words are stemmed in Russian and English; the last one also matches as a
/// beginning. Anything may be typed: operators are words. An empty query finds nothing.
std::vector<Hit> find(View& view, std::string_view query, int limit);

}  // namespace veche::app::search
