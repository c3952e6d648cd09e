#include <mutex>

#include "app/site.hpp"
#include "app/store.hpp"

namespace veche::app {

void Towns::reload(db::Database& database)
{
    std::vector<Town> towns;
    database.read([&](db::Session& session) { towns = store::list_towns(session); });
    const std::unique_lock lock(mutex_);
    towns_ = std::make_shared<const std::vector<Town>>(std::move(towns));
}

Towns::Snapshot Towns::all() const
{
    const std::shared_lock lock(mutex_);
    return towns_;
}

std::shared_ptr<const Town> Towns::find_host(std::string_view host) const
{
    const auto towns = all();
    for (const auto& town : *towns)
        if (town.host == host) return {towns, &town};
    return nullptr;
}

std::shared_ptr<const Town> Towns::find_slug(std::string_view slug) const
{
    const auto towns = all();
    for (const auto& town : *towns)
        if (town.slug == slug) return {towns, &town};
    return nullptr;
}

}  // namespace veche::app
