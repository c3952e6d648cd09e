#pragma once

#include <optional>
#include <vector>

#include "app/town.hpp"
#include "db/session.hpp"
#include "features/plan/document/model.hpp"

/// SQL about the plan as a document: its stage and its versions.
namespace veche::plan::store {

using Town = Id<app::Town>;

/// With its versions, but without their lines.
std::optional<Document> find_document(db::Session& db, Town town, int year);
/// The same inside a command: of two who decide at once the second waits. Throws NotFound.
Document get_document_for_update(db::Session& tx, Town town, int year);
/// Makes others who change this plan as a whole wait until the transaction is over.
void lock_plan(db::Session& tx, Town town, Id<Plan> plan);
/// Stage and revision.
void update_document(db::Session& tx, Town town, const Document& document);

void insert_version(db::Session& tx, Town town, Id<Plan> plan, const PlanVersion& version);
/// A version with its lines. Throws NotFound.
PlanVersion get_version(db::Session& db, Town town, Id<Plan> plan, std::int64_t number);

/// The act in force, without its lines.
std::optional<PlanVersion> find_approval(db::Session& db, Town town, Id<Plan> plan);

/// The keys of all of a plan's lines, drafts among them.
std::vector<Id<Line>> list_line_ids(db::Session& db, Town town, Id<Plan> plan);

}  // namespace veche::plan::store
