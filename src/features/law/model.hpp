#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

/// The law profile: what is law is dated data of a town, each value with its norm. docs/rules/law.md.
namespace veche::law {

enum class Kind {
    years,
    days,
    working_days,
    hours,
    count,
    share,
    next_year,  // "31.03": a day of the year after
    words,
};

/// What a key means, and what is shipped until the town's lawyer says otherwise.
struct Norm {
    std::string_view key;  // "age.consent_own"
    Kind kind;
    std::string_view value;
    std::string_view norm;     // "152-ФЗ, ст. 9 ч. 6"
    std::string_view edition;  // "ред. от 24.06.2025"; "" where the town decides
    Day since;
};

/// In the order in which an office reads them; rows of one key are beside one another, the older first.
std::span<const Norm> shipped();
/// The newest shipped row of a key; nullptr when there is no such key.
const Norm* find_norm(std::string_view key);

/// A part of a whole, "2/3", exact.
struct Share {
    std::int64_t part = 1, whole = 1;
    /// The fewest of `all` that are at least this share: 34 of 100 for a third. 0 of 0.
    std::int64_t needed(std::int64_t all) const { return (all * part + whole - 1) / whole; }
    bool operator==(const Share&) const = default;
};

/// A value of a town, as it was entered; never changed, a later one takes its place.
struct Value {
    std::string key;
    Day since{};
    std::string value, norm, edition, confirmed_by;
    std::optional<Instant> entered;  // absent: shipped
    std::string entered_by;          // colleague
};

/// Refusals beside "value": law.value_number {least, most}, law.value_share, law.value_next_year, text.*
Result<std::string> parse_value(Kind kind, std::string_view text);
Result<Share> parse_share(std::string_view text);
Result<std::chrono::month_day> parse_next_year(std::string_view text);

/// What holds on a day.
class Profile {
public:
    /// `entered`: the town's values in the order in which they were entered; those that begin after the day do not count.
    Profile(Day day, const std::vector<Value>& entered);

    /// Each key has one. A key that is not there is a Bug.
    const Value& of(std::string_view key) const;
    /// Years, days, hours, how many.
    int number(std::string_view key) const;
    Share share(std::string_view key) const;
    /// That day of the year after `year`.
    Day day_of_next_year(std::string_view key, int year) const;
    /// How many of `all` an assembly needs: "quorum.tos_meeting".
    std::int64_t quorum(std::string_view key, std::int64_t all) const { return share(key).needed(all); }
    const std::vector<Value>& values() const { return values_; }

private:
    std::vector<Value> values_;
};

}  // namespace veche::law
