#include "features/plan/line/store.hpp"

namespace veche::plan::store {

void insert_import(db::Session& tx, Town town, const Import& import, Instant now)
{
    tx.execute(
        "INSERT INTO plan_imports (town_id, id, year, file_name, tables, columns, corrections, version, account_id, "
        "result, created_at)"
        " VALUES (:town, :id, :year, :file_name, :tables, :columns, :corrections, 1, :account, '', :now)",
        {{"town", town},
         {"id", import.id},
         {"year", import.year},
         {"file_name", import.file_name},
         {"tables", import.tables},
         {"columns", import.columns},
         {"corrections", import.corrections},
         {"account", import.account},
         {"now", now}});
}

std::optional<Import> find_import(db::Session& db, Town town, std::int64_t id)
{
    return db.find(
        "SELECT id, year, file_name, tables, columns, corrections, version, account_id, result FROM plan_imports"
        " WHERE town_id = :town AND id = :id",
        {{"town", town}, {"id", id}}, [](db::Row& row) {
            return Import{row.next<std::int64_t>(), row.next<int>(),          row.next<std::string>(),
                          row.next<std::string>(),  row.next<std::string>(),  row.next<std::string>(),
                          row.next<std::int64_t>(), row.next<std::int64_t>(), row.next<std::string>()};
        });
}

std::optional<ImportEnd> find_import_end(db::Session& db, Town town, std::int64_t id)
{
    return db.find("SELECT year, result FROM plan_imports WHERE town_id = :town AND id = :id",
                   {{"town", town}, {"id", id}}, [](db::Row& row) {
                       return ImportEnd{row.next<int>(), row.next<std::string>()};
                   });
}

bool update_import(db::Session& tx, Town town, const Import& import)
{
    return tx.execute(
               "UPDATE plan_imports SET columns = :columns, corrections = :corrections, version = version + 1"
               " WHERE town_id = :town AND id = :id AND version = :version AND result = ''",
               {{"town", town},
                {"id", import.id},
                {"columns", import.columns},
                {"corrections", import.corrections},
                {"version", import.version}}) == 1;
}

void finish_import(db::Session& tx, Town town, std::int64_t id, std::string_view result)
{
    tx.execute(
        "UPDATE plan_imports SET tables = '', columns = '', corrections = '', result = :result"
        " WHERE town_id = :town AND id = :id",
        {{"town", town}, {"id", id}, {"result", result}});
}

void delete_import(db::Session& tx, Town town, std::int64_t id)
{
    tx.execute("DELETE FROM plan_imports WHERE town_id = :town AND id = :id", {{"town", town}, {"id", id}});
}

}  // namespace veche::plan::store
