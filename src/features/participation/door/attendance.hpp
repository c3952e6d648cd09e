#pragma once

// Who came. Marks are made at the door by a person or by a phone that may have no network; what they add up to is the ledger that
// the report and the awards read.

#include <string>
#include <string_view>
#include <vector>

#include "features/participation/entry/model.hpp"

namespace veche::participation {

inline constexpr int child_below = 18;  // in full years: Family Code, art. 54
/// On the day of the occasion; of one who came without signing up, as the person at the door saw it.
enum class AgeGroup {
    child,    // under 18
    adult,    // 18 and over
    unknown,  // nobody asked
};
std::string_view to_text(AgeGroup group);  // "child", "adult", "unknown"
std::optional<AgeGroup> parse_age_group(std::string_view text);
AgeGroup age_group_of(const Guest& guest);

/// One deed at the door: a person of an entry, or somebody without one, came; or that mark is taken back.
struct Mark {
    std::optional<Id<Entry>> entry;  // nullopt: came without signing up
    int position = 0;                // of the person in the entry, from 0
    std::string walk_key;            // of one without an entry: made by the device, is_walk_key()
    AgeGroup age_group = AgeGroup::unknown;
    bool came = true;  // false: it was a mistake
    Instant at{};      // by the device's clock
};
inline constexpr std::size_t marks_most = 500;  // in one sending

/// 8..64 letters, digits, '-' and '_'.
bool is_walk_key(std::string_view key);
/// The name of the row: the same person is the same row, whoever marks and however often.
std::string mark_key(const Mark& mark);
/// A clock that is ahead counts as now: it must not outlive every later correction.
Instant time_of(const Mark& mark, Instant now);

/// The eve, from which marks are taken; nullopt of an occasion without a date.
std::optional<Day> opening_of_door(const std::optional<Day>& first);
/// Marks are taken from the day before until what was kept of the people is blanked. Refusals: participation.too_early,
/// participation.too_late. An occasion without a date takes them always.
std::optional<Refusal> fault_of_door(const std::optional<Day>& first, const std::optional<Day>& last, Day today,
                                     const Terms& terms);

/// One occasion in the ledger, in persons.
struct Attendance {
    Id<app::Occasion> occasion{};
    std::int64_t accepted = 0;  // were expected
    std::int64_t came = 0;      // of those who signed up, cancelled or waiting ones who came nevertheless included
    std::int64_t walk_ins = 0;
    std::int64_t children = 0, adults = 0, unknown = 0;  // of came + walk_ins

    std::int64_t all() const { return came + walk_ins; }
    bool operator==(const Attendance&) const = default;
};

}  // namespace veche::participation
