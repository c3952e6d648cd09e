#include "features/plan/line/cards.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "app/object.hpp"

namespace veche::plan {

using nlohmann::json;

namespace {

bool is_exact(const When& when)
{
    return when.precision == Precision::minute || when.precision == Precision::day;
}

/// The big figure and what stands beside it.
CardWords::Date date_words(const language::Words& words, const Occurrence& occurrence)
{
    const auto& when = occurrence.line->content.when;
    if (!occurrence.exact) return {.figure = "", .month = "", .note = when.text, .iso = ""};
    const Period& period = *occurrence.period;
    const Day shown = period.open_start ? period.last : period.first;
    std::string note;
    if (period.open_start)
        note = words.say("plan.until_this_day");
    else if (period.open_end)
        note = words.say("plan.from_this_day");
    else if (is_night(when, period))
        note = words.short_weekday(period.first);
    else if (period.first != period.last && (!period.start_minute || has_daily_hours(when, period)))
        note = words.say("plan.through_day", {{"day", words.short_day(period.last)}});
    else if (period.first == period.last)
        note = words.short_weekday(period.first);
    if (const auto hours = hours_in_words(words, when, period); !hours.empty())
        note += (note.empty() ? "" : ", ") + hours;
    std::string iso = iso_day(shown);
    if (period.start_minute) iso += fmt::format("T{:02}:{:02}", *period.start_minute / 60, *period.start_minute % 60);
    return {.figure = std::to_string(unsigned(shown.day())),
            .month = words.month_of_day(unsigned(shown.month())),
            .note = std::move(note),
            .iso = std::move(iso)};
}

}  // namespace

Day last_shown(const When& when, const Period& period)
{
    return is_night(when, period) ? period.first : period.last;
}

bool starts_on(const Occurrence& o, Day day)
{
    return o.period->start_minute && (o.period->first == day || has_daily_hours(o.line->content.when, *o.period));
}

bool earlier(const Occurrence& a, const Occurrence& b)
{
    const auto key = [](const Occurrence& o) {
        const auto day = o.period ? day_number(o.period->open_start ? o.period->last : o.period->first) : 0;
        return std::tuple(!o.period, !o.exact, day, o.period ? o.period->start_minute.value_or(-1) : 0,
                          o.line->position);
    };
    return key(a) < key(b);
}

std::vector<Occurrence> occurrences(const std::vector<Line>& lines)
{
    std::vector<Occurrence> all;
    for (const auto& line : lines) {
        const auto& when = line.content.when;
        for (const auto& period : when.periods) all.push_back({&line, &period, is_exact(when)});
        if (when.periods.empty()) all.push_back({&line, nullptr, false});
    }
    return all;
}

bool happens_between(const Line& line, Day first, Day last)
{
    return is_exact(line.content.when) && std::ranges::any_of(line.content.when.periods, [&](const Period& period) {
               return period.first <= last && period.last >= first;
           });
}

json kind_model(const language::Words& words, const FullKind& kind)
{
    return app::object({{"code", to_text(kind.kind)}, {"title", words.say(fmt::format("kind.{}", to_text(kind)))}});
}

json state_model(const language::Words& words, const Line& line)
{
    const auto code = to_text(line.stage);
    return app::object({{"code", code}, {"title", words.say(fmt::format("plan.state_{}", code))}});
}

namespace {

/// All that is public has been announced: the word is worth saying only when something has become of it.
CardWords::State public_state(const language::Words& words, const Line& line)
{
    const std::string code(to_text(line.stage));
    if (!line.announced()) return {code, words.say(fmt::format("plan.state_{}", code))};
    std::int64_t participants = 0;
    for (const auto& one : line.happenings)
        if (const auto* held = std::get_if<Held>(&one.outcome)) participants += held->participants;
    switch (line.standing()) {
        case Standing::held: return {"held", words.say("plan.card_held", participants)};
        case Standing::cancelled: return {"cancelled", words.say("plan.state_cancelled")};
        case Standing::ahead: break;
    }
    if (!line.moves.empty()) return {"moved", words.say("plan.state_moved")};
    return {code, ""};
}

}  // namespace

CardWords::CardWords(const language::Words& words, const Occurrence& occurrence)
    : href(line_path(*occurrence.line)),
      number(occurrence.line->content.number ? std::to_string(*occurrence.line->content.number) : ""),
      age(occurrence.line->content.age_mark ? to_text(*occurrence.line->content.age_mark) : ""),
      state(public_state(words, *occurrence.line)),
      date(date_words(words, occurrence))
{
    if (occurrence.exact && occurrence.period->start_minute) time = words.clock(*occurrence.period->start_minute);
}

json card(const language::Words& words, const Occurrence& occurrence)
{
    const auto& content = occurrence.line->content;
    const CardWords said(words, occurrence);
    const auto& date = said.date;
    return app::object(
        {{"href", said.href},
         {"number", said.number},
         {"title", content.title},
         {"place", content.place},
         {"kind", kind_model(words, content.kind)},
         {"age", said.age},
         {"state", app::object({{"code", said.state.code}, {"title", said.state.title}})},
         {"date",
          app::object({{"figure", date.figure}, {"month", date.month}, {"note", date.note}, {"iso", date.iso}})},
         {"time", said.time}});
}

json cards(const language::Words& words, const std::vector<Occurrence>& list)
{
    json models = json::array();
    for (const auto& occurrence : list) models.push_back(card(words, occurrence));
    return models;
}

json days_model(const language::Words& words, const std::vector<Line>& lines, Day first, Day last, Day today)
{
    json days = json::array();
    auto all = occurrences(lines);
    std::erase_if(all, [](const Occurrence& o) { return !o.exact; });
    std::ranges::sort(all, earlier);
    for (auto number = day_number(first); number <= day_number(last); ++number) {
        const Day day = day_from_number(number);
        std::vector<Occurrence> here;
        std::ranges::copy_if(all, std::back_inserter(here), [&](const Occurrence& o) {
            const bool open = o.period->open_start || o.period->open_end;
            const auto length = day_number(o.period->last) - day_number(o.period->first);
            return !open && length < 7 && day_number(o.period->first) <= number &&
                   number <= day_number(last_shown(o.line->content.when, *o.period));
        });
        if (here.empty()) continue;
        json models = cards(words, here);
        for (std::size_t i = 0; i < here.size(); ++i)
            if (!starts_on(here[i], day)) models[i]["time"] = "";
        days.push_back(app::object({{"figure", std::to_string(unsigned(day.day()))},
                                    {"month", words.month_of_day(unsigned(day.month()))},
                                    {"weekday", words.weekday(day)},
                                    {"iso", iso_day(day)},
                                    {"today", day == today},
                                    {"lines", std::move(models)}}));
    }
    return days;
}

namespace {

json clock_json(int minute)
{
    return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

json periods_json(const When& when)
{
    json periods = json::array();
    for (const auto& period : when.periods) {
        json one = {{"first", iso_day(period.first)}, {"last", iso_day(period.last)}};
        if (period.start_minute) one["start"] = clock_json(*period.start_minute);
        if (period.end_minute) one["end"] = clock_json(*period.end_minute);
        if (has_daily_hours(when, period)) one["each_day"] = true;
        if (period.open_start) one["open_start"] = true;
        if (period.open_end) one["open_end"] = true;
        periods.push_back(std::move(one));
    }
    return periods;
}

/// What has become of each of its times.
json happenings_json(const Line& line)
{
    json happenings = json::array();
    for (const auto& happening : line.happenings) {
        json one = {{"id", to_text(happening.id)}, {"outcome", to_text(happening.outcome)}};
        if (const auto* held = std::get_if<Held>(&happening.outcome)) {
            one["held"] = {{"first", iso_day(held->first)}, {"last", iso_day(held->last)}};
            one["participants"] = held->participants;
            one["summary"] = held->summary;
        }
        if (const auto* cancelled = std::get_if<Cancelled>(&happening.outcome)) one["reason"] = cancelled->reason;
        happenings.push_back(std::move(one));
    }
    return happenings;
}

json moves_json(const Line& line)
{
    json moves = json::array();
    for (const auto& move : line.moves)
        moves.push_back({{"former", {{"text", move.former.text}, {"periods", periods_json(move.former)}}},
                         {"reason", move.reason},
                         {"at", iso_instant(move.at)}});
    return moves;
}

json programme_json(const language::Programme& programme)
{
    json hours = json::array();
    for (const auto& hour : programme)
        hours.push_back({{"start", clock_json(hour.start)},
                         {"end", hour.end ? clock_json(*hour.end) : json(nullptr)},
                         {"title", hour.title}});
    return hours;
}

}  // namespace

json line_json(const Line& line, const std::string& base_url)
{
    const auto& content = line.content;
    const auto text_or_null = [](const std::string& text) { return text.empty() ? json(nullptr) : json(text); };
    return app::object({{"id", to_text(line.id)},
                        {"url", base_url + line_path(line)},
                        {"number", content.number ? json(*content.number) : json(nullptr)},
                        {"section", content.section},
                        {"title", content.title},
                        {"kind", to_text(content.kind.kind)},
                        {"subkind", content.kind.subkind ? json(to_text(*content.kind.subkind)) : json(nullptr)},
                        {"when", app::object({{"text", content.when.text},
                                              {"precision", to_text(content.when.precision)},
                                              {"repeat", to_text(content.when.repeat)},
                                              {"starts", text_or_null(iso_start(content.when))},
                                              {"ends", text_or_null(iso_end(content.when))},
                                              {"periods", periods_json(content.when)}})},
                        {"place", content.place},
                        {"programme", programme_json(content.programme)},
                        {"responsible", content.responsible},
                        {"audience", content.audience},
                        {"age_mark", content.age_mark ? json(to_text(*content.age_mark)) : json(nullptr)},
                        {"stage", to_text(line.stage)},
                        {"standing", to_text(line.standing())},
                        {"happenings", happenings_json(line)},
                        {"moves", moves_json(line)},
                        {"sequence", line.sequence},
                        {"updated", iso_instant(line.updated)}});
}

}  // namespace veche::plan
