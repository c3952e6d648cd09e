#pragma once

// Models of the pages about the plan as a document, plan and fact, and the copy of a year. Pure functions of what the queries
// read. (Files of their own beside the edges, whose handlers stay short.)

#include <nlohmann/json.hpp>

#include "app/town.hpp"
#include "features/plan/copy/copy_year.hpp"
#include "features/plan/document/queries.hpp"
#include "language/language.hpp"

namespace veche::plan {

/// For whom: the office's addresses, or the portal's.
enum class Side { portal, office };

/// "Постановление администрации № 12-п от 14 января 2021": the act in one line.
std::string act_words(const language::Words& words, const PlanVersion& version);

/// plan/office_document.html
nlohmann::json document_model(const language::Words& words, const app::Town& town, const Document& document,
                              const app::Actor& actor);
/// {differences[], counts[], none}: plan/part_differences.html
nlohmann::json differences_model(const language::Words& words, const std::vector<Difference>& differences, Side side);
/// plan/office_version.html
nlohmann::json version_model(const language::Words& words, const app::Town& town, int year, const Comparison& found);
/// plan/portal_document.html
nlohmann::json public_document_model(const language::Words& words, const PublicDocument& document);
/// The same for machines.
nlohmann::json public_document_json(const PublicDocument& document, const std::string& base_url);

/// plan/office_fact.html and plan/portal_fact.html
nlohmann::json fact_model(const language::Words& words, const YearFact& fact, Side side);
nlohmann::json fact_json(const YearFact& fact);
/// plan/office_records.html and plan/portal_records.html
nlohmann::json records_model(const language::Words& words, int year, const FactRecords& found, const FactChoice& choice,
                             Side side, Day today);
/// The address of a page of them.
std::string records_path(int year, const FactChoice& choice, Side side, const std::string& after);

/// plan/office_copy.html
nlohmann::json copy_model(const language::Words& words, int from, int to, const std::vector<CopiedLine>& lines);

}  // namespace veche::plan
