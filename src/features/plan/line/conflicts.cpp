#include "features/plan/line/conflicts.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "core/fold.hpp"

namespace veche::plan {

namespace {

constexpr int assumed_minutes = 120;  // of an event whose end nobody wrote
constexpr std::int64_t longest_days = 14;

/// One day on which a line keeps a place or a person busy.
struct Busy {
    const Line* line = nullptr;
    const Happening* happening = nullptr;
    std::optional<int> from, until;  // minutes since midnight; nullopt: the hour is not known
    std::string what;                // as the line writes it
};

/// By kind, folded name and day.
using Diary = std::map<std::tuple<Conflict::Kind, std::string, std::int64_t>, std::vector<Busy>>;

bool is_dated(const Line& line, const Happening& happening)
{
    const auto precision = line.content.when.precision;
    if (happening.settled() || !happening.period) return false;
    const auto& period = *happening.period;
    return (precision == Precision::minute || precision == Precision::day) && !period.open_start && !period.open_end &&
           day_number(period.last) - day_number(period.first) < longest_days;
}

Busy busy_on(const Line& line, const Happening& happening, std::int64_t day)
{
    const auto& period = *happening.period;
    Busy busy{.line = &line, .happening = &happening, .from = {}, .until = {}, .what = {}};
    if (!period.start_minute) return busy;
    if (has_daily_hours(line.content.when, period) && period.end_minute > period.start_minute) {
        busy.from = period.start_minute;
        busy.until = period.end_minute;
        return busy;
    }
    const bool first = day == day_number(period.first), last = day == day_number(period.last);
    busy.from = first ? *period.start_minute : 0;
    busy.until = !last ? 24 * 60 : period.end_minute.value_or(*busy.from + assumed_minutes);
    return busy;
}

void put(Diary& diary, const Line& line, const Happening& happening)
{
    const auto& period = *happening.period;
    for (auto day = day_number(period.first); day <= day_number(period.last); ++day) {
        Busy busy = busy_on(line, happening, day);
        const auto add = [&](Conflict::Kind kind, const std::string& name) {
            const auto key = folded_together(name);
            if (key.empty()) return;
            busy.what = name;
            diary[{kind, key, day}].push_back(busy);
        };
        add(Conflict::Kind::place, line.content.place);
        for (const auto& name : line.content.responsible) add(Conflict::Kind::responsible, name);
    }
}

bool hours_known(const Busy& a, const Busy& b)
{
    return a.from && b.from;
}

bool meet(const Busy& a, const Busy& b)
{
    return !hours_known(a, b) || (*a.from < *b.until && *b.from < *a.until);
}

/// A department does many things on one day; it is in two places only when the hours say so.
bool counts(Conflict::Kind kind, const Busy& a, const Busy& b)
{
    if (a.line == b.line || !meet(a, b)) return false;
    if (kind == Conflict::Kind::place) return true;
    return hours_known(a, b) && folded_together(a.line->content.place) != folded_together(b.line->content.place);
}

}  // namespace

std::vector<Conflict> find_conflicts(const std::vector<Line>& lines)
{
    Diary diary;
    for (const auto& line : lines)
        for (const auto& happening : line.happenings)
            if (is_dated(line, happening)) put(diary, line, happening);
    std::vector<Conflict> found;
    std::set<std::tuple<Conflict::Kind, Id<Happening>, Id<Happening>>> told;
    for (const auto& [key, here] : diary) {
        const auto& [kind, name, number] = key;
        for (std::size_t i = 0; i < here.size(); ++i)
            for (std::size_t k = i + 1; k < here.size() && found.size() < conflicts_most; ++k) {
                const auto &a = here[i], &b = here[k];
                if (!counts(kind, a, b)) continue;
                if (!told.emplace(kind, a.happening->id, b.happening->id).second) continue;
                found.push_back({kind, day_from_number(number), a.line, b.line, a.happening, b.happening, a.what,
                                 hours_known(a, b)});
            }
    }
    std::ranges::stable_sort(found, {}, &Conflict::day);
    return found;
}

}  // namespace veche::plan
