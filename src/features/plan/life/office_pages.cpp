#include "features/plan/life/office_pages.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "app/object.hpp"
#include "features/plan/life/words.hpp"

namespace veche::plan {

using nlohmann::json;

namespace {

std::string happening_path(const Line& line, const Happening& happening, std::string_view deed)
{
    return fmt::format("{}/happenings/{}/{}", office_line_path(line), to_text(happening.id), deed);
}

/// What the pages of all deeds begin with.
DeedPage deed_page(const Line& line, std::string heading, std::string action, std::string closed)
{
    return {.around = {{"heading", std::move(heading)},
                       {"title", line.content.title},
                       {"action", std::move(action)},
                       {"back_href", office_line_path(line)},
                       {"closed", std::move(closed)},
                       {"meanwhile", false}},
            .content = {.values = {{"version", std::to_string(line.version)}}}};
}

json deed(const language::Words& words, std::string_view message, std::string href, std::string_view look)
{
    return {{"title", words.say(message)}, {"href", std::move(href)}, {"look", look}};
}

json deeds_of(const language::Words& words, const Line& line, const Happening& happening, Day today, LifeDeeds offered)
{
    json deeds = json::array();
    const bool held = std::holds_alternative<Held>(happening.outcome), all = offered == LifeDeeds::all;
    // One deed is the main one of the page; of many that wait none is.
    const auto waiting =
        std::ranges::count_if(line.happenings, [&](const auto& one) { return is_overdue(line, one, today); });
    if (offered == LifeDeeds::none) return deeds;
    if (held) {
        deeds.push_back(deed(words, "office.photos", happening_path(line, happening, "photos"), "quiet"));
        deeds.push_back(deed(words, "office.correct_report", happening_path(line, happening, "held"), "quiet"));
        if (all)
            deeds.push_back(deed(words, "office.take_report_back", happening_path(line, happening, "reopen"), "quiet"));
    } else if (happening.settled()) {
        if (!all) return deeds;
        deeds.push_back(deed(words, "office.take_cancel_back", happening_path(line, happening, "reopen"), "quiet"));
    } else {
        const auto cancel_path = office_line_path(line) + "/cancel?happening=" + to_text(happening.id);
        const bool over = happening.period && happening.period->last < today;
        if (may_have_taken_place(happening, today))
            deeds.push_back(deed(words, "office.tell_held", happening_path(line, happening, "held"),
                                 waiting == 1 && is_overdue(line, happening, today) ? "" : "quiet"));
        if (all && over) deeds.push_back(deed(words, "office.tell_not_held", cancel_path, "quiet"));
        const auto ahead = std::ranges::count_if(line.happenings, [](const auto& one) { return !one.settled(); });
        if (all && ahead > 1 && !over) deeds.push_back(deed(words, "office.cancel_this", cancel_path, "grave"));
    }
    return deeds;
}

json moves_model(const language::Words& words, const Line& line)
{
    json moves = json::array();
    for (std::size_t i = 0; i < line.moves.size(); ++i) moves.push_back(moved_words(words, line, i));
    return moves;
}

std::string clock_words(const language::Words& words, const Happening& happening)
{
    const auto& period = *happening.period;
    if (!period.start_minute) return words.say("office.no_hour");
    auto text = words.clock(*period.start_minute);
    if (period.end_minute) text += "–" + words.clock(*period.end_minute);
    return text;
}

std::string clash_words(const language::Words& words, const Conflict& conflict)
{
    const bool place = conflict.kind == Conflict::Kind::place;
    const auto* message = !place             ? "office.clash_person"
                          : conflict.certain ? "office.clash_place"
                                             : "office.clash_place_perhaps";
    return words.say(message, {{"what", conflict.what}});
}

}  // namespace

json life_model(const language::Words& words, const Line& line, Day today, LifeDeeds offered)
{
    json happenings = json::array();
    bool open = false, ahead = false;
    for (const auto& one : line.happenings) {
        open = open || !one.settled();
        ahead = ahead || (!one.settled() && !(one.period && one.period->last < today));
        happenings.push_back({{"when", time_words(words, line, one)},
                              {"state", happening_state(words, line, one, today)},
                              {"told", told_words(words, one)},
                              {"deeds", deeds_of(words, line, one, today, offered)}});
    }
    json deeds = json::array();
    const bool all = offered == LifeDeeds::all;
    if (all && open && line.announced())
        deeds.push_back(deed(words, "office.move", office_line_path(line) + "/move", "quiet"));
    if (all && ahead) deeds.push_back(deed(words, "office.cancel", office_line_path(line) + "/cancel", "grave"));
    const json moves = moves_model(words, line);
    return {{"happenings", happenings}, {"moves", moves}, {"deeds", deeds}, {"has_deeds", !deeds.empty()}};
}

json clash_warnings(const language::Words& words, const std::vector<Conflict>& conflicts, Id<Line> line)
{
    json found = json::array();
    for (const auto& conflict : conflicts) {
        if (conflict.first->id != line && conflict.second->id != line) continue;
        const Line& other = conflict.first->id == line ? *conflict.second : *conflict.first;
        found.push_back({{"day", words.day_and_weekday(conflict.day)},
                         {"words", clash_words(words, conflict)},
                         {"title", other.content.title},
                         {"href", office_line_path(other)}});
        if (found.size() == 10) break;
    }
    return found;
}

DeedPage move_page(const language::Words& words, const Line& line)
{
    const char* closed = !line.announced()                    ? "plan.not_announced"
                         : line.standing() != Standing::ahead ? "plan.over_already"
                                                              : nullptr;
    auto page = deed_page(line, words.say("office.move_heading"), office_line_path(line) + "/move",
                          closed ? words.say(closed) : "");
    page.around["former"] = time_words(words, line.content.when);
    page.around["moves"] = moves_model(words, line);
    page.around["has_programme"] = !line.content.programme.empty();
    // Of several dates one is changed: the others stay in the words. A single one is written anew.
    const bool several = line.happenings.size() > 1;
    page.content.values.emplace_back("when", several ? line.content.when.text : "");
    page.content.hints = {{"when", words.say(several ? "office.new_times_hint" : "office.new_time_hint")}};
    return page;
}

DeedPage held_page(const language::Words& words, const Line& line, const Happening& happening, Day today)
{
    const bool cancelled = std::holds_alternative<Cancelled>(happening.outcome);
    auto page = deed_page(line, words.say("office.held_heading"), happening_path(line, happening, "held"),
                          cancelled ? words.say("plan.cancelled_already") : "");
    const auto precision = line.content.when.precision;
    const bool exact = precision == Precision::minute || precision == Precision::day;
    const auto put = [&](const char* field, std::string value) {
        page.content.values.emplace_back(field, std::move(value));
    };
    if (const auto* held = std::get_if<Held>(&happening.outcome)) {
        put("first", iso_day(held->first));
        put("last", held->last == held->first ? "" : iso_day(held->last));
        put("participants", std::to_string(held->participants));
        put("summary", held->summary);
    } else if (exact && happening.period) {
        const auto& period = *happening.period;
        const Day begins = period.open_start ? period.last : period.first;
        if (begins <= today) put("first", iso_day(begins));
        const bool longer = !period.open_start && !period.open_end && period.last != period.first;
        if (longer && period.last <= today) put("last", iso_day(period.last));
    }
    page.around["planned"] = time_words(words, line, happening);
    page.content.latest = {{"first", today}, {"last", today}};
    return page;
}

bool is_after_the_day(const Line& line, std::optional<Id<Happening>> chosen, Day today)
{
    const auto is_over = [&](const Happening& one) { return one.period && one.period->last < today; };
    if (chosen) return is_over(get_happening(line, *chosen));
    const auto open = [](const Happening& one) { return !one.settled(); };
    return std::ranges::all_of(line.happenings, [&](const Happening& one) { return !open(one) || is_over(one); }) &&
           std::ranges::any_of(line.happenings, open);
}

DeedPage cancel_page(const language::Words& words, const Line& line, std::optional<Id<Happening>> chosen, Day today)
{
    const bool after = is_after_the_day(line, chosen, today);
    app::Choices choices{{"", words.say("office.cancel_all")}};
    for (const auto& one : line.happenings)
        if (!one.settled()) choices.push_back({to_text(one.id), time_words(words, line, one)});
    auto page =
        deed_page(line, words.say(after ? "office.not_held_heading" : "office.cancel_heading"),
                  office_line_path(line) + "/cancel", choices.size() == 1 ? words.say("plan.over_already") : "");
    page.around["planned"] =
        after && chosen ? time_words(words, line, get_happening(line, *chosen)) : time_words(words, line.content.when);
    page.around["several"] = choices.size() > 2;
    page.around["after"] = after;
    page.content.values.emplace_back("happening", chosen ? to_text(*chosen) : "");
    page.content.choices = {{"happening", std::move(choices)}};
    return page;
}

DeedPage reopen_page(const language::Words& words, const Line& line, const Happening& happening)
{
    const bool held = std::holds_alternative<Held>(happening.outcome);
    auto page = deed_page(line, words.say(held ? "office.take_report_back" : "office.take_cancel_back"),
                          happening_path(line, happening, "reopen"), "");
    page.around["planned"] = time_words(words, line, happening);
    page.around["told"] = told_words(words, happening);
    page.around["hint"] = words.say(held ? "office.reopen_held_hint" : "office.reopen_cancelled_hint");
    return page;
}

json meanwhile_model(const language::Words& words, const Line& newest, Day today)
{
    json now = json::array();
    for (const auto& one : newest.happenings)
        now.push_back({{"when", time_words(words, newest, one)},
                       {"state", happening_state(words, newest, one, today)},
                       {"told", told_words(words, one)}});
    return {{"title", newest.content.title},
            {"now", now},
            {"moves", moves_model(words, newest)},
            {"href", office_line_path(newest)}};
}

json overdue_model(const language::Words& words, const std::vector<Overdue>& shown, bool more, std::int64_t all,
                   Day today, const Reporting& reporting)
{
    json rows = json::array();
    for (const auto& one : shown) {
        const auto line = fmt::format("/office/plan/{}/lines/{}", one.year, to_text(one.line));
        std::string names;
        for (const auto& name : one.responsible) names += (names.empty() ? "" : "; ") + name;
        rows.push_back(
            {{"title", one.title},
             {"href", line},
             {"year", std::to_string(one.year)},
             {"when", time_words(words, one.when)},
             {"ago", words.relative_days(day_number(one.ended) - day_number(today))},
             {"responsible", names},
             {"not_held_href",
              reporting.all ? fmt::format("{}/cancel?happening={}&back=overdue", line, to_text(one.happening)) : ""},
             {"held_href", reporting.allows(one.line)
                               ? fmt::format("{}/happenings/{}/held?back=overdue", line, to_text(one.happening))
                               : ""}});
    }
    const std::string next = more ? fmt::format("/office/plan/overdue?after={}.{}", iso_day(shown.back().ended),
                                                to_text(shown.back().happening))
                                  : "";
    return {{"heading", words.say("office.overdue_heading")},
            {"summary", all > 0 ? words.say("office.overdue_count", all) : ""},
            {"nothing", all == 0},
            {"rows", rows},
            {"next_href", next},
            {"list_href", "/office/plan"}};
}

json conflicts_model(const language::Words& words, int year, const std::vector<Conflict>& conflicts)
{
    constexpr std::size_t most = 300;
    const auto side = [&](const Line& line, const Happening& happening) -> json {
        return {{"title", line.content.title},
                {"href", office_line_path(line)},
                {"clock", clock_words(words, happening)},
                {"place", line.content.place}};
    };
    json rows = json::array();
    for (const auto& one : conflicts) {
        if (rows.size() == most) break;
        rows.push_back({{"day", words.day_and_weekday(one.day)},
                        {"iso", iso_day(one.day)},
                        {"words", clash_words(words, one)},
                        {"certain", one.certain},
                        {"sureness", words.say(one.certain ? "office.clash_certain" : "office.clash_perhaps")},
                        {"sides", json::array({side(*one.first, *one.first_happening),
                                               side(*one.second, *one.second_happening)})}});
    }
    return {{"heading", words.say("office.conflicts_heading", {{"year", std::to_string(year)}})},
            {"list_href", fmt::format("/office/plan/{}", year)},
            {"summary", conflicts.empty() ? "" : words.say("office.conflicts", std::int64_t(conflicts.size()))},
            {"cut", conflicts.size() > most},
            {"nothing", conflicts.empty()},
            {"rows", rows}};
}

}  // namespace veche::plan
