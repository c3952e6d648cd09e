#include "features/plan/life/portal.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "app/album/portal.hpp"
#include "app/object.hpp"
#include "features/plan/life/model.hpp"
#include "features/plan/life/words.hpp"

namespace veche::plan {

using nlohmann::json;

namespace {

/// Under the photograph: who took it, and of a line that was held several times when.
std::string caption(const language::Words& words, const Line& line, const app::album::Photo& photo)
{
    const auto held_times = std::ranges::count_if(
        line.happenings, [](const Happening& one) { return std::holds_alternative<Held>(one.outcome); });
    const auto* happening = find_happening(line, Id<Happening>(photo.album.owner));
    if (held_times < 2 || !happening) return photo.words.author;
    const auto* held = std::get_if<Held>(&happening->outcome);
    if (!held) return photo.words.author;
    return held_days(words, *held) + (photo.words.author.empty() ? "" : " · " + photo.words.author);
}

/// schema.org's previousStartDate; "" when it was not moved, or from no exact day.
std::string previous_start(const Line& line)
{
    if (line.moves.empty()) return "";
    const When& former = line.moves.back().former;
    if (!has_days(former) || former.periods.empty()) return "";
    const auto left = former_periods(line, line.moves.size() - 1);
    return iso_day(left.empty() ? former.periods.front().first : left.front().first);
}

}  // namespace

json photos_part(const language::Words& words, const app::Town& town, const Line& line,
                 const std::vector<app::album::Photo>& photos)
{
    auto part = app::album::photos_part(town, photos,
                                        [&](const app::album::Photo& photo) { return caption(words, line, photo); });
    part["iso_previous"] = previous_start(line);
    return part;
}

json life_of_line_json(const app::Town& town, const Line& line, const std::vector<app::album::Photo>& photos, Clock now)
{
    json moves = json::array(), happenings = json::array(), pictures = json::array();
    for (const auto& move : line.moves)
        moves.push_back(
            app::object({{"former", move.former.text}, {"reason", move.reason}, {"at", iso_instant(move.at)}}));
    for (const auto& one : line.happenings) {
        const auto* held = std::get_if<Held>(&one.outcome);
        const auto* cancelled = std::get_if<Cancelled>(&one.outcome);
        happenings.push_back(app::object({{"id", to_text(one.id)},
                                          {"first", one.period ? json(iso_day(one.period->first)) : json(nullptr)},
                                          {"last", one.period ? json(iso_day(one.period->last)) : json(nullptr)},
                                          {"outcome", to_text(one.outcome)},
                                          {"showing", to_text(shown_of(line, one, now).showing)},
                                          {"held_first", held ? json(iso_day(held->first)) : json(nullptr)},
                                          {"held_last", held ? json(iso_day(held->last)) : json(nullptr)},
                                          {"participants", held ? json(held->participants) : json(nullptr)},
                                          {"told", held        ? json(held->summary)
                                                   : cancelled ? json(cancelled->reason)
                                                               : json(nullptr)}}));
    }
    for (const auto& photo : photos) {
        auto picture = app::album::photo_json(town, photo);
        picture["happening"] = id_text(photo.album.owner);
        pictures.push_back(std::move(picture));
    }
    return app::object({{"standing", to_text(line.standing())},
                        {"showing", to_text(shown_of(line, now).showing)},
                        {"moves", moves},
                        {"happenings", happenings},
                        {"photos", pictures}});
}

}  // namespace veche::plan
