#pragma once

// What several pages ask and say of a suggestion.

#include <string>

#include <nlohmann/json.hpp>

#include "app/work.hpp"
#include "features/suggestions/model.hpp"
#include "language/language.hpp"
#include "web/form.hpp"

namespace veche::suggestions {

/// The body for which a chair suggests, "" for residents and where it is not there any more.
std::string body_name_of(app::View& view, const Suggestion& suggestion);

/// {code, title} of what has become of it.
nlohmann::json decision_model(const language::Words& words, const Decision& decision);

// What is suggested is asked alike of residents and of chairs.

inline constexpr web::FormField title_field{.name = "title",
                                            .label = "suggestions.title",
                                            .hint = "suggestions.title_hint",
                                            .limit = text_limit,
                                            .obligatory = true,
                                            .empty = "suggestions.title_needed"},
    why_field{.name = "why",
              .kind = web::FieldKind::paragraphs,
              .label = "suggestions.why",
              .hint = "suggestions.why_hint",
              .limit = why_limit,
              .obligatory = true,
              .empty = "suggestions.why_needed",
              .rows = 4},
    when_field{.name = "when", .label = "suggestions.when", .hint = "suggestions.when_hint", .limit = text_limit},
    place_field{.name = "place", .label = "suggestions.place", .hint = "suggestions.place_hint", .limit = text_limit},
    audience_field{
        .name = "audience", .label = "suggestions.audience", .hint = "suggestions.audience_hint", .limit = text_limit};

Content content_in(web::Form& form);

}  // namespace veche::suggestions
