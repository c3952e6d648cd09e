#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/town.hpp"
#include "core/time.hpp"
#include "db/session.hpp"

/// All SQL of the audit.
namespace veche::app::store {

/// A deed; number, previous and hash are the chain's, and empty while it is not sealed.
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

void insert_unsealed(db::Session& tx, Id<Town> town, std::int64_t id, const AuditRow& deed);
std::int64_t count_unsealed(db::Session& db, Id<Town> town);
/// Takes the oldest out, at most `most`, in their order.
std::vector<AuditRow> take_unsealed(db::Session& tx, Id<Town> town, int most);
/// The end of the town's chain, locked until the transaction ends.
AuditHead lock_audit_head(db::Session& tx, Id<Town> town);
void append_sealed(db::Session& tx, Id<Town> town, const AuditRow& row);
void set_audit_head(db::Session& tx, Id<Town> town, const AuditHead& head);

/// Every sealed row from number `after` + 1 on, in its order, a few thousand at a time: a chain is longer than memory.
void each_audit(db::Session& db, Id<Town> town, std::int64_t after, const std::function<void(const AuditRow&)>& each);
/// Every town has one from its first day.
std::optional<AuditHead> audit_head(db::Session& db, Id<Town> town);
std::optional<std::string> find_audit_hash(db::Session& db, Id<Town> town, std::int64_t number);
/// The newest first, older than `before` (0: from the end, with what is not sealed yet), at most `limit`.
std::vector<AuditRow> list_audit(db::Session& db, Id<Town> town, std::int64_t before, int limit);

}  // namespace veche::app::store
