#pragma once

#include <string_view>
#include <vector>

#include "app/album/commands.hpp"
#include "app/context.hpp"
#include "app/forms/form_model.hpp"
#include "app/media.hpp"
#include "web/form.hpp"

/// A few new photographs in a form about something else: the deed and its evidence are sent at once, each picture with what is seen on it and
/// who agreed. The feature's table has `slot_fields` at its end, its page {{>album/part_slots}}, its route takes uploads.
namespace veche::app::album {

namespace slots {
constexpr web::FormField file(std::string_view name)
{
    return {.name = name,
            .kind = web::FieldKind::file,
            .label = "album.slot_file",
            .hint = "album.slot_file_hint",
            .accept = "image/jpeg,image/png,image/webp"};
}
constexpr web::FormField alt(std::string_view name)
{
    return {.name = name, .label = "office.photo_alt", .hint = "office.photo_alt_hint", .limit = alt_limit, .rows = 2};
}
constexpr web::FormField people(std::string_view name)
{
    return {.name = name, .kind = web::FieldKind::radio, .label = "office.photo_people"};
}
constexpr web::FormField consents(std::string_view name)
{
    return {.name = name,
            .kind = web::FieldKind::paragraphs,
            .label = "album.consents",
            .hint = "album.consents_hint",
            .limit = consents_at_once * 2 * consent_name_limit,
            .rows = 2};
}
}  // namespace slots

inline constexpr web::FormField slot_fields[] = {
    slots::file("photo_1"),
    slots::alt("photo_alt_1"),
    slots::people("photo_people_1"),
    slots::consents("photo_consents_1"),
    slots::file("photo_2"),
    slots::alt("photo_alt_2"),
    slots::people("photo_people_2"),
    slots::consents("photo_consents_2"),
    slots::file("photo_3"),
    slots::alt("photo_alt_3"),
    slots::people("photo_people_3"),
    slots::consents("photo_consents_3"),
    {.name = "photo_author",
     .label = "office.photos_author",
     .hint = "office.photos_author_hint",
     .limit = author_limit},
};

/// What the slots offer and are called.
void offer_slots(const language::Words& words, FormContent& content);

/// The photographs that were sent, their pictures kept. What does not fit is refused beside its field, and then none is taken: a browser does not keep a
/// file, so each one that was chosen has to be chosen again, and its field says so.
std::vector<NewPhoto> photos_in(Context& context, web::Form& form, const Media& media);
/// The same said of them when the deed itself was refused.
void ask_again(Context& context, web::Form& form);

}  // namespace veche::app::album
