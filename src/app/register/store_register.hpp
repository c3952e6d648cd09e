#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/town.hpp"
#include "core/time.hpp"
#include "db/session.hpp"

/// All SQL of the registers.
namespace veche::app::store {

/// One series of a town: "awards" of 2027.
struct Series {
    std::string kind;
    int year = 0;

    bool operator==(const Series&) const = default;
};

/// Where a personal value of an entry lies; gone after erasure.
struct RegisterReference {
    std::int64_t number = 0;  // of the entry
    std::string name, reference, salt;
};

/// One entry as it stands; `references` are those that are left.
struct RegisterEntry {
    std::int64_t number = 0;
    Instant at{};
    std::string object;
    std::optional<std::int64_t> corrects;
    std::string details;  // JSON; nothing personal
    std::string digests;  // JSON: {name of a value: salted hash}
    std::string previous, hash;
    std::vector<RegisterReference> references = {};
};

struct SeriesEnd {
    std::int64_t number = 0;
    std::string hash;
};

/// The end of the series, made when there is none yet, locked until the transaction ends.
SeriesEnd lock_series(db::Session& tx, Id<Town> town, const Series& series);
void set_series_end(db::Session& tx, Id<Town> town, const Series& series, const SeriesEnd& end);
void insert_entry(db::Session& tx, Id<Town> town, const Series& series, const RegisterEntry& entry);
/// Takes the references out wherever they stand; returns how many there were.
std::int64_t delete_references(db::Session& tx, Id<Town> town, std::string_view reference);

std::optional<RegisterEntry> find_entry(db::Session& db, Id<Town> town, const Series& series, std::int64_t number);
/// Those after `after`, in their order, at most `most`.
std::vector<RegisterEntry> list_entries(db::Session& db, Id<Town> town, const Series& series, std::int64_t after,
                                        int most);
/// By which entry it was corrected.
std::optional<std::int64_t> find_correction(db::Session& db, Id<Town> town, const Series& series, std::int64_t number);

/// Every series of the town that has an end or an entry.
std::vector<Series> list_series(db::Session& db, Id<Town> town);
std::optional<SeriesEnd> find_series_end(db::Session& db, Id<Town> town, const Series& series);
std::optional<std::string> find_entry_hash(db::Session& db, Id<Town> town, const Series& series, std::int64_t number);

}  // namespace veche::app::store
