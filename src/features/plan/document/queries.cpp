#include "features/plan/document/queries.hpp"

#include <algorithm>
#include <unordered_set>

#include "core/errors.hpp"
#include "features/plan/document/store.hpp"
#include "features/plan/document/store_fact.hpp"
#include "features/plan/line/store.hpp"

namespace veche::plan {

std::optional<PlanVersion> find_approval(app::View& view, Id<Plan> plan)
{
    view.built_from("plan");
    return store::find_approval(view.db, view.town.id, plan);
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

YearFact fact_of(int year, const std::vector<Section>& sections, const std::vector<FactGroup>& lines,
                 const std::vector<FactGroup>& happenings)
{
    return {year, plan_fact(Unit::lines, lines, sections), plan_fact(Unit::happenings, happenings, sections)};
}

}  // namespace

YearFact get_fact(app::View& view, int year, Day today)
{
    const auto plan = store::find_plan(view.db, view.town.id, year);
    if (!plan) throw NotFound("plan");
    return fact_of(year, store::list_sections(view.db, view.town.id, plan->id),
                   store::count_fact(view.db, view.town.id, plan->id, Unit::lines, today),
                   store::count_fact(view.db, view.town.id, plan->id, Unit::happenings, today));
}

std::optional<YearFact> find_public_fact(app::View& view, int year, Day today)
{
    view.built_from("plan");
    const auto plan = store::find_plan(view.db, view.town.id, year);
    if (!plan) return std::nullopt;
    auto fact = fact_of(year, store::list_sections(view.db, view.town.id, plan->id),
                        store::count_public_fact(view.db, view.town.id, plan->id, Unit::lines, today),
                        store::count_public_fact(view.db, view.town.id, plan->id, Unit::happenings, today));
    return fact.lines.all[FactState::planned] == 0 ? std::nullopt : std::optional(std::move(fact));
}

FactLines get_fact_lines(app::View& view, int year)
{
    const auto plan = store::find_plan(view.db, view.town.id, year);
    if (!plan) throw NotFound("plan");
    return {store::list_sections(view.db, view.town.id, plan->id), store::list_lines(view.db, view.town.id, plan->id)};
}

std::optional<FactLines> find_public_fact_lines(app::View& view, int year)
{
    view.built_from("plan");
    const auto plan = store::find_plan(view.db, view.town.id, year);
    if (!plan) return std::nullopt;
    FactLines found{store::list_sections(view.db, view.town.id, plan->id),
                    store::list_public_lines(view.db, view.town.id, plan->id)};
    return found.lines.empty() ? std::nullopt : std::optional(std::move(found));
}

}  // namespace veche::plan
