#pragma once

// The audit as people read it: who did what to what, in sentences; what the deed said of it by names of fields, before and after. Pure.

#include <string>

#include <nlohmann/json.hpp>

#include "app/store_audit.hpp"
#include "language/language.hpp"

namespace veche::settings {

/// {"deed", "facts"[]: (title, text)}. A deed or a field of an older version of the program may have no words here any more: such a deed is called by its
/// name, such a field is left to the export, which has everything.
nlohmann::json journal_model(const language::Words& words, const app::store::AuditRow& row);

/// A line of the export: the row as it is stored, with its place in the chain.
std::string export_line(const app::store::AuditRow& row);

}  // namespace veche::settings
