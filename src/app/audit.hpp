#pragma once

#include <cstdint>
#include <string>

#include "app/store_audit.hpp"
#include "app/town.hpp"
#include "db/session.hpp"

/// The audit of a town: append only, each row bound to the one before it by SHA-256 (docs/rules/audit.md), so that a changed,
/// removed or inserted row breaks every hash after it. A command writes its deeds unsealed; a job seals them.
namespace veche::app::audit {

/// hash = SHA-256("audit-v1" ‖ town and each field with its length), lower-case hex: a chain is of one town only.
std::string chain_hash(Id<Town> town, const store::AuditRow& row);

/// Seals the oldest unsealed deeds, at most `most`: gives them the next numbers and binds each to the one before it. One sealer
/// of a town works at a time, in whichever process. Returns how many.
int seal(db::Session& tx, Id<Town> town, int most);

/// "" when whole, else a sentence naming the first wrong row. Reads the whole chain; what is not sealed yet is not in it.
std::string verify(db::Session& db, Id<Town> town);

}  // namespace veche::app::audit
