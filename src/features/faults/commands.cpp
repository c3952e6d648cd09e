#include "features/faults/commands.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "app/parking.hpp"
#include "app/store.hpp"
#include "core/errors.hpp"

namespace veche::faults {

namespace {

constexpr std::int64_t all_but_one = app::attempts_most - 1;

std::string object_of(const app::store::DeliveryKey& key)
{
    return "announcement/" + id_text(key.outbox_id);
}

std::string get_kind(app::Work& work, const app::store::DeliveryKey& key)
{
    auto kind = app::store::find_parked_kind(work.tx, work.town.id, key);
    if (!kind) throw NotFound("delivery");
    return std::move(*kind);
}

}  // namespace

Result<bool> try_again(app::Work& work, const app::store::DeliveryKey& key)
{
    const auto kind = get_kind(work, key);
    app::store::unpark(work.tx, work.town.id, key, all_but_one, work.now);
    work.record("faults.try_again", object_of(key), {{"listener", key.listener}, {"kind", kind}});
    return true;
}

Result<std::int64_t> try_all_again(app::Work& work)
{
    const auto count = app::store::unpark_all(work.tx, work.town.id, all_but_one, work.now);
    work.record("faults.try_all_again", "announcements", {{"deliveries", count}});
    return count;
}

Result<bool> remove(app::Work& work, const app::store::DeliveryKey& key, std::string_view reason)
{
    const auto kind = get_kind(work, key);
    app::store::delete_delivery(work.tx, work.town.id, {.outbox_id = key.outbox_id, .listener = key.listener});
    work.record("faults.remove", object_of(key),
                {{"listener", key.listener}, {"kind", kind}, {"reason", std::string(reason)}});
    return true;
}

Result<bool> try_job(app::Work& work, std::string_view job)
{
    const auto failing = app::store::list_failing_jobs(work.tx, work.town.id, app::failures_told);
    if (std::ranges::find(failing, job, &app::store::FailingJob::name) == failing.end()) throw NotFound("job");
    app::store::set_periodic_due(work.tx, work.town.id, job, work.now);
    work.record("faults.try_job", "job/" + std::string(job), nlohmann::json::object());
    return true;
}

}  // namespace veche::faults
