#pragma once

// The fields "closes_day" and "closes_clock": until when something is open, by the office's wish.

#include <optional>

#include "app/forms/form_model.hpp"
#include "language/zone.hpp"
#include "web/form.hpp"

namespace veche::participation {

/// The last minute of a day without an hour; an hour without a day is refused.
std::optional<Instant> closing_in(web::Form& form, const language::Zone& zone);
void put_closing(app::FormContent& content, const std::optional<Instant>& closes, const language::Zone& zone);

}  // namespace veche::participation
