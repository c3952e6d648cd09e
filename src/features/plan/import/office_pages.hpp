#pragma once

// Models of the import's pages.

#include <nlohmann/json.hpp>

#include "features/plan/import/import.hpp"
#include "features/plan/line/queries.hpp"
#include "language/language.hpp"
#include "web/request.hpp"

namespace veche::plan {

/// Which lines of the draft are shown; kept in the address.
struct DraftChoice {
    std::string show;  // "", "warnings", "new", "changed", "gone"
    std::size_t page = 1;
    std::string query() const;
};
DraftChoice draft_choice_of(const web::Request& request);

nlohmann::json import_upload_model(const language::Words& words, int year, const OfficeYear& existing);
nlohmann::json import_draft_model(const language::Words& words, const std::string& action, const PendingImport& pending,
                                  const OfficeYear& existing, const DraftChoice& choice);
nlohmann::json import_done_model(const language::Words& words, int year, const ImportResult& result);

/// The text of a correctable field as the form shows it.
std::string draft_field(const DraftLine& line, std::string_view field);

}  // namespace veche::plan
