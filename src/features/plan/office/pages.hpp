#pragma once

// Models of the office's pages of the plan: pure functions of what the queries read.

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/forms/form_model.hpp"
#include "features/plan/line/queries.hpp"
#include "language/language.hpp"
#include "web/request.hpp"

namespace veche::plan {

/// What an organiser chose in the list; kept in the address.
struct OfficeFilter {
    std::string text;     // part of a title, folded
    std::string section;  // its id
    std::optional<FullKind> kind;
    std::string state;  // "", "planned", "announced", "ahead", "held", "moved", "cancelled", "overdue"
    bool warnings = false;
    std::string after;  // the id of the last line of the page before
    bool any() const { return !text.empty() || !section.empty() || kind || !state.empty() || warnings; }
};
OfficeFilter office_filter_of(const web::Request& request);

/// plan/office_list.html but for csrf and refusals. At most 100 rows.
nlohmann::json office_list_model(const language::Words& words, int number, const OfficeYear& year,
                                 const OfficeFilter& filter, const std::vector<std::string>& chosen, Day today);

/// What stands around the form of plan/office_line.html. No `line`: a new one of that key.
nlohmann::json office_line_model(const language::Words& words, int year, Id<Line> id, const std::optional<Line>& line,
                                 Day today);
/// What that form shows before anybody types, but for the choices that are read: sections and partners.
app::FormContent line_content(const language::Words& words, int year, const std::optional<Line>& line);

/// [{value, title, chosen}]
nlohmann::json kind_options(const language::Words& words, const std::optional<FullKind>& chosen);
nlohmann::json age_options(std::optional<AgeMark> chosen);

std::string joined_names(const std::vector<std::string>& names, std::string_view between);
/// Message ids in words.
nlohmann::json warning_words(const language::Words& words, const std::vector<std::string>& ids);

}  // namespace veche::plan
