#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/letters.hpp"
#include "features/accounts/feature.hpp"
#include "features/subscriptions/commands.hpp"
#include "features/subscriptions/letters.hpp"
#include "features/subscriptions/store.hpp"

namespace veche::subscriptions {

using nlohmann::json;
using std::chrono::days;
using std::chrono::sys_days;

namespace {

std::optional<Day> begin_run(app::Work& work, store::Run run)
{
    const auto local = work.town.zone.local(work.now);
    const auto week = due_week(local.day, local.minute);
    if (!week || !store::insert_run(work.tx, work.town.id, run, *week, work.now)) return std::nullopt;
    return week;
}

/// Who is to be written to in this step.
std::vector<Subscription> list_step(app::Work& work, store::Wanting wanting, const json& payload)
{
    const auto after = parse_id<Subscription>(payload.at("after").get<std::string>()).value();
    return store::list_wanting(work.tx, work.town.id, wanting, after, step);
}

/// What the next step is to begin with; nothing when this was the last one.
std::optional<json> next_step(const std::vector<Subscription>& all, json payload)
{
    if (all.size() < std::size_t(step)) return std::nullopt;
    payload["after"] = to_text(all.back().id);
    return payload;
}

}  // namespace

bool begin_digest(app::Work& work)
{
    const auto week = begin_run(work, store::Run::digest);
    if (week) work.announce("subscriptions.digest", {{"week", iso_day(*week)}, {"after", to_text(Id<Subscription>{})}});
    return week.has_value();
}

void send_digest(app::Work& work, const json& payload)
{
    const Day monday = parse_iso_day(payload.at("week").get<std::string>()).value();
    const Day today = work.town.zone.local(work.now).day, last = Day(sys_days(monday) + days(13));
    const auto all = list_step(work, store::Wanting::weekly, payload);
    if (const auto next = next_step(all, payload)) work.announce("subscriptions.digest", *next);
    app::View view = work.view();
    const auto lines = plan::list_public_between(view, std::max(monday, today), last);
    const auto items = items_of(lines, monday, today);
    for (const auto& one : all) {
        if (app::is_queued(work, digest_key(monday, one.id))) continue;
        std::vector<Item> chosen;
        for (const auto& item : items)
            if (matches(one.choice, *item.line)) chosen.push_back(item);
        if (chosen.empty()) continue;
        app::send(work, digest_letter(work.town, one, fresh_link(work, one.id), monday, today, chosen));
    }
}

void begin_urgent(app::Work& work, const json& payload)
{
    if (payload.value("together", false)) return;
    app::View view = work.view();
    const auto line = plan::find_line(view, parse_id<plan::Line>(payload.at("line").get<std::string>()).value());
    if (!line || !store::take_news(work.tx, work.town.id, line->id, news_mark(*line))) return;
    work.announce("subscriptions.urgent", {{"line", payload.at("line")}, {"after", to_text(Id<Subscription>{})}});
}

void send_urgent(app::Work& work, const json& payload)
{
    app::View view = work.view();
    const auto found = plan::find_line(view, parse_id<plan::Line>(payload.at("line").get<std::string>()).value());
    if (!found || !found->announced()) return;  // withdrawn since, and perhaps removed
    const auto& line = *found;
    const auto all = list_step(work, store::Wanting::urgent, payload);
    if (const auto next = next_step(all, payload)) work.announce("subscriptions.urgent", *next);
    for (const auto& one : all) {
        const auto news = news_of(words_in(one.language), line);
        if (news.text.empty() || !matches(one.choice, line)) continue;
        if (app::is_queued(work, urgent_key(line, one.id))) continue;
        app::send(work, urgent_letter(work.town, one, fresh_link(work, one.id), line, news, work.now));
    }
}

void begin_moves(app::Work& work, const json& payload)
{
    app::View view = work.view();
    auto lines = json::array();
    for (const auto& id : payload.at("lines")) {
        const auto line = plan::find_line(view, parse_id<plan::Line>(id.get<std::string>()).value());
        if (line && store::take_news(work.tx, work.town.id, line->id, news_mark(*line)))
            lines.push_back({{"line", id}, {"news", news_mark(*line)}});
    }
    if (lines.empty()) return;
    json first = payload;
    first["lines"] = std::move(lines);
    first["after"] = to_text(Id<Subscription>{});
    work.announce("subscriptions.moves", first);
}

namespace {

/// Those that are moved still, and not again: what befell them meanwhile is told otherwise, or not at all.
std::vector<plan::Line> list_moved(app::View& view, const json& told)
{
    std::vector<plan::Line> lines;
    for (const auto& one : told) {
        const bool former = one.is_string();  // begun by an older program
        const auto id = (former ? one : one.at("line")).get<std::string>();
        auto line = plan::find_line(view, parse_id<plan::Line>(id).value());
        if (!line || !line->announced() || !is_moved(*line)) continue;
        if (former || one.at("news") == news_mark(*line)) lines.push_back(std::move(*line));
    }
    return lines;
}

}  // namespace

void send_moves(app::Work& work, const json& payload)
{
    app::View view = work.view();
    const auto lines = list_moved(view, payload.at("lines"));
    if (lines.empty()) return;
    const auto all = list_step(work, store::Wanting::urgent, payload);
    if (const auto next = next_step(all, payload)) work.announce("subscriptions.moves", *next);
    const auto move = payload.at("move").get<std::string>();
    for (const auto& one : all) {
        std::vector<const plan::Line*> chosen;
        for (const auto& line : lines)
            if (matches(one.choice, line)) chosen.push_back(&line);
        if (chosen.empty() || app::is_queued(work, moves_key(move, one.id))) continue;
        app::send(work, moves_letter(work.town, one, fresh_link(work, one.id), move, chosen, work.now));
    }
}

bool remind_overdue(app::Work& work)
{
    constexpr int told = 20;
    const auto week = begin_run(work, store::Run::overdue);
    if (!week) return false;
    app::View view = work.view();
    const Day today = work.town.zone.local(work.now).day;
    const auto all = plan::count_overdue(view, today);
    if (all == 0) return false;
    const auto overdue = plan::list_overdue(view, today, std::nullopt, told);
    const auto colleagues = accounts::list_holders(view, app::Role::organiser);
    for (const auto& [account, email] : colleagues)
        app::send(work, overdue_letter(work.town, email,
                                       fmt::format("subscriptions.overdue/{}/{}", iso_day(*week), to_text(account)),
                                       *week, overdue, all));
    return !colleagues.empty();
}

}  // namespace veche::subscriptions
