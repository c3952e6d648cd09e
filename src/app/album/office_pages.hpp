#pragma once

#include <vector>

#include <nlohmann/json.hpp>

#include "app/album/office.hpp"
#include "language/language.hpp"
#include "web/form.hpp"

namespace veche::app {
class Context;
}

namespace veche::app::album {

using SharedRoom = std::shared_ptr<const Room>;
using SharedMedia = std::shared_ptr<const Media>;
void mount_blur(Routes& routes, SharedMedia media, SharedRoom room);

/// "alt-01h…": a field of one photograph, or of one consent.
template <class Of>
std::string field(std::string_view name, Id<Of> id)
{
    return std::string(name) + "-" + to_text(id);
}

/// What every page of a desk begins with: heading, title, told, back_href, back_words, action.
nlohmann::json desk_model(const language::Words& words, const Desk& desk, std::string heading, std::string action);

/// album/office_photos.html without csrf and what was typed.
nlohmann::json photos_model(const language::Words& words, const Desk& desk, const std::vector<Photo>& photos,
                            const std::vector<Consent>& consents, Day today);

/// What was typed, where it is not in the database: beside what is wrong, and where somebody else was quicker.
void put_typed(nlohmann::json& model, const web::Form& form, const language::Words& words,
               const std::vector<Id<Photo>>& meanwhile);

}  // namespace veche::app::album
