// The back office of the directory: a body's portrait and photographs. (The forms are app/album's.)

#include <fmt/format.h>

#include "app/album/office.hpp"
#include "app/site.hpp"
#include "core/errors.hpp"
#include "features/bodies/access.hpp"
#include "features/bodies/commands.hpp"
#include "features/bodies/edges.hpp"
#include "features/bodies/queries.hpp"

namespace veche::bodies {

namespace {

app::album::Desk photo_desk(app::Context& context)
{
    const auto id = context.path_id<Body>("id");
    const Body body = context.read([&](app::View& view) { return get_body(view, id); });
    app::album::Desk desk{.owner = album_owner(body),
                          .title = body.content.name,
                          .told = "",
                          .path = office_path(id) + "/photos",
                          .back_href = office_path(id),
                          .back_words = context.words.say("bodies.to_body"),
                          .section = "office.bodies"};
    if (std::holds_alternative<Merged>(body.stage))
        desk.closed = Refusal{RefusalKind::closed, "bodies.is_merged", "", {}};
    return desk;
}

}  // namespace

void mount_office_photos(app::Routes& routes, std::shared_ptr<const app::Media> media)
{
    app::album::mount_office(
        routes, std::move(media),
        {.path = "/office/bodies/{id}/photos",
         .permission = keep,
         .desk = photo_desk,
         .change =
             [](app::Work& work, const app::album::Owner& owner, const app::album::Changes& changes) {
                 return change_photos(work, Id<Body>(owner.key.owner), changes);
             },
         .replace = [](app::Work& work, const app::album::Owner&, const app::album::Photo& seen,
                       const app::KeptPicture& files) { return replace_picture(work, seen, files); }});
}

}  // namespace veche::bodies
