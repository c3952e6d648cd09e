#include "features/participation/calls/queries.hpp"

#include <fmt/format.h>

#include "app/occasions/occasions.hpp"
#include "features/accounts/feature.hpp"
#include "features/participation/entry/said.hpp"
#include "features/participation/entry/store_told.hpp"

namespace veche::participation {

namespace {

/// An occasion of several calls is read once.
struct KnownOccasion {
    app::Occasion occasion;
    std::string bring;
};
class KnownOccasions {
public:
    explicit KnownOccasions(app::View& view) : view_(view) {}
    const KnownOccasion& of(Id<app::Occasion> id)
    {
        const auto known = all_.find(id);
        if (known != all_.end()) return known->second;
        const auto sign_up = store::find_sign_up(view_.db, view_.town.id, id).value();
        auto found = app::find_occasion(view_, id);
        if (!found) {
            found = store::last_told(view_.db, view_.town.id, sign_up);
            found->state = app::OccasionState::gone;
        }
        return all_.emplace(id, KnownOccasion{*found, sign_up.bring}).first->second;
    }

private:
    app::View& view_;
    std::map<Id<app::Occasion>, KnownOccasion> all_;
};

}  // namespace

std::vector<CallRow> list_call_rows(app::View& view, const language::Words& words, const std::vector<Call>& calls)
{
    KnownOccasions occasions(view);
    std::vector<CallRow> rows;
    for (const auto& call : calls) {
        const auto& [occasion, bring] = occasions.of(call.occasion);
        CallRow row{.call = call,
                    .entry = store::get_entry(view.db, view.town.id, call.occasion, call.entry),
                    .occasion = occasion,
                    .said = {}};
        const auto knew = store::find_told(view.db, view.town.id, call.occasion, call.told).value_or(occasion);
        row.said = spoken({view.town, words, row.entry, occasion, bring}, call, knew);
        rows.push_back(std::move(row));
    }
    return rows;
}

Colleagues::Colleagues(db::Session& db, Id<app::Town> town)
{
    for (auto& one : accounts::list_colleague_names(db, town)) names_.emplace(one.account, std::move(one.name));
}

const std::string& Colleagues::name(const std::optional<Id<app::Account>>& account) const
{
    static const std::string nobody;
    const auto found = account ? names_.find(*account) : names_.end();
    return found == names_.end() ? nobody : found->second;
}

std::string short_moment(const app::Town& town, const language::Words& words, Instant at)
{
    const auto local = town.zone.local(at);
    const auto day = words.short_day(local.day);
    return local.minute == 0 ? day : fmt::format("{}, {}", day, words.clock(local.minute));
}

std::string closing_words(const app::Town& town, const language::Words& words, const Call& call,
                          const Colleagues& colleagues)
{
    if (call.state == CallState::open) return "";
    const auto answer = call.answer == CallAnswer::none ? "" : fmt::format("_{}", to_text(call.answer));
    auto text = words.say(fmt::format("participation.call_{}{}", to_text(call.state), answer));
    if (const auto& name = colleagues.name(call.closed_by); !name.empty()) text += ": " + name;
    return call.closed ? text + ", " + short_moment(town, words, *call.closed) : text;
}

}  // namespace veche::participation
