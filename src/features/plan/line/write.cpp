#include "features/plan/line/write.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "app/search.hpp"
#include "features/plan/line/store.hpp"
#include "features/plan/photos/albums.hpp"
#include "language/when/in_words.hpp"

namespace veche::plan {

std::string line_object(Id<Line> id)
{
    return "line/" + to_text(id);
}

Id<app::Occasion> occasion_id(Id<Happening> happening)
{
    return Id<app::Occasion>(happening.value());
}

std::vector<Id<app::Occasion>> changed_occasions(const Line& was, const Line& is)
{
    const bool same = was.happenings == is.happenings && was.announced() == is.announced() &&
                      was.content.title == is.content.title && was.content.place == is.content.place &&
                      was.content.when == is.content.when && was.content.programme == is.content.programme &&
                      was.moves == is.moves;
    std::vector<Id<app::Occasion>> ids;
    if (same) return ids;
    for (const auto* line : {&was, &is})
        for (const auto& happening : line->happenings) ids.push_back(occasion_id(happening.id));
    std::ranges::sort(ids);
    const auto doubles = std::ranges::unique(ids);
    ids.erase(doubles.begin(), doubles.end());
    return ids;
}

std::string move_reason(const Line& was, const Line& is)
{
    return is.moves.size() > was.moves.size() ? is.moves.back().reason : std::string();
}

NewHappening new_happening(app::Work& work)
{
    return [&work] { return work.new_id<Happening>(); };
}

std::vector<std::string> life_texts(const Line& line)
{
    std::vector<std::string> texts;
    for (const auto& one : line.happenings) {
        if (const auto* held = std::get_if<Held>(&one.outcome)) texts.push_back("Состоялось: " + held->summary);
        if (const auto* cancelled = std::get_if<Cancelled>(&one.outcome))
            texts.push_back("Отменено: " + cancelled->reason);
    }
    if (!line.moves.empty()) texts.push_back("Перенесено: " + line.moves.back().reason);
    return texts;
}

namespace {

/// When the search finds it by its time: not "до 1 июня" on each day before, not "в течение года" at all.
std::vector<app::search::Time> search_times(const When& when)
{
    const bool exact = when.precision == Precision::minute || when.precision == Precision::day;
    std::vector<app::search::Time> times;
    if (when.precision == Precision::year) return times;
    for (const auto& period : when.periods)
        times.push_back({.starts = period.open_start ? period.last : period.first,
                         .ends = language::is_night(when, period) ? period.first : period.last,
                         .minute = period.start_minute,
                         .exact = exact});
    return times;
}

}  // namespace

void publish_line(app::Work& work, const Line& line)
{
    settle_albums(work, line);
    const auto object = line_object(line.id);
    if (line.announced()) {
        const auto& content = line.content;
        std::vector<std::string> parts = life_texts(line);
        parts.insert(parts.end(), {content.when.text, content.place, content.audience, content.section});
        for (const auto& hour : content.programme) parts.push_back(hour.title);
        parts.insert(parts.end(), content.responsible.begin(), content.responsible.end());
        const bool exact = content.when.precision == Precision::minute || content.when.precision == Precision::day;
        app::search::put(work, {.kind = "plan.line",
                                .object = object,
                                .url = fmt::format("/plan/{}/lines/{}", line.year, to_text(line.id)),
                                .title = line.content.title,
                                .body = app::search::sentences(parts),
                                .day = line.content.when.starts(),
                                .times = search_times(content.when),
                                .time_words = exact ? std::string() : content.when.text});
    } else {
        app::search::remove(work, object);
    }
    work.touch(object);
}

std::vector<Id<app::Occasion>> store_line(app::Work& work, const Line& was, const Line& line)
{
    const auto section =
        store::get_section(work.tx, work.town.id, line.plan, line.content.section, work.new_id<Section>());
    const Line whole = with_happenings(line, new_happening(work));
    store::update_line(work.tx, work.town.id, whole, section);
    publish_line(work, line);
    return changed_occasions(was, whole);
}

Line fresh_line(app::Work& work, const Plan& plan, Id<Line> id, LineContent content)
{
    Line line;
    line.id = id;
    line.plan = plan.id;
    line.year = plan.year;
    line.warnings = content.when.warnings;
    line.content = std::move(content);
    line.created = line.updated = work.now;
    return with_happenings(std::move(line), new_happening(work));
}

Result<Line> revise_or_move(app::Work& work, const Line& line, LineContent content, const TimeTold& told)
{
    const bool moved = line.announced() && content.when.periods != line.content.when.periods;
    if (!moved || told.change == TimeChange::correction) return revise(line, std::move(content), work.now);
    LineContent rest = content;
    rest.when = line.content.when;
    auto revised = revise(line, std::move(rest), work.now);
    if (!revised) return revised;
    auto result = reschedule(std::move(*revised), std::move(content.when), told.reason, work.now, new_happening(work));
    if (!result) return result;
    result->version = line.version + 1;  // one change, whatever it touched
    result->sequence = line.sequence + 1;
    return result;
}

}  // namespace veche::plan
