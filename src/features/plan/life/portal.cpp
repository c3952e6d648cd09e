#include "features/plan/life/portal.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "app/media.hpp"
#include "app/object.hpp"
#include "features/plan/life/model.hpp"
#include "features/plan/life/words.hpp"

namespace veche::plan {

using nlohmann::json;

namespace {

bool is_exact(const When& when)
{
    return when.precision == Precision::minute || when.precision == Precision::day;
}

/// The forms of a photograph from which a browser takes the one that fits its screen; a small photograph has fewer.
std::string srcset(const PhotoFiles& files)
{
    const int longer = std::max(files.width, files.height);
    std::string list;
    int before = 0;
    for (const auto& [name, side] :
         {std::pair(&files.small, 320), std::pair(&files.middle, 800), std::pair(&files.large, longer)}) {
        const int width = side < longer ? std::max(1, files.width * side / longer) : files.width;
        if (width > before)
            list += fmt::format("{}{} {}w", list.empty() ? "" : ", ", app::media::address(*name), width);
        before = std::max(before, width);
    }
    return list;
}

/// Under the photograph: who took it, and of a line that was held several times when.
std::string caption(const language::Words& words, const Line& line, const Photo& photo)
{
    const auto held_times = std::ranges::count_if(
        line.happenings, [](const Happening& one) { return std::holds_alternative<Held>(one.outcome); });
    const auto happening = std::ranges::find(line.happenings, photo.happening, &Happening::id);
    if (held_times < 2 || happening == line.happenings.end()) return photo.words.author;
    const auto* held = std::get_if<Held>(&happening->outcome);
    if (!held) return photo.words.author;
    return held_days(words, *held) + (photo.words.author.empty() ? "" : " · " + photo.words.author);
}

json photo_model(const language::Words& words, const Line& line, const Photo& photo)
{
    return app::object({{"image", app::media::address(photo.files.middle)},
                        {"srcset", srcset(photo.files)},
                        {"large", app::media::address(photo.files.large)},
                        {"width", photo.files.width},
                        {"height", photo.files.height},
                        {"alt", photo.words.alt},
                        {"caption", caption(words, line, photo)},
                        {"focus", fmt::format("focus-{}-{}", photo.words.focus.x, photo.words.focus.y)}});
}

/// schema.org's previousStartDate; "" when it was not moved, or from no exact day.
std::string previous_start(const Line& line)
{
    if (line.moves.empty()) return "";
    const When& former = line.moves.back().former;
    if (!is_exact(former) || former.periods.empty()) return "";
    const auto left = former_periods(line, line.moves.size() - 1);
    return iso_day(left.empty() ? former.periods.front().first : left.front().first);
}

}  // namespace

json public_life_state(const language::Words& words, const Line& line)
{
    std::string_view code = to_text(line.standing());
    if (line.standing() == Standing::ahead) code = line.moves.empty() ? "announced" : "moved";
    return app::object({{"code", code}, {"title", words.say(fmt::format("plan.state_{}", code))}});
}

json photos_part(const language::Words& words, const app::Town& town, const Line& line,
                 const std::vector<Photo>& photos)
{
    json others = json::array();
    for (std::size_t i = 1; i < photos.size(); ++i) others.push_back(photo_model(words, line, photos[i]));
    return app::object(
        {{"photo", photos.empty() ? json(false) : photo_model(words, line, photos.front())},
         {"has_photos", !others.empty()},
         {"photos", others},
         {"share_image", photos.empty() ? "" : town.base_url + app::media::address(photos.front().files.share)},
         {"iso_previous", previous_start(line)}});
}

json life_of_line_json(const app::Town& town, const Line& line, const std::vector<Photo>& photos)
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
                                          {"held_first", held ? json(iso_day(held->first)) : json(nullptr)},
                                          {"held_last", held ? json(iso_day(held->last)) : json(nullptr)},
                                          {"participants", held ? json(held->participants) : json(nullptr)},
                                          {"told", held        ? json(held->summary)
                                                   : cancelled ? json(cancelled->reason)
                                                               : json(nullptr)}}));
    }
    const auto address = [&](const std::string& name) { return town.base_url + app::media::address(name); };
    for (const auto& photo : photos)
        pictures.push_back(app::object({{"happening", to_text(photo.happening)},
                                        {"url", address(photo.files.large)},
                                        {"middle", address(photo.files.middle)},
                                        {"small", address(photo.files.small)},
                                        {"jpeg", address(photo.files.share)},
                                        {"width", photo.files.width},
                                        {"height", photo.files.height},
                                        {"alt", photo.words.alt},
                                        {"author", photo.words.author}}));
    return app::object(
        {{"standing", to_text(line.standing())}, {"moves", moves}, {"happenings", happenings}, {"photos", pictures}});
}

}  // namespace veche::plan
