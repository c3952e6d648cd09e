#include "features/participation/feature.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "features/participation/access.hpp"
#include "features/participation/door/store_attendance.hpp"
#include "features/participation/edges.hpp"
#include "features/participation/entry/calls.hpp"
#include "features/participation/entry/commands.hpp"
#include "features/participation/entry/follow.hpp"
#include "features/participation/entry/letters.hpp"
#include "features/participation/entry/store_calls.hpp"
#include "features/participation/ledger/figures.hpp"

namespace veche::participation {

namespace {

std::string title_of(const language::Words& words, const std::vector<app::Occasion>& all, const app::Occasion& one,
                     std::string_view message)
{
    auto title = words.say(message);
    if (const auto period = period_of(one); period && all.size() > 1) title += ", " + words.short_day(period->first);
    return title;
}

std::string room_words(const app::Town& town, const language::Words& words, const SignUp& sign_up, Room room)
{
    std::string text = words.say(fmt::format("participation.room_{}", to_text(room)));
    const auto closing = closing_of(sign_up);
    if (room != Room::closed && room != Room::full && closing)
        text += " " + words.say("participation.until", {{"day", words.day_and_weekday(town.zone.local(*closing).day)}});
    return text;
}

}  // namespace

std::vector<app::OccasionPart> portal_parts(app::View& view, const language::Words& words,
                                            const std::vector<app::Occasion>& occasions)
{
    std::vector<app::OccasionPart> parts;
    for (const auto& occasion : occasions) {
        view.built_from(occasion.topic);
        const auto sign_up = store::find_sign_up(view.db, view.town.id, occasion.id);
        if (!sign_up || occasion.state != app::OccasionState::ahead) continue;
        const Room room = room_of(*sign_up, view.now);
        const bool takes = room != Room::closed && room != Room::full;
        if (const auto closing = closing_of(*sign_up); closing && room != Room::closed) view.good_until(*closing);
        parts.push_back({.title = title_of(words, occasions, occasion,
                                           takes ? "participation.sign_up" : "participation.no_sign_up"),
                         .text = room_words(view.town, words, *sign_up, room),
                         .href = takes ? app::sign_up_path(occasion.id) : "",
                         .main = takes});
    }
    return parts;
}

app::SignUps open_sign_ups(app::View& view, const language::Words& words, const std::vector<app::Occasion>& occasions)
{
    constexpr std::size_t most = 500;
    std::vector<Id<app::Occasion>> keys;
    for (const auto& occasion : occasions) {
        if (keys.size() == most) break;
        if (keys.empty() || view.topics().back() != occasion.topic) view.built_from(occasion.topic);
        keys.push_back(occasion.id);
    }
    app::SignUps open;
    for (const auto& one : store::list_open(view.db, view.town.id, keys, view.now)) {
        if (!is_open(one, view.now)) continue;
        const auto closing = closing_of(one);
        if (closing) view.good_until(*closing);
        const bool waits = room_of(one, view.now) == Room::queue;
        open.emplace(one.occasion,
                     app::OccasionPart{
                         .title = words.say(waits ? "participation.card_queue" : "participation.sign_up"),
                         .text = closing ? words.say("participation.card_until",
                                                     {{"day", words.short_day(view.town.zone.local(*closing).day)}})
                                         : words.say("participation.card_open"),
                         .href = app::sign_up_path(one.occasion),
                         .main = false});
    }
    return open;
}

std::vector<app::OccasionPart> office_parts(app::View& view, const language::Words& words,
                                            const std::vector<app::Occasion>& occasions)
{
    std::vector<app::OccasionPart> parts;
    if (!may_keep_entries(view.actor)) return parts;
    for (const auto& occasion : occasions) {
        const auto known = store::find_sign_up(view.db, view.town.id, occasion.id);
        if (!known && occasion.state != app::OccasionState::ahead) continue;
        parts.push_back({.title = title_of(words, occasions, occasion, "participation.office_link"),
                         .text = known ? words.say("participation.numbers_given", known->last_number)
                                       : words.say("participation.not_opened"),
                         .href = office_path(occasion.id),
                         .main = false});
        const auto came = store::attendance_of(view.db, view.town.id, occasion.id).all();
        parts.push_back({.title = title_of(words, occasions, occasion, "participation.check_in"),
                         .text = came > 0 ? words.say("participation.came_count", came) : "",
                         .href = check_in_path(occasion.id),
                         .main = false});
    }
    return parts;
}

app::Feature feature(const Secret<>& letters, Mail mail)
{
    app::Feature feature;
    feature.name = "participation";
    feature.mount = [](app::Routes& routes) {
        mount_portal(routes);
        mount_own(routes);
        mount_questions(routes);
        mount_office_questions(routes);
        mount_settings(routes);
        mount_entries(routes);
        mount_calls(routes);
        mount_check_in(routes);
        mount_ledger(routes);
        mount_people(routes);
    };
    feature.office_menu = {
        {"menu.participation", "/office/participation", "office.participation", keep_entries, 25,
         app::MenuGroup::taking_part},
        {"menu.calls", "/office/calls", "office.calls", keep_entries, 26, app::MenuGroup::taking_part}};
    feature.periodic = {
        {.name = "participation.shred", .period = std::chrono::hours(24), .run = [](app::Work& work) { shred(work); }},
        {.name = "participation.end_offers", .period = std::chrono::minutes(5), .run = [](app::Work& work) {
             end_late_offers(work);
             end_erased(work);
             end_undecided(work);
         }}};
    feature.periodic.push_back(
        {.name = "participation.follow_unseen", .period = std::chrono::hours(1), .run = follow_unseen});
    feature.periodic.push_back(
        {.name = "participation.end_calls", .period = std::chrono::minutes(5), .run = end_calls});
    feature.listeners = {{.kind = app::occasions_changed, .name = "participation.follow", .handle = follow_changed}};
    feature.erasing = erasing();
    if (letters.reveal().empty()) return feature;
    const Post post{letters, mail};
    for (auto& listener : letter_listeners(post)) feature.listeners.push_back(std::move(listener));
    feature.periodic.push_back(reminders());
    feature.figures = figures::all();
    return feature;
}

nlohmann::json todo(app::View& view, const language::Words& words)
{
    if (!may_keep_entries(view.actor)) return false;
    const auto open = store::count_calls(view.db, view.town.id, {.state = CallState::open, .occasion = {}});
    if (open == 0) return false;
    return {{"title", words.say("participation.calls_todo", open)},
            {"text", words.say("participation.calls_todo_text")},
            {"href", calls_path()}};
}

std::vector<Id<app::Occasion>> list_wrong_counts(db::Session& db, Id<app::Town> town)
{
    return store::list_wrong_counts(db, town);
}

}  // namespace veche::participation
