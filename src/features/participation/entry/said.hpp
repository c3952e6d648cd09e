#pragma once

// What is said of an entry, in letters and by telephone: the same messages, so that both tell the same.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/occasions/occasion.hpp"
#include "app/town.hpp"
#include "features/participation/entry/model_calls.hpp"
#include "language/language.hpp"

namespace veche::participation {

/// Everything that what is said of an entry is made of.
struct Matter {
    const app::Town& town;
    const language::Words& words;
    const Entry& entry;
    const app::Occasion& occasion;
    const std::string& bring;
};

/// After it nothing is worth telling: the last day is over, or what was asked for has ended.
std::optional<Instant> end_of(const Matter& matter);
/// "6 июля, вторник, 12:00"
std::string moment(const Matter& matter, Instant at);
/// "Когда: …", a line for each that is known.
std::string facts(const Matter& matter);

/// The letter of each news of an occasion, "moved"; "" for none: docs/rules/occasion.md.
std::string_view letter_of(app::Change::News news);
/// The news of an occasion in sentences; `kind` is "participation." and letter_of() it.
std::string change_words(const Matter& matter, std::string_view kind, const app::Change& change);

/// What a colleague says by telephone, in paragraphs: what befell the occasion since they knew it, what became of the entry, and what is
/// true now. `knew`: the occasion as they knew it.
std::vector<std::string> spoken(const Matter& matter, const Call& call, const app::Occasion& knew);

}  // namespace veche::participation
