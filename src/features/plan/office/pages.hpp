#pragma once

// Models of the office's pages of the plan: pure functions of what the queries read.

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/forms/form_model.hpp"
#include "app/lists/listing.hpp"
#include "features/plan/line/queries.hpp"
#include "language/language.hpp"
#include "web/form_field.hpp"

namespace veche::plan {

/// What can be chosen in the list.
inline constexpr web::FormField list_filters[] = {
    {.name = "q", .label = "office.filter_text", .limit = 200},
    {.name = "section", .kind = web::FieldKind::select, .label = "office.section"},
    {.name = "kind", .kind = web::FieldKind::select, .label = "office.kind"},
    {.name = "state", .kind = web::FieldKind::select, .label = "office.state"},
    {.name = "warnings", .kind = web::FieldKind::box, .label = "office.with_warnings"},
};
/// As the store is asked; what no list of ours offers chooses everything.
store::OfficeChoice office_choice(const app::Listing& listing, Day today);

/// "/office/plan/2021"
std::string list_path(int year);

/// How many lines of a year there are, and how many of them wait for a hand.
struct OfficeCounts {
    std::int64_t lines = 0, announced = 0, doubtful = 0, overdue = 0, conflicts = 0;
};
/// plan/office_list.html but for the form of bulk deeds; `chosen`: ids of the rows that are ticked.
nlohmann::json office_list_model(const language::Words& words, const OfficePage& page, const OfficeCounts& counts,
                                 const app::Listing& listing, const std::vector<std::string>& chosen, Day today);
/// What that form's fields are.
app::FormContent bulk_content(const language::Words& words, const std::string& back);

/// What stands around the form of plan/office_line.html. No `line`: a new one of that key.
nlohmann::json office_line_model(const language::Words& words, int year, Id<Line> id, const std::optional<Line>& line,
                                 Day today);
/// What that form shows before anybody types, but for the choices that are read: sections and partners.
app::FormContent line_content(const language::Words& words, int year, const std::optional<Line>& line);

app::Choices kind_choices(const language::Words& words);
app::Choices age_choices();

/// "6 июля 2021, вторник, 12:00; 8 июля …": how the time is understood; "" when no day is known.
std::string exact_when(const language::Words& words, const When& when);
std::string joined_names(const std::vector<std::string>& names, std::string_view between);
/// Message ids in words.
nlohmann::json warning_words(const language::Words& words, const std::vector<std::string>& ids);

}  // namespace veche::plan
