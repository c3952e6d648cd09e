#include "features/plan/figures.hpp"

#include "features/plan/access.hpp"
#include "features/plan/bodies/line_bodies.hpp"
#include "features/plan/store_figures.hpp"

namespace veche::plan::figures {

namespace {

using store::Counted;

/// In the order of store::sum_plan.
const std::vector<app::Dimension>& plan_dimensions()
{
    static const std::vector<app::Dimension> all = {{"year", "figures.by_year", ""},
                                                    {"section", "figures.by_section", ""},
                                                    {"kind", "figures.by_kind", "kind."},
                                                    {"subkind", "figures.by_subkind", "kind."},
                                                    {"stage", "figures.by_stage", "plan.state_"},
                                                    {"marked", "figures.by_mark", "figures.answer_"},
                                                    {"doubtful", "figures.by_doubt", "figures.answer_"},
                                                    {"quarter", "figures.by_quarter", "fact.quarter_"},
                                                    {"state", "figures.by_state", "plan.state_"},
                                                    {"moved", "figures.by_move", "figures.answer_"},
                                                    {"line_quarter", "figures.by_line_quarter", "fact.quarter_"}};
    return all;
}

app::Figure plan_figure(Counted counted)
{
    app::Figure figure;
    figure.since_version = "0.1.0";
    figure.dimensions = plan_dimensions();
    figure.permission = see_office;
    figure.open_part = std::vector<app::Chosen>{{"stage", "announced"}};
    figure.sums = [counted](app::View& view, const app::Scope& scope, std::span<const std::string_view> by) {
        view.built_from("plan");
        return app::folded(store::sum_plan(view, counted, scope, by), plan_dimensions(), by);
    };
    figure.records = [counted](app::View& view, const app::Scope& scope, const std::string& after, int limit) {
        view.built_from("plan");
        return store::list_plan(view, counted, scope, app::place_of<4>(after), limit);
    };
    return figure;
}

app::Figure lines_figure()
{
    auto figure = plan_figure(Counted::lines);
    figure.id = "plan.lines";
    figure.title = "figures.plan_lines";
    figure.definition = "figures.plan_lines_text";
    figure.unit = "figures.unit_lines";
    figure.dimensions.pop_back();  // the quarter of a line is its own
    return figure;
}

app::Figure happenings_figure()
{
    auto figure = plan_figure(Counted::happenings);
    figure.id = "plan.happenings";
    figure.title = "figures.plan_happenings";
    figure.definition = "figures.plan_happenings_text";
    figure.unit = "figures.unit_happenings";
    return figure;
}

app::Figure participants_figure()
{
    auto figure = plan_figure(Counted::participants);
    figure.id = "plan.participants";
    figure.title = "figures.plan_participants";
    figure.definition = "figures.plan_participants_text";
    figure.unit = "figures.unit_people";
    return figure;
}

std::vector<app::FigureRecord> list_unknown(app::View& view, const app::Scope& scope)
{
    const Day today = view.town.zone.local(view.now).day;
    std::vector<app::FigureRecord> records;
    if (today < scope.first || scope.last < today) return records;
    for (const auto& [key, words] : plan::unknown_names(view)) {
        app::FigureRecord record;
        record.key = key;
        record.object = "name/" + key;
        record.title = words;
        record.url = "/office/plan/names";
        record.day = today;
        records.push_back(std::move(record));
    }
    return records;
}

app::Figure unknown_names_figure()
{
    app::Figure figure;
    figure.id = "plan.unknown_names";
    figure.title = "figures.unknown_names";
    figure.definition = "figures.unknown_names_text";
    figure.unit = "figures.unit_names";
    figure.since_version = "0.1.0";
    figure.permission = edit;
    figure.sums = [](app::View& view, const app::Scope& scope, std::span<const std::string_view>) {
        const auto count = std::int64_t(list_unknown(view, scope).size());
        return count > 0 ? std::vector<app::Sum>{{{}, count}} : std::vector<app::Sum>{};
    };
    figure.records = [](app::View& view, const app::Scope& scope, const std::string& after, int limit) {
        auto records = list_unknown(view, scope);
        std::erase_if(records, [&](const app::FigureRecord& one) { return one.key <= after; });
        if (records.size() > std::size_t(limit)) records.resize(std::size_t(limit));
        return records;
    };
    return figure;
}

}  // namespace

const app::Figure& lines()
{
    static const app::Figure figure = lines_figure();
    return figure;
}

const app::Figure& happenings()
{
    static const app::Figure figure = happenings_figure();
    return figure;
}

const app::Figure& participants()
{
    static const app::Figure figure = participants_figure();
    return figure;
}

const app::Figure& unknown_names()
{
    static const app::Figure figure = unknown_names_figure();
    return figure;
}

std::vector<app::Figure> all()
{
    return {lines(), happenings(), participants(), unknown_names()};
}

app::Scope of_year(int year, std::vector<app::Chosen> choices)
{
    choices.push_back({"year", std::to_string(year)});
    return app::every_day(std::move(choices));
}

app::Scope for_everybody(app::Scope scope)
{
    return app::open_scope(lines(), std::move(scope));
}

}  // namespace veche::plan::figures
