#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/search.hpp"

/// What the two engines do in their own ways: FTS5 with the stemming tokenizer, and tsvector 'russian'.
namespace veche::app::store {

void put_document(db::Session& tx, Id<Town> town, std::int64_t id, const search::Document& document);
void remove_document(db::Session& tx, Id<Town> town, std::string_view object);

struct FoundDocument {
    std::string kind, url, title, snippet;  // the snippet has \x02 and \x03 around the words found
    std::optional<Day> day;
};
std::vector<FoundDocument> find_documents(db::Session& db, Id<Town> town, const std::vector<std::string>& words,
                                          int limit);

}  // namespace veche::app::store
