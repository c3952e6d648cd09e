#include "app/register/store_register.hpp"

#include "core/expect.hpp"

namespace veche::app::store {

namespace {

SeriesEnd end_of(db::Row& row)
{
    return {row.next<std::int64_t>(), row.next<std::string>()};
}

RegisterEntry entry_of(db::Row& row)
{
    RegisterEntry entry;
    entry.number = row.next<std::int64_t>();
    entry.at = row.next<Instant>();
    entry.object = row.next<std::string>();
    entry.corrects = row.next<std::optional<std::int64_t>>();
    entry.details = row.next<std::string>();
    entry.digests = row.next<std::string>();
    entry.previous = row.next<std::string>();
    entry.hash = row.next<std::string>();
    return entry;
}

}  // namespace

SeriesEnd lock_series(db::Session& tx, Id<Town> town, const Series& series)
{
    tx.execute(
        "INSERT INTO registers (town_id, kind, year, number, hash) VALUES (:town, :kind, :year, 0, '')"
        " ON CONFLICT DO NOTHING",
        {{"town", town}, {"kind", series.kind}, {"year", series.year}});
    const auto end = tx.find(
        "UPDATE registers SET number = number WHERE town_id = :town AND kind = :kind AND year = :year"
        " RETURNING number, hash",
        {{"town", town}, {"kind", series.kind}, {"year", series.year}}, end_of);
    VECHE_EXPECT(end.has_value());
    return *end;
}

void set_series_end(db::Session& tx, Id<Town> town, const Series& series, const SeriesEnd& end)
{
    tx.execute(
        "UPDATE registers SET number = :number, hash = :hash WHERE town_id = :town AND kind = :kind AND year = :year",
        {{"town", town}, {"kind", series.kind}, {"year", series.year}, {"number", end.number}, {"hash", end.hash}});
}

void insert_entry(db::Session& tx, Id<Town> town, const Series& series, const RegisterEntry& entry)
{
    tx.execute(
        "INSERT INTO register_entries (town_id, kind, year, number, at, object, corrects, details, digests, previous,"
        " hash) VALUES (:town, :kind, :year, :number, :at, :object, :corrects, :details, :digests, :previous, :hash)",
        {{"town", town},
         {"kind", series.kind},
         {"year", series.year},
         {"number", entry.number},
         {"at", entry.at},
         {"object", entry.object},
         {"corrects", entry.corrects},
         {"details", entry.details},
         {"digests", entry.digests},
         {"previous", entry.previous},
         {"hash", entry.hash}});
    for (const auto& one : entry.references)
        tx.execute(
            "INSERT INTO register_references (town_id, kind, year, number, name, reference, salt)"
            " VALUES (:town, :kind, :year, :number, :name, :reference, :salt)",
            {{"town", town},
             {"kind", series.kind},
             {"year", series.year},
             {"number", entry.number},
             {"name", one.name},
             {"reference", one.reference},
             {"salt", one.salt}});
}

std::int64_t delete_references(db::Session& tx, Id<Town> town, std::string_view reference)
{
    return tx.execute("DELETE FROM register_references WHERE town_id = :town AND reference = :reference",
                      {{"town", town}, {"reference", reference}});
}

std::vector<RegisterEntry> list_entries(db::Session& db, Id<Town> town, const Series& series, std::int64_t after,
                                        int most)
{
    auto entries = db.list(
        "SELECT number, at, object, corrects, details, digests, previous, hash FROM register_entries"
        " WHERE town_id = :town AND kind = :kind AND year = :year AND number > :after ORDER BY number LIMIT :most",
        {{"town", town}, {"kind", series.kind}, {"year", series.year}, {"after", after}, {"most", most}}, entry_of);
    if (entries.empty()) return entries;
    auto entry = entries.begin();
    db.each(
        "SELECT number, name, reference, salt FROM register_references WHERE town_id = :town AND kind = :kind"
        " AND year = :year AND number BETWEEN :first AND :last ORDER BY number, name",
        {{"town", town},
         {"kind", series.kind},
         {"year", series.year},
         {"first", entries.front().number},
         {"last", entries.back().number}},
        [&](db::Row& row) {
            RegisterReference one;
            one.number = row.next<std::int64_t>();
            one.name = row.next<std::string>();
            one.reference = row.next<std::string>();
            one.salt = row.next<std::string>();
            while (entry->number < one.number) ++entry;  // each stands on an entry: its key refers to it
            entry->references.push_back(std::move(one));
        });
    return entries;
}

std::optional<RegisterEntry> find_entry(db::Session& db, Id<Town> town, const Series& series, std::int64_t number)
{
    auto found = list_entries(db, town, series, number - 1, 1);
    if (found.empty() || found.front().number != number) return std::nullopt;
    return std::move(found.front());
}

std::optional<std::int64_t> find_correction(db::Session& db, Id<Town> town, const Series& series, std::int64_t number)
{
    return db.find(
        "SELECT number FROM register_entries WHERE town_id = :town AND kind = :kind AND year = :year"
        " AND corrects = :number",
        {{"town", town}, {"kind", series.kind}, {"year", series.year}, {"number", number}},
        [](db::Row& row) { return row.next<std::int64_t>(); });
}

std::vector<Series> list_series(db::Session& db, Id<Town> town)
{
    return db.list(
        "SELECT kind, year FROM registers WHERE town_id = :town UNION"
        " SELECT kind, year FROM register_entries WHERE town_id = :town ORDER BY kind, year",
        {{"town", town}}, [](db::Row& row) {
            Series series;
            series.kind = row.next<std::string>();
            series.year = row.next<int>();
            return series;
        });
}

std::optional<SeriesEnd> find_series_end(db::Session& db, Id<Town> town, const Series& series)
{
    return db.find("SELECT number, hash FROM registers WHERE town_id = :town AND kind = :kind AND year = :year",
                   {{"town", town}, {"kind", series.kind}, {"year", series.year}}, end_of);
}

std::optional<std::string> find_entry_hash(db::Session& db, Id<Town> town, const Series& series, std::int64_t number)
{
    return db.find(
        "SELECT hash FROM register_entries WHERE town_id = :town AND kind = :kind AND year = :year AND number = "
        ":number",
        {{"town", town}, {"kind", series.kind}, {"year", series.year}, {"number", number}},
        [](db::Row& row) { return row.next<std::string>(); });
}

}  // namespace veche::app::store
