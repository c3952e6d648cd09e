#pragma once

// "As approved" beside "as it stands". (A file of its own beside document.hpp: it looks at two states of the plan, not at its
// standing.) Pure.

#include <optional>
#include <string>
#include <vector>

#include "features/plan/document/model.hpp"
#include "features/plan/life/model.hpp"

namespace veche::plan {

enum class Field { number, section, title, when, place, responsible, audience };

struct FieldChange {
    Field field{};
    std::string former, present;  // as people read them; of `when` the words, though the dates alone may differ

    bool operator==(const FieldChange&) const = default;
};

/// What has become of one line since a version was made.
struct Difference {
    enum class Kind { same, added, removed, changed };
    Kind kind = Kind::same;
    std::optional<LineContent> former;  // all but added
    std::optional<Line> present;        // all but removed
    Id<Line> id{};
    std::vector<FieldChange> fields;  // of `changed`
    std::vector<std::size_t> moves;   // which of the line's moves came after the version

    bool moved() const { return !moves.empty(); }
    Standing standing() const { return present ? present->standing() : Standing::ahead; }
    /// Nothing to be told: neither words nor life differ.
    bool quiet() const { return kind == Kind::same && !moved() && standing() == Standing::ahead; }
};

/// In the plan's order; what was removed comes last, in its old order. A line is known by its key.
std::vector<Difference> compare(const std::vector<SnapshotLine>& snapshot, const std::vector<Line>& lines);

struct DifferenceCounts {
    std::int64_t same = 0, added = 0, removed = 0, changed = 0, moved = 0, cancelled = 0, held = 0;
};
/// By what is said of each in the first place: a cancelled line is not counted among the changed ones; held is counted besides.
DifferenceCounts count(const std::vector<Difference>& differences);

}  // namespace veche::plan
