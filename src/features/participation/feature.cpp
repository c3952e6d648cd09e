#include "features/participation/feature.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "features/participation/access.hpp"
#include "features/participation/commands.hpp"
#include "features/participation/edges.hpp"
#include "features/participation/letters.hpp"
#include "features/participation/store_attendance.hpp"
#include "features/plan/feature.hpp"

namespace veche::participation {

namespace {

std::string title_of(const language::Words& words, const plan::Line& line, const plan::Happening& happening,
                     std::string_view message)
{
    auto title = words.say(message);
    if (line.happenings.size() > 1 && happening.period) title += ", " + words.short_day(happening.period->first);
    return title;
}

std::string room_words(const app::Town& town, const language::Words& words, const SignUp& sign_up, Room room)
{
    std::string text = words.say(fmt::format("participation.room_{}", to_text(room)));
    if (room != Room::closed && room != Room::full && sign_up.closes)
        text += " " + words.say("participation.until",
                                {{"day", words.day_and_weekday(town.zone.local(*sign_up.closes).day)}});
    return text;
}

void follow_line(app::Work& work, const nlohmann::json& payload)
{
    if (const auto id = parse_id<plan::Line>(payload.at("line").get<std::string>())) close_line(work, *id);
}

}  // namespace

std::vector<plan::LinePart> portal_parts(app::View& view, const language::Words& words, const plan::Line& line)
{
    view.built_from("line/" + to_text(line.id));
    std::vector<plan::LinePart> parts;
    for (const auto& sign_up : store::list_sign_ups(view.db, view.town.id, line.id)) {
        const auto happening = std::ranges::find(line.happenings, sign_up.happening, &plan::Happening::id);
        if (happening == line.happenings.end() || happening->settled()) continue;
        const Room room = room_of(sign_up, view.now);
        const bool takes = room != Room::closed && room != Room::full;
        parts.push_back(
            {.title = title_of(words, line, *happening, takes ? "participation.sign_up" : "participation.no_sign_up"),
             .text = room_words(view.town, words, sign_up, room),
             .href = takes ? sign_up_path(line, sign_up.happening) : "",
             .main = takes});
    }
    return parts;
}

std::vector<plan::LinePart> office_parts(app::View& view, const language::Words& words, const plan::Line& line)
{
    std::vector<plan::LinePart> parts;
    if (!may_keep_entries(view.actor) || !line.announced()) return parts;
    for (const auto& happening : line.happenings) {
        const auto known = store::find_sign_up(view.db, view.town.id, happening.id);
        if (!known && happening.settled()) continue;
        parts.push_back({.title = title_of(words, line, happening, "participation.office_link"),
                         .text = known ? words.say("participation.numbers_given", known->last_number)
                                       : words.say("participation.not_opened"),
                         .href = office_path(line, happening.id),
                         .main = false});
        const auto came = store::attendance_of(view.db, view.town.id, happening.id).all();
        parts.push_back({.title = title_of(words, line, happening, "participation.check_in"),
                         .text = came > 0 ? words.say("participation.came_count", came) : "",
                         .href = check_in_path(line.id, happening.id),
                         .main = false});
    }
    return parts;
}

app::Feature feature(const Secret<>& letters)
{
    app::Feature feature;
    feature.name = "participation";
    feature.mount = [](app::Routes& routes) {
        mount_portal(routes);
        mount_own(routes);
        mount_office(routes);
        mount_check_in(routes);
        mount_ledger(routes);
    };
    feature.office_menu = {{"menu.participation", "/office/participation", "office.participation", keep_entries, 25}};
    feature.periodic = {
        {.name = "participation.shred", .period = std::chrono::hours(24), .run = [](app::Work& work) { shred(work); }},
        {.name = "participation.end_offers", .period = std::chrono::minutes(5), .run = [](app::Work& work) {
             end_late_offers(work);
         }}};
    feature.listeners = {{.kind = "plan.line.cancelled", .name = "participation.close", .handle = follow_line},
                         {.kind = "plan.line.moved", .name = "participation.follow", .handle = follow_line},
                         {.kind = "plan.line.changed", .name = "participation.follow_change", .handle = follow_line},
                         {.kind = "plan.line.held", .name = "participation.end", .handle = follow_line}};
    if (letters.reveal().empty()) return feature;
    for (auto& listener : letter_listeners(letters)) feature.listeners.push_back(std::move(listener));
    feature.periodic.push_back(reminders(letters));
    return feature;
}

std::vector<Id<plan::Happening>> list_wrong_counts(db::Session& db, Id<app::Town> town)
{
    return store::list_wrong_counts(db, town);
}

}  // namespace veche::participation
