#include "app/store_audit.hpp"

#include <algorithm>

#include "core/expect.hpp"

namespace veche::app::store {

namespace {

constexpr int rows_at_a_time = 2000;

AuditRow unsealed_row(db::Row& row)
{
    return {.number = 0,
            .at = row.next<Instant>(),
            .actor_id = row.next<std::int64_t>(),
            .actor = row.next<std::string>(),
            .deed = row.next<std::string>(),
            .object = row.next<std::string>(),
            .details = row.next<std::string>(),
            .previous = {},
            .hash = {}};
}

AuditRow sealed_row(db::Row& row)
{
    const auto number = row.next<std::int64_t>();
    AuditRow sealed = unsealed_row(row);
    sealed.number = number;
    sealed.previous = row.next<std::string>();
    sealed.hash = row.next<std::string>();
    return sealed;
}

AuditHead head_of(db::Row& row)
{
    return {row.next<std::int64_t>(), row.next<std::string>()};
}

}  // namespace

void insert_unsealed(db::Session& tx, Id<Town> town, std::int64_t id, const AuditRow& deed)
{
    tx.execute(
        "INSERT INTO audit_unsealed (town_id, id, at, actor_id, actor, deed, object, details)"
        " VALUES (:town, :id, :at, :actor_id, :actor, :deed, :object, :details)",
        {{"town", town},
         {"id", id},
         {"at", deed.at},
         {"actor_id", deed.actor_id},
         {"actor", deed.actor},
         {"deed", deed.deed},
         {"object", deed.object},
         {"details", deed.details}});
}

std::int64_t count_unsealed(db::Session& db, Id<Town> town)
{
    return db.value<std::int64_t>("SELECT count(*) FROM audit_unsealed WHERE town_id = :town", {{"town", town}});
}

std::vector<AuditRow> take_unsealed(db::Session& tx, Id<Town> town, int most)
{
    auto taken = tx.list(
        "DELETE FROM audit_unsealed WHERE town_id = :town AND id IN"
        " (SELECT id FROM audit_unsealed WHERE town_id = :town ORDER BY id LIMIT :most)"
        " RETURNING id, at, actor_id, actor, deed, object, details",
        {{"town", town}, {"most", most}}, [](db::Row& row) {
            const auto id = row.next<std::int64_t>();
            return std::pair(id, unsealed_row(row));
        });
    std::ranges::sort(taken, {}, &std::pair<std::int64_t, AuditRow>::first);
    std::vector<AuditRow> rows;
    for (auto& [id, row] : taken) rows.push_back(std::move(row));
    return rows;
}

AuditHead lock_audit_head(db::Session& tx, Id<Town> town)
{
    const auto head = tx.find("UPDATE audit_heads SET number = number WHERE town_id = :town RETURNING number, hash",
                              {{"town", town}}, head_of);
    VECHE_EXPECT(head.has_value());
    return *head;
}

void append_sealed(db::Session& tx, Id<Town> town, const AuditRow& row)
{
    tx.execute(
        "INSERT INTO audit (town_id, number, at, actor_id, actor, deed, object, details, previous, hash)"
        " VALUES (:town, :number, :at, :actor_id, :actor, :deed, :object, :details, :previous, :hash)",
        {{"town", town},
         {"number", row.number},
         {"at", row.at},
         {"actor_id", row.actor_id},
         {"actor", row.actor},
         {"deed", row.deed},
         {"object", row.object},
         {"details", row.details},
         {"previous", row.previous},
         {"hash", row.hash}});
}

void set_audit_head(db::Session& tx, Id<Town> town, const AuditHead& head)
{
    tx.execute("UPDATE audit_heads SET number = :number, hash = :hash WHERE town_id = :town",
               {{"town", town}, {"number", head.number}, {"hash", head.hash}});
}

void each_audit(db::Session& db, Id<Town> town, std::int64_t after, const std::function<void(const AuditRow&)>& each)
{
    for (std::size_t seen = rows_at_a_time; seen == rows_at_a_time;) {
        const auto rows = db.list(
            "SELECT number, at, actor_id, actor, deed, object, details, previous, hash FROM audit"
            " WHERE town_id = :town AND number > :after ORDER BY number LIMIT :limit",
            {{"town", town}, {"after", after}, {"limit", rows_at_a_time}}, sealed_row);
        for (const auto& row : rows) each(row);
        seen = rows.size();
        if (seen > 0) after = rows.back().number;
    }
}

std::optional<AuditHead> audit_head(db::Session& db, Id<Town> town)
{
    return db.find("SELECT number, hash FROM audit_heads WHERE town_id = :town", {{"town", town}}, head_of);
}

std::optional<std::string> find_audit_hash(db::Session& db, Id<Town> town, std::int64_t number)
{
    return db.find("SELECT hash FROM audit WHERE town_id = :town AND number = :number",
                   {{"town", town}, {"number", number}}, [](db::Row& row) { return row.next<std::string>(); });
}

std::vector<AuditRow> list_audit(db::Session& db, Id<Town> town, std::int64_t before, int limit)
{
    std::vector<AuditRow> rows;
    if (before == 0)
        rows = db.list(
            "SELECT at, actor_id, actor, deed, object, details FROM audit_unsealed WHERE town_id = :town"
            " ORDER BY id DESC LIMIT :limit",
            {{"town", town}, {"limit", limit}}, unsealed_row);
    // A page of nothing but unsealed deeds would leave no number to turn it by; there are so many for a moment only.
    const auto sealed = db.list(
        "SELECT number, at, actor_id, actor, deed, object, details, previous, hash FROM audit"
        " WHERE town_id = :town AND (:before = 0 OR number < :before) ORDER BY number DESC LIMIT :limit",
        {{"town", town}, {"before", before}, {"limit", limit}}, sealed_row);
    rows.insert(rows.end(), sealed.begin(), sealed.end());
    return rows;
}

}  // namespace veche::app::store
