#include "features/plan/queries_photos.hpp"

#include "features/plan/store_photos.hpp"

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

}  // namespace veche::plan
