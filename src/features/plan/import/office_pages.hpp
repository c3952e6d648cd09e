#pragma once

// What the plan puts into the pages of app/import.

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "app/import/pages.hpp"
#include "features/plan/import/import.hpp"
#include "features/plan/line/queries.hpp"
#include "language/language.hpp"

namespace veche::plan {

/// Which line of the plan it is: "" as the program thinks, "new", or a key.
inline bool is_pair(const std::string& text)
{
    return text.empty() || text == "new" || parse_id<Line>(text);
}

// A list may have as many names as the plan holds; what was understood may be longer than what the plan holds.
inline constexpr std::size_t longest_text = 20'000, longest_names = 100'000;
inline constexpr app::import::RowField draft_fields[] = {
    {"title", "office.title", longest_text},       {"when", "office.when", longest_text},
    {"place", "office.place", longest_text},       {"responsible", "import.responsible", longest_names},
    {"audience", "office.audience", longest_text}, {.name = "same", .is_answer = is_pair},
};

inline constexpr std::string_view draft_shows[] = {"warnings", "new", "changed", "gone"};

/// `year`: 0 when what was typed is none.
nlohmann::json import_upload_model(const language::Words& words, int year, const OfficeYear& existing);
nlohmann::json import_draft_model(const language::Words& words, const app::import::Pending& pending,
                                  const OfficeYear& existing, const app::import::Choice& choice);

/// Lines of a year: on the site; drafts that can be announced at once; drafts that lack the age mark.
struct YearStanding {
    std::int64_t announced = 0, ready = 0, without_age = 0;
};
nlohmann::json import_done_model(const language::Words& words, const std::string& year, const ImportResult& result,
                                 const YearStanding& standing);

/// The text of a correctable field as the form shows it.
std::string draft_field(const DraftLine& line, std::string_view field);

}  // namespace veche::plan
