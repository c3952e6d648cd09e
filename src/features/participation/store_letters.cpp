#include "features/participation/store_letters.hpp"

#include "features/participation/store.hpp"

namespace veche::participation {

std::optional<std::string> find_key_hash(db::Session& db, Id<app::Town> town, Id<Entry> entry)
{
    return db.find("SELECT key_hash FROM participation_entries WHERE town_id = :town AND id = :entry",
                   {{"town", town}, {"entry", entry}}, [](db::Row& row) { return row.next<std::string>(); });
}

std::optional<Entry> find_entry_by_id(db::Session& db, Id<app::Town> town, Id<Entry> entry)
{
    const auto hash = find_key_hash(db, town, entry);
    return hash ? store::find_entry(db, town, *hash) : std::nullopt;
}

std::vector<SignUpPlace> list_sign_ups_from(db::Session& db, Id<app::Town> town, Day day)
{
    return db.list(
        "SELECT happening_id, line_id FROM participation_sign_ups WHERE town_id = :town AND ends >= :day"
        " ORDER BY happening_id",
        {{"town", town}, {"day", day}}, [](db::Row& row) {
            return SignUpPlace{row.next<Id<plan::Happening>>(), row.next<Id<plan::Line>>()};
        });
}

}  // namespace veche::participation
