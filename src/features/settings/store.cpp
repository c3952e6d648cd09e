#include "features/settings/store.hpp"

#include <algorithm>

#include "app/contacts/store.hpp"
#include "app/store.hpp"
#include "core/expect.hpp"

namespace veche::settings::store {

Saved get_town(db::Session& db, Id<app::Town> town)
{
    auto towns = app::store::list_towns(db);
    const auto found = std::ranges::find(towns, town, &app::Town::id);
    VECHE_EXPECT(found != towns.end());
    return {std::move(*found), app::store::get_contacts(db, town),
            db.value<std::int64_t>("SELECT version FROM towns WHERE id = :town", {{"town", town}})};
}

Saved get_for_update(db::Session& tx, Id<app::Town> town)
{
    // An update that changes nothing locks the row on PostgreSQL; on SQLite there is one writer anyway.
    tx.execute("UPDATE towns SET version = version WHERE id = :town", {{"town", town}});
    return get_town(tx, town);
}

}  // namespace veche::settings::store
