#include "app/erasure/erase.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "app/erasure/store.hpp"

namespace veche::app::erasure {

namespace {

/// Whose erasing the audit tells of: names and ways to reach somebody. Traces go by the hundred every hour.
bool told(std::string_view table)
{
    const auto found = std::ranges::find(tables(), table, &Table::name);
    return found != tables().end() && std::ranges::any_of(found->columns, &Column::sought);
}

}  // namespace

void erase_old(Work& work, const DaysOf& days_of)
{
    for (const auto& step : steps()) {
        const int hours = step.law.empty() ? step.hours : 24 * days_of(work, step.law);
        const auto gone = store::erase(work.tx, work.town.id, step, hours, work.now);
        if (gone == step.rows) work.leave_rest();
        if (gone > 0 && told(step.table)) work.record("app.erase", step.table, {{"rows", gone}});
    }
}

Feature feature(DaysOf days_of)
{
    Feature feature;
    feature.name = "erasure";
    feature.periodic = {{.name = "app.erase",
                         .period = std::chrono::hours(1),
                         .run = [days_of = std::move(days_of)](Work& work) { erase_old(work, days_of); }}};
    return feature;
}

}  // namespace veche::app::erasure
