#include "features/plan/export/poster.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "features/plan/life/words.hpp"
#include "features/plan/line/cards.hpp"

namespace veche::plan {

namespace {

using std::chrono::sys_days;

struct Found {
    Day first{};
    bool whole_day = true;
    int minute = 0;
    bool from_before = false;
    outside::Poster::Row row;
};

std::string figure_of(const When& when, const Period& period, Day month_first, Day month_last)
{
    const auto day = [](Day of) { return std::to_string(unsigned(of.day())); };
    if (period.open_start) return fmt::format("–{}", day(period.last));
    if (period.open_end || period.first == last_shown(when, period)) return day(period.first);
    const Day from = std::max(period.first, month_first), to = std::min(period.last, month_last);
    return from == to ? day(from) : fmt::format("{}–{}", day(from), day(to));
}

std::string note_of(const language::Words& words, const Line& line, const Happening* happening)
{
    if (happening && std::holds_alternative<Cancelled>(happening->outcome)) return words.say("plan.state_cancelled");
    if (line.moves.empty()) return "";
    return moved_words(words, line, line.moves.size() - 1);
}

}  // namespace

outside::Poster month_poster(const language::Words& words, const app::Town& town, int year, unsigned month,
                             const std::vector<Line>& announced, Instant made)
{
    const std::chrono::year_month of{std::chrono::year(year), std::chrono::month(month)};
    const Day first = of / 1, last = of / std::chrono::last;
    std::vector<Found> all;
    for (const auto& line : announced) {
        const auto precision = line.content.when.precision;
        if (precision != Precision::minute && precision != Precision::day) continue;
        const auto& when = line.content.when;
        for (const auto& period : when.periods) {
            if (period.first > last || last_shown(when, period) < first) continue;
            const auto happening = std::ranges::find_if(
                line.happenings, [&](const Happening& one) { return one.period && *one.period == period; });
            const auto* known = happening == line.happenings.end() ? nullptr : &*happening;
            Found found{.first = period.open_start ? period.last : period.first,
                        .whole_day = !period.start_minute,
                        .minute = period.start_minute.value_or(0),
                        .from_before = !period.open_start && period.first < first,
                        .row = {.figure = figure_of(when, period, first, last),
                                .weekday = period.first == last_shown(when, period) ? words.weekday(period.first) : "",
                                .time = hours_in_words(words, when, period),
                                .title = line.content.title,
                                .place = line.content.place,
                                .mark = line.content.age_mark ? std::string(to_text(*line.content.age_mark)) : "",
                                .note = note_of(words, line, known),
                                .cancelled = known && std::holds_alternative<Cancelled>(known->outcome)}};
            all.push_back(std::move(found));
        }
    }
    std::ranges::stable_sort(all, [](const Found& a, const Found& b) {
        return std::tuple(a.from_before, sys_days(a.first), a.whole_day, a.minute) <
               std::tuple(b.from_before, sys_days(b.first), b.whole_day, b.minute);
    });
    const std::string address = fmt::format("{}/plan/{}/calendar/{}", town.base_url, year, month);
    outside::Poster poster{
        .town = town.name,
        .emblem = town.emblem,
        .colour = town.colour,
        .title = words.say(fmt::format("plan.month_title_{}", month)),
        .year = std::to_string(year),
        .subject = words.say("paper.poster_subject"),
        .rows = {},
        .empty = words.say("paper.poster_empty"),
        .link = address,
        .link_words = address.substr(address.find("//") + 2),
        .invitation = words.say("paper.poster_invitation"),
        .footer = words.say("paper.poster_footer", {{"day", words.day_month_year(town.zone.local(made).day)}}),
        .document_title = "",
        .language = words.code() == language::Code::ru ? "ru-RU" : "en",
        .made = made,
        .more = [&words](std::size_t rest) { return words.say("paper.poster_more", std::int64_t(rest)); }};
    poster.document_title = fmt::format("{} {} — {}", poster.title, poster.year, town.name);
    for (auto& one : all) poster.rows.push_back(std::move(one.row));
    return poster;
}

std::string poster_name(int year, unsigned month)
{
    return fmt::format("poster-{}-{:02}", year, month);
}

}  // namespace veche::plan
