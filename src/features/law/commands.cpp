#include "features/law/commands.hpp"

#include <nlohmann/json.hpp>

#include "core/errors.hpp"
#include "features/law/store.hpp"

namespace veche::law {

Result<bool> enter_value(app::Work& work, Value value)
{
    if (!find_norm(value.key)) throw NotFound("law " + value.key);
    value.entered = work.now;
    value.entered_by = work.actor.name;
    if (!store::insert_value(work.tx, work.town.id, work.new_id<Value>(), value))
        return refuse(RefusalKind::too_many, "law.too_many_values");
    work.record("law.enter", "law/" + value.key,
                {{"value", value.value},
                 {"since", iso_day(value.since)},
                 {"norm", value.norm},
                 {"edition", value.edition},
                 {"confirmed", !value.confirmed_by.empty()}});
    return true;
}

Result<bool> enter_day(app::Work& work, const OddDay& day)
{
    if (!store::put_day(work.tx, work.town.id, day)) return refuse(RefusalKind::too_many, "law.too_many_days", "day");
    work.record("law.enter_day", "law/days", {{"day", iso_day(day.day)}, {"working", day.working}});
    return true;
}

Result<bool> forget_day(app::Work& work, Day day)
{
    if (!store::remove_day(work.tx, work.town.id, day)) throw NotFound("day");
    work.record("law.forget_day", "law/days", {{"day", iso_day(day)}});
    return true;
}

}  // namespace veche::law
