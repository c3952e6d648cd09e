#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/town.hpp"
#include "db/session.hpp"
#include "features/plan/line/model.hpp"

/// All SQL of the plan. Every function is of one town; a row of another is not there.
namespace veche::plan::store {

using Town = Id<app::Town>;

std::optional<Plan> find_plan(db::Session& db, Town town, int year);
std::vector<Plan> list_plans(db::Session& db, Town town);  // newest year first
/// Nothing when the year has one, made by a colleague at the same moment.
void insert_plan(db::Session& tx, Town town, const Plan& plan, Instant now);

std::vector<Section> list_sections(db::Session& db, Town town, Id<Plan> plan);
/// The same of a year; nullopt when it has no plan.
std::optional<std::vector<Section>> find_sections(db::Session& db, Town town, int year);
/// The section of this title, made at the end when there is none; nullopt for "".
std::optional<Id<Section>> get_section(db::Session& tx, Town town, Id<Plan> plan, std::string_view title,
                                       Id<Section> fresh);

/// All of a plan in its order.
std::vector<Line> list_lines(db::Session& db, Town town, Id<Plan> plan);
/// Those of a plan that touch the days first..last, drafts included, the earliest first.
std::vector<Line> list_lines_between(db::Session& db, Town town, Id<Plan> plan, Day first, Day last, int limit);
/// The lines with these keys, or with happenings that have them; what is not there is left out.
std::vector<Line> list_lines_with(db::Session& db, Town town, const std::vector<std::int64_t>& keys);
/// The responsible of all lines of the town, each group of names that some line has once.
std::vector<std::vector<std::string>> list_responsible(db::Session& db, Town town);
/// What an organiser chose in the office's list; what is empty chooses everything.
struct OfficeChoice {
    std::optional<Id<Section>> section = std::nullopt;
    std::string_view kind = {}, subkind = {}, stage = {}, standing = {};
    bool moved = false, doubtful = false, unmarked = false;  // unmarked: without an age mark
    std::optional<Day> overdue_on = std::nullopt;            // of what is overdue on that day
    std::string folded = {};                                 // a part of the title, folded
};
/// Where a line stands in its plan; before all: {}.
struct LinePlace {
    std::int64_t position = -1;
    Id<Line> id{};
};
std::optional<LinePlace> find_place(db::Session& db, Town town, Id<Plan> plan, Id<Line> id);
enum class Way { onward, back };
/// Which lines of a plan are chosen, from that place (not included) onward or back, at most `limit`.
std::vector<Id<Line>> list_chosen(db::Session& db, Town town, Id<Plan> plan, const OfficeChoice& choice, LinePlace from,
                                  Way way, int limit);
/// Announced lines only: the one predicate of what the public sees.
std::vector<Line> list_public_lines(db::Session& db, Town town, Id<Plan> plan);
/// What a reader chose; "" chooses everything.
struct Choice {
    std::string_view kind, subkind, place, audience;
    bool one_of_audiences = false;  // only lines whose audience is one of `audiences`
    std::vector<std::string> audiences = {};
};
/// For whom the town's announced lines are, in their own words, each once.
std::vector<std::string> list_audiences(db::Session& db, Town town, int limit);
/// Days that are asked for, of whatever year's plan.
struct Stretch {
    Day first{}, last{};
    bool vague = false;      // also what is known by its month or quarter only
    bool open_only = false;  // only times of which nothing has been told yet
    Choice choice{};
};
/// Announced lines with a time that touches the stretch, at most `limit`: what begins in it or up to six days before it by the day on
/// which it does, then what has been going on for longer. "Through the year" is never among them.
std::vector<Line> list_public_between(db::Session& db, Town town, const Stretch& stretch, int limit);
/// What these lines can be chosen by.
std::vector<std::string> list_public_places(db::Session& db, Town town, const Stretch& stretch, int limit);
std::vector<std::string> list_public_audiences(db::Session& db, Town town, const Stretch& stretch, int limit);
std::vector<FullKind> list_public_kinds(db::Session& db, Town town, const Stretch& stretch);
/// Announced lines with a date that end on that day or later, the last ones first.
std::vector<Line> list_public_since(db::Session& db, Town town, Day since, const Choice& choice, int limit);
/// Announced lines, the latest changed first.
std::vector<Line> list_public_recent(db::Session& db, Town town, const Choice& choice, int limit);
/// When an announced line changed last; nullopt when there is none.
std::optional<Instant> last_public_change(db::Session& db, Town town);
std::optional<Line> find_public_line(db::Session& db, Town town, Id<Line> id);
/// Years with announced lines and how many, newest first. Reads one index, once per touch of the plan.
std::vector<YearCount> list_public_years(db::Session& db, Town town);
std::optional<Line> find_line(db::Session& db, Town town, Id<Line> id);
/// The same inside a command: on PostgreSQL the line is locked until the end.
std::optional<Line> find_for_update(db::Session& tx, Town town, Id<Line> id);
/// Throws NotFound.
Line get_for_update(db::Session& tx, Town town, Id<Line> id);
/// All of a plan, until the end of the command: what is read after it nobody changes.
void lock_lines(db::Session& tx, Town town, Id<Plan> plan);

std::int64_t next_position(db::Session& tx, Town town, Id<Plan> plan);
/// False when the key is taken: the same form sent twice.
bool insert_line(db::Session& tx, Town town, const Line& line, std::optional<Id<Section>> section);
void update_line(db::Session& tx, Town town, const Line& line, std::optional<Id<Section>> section);
void delete_line(db::Session& tx, Town town, Id<Line> id);
void delete_empty_sections(db::Session& tx, Town town, Id<Plan> plan);

}  // namespace veche::plan::store
