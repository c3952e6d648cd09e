#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/town.hpp"
#include "core/time.hpp"
#include "db/session.hpp"

/// SQL of what stands aside: deliveries that no attempt brings about, and periodic jobs that fail (docs/rules/background.md).
namespace veche::app::store {

/// A delivery is named by its announcement and its listener.
struct DeliveryKey {
    std::int64_t outbox_id = 0;
    std::string listener;
};
struct Parked {
    DeliveryKey key;
    std::string kind, payload, error;
    Instant announced{}, parked{};
};

/// False when it is gone or stands aside already.
bool park_delivery(db::Session& tx, Id<Town> town, const DeliveryKey& key, std::string_view error, Instant now);
/// The oldest first, those behind `after`, at most `most`.
std::vector<Parked> list_parked(db::Session& db, Id<Town> town, const DeliveryKey& after, int most);
/// Counts up to `most`.
std::int64_t count_parked(db::Session& db, Id<Town> town, int most);
/// The kind of what it would have told; nothing when it does not stand aside.
std::optional<std::string> find_parked_kind(db::Session& db, Id<Town> town, const DeliveryKey& key);
/// Back into its queue, due now, in the order in which it was announced; one more failure parks it again. `attempts`: how many it then has had.
void unpark(db::Session& tx, Id<Town> town, const DeliveryKey& key, std::int64_t attempts, Instant now);
/// The same of all; returns how many.
std::int64_t unpark_all(db::Session& tx, Id<Town> town, std::int64_t attempts, Instant now);

struct FailingJob {
    std::string name, error;
    std::int64_t failures = 0;
    Instant since{}, due{};
};
/// Jobs that failed at least `least` times one after another.
std::vector<FailingJob> list_failing_jobs(db::Session& db, Id<Town> town, int least);

}  // namespace veche::app::store
