#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <vector>

#include "app/town.hpp"
#include "db/session.hpp"
#include "features/bodies/feature.hpp"
#include "features/plan/line/model.hpp"

/// SQL about the bodies of lines. (A file of its own beside store.hpp, which is about lines.)
namespace veche::plan::store {

using Town = Id<app::Town>;
using Body = Id<bodies::Body>;

enum class BodyPart { responsible, partner };
std::string_view to_text(BodyPart part);

struct LineBody {
    Id<Line> line{};
    Body body{};
    auto operator<=>(const LineBody&) const = default;
};
/// Every link of the plan, in order; with nullopt of the town.
std::vector<LineBody> list_line_bodies(db::Session& db, Town town, std::optional<Id<Plan>> plan, BodyPart part);
std::vector<Body> list_bodies_of_line(db::Session& db, Town town, Id<Line> line, BodyPart part);
/// Nothing for a line that was removed meanwhile.
void insert_line_body(db::Session& tx, Town town, BodyPart part, const LineBody& link);
/// The partners of one line are those of another too.
void copy_partners(db::Session& tx, Town town, Id<Line> from, Id<Line> to);
void delete_line_body(db::Session& tx, Town town, BodyPart part, const LineBody& link);

/// The lines that have a body in this part, drafts too.
std::vector<Id<Line>> list_line_ids_of(db::Session& db, Town town, Body body, BodyPart part);
/// Announced lines of a body, those of the latest plan first, at most `limit`.
std::vector<Line> list_public_lines_of(db::Session& db, Town town, Body body, BodyPart part, int limit);
/// Drafts too, of the plans of this year and later: those of which nothing has been told first, by the day on which they end.
struct SinceYear {
    int year = 0, limit = 0;
};
std::vector<Line> list_lines_of(db::Session& db, Town town, Body body, BodyPart part, const SinceYear& since);

/// The words of who is responsible, line by line.
struct LineWords {
    Id<Line> line{};
    int year = 0;
    std::vector<std::string> responsible;
};
std::vector<LineWords> list_line_words(db::Session& db, Town town, std::optional<Id<Plan>> plan);

void insert_plain_name(db::Session& tx, Town town, std::string_view folded);
void delete_plain_name(db::Session& tx, Town town, std::string_view folded);
std::vector<std::string> list_plain_names(db::Session& db, Town town);

}  // namespace veche::plan::store
