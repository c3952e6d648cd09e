#include "app/erasure/store.hpp"

namespace veche::app::erasure::store {

namespace {

Row read_row(db::Row& row, std::size_t cells)
{
    Row read{.key = row.next<std::string>(), .cells = {}};
    for (std::size_t i = 0; i < cells; ++i) read.cells.push_back(row.next<std::optional<std::string>>());
    return read;
}

}  // namespace

std::int64_t erase(db::Session& tx, Id<Town> town, const Step& step, int hours, Instant now)
{
    const Instant before = now - std::chrono::hours(hours);
    const Day day(std::chrono::floor<std::chrono::days>(
        std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(before.milliseconds))));
    const db::Value bound = step.by_day ? db::Value(day) : db::Value(before);
    if (step.marks) return tx.execute(step.sql, {{"town", town}, {"before", bound}, {"now", now}});
    return tx.execute(step.sql, {{"town", town}, {"before", bound}});
}

void look(db::Session& db, Id<Town> town, const Table& table, const std::function<void(const Row&)>& each)
{
    std::size_t cells = 0;
    for (const auto& column : table.columns) cells += column.sought();
    if (cells > 0) db.each(table.look, {{"town", town}}, [&](db::Row& row) { each(read_row(row, cells)); });
}

std::optional<Row> find(db::Session& db, Id<Town> town, const Table& table, const std::string& key)
{
    return db.find(table.one, {{"town", town}, {"key", key}},
                   [&](db::Row& row) { return read_row(row, table.columns.size()); });
}

std::vector<Row> list_of_parent(db::Session& db, Id<Town> town, const Table& table, const std::string& parent)
{
    return db.list(table.of_parent, {{"town", town}, {"key", parent}},
                   [&](db::Row& row) { return read_row(row, table.columns.size()); });
}

std::int64_t erase_one(db::Session& tx, Id<Town> town, const Table& table, const std::string& key)
{
    return table.erase_one.text().empty() ? 0 : tx.execute(table.erase_one, {{"town", town}, {"key", key}});
}

std::int64_t erase_of_parent(db::Session& tx, Id<Town> town, const Table& table, const std::string& parent)
{
    return table.erase_of_parent.text().empty() ? 0
                                                : tx.execute(table.erase_of_parent, {{"town", town}, {"key", parent}});
}

}  // namespace veche::app::erasure::store
