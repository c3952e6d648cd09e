#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/erasure/personal.hpp"
#include "app/town.hpp"
#include "core/time.hpp"

/// Runs the statements that tools/personal.py made of the migrations' declarations.
namespace veche::app::erasure::store {

/// A row of a table: its key, and its columns as Table says.
struct Row {
    std::string key;
    std::vector<std::optional<std::string>> cells;
};

/// Returns the number of rows erased, at most step.rows. `hours`: the term that is over.
std::int64_t erase(db::Session& tx, Id<Town> town, const Step& step, int hours, Instant now);

/// Every row's key and sought cells, one after another: nothing is kept of what `each` does not keep.
void look(db::Session& db, Id<Town> town, const Table& table, const std::function<void(const Row&)>& each);
std::optional<Row> find(db::Session& db, Id<Town> town, const Table& table, const std::string& key);
std::vector<Row> list_of_parent(db::Session& db, Id<Town> town, const Table& table, const std::string& parent);

/// On the owner's request. Returns the number of rows changed.
std::int64_t erase_one(db::Session& tx, Id<Town> town, const Table& table, const std::string& key);
std::int64_t erase_of_parent(db::Session& tx, Id<Town> town, const Table& table, const std::string& parent);

}  // namespace veche::app::erasure::store
