#include "features/plan/photos/commands.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "app/media.hpp"
#include "core/errors.hpp"
#include "features/plan/line/store.hpp"
#include "features/plan/line/write.hpp"
#include "features/plan/photos/store.hpp"

namespace veche::plan {

namespace {

std::string photo_object(Id<Photo> id)
{
    return "photo/" + to_text(id);
}

void remove(app::Work& work, Id<Photo> id)
{
    store::delete_photo(work.tx, work.town.id, id);
    app::media::release(work, photo_object(id));
}

void hold(app::Work& work, const Photo& photo)
{
    for (const auto* name : {&photo.files.large, &photo.files.middle, &photo.files.small, &photo.files.share})
        app::media::hold(work, *name, photo_object(photo.id));
}

}  // namespace

Result<Album> change_photos(app::Work& work, Id<Line> line_id, Id<Happening> happening_id,
                            const std::vector<PhotoChange>& changes, const std::vector<NewPhoto>& fresh)
{
    const Line line = store::get_for_update(work.tx, work.town.id, line_id);
    const auto happening = std::ranges::find(line.happenings, happening_id, &Happening::id);
    if (happening == line.happenings.end()) throw NotFound("happening");
    if (!std::holds_alternative<Held>(happening->outcome))
        return refuse(RefusalKind::closed, "plan.photos_after_report");
    const auto before = store::list_photos(work.tx, work.town.id, happening_id);
    Result<Album> album = with_new(rearranged(before, changes), *happening, line_id, fresh, work.now);
    if (!album) return album;

    for (const auto id : album->removed) remove(work, id);
    for (const auto& photo : album->photos) {
        if (std::ranges::find(before, photo) != before.end()) continue;
        store::put_photo(work.tx, work.town.id, photo);
        hold(work, photo);
    }
    work.record("plan.photos.change", line_object(line_id),
                {{"happening", to_text(happening_id)},
                 {"photos", album->photos.size()},
                 {"removed", album->removed.size()},
                 {"people_asked", std::ranges::count_if(album->photos, &Photo::is_ready)}});
    work.touch("plan");
    work.touch(line_object(line_id));
    if (line.announced()) work.announce("plan.photos.changed", {{"line", to_text(line_id)}});
    return album;
}

void forget_stray_photos(app::Work& work)
{
    for (const auto id : store::list_stray_photos(work.tx, work.town.id)) remove(work, id);
}

}  // namespace veche::plan
