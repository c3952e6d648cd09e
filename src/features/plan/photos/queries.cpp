#include "features/plan/photos/queries.hpp"

#include "features/plan/access.hpp"
#include "features/plan/bodies/line_bodies.hpp"
#include "features/plan/photos/albums.hpp"

namespace veche::plan {

app::album::Shelf list_public_photos(app::View& view, Id<Plan> plan)
{
    view.built_from("plan");
    return app::album::list_shown_of_shelf(view, happening_album, plan.value());
}

std::vector<app::album::Photo> photos_of(const app::album::Shelf& shelf, const Line& line)
{
    std::vector<app::album::Photo> all;
    for (const auto& one : line.happenings)
        if (const auto found = shelf.find(one.id.value()); found != shelf.end())
            all.insert(all.end(), found->second.begin(), found->second.end());
    return all;
}

std::optional<Story> find_story(app::View& view)
{
    view.built_from("plan");
    auto told = store::find_latest_shown(view.db, view.town.id);
    if (!told) return std::nullopt;
    auto photos = app::album::list_shown(view, album_of(told->happening));
    return Story{std::move(*told), std::move(photos)};
}

app::album::Keepers photo_keepers()
{
    return {happening_album, [](app::View& view, const app::album::store::Place& place) {
                return may_report(view.actor) && reporting_of(view).allows(Id<Line>(place.part_of));
            }};
}

}  // namespace veche::plan
