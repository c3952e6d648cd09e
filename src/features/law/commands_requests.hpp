#pragma once

#include <span>
#include <vector>

#include "app/erasure/subject.hpp"
#include "app/work.hpp"
#include "core/result.hpp"
#include "features/law/model_request.hpp"

namespace veche::law {

inline constexpr int deeds_most = 200;  // of one request

/// By what the person of a request is sought.
app::erasure::Subject subject_of(const SubjectRequest& request);

/// `wanted` without id, due day and what comes later: the term is counted here. Refusals: law.request_future at "received",
/// law.request_unfindable at "name" when it holds nothing by which a person could be found.
Result<Id<SubjectRequest>> enter_request(app::Work& work, SubjectRequest wanted);
/// Once, with a reason. Refusals: law.request_settled, law.request_longer_once.
Result<bool> put_off(app::Work& work, Id<SubjectRequest> id, const std::string& because);
/// Refusal: law.request_settled.
Result<bool> settle(app::Work& work, Id<SubjectRequest> id, RequestStage outcome, const std::string& answer);
/// What was handed over, for the log: how many rows, as what ("pdf", "json"). Refusal: law.too_many_deeds.
Result<bool> note_given(app::Work& work, Id<SubjectRequest> id, std::size_t rows, std::string_view form);
/// Erases the named rows (app::erasure::holding_name) that are the person's. Gives how many. Refusals: law.request_settled,
/// law.nothing_chosen, law.too_many_deeds.
Result<std::int64_t> erase_chosen(app::Work& work, Id<SubjectRequest> id, std::vector<std::string> names,
                                  std::span<const app::erasure::Owner> owners);

}  // namespace veche::law
