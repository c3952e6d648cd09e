#include "features/settings/commands.hpp"

#include <nlohmann/json.hpp>

#include "app/contacts/store.hpp"
#include "app/store.hpp"
#include "features/settings/store.hpp"

namespace veche::settings {

Result<bool> save_town(app::Work& work, std::int64_t version, const TownContent& content)
{
    const auto saved = store::get_for_update(work.tx, work.town.id);
    app::Town town = saved.town;
    town.name = content.name;
    town.zone = content.zone;
    town.colour = content.colour;
    town.emblem = content.emblem.value_or(town.emblem);
    const bool same = town.name == saved.town.name && town.zone.name() == saved.town.zone.name() &&
                      town.colour == saved.town.colour && town.emblem == saved.town.emblem &&
                      content.contacts == saved.contacts;
    if (saved.version != version && !same) return refuse(RefusalKind::conflict, "settings.changed_meanwhile");
    if (!same) {
        app::store::update_town(work.tx, town);
        app::store::put_contacts(work.tx, town.id, content.contacts);
        work.touch("town");
    }
    work.record("settings.town", "town/" + town.slug,
                {{"name", town.name}, {"colour", town.colour}, {"timezone", town.zone.name()}});
    return true;
}

}  // namespace veche::settings
