#include "app/import/store.hpp"

namespace veche::app::import::store {

void insert(db::Session& tx, Town town, const Row& row, Instant now)
{
    tx.execute(
        "INSERT INTO imports (town_id, id, kind, about, file_name, tables, columns, corrections, version, account_id, "
        "result, created_at)"
        " VALUES (:town, :id, :kind, :about, :file_name, :tables, '', '', 1, :account, '', :now)",
        {{"town", town},
         {"id", row.id},
         {"kind", row.kind},
         {"about", row.about},
         {"file_name", row.file_name},
         {"tables", row.tables},
         {"account", row.account},
         {"now", now}});
}

std::optional<Row> find(db::Session& db, Town town, std::string_view kind, std::int64_t id)
{
    return db.find(
        "SELECT id, kind, about, file_name, tables, columns, corrections, version, account_id, result FROM imports"
        " WHERE town_id = :town AND id = :id AND kind = :kind",
        {{"town", town}, {"id", id}, {"kind", kind}}, [](db::Row& row) {
            return Row{row.next<std::int64_t>(), row.next<std::string>(),  row.next<std::string>(),
                       row.next<std::string>(),  row.next<std::string>(),  row.next<std::string>(),
                       row.next<std::string>(),  row.next<std::int64_t>(), row.next<std::int64_t>(),
                       row.next<std::string>()};
        });
}

std::optional<End> find_end(db::Session& db, Town town, std::string_view kind, std::int64_t id)
{
    return db.find("SELECT about, result FROM imports WHERE town_id = :town AND id = :id AND kind = :kind",
                   {{"town", town}, {"id", id}, {"kind", kind}}, [](db::Row& row) {
                       return End{row.next<std::string>(), row.next<std::string>()};
                   });
}

bool update(db::Session& tx, Town town, const Row& row)
{
    return tx.execute(
               "UPDATE imports SET columns = :columns, corrections = :corrections, version = version + 1"
               " WHERE town_id = :town AND id = :id AND kind = :kind AND version = :version AND result = ''",
               {{"town", town},
                {"id", row.id},
                {"kind", row.kind},
                {"columns", row.columns},
                {"corrections", row.corrections},
                {"version", row.version}}) == 1;
}

void finish(db::Session& tx, Town town, std::int64_t id, std::string_view result)
{
    tx.execute(
        "UPDATE imports SET tables = '', columns = '', corrections = '', result = :result"
        " WHERE town_id = :town AND id = :id",
        {{"town", town}, {"id", id}, {"result", result}});
}

void remove(db::Session& tx, Town town, std::string_view kind, std::int64_t id)
{
    tx.execute("DELETE FROM imports WHERE town_id = :town AND id = :id AND kind = :kind",
               {{"town", town}, {"id", id}, {"kind", kind}});
}

}  // namespace veche::app::import::store
