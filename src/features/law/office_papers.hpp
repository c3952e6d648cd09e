#pragma once

#include <vector>

#include <nlohmann/json.hpp>

#include "app/erasure/subject.hpp"
#include "app/town.hpp"
#include "features/law/model_request.hpp"
#include "language/language.hpp"
#include "outside/paper.hpp"

namespace veche::law {

/// All that is held, for the person to read; and the same for machines, every column of every row.
outside::Paper holdings_paper(const language::Words& words, const app::Town& town,
                              const std::vector<app::erasure::Holding>& holdings, Instant now);
nlohmann::json holdings_json(const app::Town& town, const std::vector<app::erasure::Holding>& holdings, Instant now);

/// The act of what was done for a request, with the extract of the log (152-FZ, order 179 of Roskomnadzor).
outside::Paper act_paper(const language::Words& words, const app::Town& town, const SubjectRequest& request,
                         const std::vector<SubjectDeed>& deeds, Instant now);

/// "Запись на мероприятие", the sentence of the map up to its colon.
std::string table_title(const language::Words& words, const app::erasure::Table& table);

}  // namespace veche::law
