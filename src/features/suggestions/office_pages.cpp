#include "features/suggestions/office_pages.hpp"

#include <fmt/format.h>

#include "features/bodies/feature.hpp"

namespace veche::suggestions {

std::string body_name_of(app::View& view, const Suggestion& suggestion)
{
    const auto* chair = std::get_if<Chair>(&suggestion.author);
    if (!chair || !chair->body) return "";
    const auto shown = bodies::find_shown(view.db, view.town.id, *chair->body);
    return shown ? shown->name : "";
}

nlohmann::json decision_model(const language::Words& words, const Decision& decision)
{
    const auto stage = to_text(decision);
    return {{"code", stage == "taken"      ? "held"
                     : stage == "declined" ? "cancelled"
                                           : "waiting"},
            {"title", words.say(fmt::format("suggestions.stage_{}", stage))}};
}

Content content_in(web::Form& form)
{
    return {.title = form.line("title"),
            .when = form.line("when"),
            .place = form.line("place"),
            .audience = form.line("audience"),
            .why = form.paragraphs("why")};
}

}  // namespace veche::suggestions
