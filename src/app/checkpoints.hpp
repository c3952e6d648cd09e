#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "app/feature.hpp"
#include "app/store_audit.hpp"
#include "app/town.hpp"

/// Where a town's chains stood, the audit and each register, signed: kept outside, it proves that the past was not written anew
/// (docs/rules/audit.md, docs/rules/register.md).
namespace veche::app {

/// The form of https://c2sp.org/tlog-checkpoint; the hash is that of the chain's last row.
struct Checkpoint {
    std::string origin;  // "yurga.example/audit", "yurga.example/registers/awards/2027"
    std::int64_t number = 0;
    std::string hash;  // lower-case hex, as the chain has it
    std::string town;  // its uuid: the host may change

    bool operator==(const Checkpoint&) const = default;
};

inline constexpr std::string_view audit_key = "audit";

std::string to_text(const Checkpoint& checkpoint);
std::optional<Checkpoint> parse_checkpoint(std::string_view text);

/// "" when the chain that the checkpoint names still has that row, else a sentence.
std::string compare(db::Session& db, const Town& town, const Checkpoint& checkpoint);

/// DATA/checkpoints/SLUG: of the audit one note for each day, of its last hour; in registers/ one of each series for each hour in which it
/// grew.
std::filesystem::path checkpoint_folder(const std::filesystem::path& data, const Town& town);

/// /keys, /keys/audit, /keys/registers/KIND/YEAR, and the job that writes the notes.
Feature checkpoint_feature(std::filesystem::path data);

}  // namespace veche::app
