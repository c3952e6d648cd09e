#pragma once

// Figures: every number that a page, a board of the office, a report or an export shows of a town's records. A figure tells what it
// counts and opens the records behind it; nobody can write a total. docs/figures.md shows how a feature offers one.

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/actor.hpp"
#include "app/work.hpp"

namespace veche::app {

/// "kind" is "quiz".
struct Chosen {
    std::string dimension, value;
};

/// What of a figure is asked for: days, both of which belong to it, and values of some of its dimensions. The town is the View's.
struct Scope {
    Day first, last;
    std::vector<Chosen> choices = {};

    /// "" when nothing is chosen there.
    std::string_view chosen(std::string_view dimension) const;
};
Scope every_day(std::vector<Chosen> choices = {});

/// The moments of the scope's days in the town: `first` belongs to them, `before` does not.
struct Moments {
    Instant first, before;
};
Moments moments_of(const Town& town, const Scope& scope);

/// Every record of a figure has exactly one value of each of its dimensions; texts, never "".
struct Dimension {
    std::string_view id;
    std::string_view title;   // message id
    std::string_view values;  // what a message id of a value begins with, "kind."; "": a value is its own name
    bool of_records = false;  // its values are ids, or no_record
    bool of_office = false;   // a matter of the office: pages for everybody do not offer it
};
inline constexpr std::string_view no_record = "none";

/// How much of a figure has these values.
struct Sum {
    std::vector<std::string> values;  // of the dimensions that were asked for, in their order
    std::int64_t amount = 0;
};

/// One of the records behind a figure.
struct FigureRecord {
    std::string key;     // its place in the list: FigureList::next
    std::string object;  // "line/01h…", as topics and the audit name it
    std::string title, url;
    Day day;  // of the scope
    std::int64_t amount = 1;
    std::int64_t version = 0;  // changes with the record
    bool personal = false;     // it tells of one person: for those alone who hold the figure's permission
};
inline constexpr int records_of_page = 100;
struct FigureList {
    std::vector<FigureRecord> records;  // at most records_of_page
    std::string next;                   // "": the last page
};

struct Figure {
    using Sums = std::function<std::vector<Sum>(View&, const Scope&, std::span<const std::string_view> by)>;
    using Records = std::function<std::vector<FigureRecord>(View&, const Scope&, const std::string& after, int limit)>;

    std::string_view id;                 // "plan.lines": feature and noun
    std::string_view title, definition;  // message ids
    std::string_view unit;               // message id of a number with its noun: "12 lines"
    std::string_view since_version;      // of the program: what it counts is the same since then
    std::vector<Dimension> dimensions = {};
    /// It tells what there is, not what happened: a page of a year shows all of it.
    bool standing = false;
    /// Whoever holds it is told everything; all others the open part, and without one nothing.
    Permission permission = anyone;
    std::optional<std::vector<Chosen>> open_part = {};
    /// `by`: dimensions of the figure. Groups of which there is nothing are left out; without `by` there is at most one.
    Sums sums;
    /// In an order of their own, after the record of that key ("": from the start), at most `limit`. Throws NotFound for a key that is
    /// none.
    Records records;
};

/// Besides a figure's own dimensions any may be asked for by month, "2021-05".
inline constexpr std::string_view by_month = "month";
inline constexpr int months_most = 120;  // of a scope that is asked for by month

/// These three are how figures are read. Each narrows the scope to what the View's actor may be told (Forbidden when that is nothing);
/// a dimension that the figure has not is a Bug, a value that it has not is zero.
std::int64_t count(const Figure& figure, View& view, const Scope& scope);
std::vector<Sum> sums(const Figure& figure, View& view, const Scope& scope, const std::vector<std::string_view>& by);
FigureList list(const Figure& figure, View& view, const Scope& scope, const std::string& after = {});

/// The part that everybody may be told, for a page that is the same for all.
Scope open_scope(const Figure& figure, Scope scope);

// For those who write figures.

/// A record's place in the list, "12.40.7", as that many numbers; "" is before all. False for what is no place.
bool parse_place(std::string_view text, std::span<std::int64_t> place);
/// Sums of rows that have values of all `own` dimensions, folded to those asked for. A store that cannot group by some of them alone
/// gives "" there.
std::vector<Sum> folded(const std::vector<Sum>& rows, std::span<const Dimension> own,
                        std::span<const std::string_view> by);
/// Whether a dimension is among those asked for.
bool is_asked(std::span<const std::string_view> by, std::string_view dimension);

}  // namespace veche::app
