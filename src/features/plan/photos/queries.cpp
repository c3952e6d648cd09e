#include "features/plan/photos/queries.hpp"

#include "features/plan/access.hpp"
#include "features/plan/bodies/line_bodies.hpp"
#include "features/plan/photos/store.hpp"

namespace veche::plan {

std::vector<Photo> list_photos(app::View& view, Id<Happening> happening)
{
    return store::list_photos(view.db, view.town.id, happening);
}

PhotosOfLines list_public_photos(app::View& view, Id<Plan> plan)
{
    view.built_from("plan");
    PhotosOfLines all;
    for (auto& photo : store::list_public_photos(view.db, view.town.id, plan))
        all[photo.line].push_back(std::move(photo));
    return all;
}

namespace {

std::optional<Id<Photo>> photo_of(std::string_view object)
{
    constexpr std::string_view kind = "photo/";
    return object.starts_with(kind) ? parse_id<Photo>(object.substr(kind.size())) : std::nullopt;
}

}  // namespace

bool shows_to_all(app::View& view, std::string_view object)
{
    const auto photo = photo_of(object);
    return photo && store::is_photo_public(view.db, view.town.id, *photo);
}

bool shows_to_actor(app::View& view, std::string_view object)
{
    const auto photo = may_report(view.actor) ? photo_of(object) : std::nullopt;
    const auto line = photo ? store::find_line_of_photo(view.db, view.town.id, *photo) : std::nullopt;
    return line && reporting_of(view).allows(*line);
}

}  // namespace veche::plan
