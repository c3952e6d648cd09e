#include "features/plan/document/store.hpp"

#include "core/errors.hpp"
#include "features/plan/document/snapshot.hpp"

namespace veche::plan::store {

namespace {

PlanVersion read_version(db::Row& row)
{
    PlanVersion version;
    version.number = row.next<std::int64_t>();
    version.stage = parse_document_stage(row.next<std::string>()).value();
    version.act = row.next<std::string>();
    version.act_number = row.next<std::string>();
    version.act_day = row.next<std::optional<Day>>();
    version.signer_post = row.next<std::string>();
    version.signer_name = row.next<std::string>();
    version.made = row.next<Instant>();
    version.account = row.next<Id<app::Account>>();
    version.by = row.next<std::string>();
    return version;
}

#define VECHE_VERSION_COLUMNS \
    "number, stage, act, act_number, act_day, signer_post, signer_name, made_at, account_id, account_name"

}  // namespace

std::optional<Document> find_document(db::Session& db, Town town, int year)
{
    auto document = db.find("SELECT id, year, stage, version FROM plans WHERE town_id = :town AND year = :year",
                            {{"town", town}, {"year", year}}, [](db::Row& row) {
                                Document made;
                                made.plan = row.next<Id<Plan>>();
                                made.year = row.next<int>();
                                made.stage = parse_document_stage(row.next<std::string>()).value();
                                made.revision = row.next<std::int64_t>();
                                return made;
                            });
    if (document)
        document->versions = db.list("SELECT " VECHE_VERSION_COLUMNS
                                     " FROM plan_versions WHERE town_id = :town AND plan_id = :plan ORDER BY number",
                                     {{"town", town}, {"plan", document->plan}}, read_version);
    return document;
}

Document get_document_for_update(db::Session& tx, Town town, int year)
{
    // The harmless update takes PostgreSQL's row lock; on SQLite the lane is the lock.
    tx.execute("UPDATE plans SET version = version WHERE town_id = :town AND year = :year",
               {{"town", town}, {"year", year}});
    auto document = find_document(tx, town, year);
    if (!document) throw NotFound("plan");
    return *document;
}

void lock_plan(db::Session& tx, Town town, Id<Plan> plan)
{
    tx.execute("UPDATE plans SET version = version WHERE town_id = :town AND id = :plan",
               {{"town", town}, {"plan", plan}});
}

void update_document(db::Session& tx, Town town, const Document& document)
{
    tx.execute(
        "UPDATE plans SET stage = :stage, version = :version WHERE town_id = :town AND id = :plan",
        {{"stage", to_text(document.stage)}, {"version", document.revision}, {"town", town}, {"plan", document.plan}});
}

void insert_version(db::Session& tx, Town town, Id<Plan> plan, const PlanVersion& version)
{
    const std::string lines = store_snapshot(version.lines);
    tx.execute(
        "INSERT INTO plan_versions (town_id, plan_id, number, stage, act, act_number, act_day, signer_post, "
        "signer_name, lines, made_at, account_id, account_name) VALUES (:town, :plan, :number, :stage, :act, "
        ":act_number, :act_day, :post, :name, :lines, :made, :account, :by)",
        {{"town", town},
         {"plan", plan},
         {"number", version.number},
         {"stage", to_text(version.stage)},
         {"act", version.act},
         {"act_number", version.act_number},
         {"act_day", version.act_day},
         {"post", version.signer_post},
         {"name", version.signer_name},
         {"lines", lines},
         {"made", version.made},
         {"account", version.account},
         {"by", version.by}});
}

PlanVersion get_version(db::Session& db, Town town, Id<Plan> plan, std::int64_t number)
{
    auto version = db.find("SELECT " VECHE_VERSION_COLUMNS
                           ", lines FROM plan_versions WHERE town_id = :town AND plan_id = :plan AND number = :number",
                           {{"town", town}, {"plan", plan}, {"number", number}}, [](db::Row& row) {
                               PlanVersion made = read_version(row);
                               made.lines = load_snapshot(row.next<std::string>());
                               return made;
                           });
    if (!version) throw NotFound("version");
    return std::move(*version);
}

std::optional<PlanVersion> find_approval(db::Session& db, Town town, Id<Plan> plan)
{
    return db.find("SELECT " VECHE_VERSION_COLUMNS
                   " FROM plan_versions WHERE town_id = :town AND plan_id = :plan AND stage = 'approved'"
                   " ORDER BY number DESC LIMIT 1",
                   {{"town", town}, {"plan", plan}}, read_version);
}

std::vector<Id<Line>> list_line_ids(db::Session& db, Town town, Id<Plan> plan)
{
    return db.list("SELECT id FROM plan_lines WHERE town_id = :town AND plan_id = :plan",
                   {{"town", town}, {"plan", plan}}, [](db::Row& row) { return row.next<Id<Line>>(); });
}

}  // namespace veche::plan::store
