#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/town.hpp"
#include "core/time.hpp"
#include "db/session.hpp"

/// All SQL of app/ but the search's (store_search.cpp).
namespace veche::app::store {

std::vector<Town> list_towns(db::Session& db);
std::int64_t count_towns(db::Session& db);
void insert_town(db::Session& tx, const Town& town, Instant now);
void update_town(db::Session& tx, const Town& town);

struct AuditRow {
    std::int64_t number = 0;
    Instant at{};
    std::int64_t actor_id = 0;
    std::string actor, deed, object, details, previous, hash;
};
struct AuditHead {
    std::int64_t number = 0;
    std::string hash;
};
/// Takes the next number of the town's chain and locks it until the transaction ends.
AuditHead next_audit(db::Session& tx, Id<Town> town);
void append_audit(db::Session& tx, Id<Town> town, const AuditRow& row);
void each_audit(db::Session& db, Id<Town> town, const std::function<void(const AuditRow&)>& each);
/// Every town has one from its first day.
std::optional<AuditHead> audit_head(db::Session& db, Id<Town> town);
/// The newest first, older than `before` (0: from the end), at most `limit`.
std::vector<AuditRow> list_audit(db::Session& db, Id<Town> town, std::int64_t before, int limit);

struct OutboxRow {
    std::int64_t id = 0;
    std::string kind, payload;
};
void insert_outbox(db::Session& tx, Id<Town> town, std::int64_t id, std::string_view kind, std::string_view payload,
                   Instant now);
/// Marks at most 100 waiting rows as dispatched and returns them, oldest first; two processes never get the same row.
std::vector<OutboxRow> take_outbox(db::Session& tx, Id<Town> town, Instant now);
void insert_delivery(db::Session& tx, Id<Town> town, std::int64_t outbox_id, std::string_view listener, Instant due);
bool has_waiting_outbox(db::Session& db, Id<Town> town);
struct Delivery {
    std::int64_t outbox_id = 0;
    std::string listener, kind, payload;
    std::int64_t attempts = 0;
};
std::optional<Delivery> find_due_delivery(db::Session& db, Id<Town> town, Instant now);
/// False when another process has it already: the claim moves due_at to `until`.
bool claim_delivery(db::Session& tx, Id<Town> town, const Delivery& delivery, Instant now, Instant until);
/// False when it is gone: another process has handled it meanwhile.
bool delete_delivery(db::Session& tx, Id<Town> town, const Delivery& delivery);
void postpone_delivery(db::Session& tx, Id<Town> town, const Delivery& delivery, Instant due, std::string_view error);
/// Forgets announcements that every listener has handled and that are older than `before`.
std::int64_t prune_outbox(db::Session& tx, Id<Town> town, Instant before);

/// True when the job was due and is now claimed until `next`.
bool claim_periodic(db::Session& tx, Id<Town> town, std::string_view name, Instant now, Instant next);

bool is_periodic_due(db::Session& db, Id<Town> town, std::string_view name, Instant now);

struct Touch {
    Id<Town> town{};
    std::string topic;
    std::int64_t stamp = 0;
};
void touch_topic(db::Session& tx, Id<Town> town, std::string_view topic, std::int64_t stamp, std::int64_t process);
std::vector<Touch> list_touches(db::Session& db, Id<Town> town, std::int64_t since, std::int64_t but_of_process);

}  // namespace veche::app::store
