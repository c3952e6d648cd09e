#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "app/town.hpp"
#include "core/id.hpp"
#include "core/time.hpp"
#include "db/session.hpp"

/// SQL of imports under way. Every function is of one town and one kind; what is another's is not there.
namespace veche::app::import::store {

using Town = Id<app::Town>;

/// An import under way, or confirmed when it has a `result`. The texts but the name are JSON of pending.cpp.
struct Row {
    std::int64_t id = 0;
    std::string kind, about, file_name, tables, columns, corrections;
    std::int64_t version = 1;
    std::int64_t account = 0;
    std::string result;
};
void insert(db::Session& tx, Town town, const Row& row, Instant now);
std::optional<Row> find(db::Session& db, Town town, std::string_view kind, std::int64_t id);
/// How it stands with an import, without the tables, which may be tens of megabytes.
struct End {
    std::string about;
    std::string result;  // "" while it is under way
};
std::optional<End> find_end(db::Session& db, Town town, std::string_view kind, std::int64_t id);
/// False when somebody saved another version meanwhile, or confirmed it.
bool update(db::Session& tx, Town town, const Row& row);
/// The file is forgotten, the result stays.
void finish(db::Session& tx, Town town, std::int64_t id, std::string_view result);
void remove(db::Session& tx, Town town, std::string_view kind, std::int64_t id);

}  // namespace veche::app::import::store
