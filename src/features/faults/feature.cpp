#include "features/faults/feature.hpp"

#include "app/parking.hpp"
#include "app/store_parking.hpp"
#include "features/faults/access.hpp"
#include "features/faults/office.hpp"

namespace veche::faults {

nlohmann::json todo(app::View& view, const language::Words& words)
{
    if (!may_see_faults(view.actor)) return false;
    const bool aside = app::store::count_parked(view.db, view.town.id, 1) > 0;
    if (!aside && app::store::list_failing_jobs(view.db, view.town.id, app::failures_told).empty()) return false;
    return {{"title", words.say(aside ? "faults.todo_aside" : "faults.todo_jobs")},
            {"text", words.say("faults.todo_text")},
            {"href", "/office/faults"}};
}

app::Feature feature()
{
    app::Feature feature;
    feature.name = "faults";
    feature.mount = mount_office;
    feature.office_menu = {
        {"menu.faults", "/office/faults", "office.faults", keep_faults, 95, app::MenuGroup::keeping}};
    return feature;
}

}  // namespace veche::faults
