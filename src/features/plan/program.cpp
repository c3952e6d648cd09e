#include "features/plan/program.hpp"

#include <nlohmann/json.hpp>

#include "app/import/reader.hpp"
#include "core/errors.hpp"
#include "features/plan/edges.hpp"
#include "features/plan/export/sheet.hpp"

namespace veche::plan {

Line get_line(app::Work& work, Id<Line> id)
{
    return store::get_for_update(work.tx, work.town.id, id);
}

std::optional<Line> find_line(app::Work& work, Id<Line> id)
{
    return store::find_for_update(work.tx, work.town.id, id);
}

std::vector<Line> list_lines(app::Work& work, int year)
{
    const auto plan = store::find_plan(work.tx, work.town.id, year);
    return plan ? store::list_lines(work.tx, work.town.id, plan->id) : std::vector<Line>{};
}

Result<Draft> read_draft(const std::filesystem::path& file, int year)
{
    if (!is_year(year)) return refuse(RefusalKind::invalid, "plan.year_wrong", "year");
    const auto tables = app::import::read_file(file);
    if (!tables) return tl::unexpected(tables.error());
    auto draft = understand(*tables, year);
    if (auto refused = why_no_lines(draft)) return tl::unexpected(std::move(*refused));
    return draft;
}

std::string export_year(app::View& view, const language::Words& words, int number, FileFormat format)
{
    const auto found = office_year(view, number);
    if (!found.plan) throw NotFound("plan");
    const Year year{
        .plan = *found.plan, .sections = found.sections, .lines = found.lines, .other_years = {}, .approval = {}};
    if (format == FileFormat::json) return year_json(year, {}, view.town.base_url).dump(2) + "\n";
    const auto sheet = plan_sheet(words, view.town, year);
    return format == FileFormat::xlsx ? outside::write_xlsx(sheet) : outside::write_csv(sheet);
}

}  // namespace veche::plan
