#include "features/law/exports.hpp"

#include <nlohmann/json.hpp>

#include "core/errors.hpp"
#include "features/law/feature.hpp"
#include "features/law/store_permits.hpp"

namespace veche::law {

namespace {

constexpr std::int64_t waiting_most = 10;

nlohmann::json told(const Export& of)
{
    return {{"what", of.what}, {"path", of.path}, {"people", of.people}};
}

}  // namespace

Leave take_leave(app::Work& work, const Export& of)
{
    const auto since = work.now - permit_lifetime;
    const auto law = at(work.tx, work.town.id, work.town.zone.local(work.now).day);
    const bool few = of.people <= law.number("quota.export");
    if (few || store::use_permit(work.tx, work.town.id, work.actor.account, of, since, work.now)) {
        work.record("law.export", "export", told(of));
        return {};
    }
    const auto known = store::find_stopped(work.tx, work.town.id, work.actor.account, of.path, since);
    const auto id = known ? known->id : work.new_id<Permit>();
    if (known)
        store::update_people(work.tx, work.town.id, id, of.people);
    else
        store::insert_permit(
            work.tx, work.town.id,
            {.id = id, .of = of, .asked_by = work.actor.account, .asked_name = work.actor.name, .offered = work.now});
    work.record("law.export_stopped", "permit/" + to_text(id), told(of));
    return {known && known->asked ? Leave::Kind::waits : Leave::Kind::stopped, id};
}

Result<bool> ask_permit(app::Work& work, Id<Permit> id)
{
    const auto since = work.now - permit_lifetime;
    const auto permit = store::find_permit(work.tx, work.town.id, id);
    if (!permit || permit->asked_by != work.actor.account) throw NotFound("permit");
    if (permit->offered < since) return refuse(RefusalKind::conflict, "law.permit_gone");
    if (store::count_waiting(work.tx, work.town.id, work.actor.account, since) >= waiting_most)
        return refuse(RefusalKind::too_many, "law.permit_too_many");
    if (!permit->asked) store::ask(work.tx, work.town.id, id, work.now);
    work.record("law.ask_export", "permit/" + to_text(id), told(permit->of));
    return true;
}

Result<bool> grant_permit(app::Work& work, Id<Permit> id, std::int64_t people)
{
    const auto permit = store::find_permit(work.tx, work.town.id, id);
    if (!permit) throw NotFound("permit");
    if (permit->asked_by == work.actor.account) return refuse(RefusalKind::invalid, "law.permit_own");
    if (permit->of.people != people) return refuse(RefusalKind::conflict, "law.permit_grew");
    if (permit->granted || !permit->asked || permit->offered < work.now - permit_lifetime ||
        !store::grant(work.tx, work.town.id, *permit, work.actor.account, work.actor.name, work.now))
        return refuse(RefusalKind::conflict, "law.permit_gone");
    work.record("law.grant_export", "permit/" + to_text(id), told(permit->of));
    return true;
}

}  // namespace veche::law
