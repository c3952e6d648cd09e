#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/register/store_register.hpp"
#include "app/work.hpp"
#include "core/result.hpp"

/// Registers: what a town gives once and for all (awards, protocols, agreements, minutes), in append-only series of a kind and a year.
/// Numbers have no gap, entries are bound to one another by hash and corrected only by a further entry (docs/rules/register.md).
namespace veche::app {

/// What may have to be forgotten. The entry keeps a salted hash of `value`; `reference` says whose it is and where it lies
/// ("person/01h…"), and goes with the salt when that is erased.
struct PersonalValue {
    std::string name;  // what it is in the entry: "recipient"
    std::string reference;
    std::string value;
};

struct NewEntry {
    std::string object;                                 // "award/01h…", at most 200 bytes
    nlohmann::json details = nlohmann::json::object();  // nothing personal; at most 64 KB as text
    std::vector<PersonalValue> personal = {};           // at most 20, of different names
};

/// One kind of register. A feature has it as a constant: `inline constexpr app::Register awards{"awards"};`
class Register {
public:
    /// `kind`: small Latin letters and '_'.
    explicit constexpr Register(std::string_view kind) : kind_(kind) {}

    /// The next number of the year's series, which is locked from now until the commit: called last in a command, after everything
    /// that may refuse or wait.
    std::int64_t add(Work& work, int year, const NewEntry& entry) const;
    /// An entry in the place of an earlier one of the same series. NotFound when there is none of that number; conflict
    /// register.corrected_already when another has taken its place: then that one is corrected.
    Result<std::int64_t> correct(Work& work, int year, std::int64_t number, const NewEntry& entry) const;

    store::Series of(int year) const { return {std::string(kind_), year}; }

private:
    std::int64_t append(Work& work, int year, const NewEntry& entry, std::optional<std::int64_t> corrects) const;

    std::string_view kind_;
};

namespace registers {

/// Nothing in any register of the town says any more whom or what this meant: references and salts go, hashes stay, and no chain
/// breaks. Returns how many places there were. From then on nobody can find out what a hash was made of, not even by trying all names.
std::int64_t erase(Work& work, std::string_view reference);

/// Whether this value stood there when the entry was made. False for all values after erasure.
bool holds(const store::RegisterEntry& entry, std::string_view name, std::string_view value);

/// hash = SHA-256("register-v1" ‖ town, kind, year and each field of the entry with its length), lower-case hex.
std::string chain_hash(Id<Town> town, const store::Series& series, const store::RegisterEntry& entry);

/// "" when all series of the town are whole, else a sentence naming the first wrong entry. Reads all of them.
std::string verify(db::Session& db, Id<Town> town);

}  // namespace registers

}  // namespace veche::app
