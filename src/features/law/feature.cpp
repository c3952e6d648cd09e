#include "features/law/feature.hpp"

#include "features/law/access.hpp"
#include "features/law/office.hpp"
#include "features/law/store.hpp"

namespace veche::law {

Profile at(db::Session& db, Id<app::Town> town, Day day)
{
    return Profile(day, store::list_values(db, town));
}

WorkCalendar work_calendar(db::Session& db, Id<app::Town> town)
{
    return WorkCalendar(store::list_days(db, town));
}

int days_of(app::Work& work, std::string_view key)
{
    return at(work.tx, work.town.id, work.town.zone.local(work.now).day).number(key);
}

app::Feature feature()
{
    app::Feature feature;
    feature.name = "law";
    feature.mount = [](app::Routes& routes) {
        mount_profile(routes);
        mount_map(routes);
        mount_personal_data(routes);
        mount_requests(routes);
        mount_exports(routes);
    };
    feature.office_menu = {
        {"menu.law", "/office/law", "office.law", enter_law, 82, app::MenuGroup::keeping},
        {"menu.personal", "/office/personal", "office.personal", answer_subjects, 84, app::MenuGroup::keeping},
        {"menu.exports", "/office/exports", "office.exports", grant_exports, 86, app::MenuGroup::keeping}};
    return feature;
}

}  // namespace veche::law
