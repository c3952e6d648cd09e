#pragma once

// Occasions of all features, found by their keys: the context of a query or a command knows where (Site hands it over).

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/occasions/occasion.hpp"
#include "app/work.hpp"

namespace veche::app {

/// What a feature offers (Feature::occasions). Keys never meet: each is that of a record, and no two records have the same.
struct OccasionSource {
    /// nullopt: it is none of this feature's, or is gone.
    std::function<std::optional<Occasion>(View&, Id<Occasion>)> find;
    /// The same for a command that decides by it: nobody changes it until the end of the command.
    std::function<std::optional<Occasion>(Work&, Id<Occasion>)> find_for_update;
};

class Occasions {
public:
    void add(OccasionSource source) { sources_.push_back(std::move(source)); }
    const std::vector<OccasionSource>& sources() const { return sources_; }

private:
    std::vector<OccasionSource> sources_;
};

std::optional<Occasion> find_occasion(View& view, Id<Occasion> id);
/// Throws NotFound.
Occasion get_occasion(View& view, Id<Occasion> id);
/// Throws NotFound.
Occasion get_for_update(Work& work, Id<Occasion> id);

/// A command changed, made or removed these, in whatever way: one announcement "occasions.changed" for at most `changed_most` of them.
/// Who keeps something of an occasion compares it with what the occasion is now (change_between); the announcement tells no more.
/// `reason`: why, for those that are gone and cannot be asked any more.
void announce_changed(Work& work, std::span<const Id<Occasion>> ids, std::string_view reason = {});
inline constexpr std::size_t changed_most = 500;
inline constexpr std::string_view occasions_changed = "occasions.changed";

/// What the announcement says.
struct ChangedOccasions {
    std::vector<Id<Occasion>> ids;
    std::string reason;
};
ChangedOccasions parse_changed(const nlohmann::json& payload);

/// One thing that can be done with an occasion, or one thing to know about it, on a page of another feature.
struct OccasionPart {
    std::string title;  // "Записаться": the button's or the link's words
    std::string text;   // "Запись до 14 мая, 2 июля, пятница": beside it; may be empty
    std::string href;   // "/sign-up/01h…"; "" for a mere notice
    bool main = false;  // the one main deed of the page
};
/// What stands open to be signed up for, by the key of the occasion: for lists of many.
using SignUps = std::map<Id<Occasion>, OccasionPart>;

}  // namespace veche::app
