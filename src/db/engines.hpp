#pragma once

#include <memory>

#include "db/database.hpp"

namespace veche::db {

std::unique_ptr<Database> open_sqlite(const Settings& settings, const std::string& file);
std::unique_ptr<Database> open_postgres(const Settings& settings);

}  // namespace veche::db
