#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "app/actor.hpp"
#include "app/store.hpp"
#include "app/town.hpp"
#include "core/time.hpp"
#include "db/session.hpp"

/// The audit of a town: append only, each row bound to the one before it by SHA-256 (docs/rules/audit.md), so that a changed,
/// removed or inserted row breaks every hash after it.
namespace veche::app::audit {

/// hash = SHA-256("audit-v1" ‖ town and each field with its length), lower-case hex: a chain is of one town only.
std::string chain_hash(Id<Town> town, const store::AuditRow& row);

void append(db::Session& tx, Id<Town> town, Instant at, const Actor& actor, std::string_view deed,
            std::string_view object, std::string details);

/// "" when whole, else a sentence naming the first wrong row. Reads the whole chain.
std::string verify(db::Session& db, Id<Town> town);

}  // namespace veche::app::audit
