#pragma once

// Models of the office's pages of the directory: pure functions of what the queries read.

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "features/bodies/model.hpp"
#include "language/language.hpp"
#include "web/request.hpp"

namespace veche::bodies {

/// What was chosen in the list; kept in the address.
struct OfficeFilter {
    std::string text;
    std::optional<Kind> kind;
    bool closed = false;  // those that work no more, too
    bool any() const { return !text.empty() || kind || closed; }
};
OfficeFilter office_filter_of(const web::Request& request);

/// bodies/office_bodies.html but for may_keep.
nlohmann::json office_list_model(const language::Words& words, const std::vector<Body>& bodies,
                                 const OfficeFilter& filter);

/// bodies/office_body.html but for csrf, may_keep, conflict, members and what was typed. No `body`: a new one of that key.
nlohmann::json office_body_model(const language::Words& words, Id<Body> id, const std::optional<Body>& body);

struct OfficeMember {
    Id<app::Account> account{};
    std::string name;
    Part part = Part::member;
};
nlohmann::json members_model(const language::Words& words, Id<Body> id, const std::vector<OfficeMember>& members);
nlohmann::json choice_model(const std::vector<OfficeMember>& choice);

/// Field by field what somebody saved meanwhile and what this person typed.
nlohmann::json conflict_model(const language::Words& words, const Body& newest, const BodyContent& mine);

/// bodies/office_merge.html but for csrf and refusals.
nlohmann::json merge_model(const language::Words& words, const Body& body, const std::vector<Body>& bodies,
                           const std::string& chosen);

}  // namespace veche::bodies
