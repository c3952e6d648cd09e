#include "app/work.hpp"

#include <nlohmann/json.hpp>

#include "app/audit.hpp"
#include "app/process.hpp"
#include "app/store.hpp"

namespace veche::app {

void Work::announce(std::string_view kind, const nlohmann::json& payload)
{
    store::insert_outbox(tx, town.id, ids_.next(now), kind, payload.dump(), now);
}

void Work::touch(std::string topic)
{
    store::touch_topic(tx, town.id, topic, now.milliseconds, process_number());
    topics_.push_back(std::move(topic));
}

void Work::record(std::string_view deed, std::string_view object, const nlohmann::json& details)
{
    audit::append(tx, town.id, now, actor, deed, object, details.dump());
    recorded_ = true;
}

}  // namespace veche::app
