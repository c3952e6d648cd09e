#include "app/album/queries.hpp"

#include "app/album/store.hpp"

namespace veche::app::album {

std::vector<Photo> list_photos(View& view, const Key& key)
{
    return store::list_photos(view.db, view.town.id, key);
}

std::vector<Consent> list_consents(View& view, const Key& key)
{
    return store::list_consents(view.db, view.town.id, key);
}

std::vector<Photo> list_shown(View& view, const Key& key)
{
    return store::list_shown(view.db, view.town.id, key);
}

Shelf list_shown_of_shelf(View& view, std::string_view kind, std::int64_t shelf)
{
    Shelf all;
    for (auto& photo : store::list_shown_of_shelf(view.db, view.town.id, kind, shelf))
        all[photo.album.owner].push_back(std::move(photo));
    return all;
}

}  // namespace veche::app::album
