#include "app/occasions/occasions.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/errors.hpp"
#include "core/expect.hpp"

namespace veche::app {

namespace {

const std::vector<OccasionSource>& sources_of(const Occasions* occasions)
{
    VECHE_EXPECT(occasions != nullptr);  // a View or Work that no Site made
    return occasions->sources();
}

}  // namespace

std::optional<Occasion> find_occasion(View& view, Id<Occasion> id)
{
    for (const auto& source : sources_of(view.occasions))
        if (auto found = source.find(view, id)) return found;
    return std::nullopt;
}

Occasion get_occasion(View& view, Id<Occasion> id)
{
    auto found = find_occasion(view, id);
    if (!found) throw NotFound("occasion");
    return *found;
}

Occasion get_for_update(Work& work, Id<Occasion> id)
{
    for (const auto& source : sources_of(work.occasions))
        if (auto found = source.find_for_update(work, id)) return *found;
    throw NotFound("occasion");
}

void announce_changed(Work& work, std::span<const Id<Occasion>> ids, std::string_view reason)
{
    while (!ids.empty()) {
        auto list = nlohmann::json::array();
        for (const auto id : ids.first(std::min(ids.size(), changed_most))) list.push_back(to_text(id));
        ids = ids.subspan(list.size());
        work.announce(occasions_changed, {{"occasions", std::move(list)}, {"reason", reason}});
    }
}

ChangedOccasions parse_changed(const nlohmann::json& payload)
{
    ChangedOccasions changed;
    for (const auto& text : payload.at("occasions"))
        if (const auto id = parse_id<Occasion>(text.get<std::string>())) changed.ids.push_back(*id);
    std::ranges::sort(changed.ids);  // who locks many locks them in this order
    changed.reason = payload.at("reason").get<std::string>();
    return changed;
}

}  // namespace veche::app
