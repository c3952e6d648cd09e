#include "db/database.hpp"

#include <stdexcept>

#include "core/expect.hpp"
#include "db/engines.hpp"

namespace veche::db {

std::unique_ptr<Database> Database::open(const Settings& settings)
{
    const std::string_view url = settings.url;
    constexpr std::string_view sqlite = "sqlite:";
    if (url.starts_with(sqlite) && url.size() > sqlite.size())
        return open_sqlite(settings, std::string(url.substr(sqlite.size())));
    if (url.starts_with("postgresql://") || url.starts_with("postgres://")) return open_postgres(settings);
    // The address is not repeated: it may hold a password.
    throw std::invalid_argument("the database is neither sqlite:FILE nor postgresql://…");
}

void Database::restore(const std::filesystem::path&)
{
    throw Bug("restore() is for PostgreSQL", std::source_location::current());
}

}  // namespace veche::db
