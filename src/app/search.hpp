#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/work.hpp"
#include "core/html.hpp"
#include "language/when/asked.hpp"

/// One search over everything public. Features put a document in when a record becomes public and take it out when it stops
/// to be, in the same transaction, so the search never knows more than the pages.
namespace veche::app::search {

/// One of the times at which something is on. Both days belong to it; `exact`: its day is known, not only its month or quarter.
struct Time {
    Day starts{}, ends{};
    std::optional<int> minute = {};  // since midnight
    bool exact = true;
};

struct Document {
    std::string kind;    // "plan.line": a message id "search.kind_plan_line" exists for it
    std::string object;  // the key under which it is replaced or removed
    std::string url;     // path of its page
    std::string title;
    std::string body;
    std::optional<Day> day;  // what is newer comes first
    std::vector<Time> times = {};
    std::string time_words = {};  // "II квартал": shown instead of a day that nobody has named
};
void put(Work& work, const Document& document);
/// A body of sentences: what is empty is left out, and no stop stands after a stop.
std::string sentences(const std::vector<std::string>& parts);
void remove(Work& work, std::string_view object);
/// The words of all documents of the town anew, and the mark by which is_current() knows it.
void rebuild(Work& work);
/// Of several processes that start at once one makes anew what is kept folded: the others wait for it, and get false.
bool begin_rebuild(Work& work);
/// False when the town's words were kept by another folding, or never.
bool is_current(db::Session& db, Id<Town> town);

struct Hit {
    std::string kind, url, title;
    Html snippet;  // with <mark> around the words found
    std::optional<Day> day;
    std::string time_words = {};  // instead of the day
};
/// At most `limit` (1..100): what has more of the words in its title first, then the newest day. All words must be there, in any form;
/// the last one also matches as a beginning. Anything may be typed: operators are words. An empty query finds nothing.
/// docs/rules/search.md.
std::vector<Hit> find(View& view, std::string_view query, int limit);
/// What is on in these days and has all words of the query, which may be empty: by day and hour, then what goes on for a week and longer,
/// then, of a month or more, what has no day. `day` is the first of these days on which it is. Two statements. docs/rules/finding.md.
std::vector<Hit> find_on(View& view, std::string_view query, const language::Days& days, int limit);

}  // namespace veche::app::search
