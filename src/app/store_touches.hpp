#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/town.hpp"
#include "db/session.hpp"

/// SQL of what commands touched (see Work::touch).
namespace veche::app::store {

struct Touch {
    std::int64_t number = 0;
    Id<Town> town{};
    std::string topic;
};
void insert_touch(db::Session& tx, Id<Town> town, std::string_view topic, std::int64_t process);
/// Of all towns, oldest first.
std::vector<Touch> list_touches(db::Session& db, std::int64_t after, std::int64_t but_of_process);
/// 0 when there is none.
std::int64_t last_touch(db::Session& db);
void delete_touches(db::Session& tx, std::int64_t up_to);

}  // namespace veche::app::store
