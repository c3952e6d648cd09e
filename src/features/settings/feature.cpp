#include "features/settings/feature.hpp"

#include "features/settings/access.hpp"
#include "features/settings/office.hpp"

namespace veche::settings {

app::Feature feature()
{
    app::Feature feature;
    feature.name = "settings";
    feature.mount = mount_office;
    feature.office_menu = {{"menu.town", "/office/town", "office.town", change_town, 80, app::MenuGroup::keeping},
                           {"menu.audit", "/office/audit", "office.audit", read_audit, 90, app::MenuGroup::keeping}};
    return feature;
}

}  // namespace veche::settings
