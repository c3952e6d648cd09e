#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/town.hpp"
#include "core/time.hpp"
#include "db/session.hpp"

/// SQL of towns, of the outbox, of budgets and of periodic jobs; what stands aside, the audit, letters, media, the search and touches have files of
/// their own.
namespace veche::app::store {

std::vector<Town> list_towns(db::Session& db);
std::int64_t count_towns(db::Session& db);
void insert_town(db::Session& tx, const Town& town, Instant now);
void update_town(db::Session& tx, const Town& town);

struct OutboxRow {
    std::int64_t id = 0;
    std::string kind, payload;
};
void insert_outbox(db::Session& tx, Id<Town> town, std::int64_t id, std::string_view kind, std::string_view payload,
                   Instant now);
/// Marks at most 100 waiting rows as dispatched and returns them, oldest first; two processes never get the same row.
std::vector<OutboxRow> take_outbox(db::Session& tx, Id<Town> town, Instant now);
void insert_delivery(db::Session& tx, Id<Town> town, std::int64_t outbox_id, std::string_view listener, Instant due);
struct Delivery {
    std::int64_t outbox_id = 0;
    std::string listener, kind, payload;
    Instant at{};  // when it was announced
    std::int64_t attempts = 0;
};
/// Those for whom something is due, known to this program or not.
std::vector<std::string> list_due_listeners(db::Session& db, Id<Town> town, Instant now);
/// The oldest of this listener that does not stand aside, if its time has come: order is part of the promise.
std::optional<Delivery> find_due_delivery(db::Session& db, Id<Town> town, std::string_view listener, Instant now);
/// False when another process has it already: the claim moves due_at to `until`.
bool claim_delivery(db::Session& tx, Id<Town> town, const Delivery& delivery, Instant now, Instant until);
/// False when it is gone: another process has handled it meanwhile.
bool delete_delivery(db::Session& tx, Id<Town> town, const Delivery& delivery);
/// `delivery` says how many attempts count.
void postpone_delivery(db::Session& tx, Id<Town> town, const Delivery& delivery, Instant due, std::string_view error);
/// Forgets announcements that every listener has handled and that are older than `before`, at most `most`.
std::int64_t prune_outbox(db::Session& tx, Id<Town> town, Instant before, int most);

/// One subject's budget in one span.
struct Spending {
    std::string_view name, subject;
    Instant begins, ends;
};
/// How much of it is used now, with one more. The row is locked until the end.
std::int64_t spend(db::Session& tx, Id<Town> town, const Spending& spending);

/// What waits in a town for the background work, of all towns in one query; towns where nothing does are left out.
struct Waiting {
    Id<Town> town{};
    bool announcements = false;  // not yet handed to their listeners
    bool deliveries = false;     // due, of any listener, also of one that this program does not know
    bool deeds = false;          // not sealed
};
std::vector<Waiting> list_waiting(db::Session& db, Instant now);

/// True when the job was due and is now claimed until `next`.
bool claim_periodic(db::Session& tx, Id<Town> town, std::string_view name, Instant now, Instant next);
/// It has run well.
void forget_periodic_failures(db::Session& tx, Id<Town> town, std::string_view name);
void set_periodic_due(db::Session& tx, Id<Town> town, std::string_view name, Instant due);
struct PeriodicRun {
    Id<Town> town{};
    std::string name;
    Instant due{};
};
/// All that ever ran, of all towns.
std::vector<PeriodicRun> list_periodic(db::Session& db);
/// One failure more; returns how many there are now. Nothing when the job is no longer due.
std::optional<std::int64_t> count_periodic_failure(db::Session& tx, Id<Town> town, std::string_view name,
                                                   std::string_view error, Instant now);
struct Retry {
    Instant now{}, again{};
};
/// The same of a job that was claimed in a transaction of its own, before its work.
void fail_claimed_periodic(db::Session& tx, Id<Town> town, std::string_view name, std::string_view error,
                           const Retry& retry);

}  // namespace veche::app::store
