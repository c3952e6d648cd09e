#pragma once

#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "app/search.hpp"

/// Documents, and beside them a row for each word of each: the newest first under its word, so that a walk may end early, and all words
/// under their document, so that another word is one look. Both engines run the same statements.
namespace veche::app::store {

void put_document(db::Session& tx, Id<Town> town, std::int64_t id, const search::Document& document);
void remove_document(db::Session& tx, Id<Town> town, std::string_view object);

struct FoundDocument {
    std::int64_t id = 0;
    std::string kind, url, title, body;
    std::optional<Day> day;
    std::string time_words;
};
/// In the order of `ids`; those that are not there are left out.
std::vector<FoundDocument> list_documents_of(db::Session& db, Id<Town> town, const std::vector<std::int64_t>& ids);
/// In the order of their keys.
std::vector<FoundDocument> list_documents(db::Session& db, Id<Town> town, std::int64_t after, int limit);
/// Its words anew.
void put_postings(db::Session& tx, Id<Town> town, const FoundDocument& document);

/// A document under a word: what has it in its title comes first, then by its place, which is the newest day first.
struct Posting {
    std::int64_t part = 0, place = 0, document = 0;
    /// The order of a walk: of one day, the document put last is the newest.
    auto order() const { return std::tuple(part, place, -document); }
};
struct Wanted {
    std::string_view word;
    const std::vector<std::string>& others;  // of the same document, all; at most seven
    std::string_view beginning, last;        // of the same document: a word that begins so, or is `last`; "": not asked
};
std::vector<Posting> list_postings(db::Session& db, Id<Town> town, const Wanted& wanted, int limit);
/// A time of a document that touches the days asked for.
struct OnTime {
    std::int64_t document = 0;
    Day starts{};
    bool exact = true;
};
struct WantedDays {
    Day first{}, last{};
    bool vague = false;  // also what is known by its month or quarter only
};
/// Of the documents that have all that is wanted (`word` "": nothing more than the others): exact times before others, what is shorter than
/// a week before what goes on, by day and hour.
std::vector<OnTime> list_times(db::Session& db, Id<Town> town, const WantedDays& days, const Wanted& wanted, int limit);
/// How many documents have the word, counted up to `most`.
std::int64_t count_postings(db::Session& db, Id<Town> town, std::string_view word, std::int64_t most);
/// Words of the town that begin so, in the order of the alphabet; one look at the index for each.
std::vector<std::string> list_words(db::Session& db, Id<Town> town, std::string_view beginning, int limit);

/// PostgreSQL: waits, however long, for another process that folds anew, and lifts the limits of time for the rest of the transaction.
void hold_folding(db::Session& tx);
/// By which version of the folding the town's words are kept; 0: by none.
int find_folding(db::Session& db, Id<Town> town);
void put_folding(db::Session& tx, Id<Town> town, int version);

}  // namespace veche::app::store
