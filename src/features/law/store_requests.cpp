#include "features/law/store_requests.hpp"

#include "core/expect.hpp"

namespace veche::law::store {

namespace {

SubjectRequest read_request(db::Row& row)
{
    SubjectRequest one;
    one.id = row.next<Id<SubjectRequest>>();
    for (auto* text : {&one.name, &one.email, &one.phone, &one.identified}) *text = row.next<std::string>();
    const auto wish = parse_wish(row.next<std::string>());
    one.received = row.next<Day>();
    one.due = row.next<Day>();
    one.longer_because = row.next<std::string>();
    const auto stage = parse_stage(row.next<std::string>());
    VECHE_EXPECT(wish && stage);
    one.wish = *wish;
    one.stage = *stage;
    one.answer = row.next<std::string>();
    one.entered = row.next<Instant>();
    one.entered_by = row.next<std::string>();
    one.settled = row.next<std::optional<Instant>>();
    one.erased = row.next<std::optional<Instant>>();
    return one;
}

}  // namespace

void insert_request(db::Session& tx, Id<app::Town> town, const SubjectRequest& one)
{
    tx.execute(
        "INSERT INTO subject_requests (town_id, id, subject_name, subject_email, subject_phone, identified, wish, "
        "received,"
        " due, longer_because, stage, answer, entered_at, entered_by, settled_at, erased_at) VALUES (:town, :id, "
        ":name, :email,"
        " :phone, :identified, :wish, :received, :due, '', 'open', '', :entered, :entered_by, NULL, NULL)",
        {{"town", town},
         {"id", one.id},
         {"name", one.name},
         {"email", one.email},
         {"phone", one.phone},
         {"identified", one.identified},
         {"wish", to_text(one.wish)},
         {"received", one.received},
         {"due", one.due},
         {"entered", one.entered},
         {"entered_by", one.entered_by}});
}

std::optional<SubjectRequest> find_request(db::Session& db, Id<app::Town> town, Id<SubjectRequest> id)
{
    return db.find(
        "SELECT id, subject_name, subject_email, subject_phone, identified, wish, received, due, longer_because, stage,"
        " answer, entered_at, entered_by, settled_at, erased_at FROM subject_requests WHERE town_id = :town AND id = "
        ":id",
        {{"town", town}, {"id", id}}, read_request);
}

std::optional<SubjectRequest> find_request_for_update(db::Session& tx, Id<app::Town> town, Id<SubjectRequest> id)
{
    tx.execute("UPDATE subject_requests SET due = due WHERE town_id = :town AND id = :id",
               {{"town", town}, {"id", id}});
    return find_request(tx, town, id);
}

void update_request(db::Session& tx, Id<app::Town> town, const SubjectRequest& one)
{
    tx.execute(
        "UPDATE subject_requests SET due = :due, longer_because = :because, stage = :stage, answer = :answer,"
        " settled_at = :settled WHERE town_id = :town AND id = :id",
        {{"town", town},
         {"id", one.id},
         {"due", one.due},
         {"because", one.longer_because},
         {"stage", to_text(one.stage)},
         {"answer", one.answer},
         {"settled", one.settled}});
}

std::vector<SubjectRequest> list_open_requests(db::Session& db, Id<app::Town> town, int limit)
{
    return db.list(
        "SELECT id, subject_name, subject_email, subject_phone, identified, wish, received, due, longer_because, stage,"
        " answer, entered_at, entered_by, settled_at, erased_at FROM subject_requests"
        " WHERE town_id = :town AND stage = 'open' ORDER BY due, id LIMIT :limit",
        {{"town", town}, {"limit", limit}}, read_request);
}

std::vector<SubjectRequest> list_settled_requests(db::Session& db, Id<app::Town> town, Id<SubjectRequest> before,
                                                  int limit)
{
    return db.list(
        "SELECT id, subject_name, subject_email, subject_phone, identified, wish, received, due, longer_because, stage,"
        " answer, entered_at, entered_by, settled_at, erased_at FROM subject_requests"
        " WHERE town_id = :town AND stage <> 'open' AND (:before = 0 OR id < :before) ORDER BY id DESC LIMIT :limit",
        {{"town", town}, {"before", before}, {"limit", limit}}, read_request);
}

void insert_deed(db::Session& tx, Id<app::Town> town, Id<SubjectRequest> request, Id<SubjectDeed> id,
                 const SubjectDeed& deed)
{
    tx.execute(
        "INSERT INTO subject_deeds (town_id, id, request_id, deed, details, at, actor)"
        " VALUES (:town, :id, :request, :deed, :details, :at, :actor)",
        {{"town", town},
         {"id", id},
         {"request", request},
         {"deed", deed.deed},
         {"details", deed.details},
         {"at", deed.at},
         {"actor", deed.actor}});
}

std::vector<SubjectDeed> list_deeds(db::Session& db, Id<app::Town> town, Id<SubjectRequest> request, int limit)
{
    return db.list(
        "SELECT deed, details, at, actor FROM subject_deeds WHERE town_id = :town AND request_id = :request"
        " ORDER BY id LIMIT :limit",
        {{"town", town}, {"request", request}, {"limit", limit}}, [](db::Row& row) {
            SubjectDeed deed{.deed = row.next<std::string>()};
            deed.details = row.next<std::string>();
            deed.at = row.next<Instant>();
            deed.actor = row.next<std::string>();
            return deed;
        });
}

}  // namespace veche::law::store
