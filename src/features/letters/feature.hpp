#pragma once

#include <nlohmann/json_fwd.hpp>

#include "app/feature.hpp"
#include "language/language.hpp"

/// The office's look at the queue of letters (app/letters.hpp). features/letters/README.md.
namespace veche::letters {

enum class Mail { set_up, not_set_up };

app::Feature feature();

/// What waits for the administrator's hand, for the first page of the office: {title, text, href}; false for nothing, and for
/// everybody else.
nlohmann::json todo(app::View& view, const language::Words& words, Mail mail);

}  // namespace veche::letters
