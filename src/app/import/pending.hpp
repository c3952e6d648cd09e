#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/work.hpp"
#include "outside/table.hpp"

namespace veche::app::import {

struct Import;  // Id<Import>: of one file on its way in

/// What a person corrected before confirming: by the key of the row, by field ("title", "when", …).
using Corrections = std::map<int, std::map<std::string, std::string>>;
/// The later word of a field counts.
void add_corrections(Corrections& to, const Corrections& more);
std::string store_corrections(const Corrections& corrections);
Corrections load_corrections(const std::string& text);

/// An import that waits for its person.
struct Pending {
    Id<Import> id{};
    std::string kind;   // whose it is, and what its deeds begin with: "plan", "plan.import.begin"
    std::string about;  // what it is for, as its feature writes it: "2021"; "" for what is about nothing more
    std::string file_name;
    std::vector<outside::Table> tables;
    std::vector<std::string> columns;  // what a person has said of the first table's; empty: as they were found
    Corrections corrections;
    std::int64_t version = 1;

    /// With what a person has said since; `seen` is the version they saw, no columns are those it has.
    Pending with(std::int64_t seen, const std::vector<std::string>& columns, const Corrections& more) const;
};

/// What a file is taken in for.
struct Beginning {
    std::string kind, about, file_name;
    std::vector<outside::Table> tables;
};
Id<Import> begin(Work& work, const Beginning& beginning);

/// An import that is taken in already.
struct Done {
    std::string about, result;  // as the feature wrote them
};
/// nullopt while it is under way. Throws NotFound when it was dropped or forgotten.
std::optional<Done> find_done(db::Session& db, Id<app::Town> town, std::string_view kind, Id<Import> id);
/// Throws NotFound when it was confirmed, dropped or forgotten.
Pending load(db::Session& db, Id<app::Town> town, std::string_view kind, Id<Import> id);

/// Keeps the corrections and gives the new version. Refusal: import.changed_meanwhile, of the next one too.
Result<std::int64_t> correct(Work& work, const Pending& wished);
/// `take` stores what it was understood to be, before the command: the lane waits for no file. Confirmed twice, it is taken once, and
/// the first result stands.
using Take = std::function<Result<std::string>(Work&)>;
Result<std::string> confirm(Work& work, const Pending& wished, const Take& take);
/// False when there is nothing to drop: it was confirmed.
Result<bool> drop(Work& work, std::string_view kind, Id<Import> id);

}  // namespace veche::app::import
