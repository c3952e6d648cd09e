#pragma once

// Who of the directory has to do with a line of the plan. (A file of its own: linking is asked by every command that writes
// words, and the pages of lines and of bodies read it.)

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "app/work.hpp"
#include "features/bodies/feature.hpp"
#include "features/plan/line/model.hpp"

namespace veche::plan {

using Bodies = std::vector<Id<bodies::Body>>;
inline constexpr std::size_t partners_most = 50;

/// Links what the words of the line name as responsible; only what has changed is written.
void link_line(app::Work& work, const Line& line);
/// The same for all lines of a plan, or of the town: after an import, or when names mean other bodies.
void link_plan(app::Work& work, Id<Plan> plan);
void link_town(app::Work& work);
/// Names left plain and links, by folded_name() as it is now; after bodies::refold_names().
void refold_line_bodies(app::Work& work);

/// The partners of a line are these. Throws NotFound for one that is not there. A body of a line that works no more may stay.
void put_partners(app::Work& work, const Line& line, const Bodies& partners);
/// Two bodies are one now.
void merge_partners(app::Work& work, Id<bodies::Body> from, Id<bodies::Body> into);

/// What a person says of a name that no body has. Each links the lines at once. Refusals: those of bodies::add_body and add_name.
Result<bodies::Body> add_body_for_name(app::Work& work, Id<bodies::Body> id, bodies::Kind kind, std::string name);
Result<bodies::Body> give_name_to_body(app::Work& work, Id<bodies::Body> id, std::string name);
Result<std::string> leave_name_plain(app::Work& work, std::string name);

/// What the pages of a plan's lines need of the directory, read once for all of them.
struct LineBodies {
    std::map<std::string, Id<bodies::Body>> names;  // by folded_name
    std::map<Id<Line>, std::vector<bodies::Named>> partners;

    /// Whom the words of a line mean.
    std::optional<Id<bodies::Body>> body_of(std::string_view words) const;
    std::size_t bytes() const { return 200 + 150 * names.size() + 300 * partners.size(); }
};
LineBodies read_line_bodies(app::View& view, Id<Plan> plan);
std::vector<bodies::Named> list_partners(app::View& view, Id<Line> line);

/// A name in the plan that means no body, and where it stands.
struct UnknownName {
    std::string words;
    std::int64_t lines = 0;
    int year = 0;  // of the latest line
    Id<Line> line{};
};
/// Those that most lines have first.
std::vector<UnknownName> list_unknown_names(app::View& view);
/// The same names by their folded form, as one line writes them; where they stand is not read.
std::map<std::string, std::string> unknown_names(app::View& view);

/// Of which lines this person may tell how they went.
struct Reporting {
    bool all = false;
    std::set<Id<Line>> own;
    bool allows(Id<Line> line) const { return all || own.contains(line); }
};
Reporting reporting_of(app::View& view);

/// What a body's page shows of the plan (bodies::Neighbours).
std::vector<bodies::LinesPart> body_lines(app::View& view, const language::Words& words, Id<bodies::Body> body);

}  // namespace veche::plan
