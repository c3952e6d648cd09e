#include "features/plan/import/mend_years.hpp"

#include <algorithm>
#include <map>

#include "core/whole.hpp"

namespace veche::plan {

namespace {

constexpr std::string_view other_year = "when.other_year";

bool has(const DraftLine& line, std::string_view warning)
{
    return std::ranges::find(line.warnings, warning) != line.warnings.end();
}

/// Years of four digits that stand in the words, each told to `tell` with its place.
template <class Tell>
void each_year(std::string_view text, Tell tell)
{
    constexpr std::string_view digits = "0123456789";
    for (auto at = text.find_first_of(digits); at != std::string_view::npos; at = text.find_first_of(digits, at)) {
        const auto end = std::min(text.find_first_not_of(digits, at), text.size());
        if (end - at == 4)
            if (const auto year = parse_whole(text.substr(at, 4), Plan::first_year, Plan::last_year)) tell(*year, at);
        at = end;
    }
}

std::string with_year(const std::string& text, int from, int to)
{
    std::string changed = text;
    each_year(text, [&](int year, std::size_t at) {
        if (year == from) changed.replace(at, 4, std::to_string(to));
    });
    return changed;
}

/// The year that most of these lines name instead of the plan's; 0 for none.
int wrong_year(const std::vector<DraftLine>& lines, int plan_year)
{
    std::map<int, int> named;
    for (const auto& line : lines)
        if (has(line, other_year))
            each_year(line.when.text, [&](int year, std::size_t) { named[year] += year != plan_year; });
    const auto most = std::ranges::max_element(named, {}, [](const auto& one) { return one.second; });
    return most == named.end() || most->second == 0 ? 0 : most->first;
}

YearMend mend_of(const UnderstoodImport& understood, int from, int year)
{
    YearMend mend{.from = from, .to = year, .undoes = false, .lines = {}};
    for (const auto& line : understood.draft.lines) {
        if (!has(line, other_year)) continue;
        const auto then = with_year(line.when.text, from, year);
        const auto warnings = language::parse_when(then, year).warnings;
        const bool mends = then != line.when.text && std::ranges::find(warnings, other_year) == warnings.end();
        if (mends) mend.lines.push_back({line.key, line.when.text, then});
    }
    return mend;
}

YearMend undoing_of(const UnderstoodImport& understood, int from, int year)
{
    YearMend mend{.from = year, .to = from, .undoes = true, .lines = {}};
    for (std::size_t i = 0; i < understood.draft.lines.size(); ++i) {
        const auto &read = understood.as_read.lines[i], &line = understood.draft.lines[i];
        if (!has(read, other_year) || has(line, other_year)) continue;
        if (with_year(read.when.text, from, year) == line.when.text)
            mend.lines.push_back({line.key, line.when.text, read.when.text});
    }
    return mend;
}

}  // namespace

std::optional<YearMend> find_year_mend(const UnderstoodImport& understood, int year)
{
    if (const int from = wrong_year(understood.draft.lines, year); from > 0)
        if (auto mend = mend_of(understood, from, year); mend.lines.size() > 1) return mend;
    if (const int from = wrong_year(understood.as_read.lines, year); from > 0)
        if (auto mend = undoing_of(understood, from, year); mend.lines.size() > 1) return mend;
    return std::nullopt;
}

}  // namespace veche::plan
