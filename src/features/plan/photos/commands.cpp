#include "features/plan/photos/commands.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/errors.hpp"
#include "features/plan/line/store.hpp"
#include "features/plan/line/write.hpp"
#include "features/plan/photos/albums.hpp"

namespace veche::plan {

using app::album::Album;
using app::album::Photo;

namespace {

/// The album of one happening, with its line locked: whoever changes the line waits.
struct Open {
    Line line;
    app::album::Owner owner;
};

Result<Open> open_album(app::Work& work, Id<Line> id, Id<Happening> happening)
{
    Line line = store::get_for_update(work.tx, work.town.id, id);
    const auto found = std::ranges::find(line.happenings, happening, &Happening::id);
    if (found == line.happenings.end()) throw NotFound("happening");
    if (!std::holds_alternative<Held>(found->outcome)) return refuse(RefusalKind::closed, "plan.photos_after_report");
    auto owner = album_owner(line, *found);
    return Open{std::move(line), std::move(owner)};
}

void tell(app::Work& work, const Line& line)
{
    work.touch("plan");
    work.touch(line_object(line.id));
}

}  // namespace

Result<Album> change_photos(app::Work& work, Id<Line> line, Id<Happening> happening, const app::album::Changes& changes)
{
    const auto open = open_album(work, line, happening);
    if (!open) return tl::unexpected(open.error());
    auto album = app::album::change_photos(work, open->owner, changes);
    if (!album) return album;
    work.record("plan.photos.change", line_object(line),
                {{"happening", to_text(happening)},
                 {"photos", album->photos.size()},
                 {"removed", album->removed.size()},
                 {"consents_withdrawn", changes.withdrawn.size()},
                 {"people_asked", std::ranges::count_if(album->photos, &Photo::is_ready)}});
    tell(work, open->line);
    return album;
}

Result<Photo> replace_picture(app::Work& work, Id<Line> line, const Photo& seen, const app::KeptPicture& files)
{
    const auto open = open_album(work, line, Id<Happening>(seen.album.owner));
    if (!open) return tl::unexpected(open.error());
    auto photo = app::album::replace_picture(work, open->owner, seen, files);
    if (!photo) return photo;
    work.record("plan.photos.blur", line_object(line),
                {{"happening", id_text(seen.album.owner)}, {"photo", to_text(seen.id)}});
    tell(work, open->line);
    return photo;
}

}  // namespace veche::plan
