#pragma once

// Models of the office's pages of the plan: pure functions of what the queries read.

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "features/plan/line/queries.hpp"
#include "language/language.hpp"
#include "web/request.hpp"

namespace veche::plan {

/// What an organiser chose in the list; kept in the address.
struct OfficeFilter {
    std::string text;     // part of a title, folded
    std::string section;  // its id
    std::optional<Kind> kind;
    std::string state;  // "", "planned", "announced", "ahead", "held", "moved", "cancelled", "overdue"
    bool warnings = false;
    std::string after;  // the id of the last line of the page before
    bool any() const { return !text.empty() || !section.empty() || kind || !state.empty() || warnings; }
};
OfficeFilter office_filter_of(const web::Request& request);

/// plan/office_list.html but for csrf and refusals. At most 100 rows.
nlohmann::json office_list_model(const language::Words& words, int number, const OfficeYear& year,
                                 const OfficeFilter& filter, const std::vector<std::string>& chosen, Day today);

/// plan/office_line.html but for csrf, conflict and what was typed. No `line`: a new one of that key.
nlohmann::json office_line_model(const language::Words& words, int year, Id<Line> id, const std::optional<Line>& line,
                                 Day today);

/// Field by field what somebody saved meanwhile and what this person typed.
nlohmann::json conflict_model(const language::Words& words, const Line& newest, const LineContent& mine);

/// [{value, title, chosen}]
nlohmann::json kind_options(const language::Words& words, std::optional<Kind> chosen);
nlohmann::json age_options(std::optional<AgeMark> chosen);
void choose(nlohmann::json& options, const nlohmann::json& value);

std::string joined_names(const std::vector<std::string>& names, std::string_view between);
/// Message ids in words.
nlohmann::json warning_words(const language::Words& words, const std::vector<std::string>& ids);

}  // namespace veche::plan
