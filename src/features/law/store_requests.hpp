#pragma once

#include <vector>

#include "app/town.hpp"
#include "db/session.hpp"
#include "features/law/model_request.hpp"

/// SQL of the requests of persons.
namespace veche::law::store {

void insert_request(db::Session& tx, Id<app::Town> town, const SubjectRequest& request);
std::optional<SubjectRequest> find_request(db::Session& db, Id<app::Town> town, Id<SubjectRequest> id);
/// The same, locked until the transaction ends.
std::optional<SubjectRequest> find_request_for_update(db::Session& tx, Id<app::Town> town, Id<SubjectRequest> id);
void update_request(db::Session& tx, Id<app::Town> town, const SubjectRequest& request);
/// Open ones, the next to be due first, at most `limit`.
std::vector<SubjectRequest> list_open_requests(db::Session& db, Id<app::Town> town, int limit);
/// Settled ones, the newest first, older than `before` (0: from the end).
std::vector<SubjectRequest> list_settled_requests(db::Session& db, Id<app::Town> town, Id<SubjectRequest> before,
                                                  int limit);

void insert_deed(db::Session& tx, Id<app::Town> town, Id<SubjectRequest> request, Id<SubjectDeed> id,
                 const SubjectDeed& deed);
/// In their order, at most `limit`.
std::vector<SubjectDeed> list_deeds(db::Session& db, Id<app::Town> town, Id<SubjectRequest> request, int limit);

}  // namespace veche::law::store
