#include "app/work.hpp"

#include <set>

#include <nlohmann/json.hpp>

#include "app/process.hpp"
#include "app/store.hpp"
#include "app/store_audit.hpp"
#include "app/store_touches.hpp"

namespace veche::app {

void Work::announce(std::string_view kind, const nlohmann::json& payload)
{
    store::insert_outbox(tx, town.id, ids_.next(now), kind, payload.dump(), now);
}

void Work::record(std::string_view deed, std::string_view object, const nlohmann::json& details)
{
    store::insert_unsealed(tx, town.id, ids_.next(now),
                           {.at = now,
                            .actor_id = actor.account.value(),
                            .actor = actor.name,
                            .deed = std::string(deed),
                            .object = std::string(object),
                            .details = details.dump()});
    recorded_ = true;
}

void Work::finish()
{
    for (const auto& topic : std::set(topics_.begin(), topics_.end()))
        store::insert_touch(tx, town.id, topic, process_number());
}

}  // namespace veche::app
