#include "features/plan/line/cards.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "app/object.hpp"

namespace veche::plan {

using nlohmann::json;

namespace {

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
        for (const auto& period : when.periods) all.push_back({&line, &period, has_days(when)});
        if (when.periods.empty()) all.push_back({&line, nullptr, false});
    }
    return all;
}

Occurrence leading_of(const Line& line, Clock now)
{
    const auto& when = line.content.when;
    if (when.periods.empty()) return {&line, nullptr, false};
    const auto* leading = shown_of(line, now).leading;
    const Period* period = leading && leading->period ? &*leading->period : &when.periods.front();
    return {&line, period, has_days(when)};
}

bool happens_between(const Line& line, Day first, Day last)
{
    return has_days(line.content.when) && std::ranges::any_of(line.content.when.periods, [&](const Period& period) {
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

/// The happening of which a card speaks; null where it speaks of the whole line, as of a weekly one in a list of months.
const Happening* own_happening(const Occurrence& o)
{
    const auto& when = o.line->content.when;
    const bool own_period = o.exact || (when.precision == Precision::month && when.repeat == Repeat::none);
    if (!o.period || !own_period) return nullptr;
    const auto found = std::ranges::find(o.line->happenings, std::optional(*o.period), &Happening::period);
    return found == o.line->happenings.end() ? nullptr : &*found;
}

/// Not a time that was said first.
bool is_moved(const Line& line, const Happening* own)
{
    if (line.moves.empty()) return false;
    const auto& first = line.moves.front().former.periods;
    return !own || !own->period || std::ranges::find(first, *own->period) == first.end();
}

std::int64_t participants_of(const Line& line, const Happening* own)
{
    std::int64_t participants = 0;
    for (const auto& one : line.happenings)
        if (const auto* held = std::get_if<Held>(&one.outcome); held && (!own || own == &one))
            participants += held->participants;
    return participants;
}

/// All that is public has been announced: the word is worth saying only when something has become of it.
CardWords::State public_state(const Telling& telling, const Occurrence& occurrence)
{
    const Line& line = *occurrence.line;
    const auto& words = telling.words;
    const std::string code(to_text(line.stage));
    if (!line.announced()) return {code, words.say(fmt::format("plan.state_{}", code))};
    const auto* own = own_happening(occurrence);
    switch (own ? shown_of(line, *own, telling.now).showing : shown_of(line, telling.now).showing) {
        case Showing::held: return {"held", words.say("plan.card_held", participants_of(line, own))};
        case Showing::cancelled: return {"cancelled", words.say("plan.state_cancelled")};
        case Showing::over: return {"over", words.say("plan.card_over")};
        default: break;
    }
    if (is_moved(line, own)) return {"moved", words.say("plan.state_moved")};
    return {code, ""};
}

/// Of a card that speaks of several times the first that stands open.
const app::OccasionPart* sign_up_of(const Telling& telling, const Occurrence& occurrence)
{
    if (!telling.sign_ups) return nullptr;
    const auto* own = own_happening(occurrence);
    for (const auto& one : occurrence.line->happenings) {
        if (own && own != &one) continue;
        if (!is_live(shown_of(*occurrence.line, one, telling.now).showing)) continue;
        const auto found = telling.sign_ups->find(Id<app::Occasion>(one.id.value()));
        if (found != telling.sign_ups->end()) return &found->second;
    }
    return nullptr;
}

}  // namespace

CardWords::CardWords(const Telling& telling, const Occurrence& occurrence)
    : href(line_path(*occurrence.line)),
      number(occurrence.line->content.number ? std::to_string(*occurrence.line->content.number) : ""),
      age(occurrence.line->content.age_mark ? to_text(*occurrence.line->content.age_mark) : ""),
      state(public_state(telling, occurrence)),
      date(date_words(telling.words, occurrence)),
      sign_up(sign_up_of(telling, occurrence))
{
    if (occurrence.exact && occurrence.period->start_minute)
        time = telling.words.clock(*occurrence.period->start_minute);
}

json card(const Telling& telling, const Occurrence& occurrence)
{
    const auto& content = occurrence.line->content;
    const CardWords said(telling, occurrence);
    const auto& date = said.date;
    json sign_up = false;
    if (said.sign_up)
        sign_up =
            app::object({{"title", said.sign_up->title}, {"text", said.sign_up->text}, {"href", said.sign_up->href}});
    return app::object(
        {{"href", said.href},
         {"number", said.number},
         {"title", content.title},
         {"place", content.place},
         {"kind", kind_model(telling.words, content.kind)},
         {"age", said.age},
         {"state", app::object({{"code", said.state.code}, {"title", said.state.title}})},
         {"date",
          app::object({{"figure", date.figure}, {"month", date.month}, {"note", date.note}, {"iso", date.iso}})},
         {"time", said.time},
         {"sign_up", std::move(sign_up)}});
}

json cards(const Telling& telling, const std::vector<Occurrence>& list)
{
    json models = json::array();
    for (const auto& occurrence : list) models.push_back(card(telling, occurrence));
    return models;
}

void true_for_now(app::View& view, const std::vector<Line>& lines)
{
    const Clock now = clock_of(view.town.zone, view.now);
    for (const auto& line : lines)
        if (const auto until = shown_of(line, now).until) view.good_until(instant_of(view.town.zone, *until));
}

json days_model(const Telling& telling, const std::vector<Line>& lines, Day first, Day last)
{
    const auto& words = telling.words;
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
        json models = cards(telling, here);
        for (std::size_t i = 0; i < here.size(); ++i)
            if (!starts_on(here[i], day)) models[i]["time"] = "";
        days.push_back(app::object({{"figure", std::to_string(unsigned(day.day()))},
                                    {"month", words.month_of_day(unsigned(day.month()))},
                                    {"weekday", words.weekday(day)},
                                    {"iso", iso_day(day)},
                                    {"today", day == telling.now.day},
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
