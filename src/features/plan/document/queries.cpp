#include "features/plan/document/queries.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "core/errors.hpp"
#include "features/plan/document/store.hpp"
#include "features/plan/figures.hpp"
#include "features/plan/line/store.hpp"

namespace veche::plan {

std::optional<PlanVersion> find_approval(app::View& view, Id<Plan> plan)
{
    view.built_from("plan");
    return store::find_approval(view.db, view.town.id, plan);
}

std::map<Id<Line>, std::string> approved_times(app::View& view, Id<Plan> plan)
{
    std::map<Id<Line>, std::string> times;
    view.built_from("plan");
    const auto act = store::find_approval(view.db, view.town.id, plan);
    if (!act) return times;
    for (auto& line : store::get_version(view.db, view.town.id, plan, act->number).lines)
        times.emplace(line.id, std::move(line.content.when.text));
    return times;
}

Document get_document(app::View& view, int year)
{
    auto document = store::find_document(view.db, view.town.id, year);
    if (!document) throw NotFound("plan");
    return std::move(*document);
}

Comparison compare_with(app::View& view, const Document& document, std::int64_t number)
{
    Comparison comparison;
    comparison.version = store::get_version(view.db, view.town.id, document.plan, number);
    comparison.differences = compare(comparison.version.lines, store::list_lines(view.db, view.town.id, document.plan));
    return comparison;
}

std::optional<PublicDocument> find_public_document(app::View& view, int year)
{
    view.built_from("plan");
    const auto document = store::find_document(view.db, view.town.id, year);
    if (!document) return std::nullopt;
    const auto lines = store::list_public_lines(view.db, view.town.id, document->plan);
    if (lines.empty()) return std::nullopt;
    PublicDocument result;
    result.year = year;
    const auto* approval = document->approval();
    if (!approval) return result;
    result.approval = *approval;
    for (auto one = document->versions.rbegin(); one != document->versions.rend(); ++one)
        if (one->stage == DocumentStage::approved && one->number < approval->number) result.earlier.push_back(*one);
    auto snapshot = store::get_version(view.db, view.town.id, document->plan, approval->number).lines;
    std::unordered_set<Id<Line>> seen, kept;
    for (const auto& line : lines) seen.insert(line.id);
    for (const auto id : store::list_line_ids(view.db, view.town.id, document->plan)) kept.insert(id);
    std::erase_if(snapshot, [&](const SnapshotLine& line) {
        return !seen.contains(line.id) && (kept.contains(line.id) || !line.announced);
    });
    result.differences = compare(snapshot, lines);
    return result;
}

namespace {

const app::Figure& figure_of(Unit unit)
{
    return unit == Unit::lines ? figures::lines() : figures::happenings();
}

YearFact fact_of(app::View& view, int year, const app::Scope& scope, const std::vector<Section>& sections)
{
    const auto by = fact_dimensions();
    // Once for both tables: the quarter of a happening and that of its whole line.
    const auto came =
        app::sums(figures::participants(), view, scope, {"section", "kind", "subkind", "quarter", "line_quarter"});
    const auto table = [&](Unit unit) {
        std::vector<app::Sum> own;
        for (const auto& sum : came)
            own.push_back(
                {{sum.values[0], sum.values[1], sum.values[2], sum.values[unit == Unit::lines ? 4 : 3]}, sum.amount});
        return plan_fact(unit, app::sums(figure_of(unit), view, scope, by), own, sections);
    };
    return {year, table(Unit::lines), table(Unit::happenings)};
}

FactRecords records_of(app::View& view, Unit unit, const app::Scope& scope, const std::string& after)
{
    FactRecords found;
    found.count = app::count(figure_of(unit), view, scope);
    auto list = app::list(figure_of(unit), view, scope, after);
    found.next = std::move(list.next);
    std::vector<std::int64_t> keys;
    for (const auto& record : list.records)
        keys.push_back(parse_id_text(record.object.substr(record.object.find('/') + 1)).value());
    found.lines = store::list_lines_with(view.db, view.town.id, keys);
    std::unordered_map<std::int64_t, FactRecord> by_key;
    for (const auto& line : found.lines) {
        by_key[line.id.value()] = {&line, nullptr};
        for (const auto& one : line.happenings) by_key[one.id.value()] = {&line, &one};
    }
    for (const auto key : keys)
        if (const auto row = by_key.find(key); row != by_key.end()) found.rows.push_back(row->second);
    return found;
}

}  // namespace

YearFact get_fact(app::View& view, int year)
{
    const auto sections = store::find_sections(view.db, view.town.id, year);
    if (!sections) throw NotFound("plan");
    return fact_of(view, year, figures::of_year(year), *sections);
}

std::optional<YearFact> find_public_fact(app::View& view, int year)
{
    view.built_from("plan");
    const auto sections = store::find_sections(view.db, view.town.id, year);
    if (!sections) return std::nullopt;
    auto fact = fact_of(view, year, figures::for_everybody(figures::of_year(year)), *sections);
    return fact.lines.all[FactState::planned] == 0 ? std::nullopt : std::optional(std::move(fact));
}

FactRecords get_fact_records(app::View& view, int year, const FactChoice& choice, const std::string& after)
{
    auto found = records_of(view, choice.unit, scope_of(choice, year), after);
    if (found.count == 0 && !store::find_plan(view.db, view.town.id, year)) throw NotFound("plan");
    return found;
}

std::optional<FactRecords> find_public_fact_records(app::View& view, int year, const FactChoice& choice,
                                                    const std::string& after)
{
    auto found = records_of(view, choice.unit, figures::for_everybody(scope_of(choice, year)), after);
    if (found.count == 0 && app::count(figures::lines(), view, figures::for_everybody(figures::of_year(year))) == 0)
        return std::nullopt;
    return found;
}

}  // namespace veche::plan
