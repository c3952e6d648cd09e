// The back office of the plan: photographs of a happening that was held. (The forms are app/album's.)

#include <algorithm>

#include <fmt/format.h>

#include "app/album/office.hpp"
#include "app/site.hpp"
#include "core/errors.hpp"
#include "features/plan/access.hpp"
#include "features/plan/bodies/line_bodies.hpp"
#include "features/plan/edges.hpp"
#include "features/plan/life/office_pages.hpp"
#include "features/plan/life/words.hpp"
#include "features/plan/photos/albums.hpp"
#include "features/plan/photos/commands.hpp"

namespace veche::plan {

using app::Context;

namespace {

app::album::Desk desk_of(Context& context)
{
    const int year = year_of(context);
    const auto id = context.path_id<Line>("id");
    const auto happening = context.path_id<Happening>("happening");
    const Line line = context.read([&](app::View& view) { return get_line(view, id); });
    const auto found = std::ranges::find(line.happenings, happening, &Happening::id);
    if (line.year != year || found == line.happenings.end()) throw NotFound("happening");
    // Of a chair's own lines alone, and before a form or a file is read.
    const auto reporting = context.read([](app::View& view) { return reporting_of(view); });
    if (!reporting.allows(line.id)) throw Forbidden("line");
    app::album::Desk desk{.owner = album_owner(line, *found),
                          .title = line.content.title,
                          .told = told_words(context.words, *found),
                          .path = fmt::format("{}/happenings/{}/photos", office_line_path(line), to_text(happening)),
                          .back_href = office_line_path(line),
                          .back_words = context.words.say("office.to_line"),
                          .section = "office.plan"};
    if (!std::holds_alternative<Held>(found->outcome))
        desk.closed = Refusal{RefusalKind::closed, "plan.photos_after_report", "", {}};
    return desk;
}

}  // namespace

void mount_office_photos(app::Routes& routes, SharedMedia media)
{
    app::album::mount_office(
        routes, std::move(media),
        {.path = "/office/plan/{year}/lines/{id}/happenings/{happening}/photos",
         .permission = report,
         .desk = desk_of,
         .change =
             [](app::Work& work, const app::album::Owner& owner, const app::album::Changes& changes) {
                 return change_photos(work, Id<Line>(owner.part_of), Id<Happening>(owner.key.owner), changes);
             },
         .replace =
             [](app::Work& work, const app::album::Owner& owner, const app::album::Photo& seen,
                const app::KeptPicture& files) {
                 return replace_picture(work, Id<Line>(owner.part_of), seen, files);
             }});
}

}  // namespace veche::plan
