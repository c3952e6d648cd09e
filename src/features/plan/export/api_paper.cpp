// The plan as papers: PDF and DOCX of the year, plan and fact, the poster of a month.

#include <fmt/format.h>

#include "app/site.hpp"
#include "core/errors.hpp"
#include "features/plan/access.hpp"
#include "features/plan/document/print_records.hpp"
#include "features/plan/document/queries.hpp"
#include "features/plan/edges.hpp"
#include "features/plan/export/poster.hpp"

namespace veche::plan {

using app::Context;

namespace {

enum class Format { pdf, docx };

/// More lines than any town's plan: drawing thousands of pages would hold the desk for a minute.
constexpr std::size_t most_lines = 3000;

web::Response paper_file(const language::Words& words, const PrintedPlan& plan, PrintForm form, Format format)
{
    const auto paper = plan_paper(words, plan, form);
    const bool pdf = format == Format::pdf;
    auto response = web::respond(
        200, pdf ? "application/pdf" : "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        pdf ? outside::write_pdf(paper) : outside::write_docx(paper));
    response.with("content-disposition", fmt::format("{}; filename=\"{}.{}\"", pdf ? "inline" : "attachment",
                                                     print_name(plan.year, form), pdf ? "pdf" : "docx"));
    return response;
}

void check_length(const std::vector<Line>& lines)
{
    if (lines.size() > most_lines) throw NotFound("paper of so long a plan");
}

/// What residents may have: announced lines, the act in force. The file's date is the last change, so that a file is the same
/// until something changes.
template <PrintForm form, Format format>
web::Response public_paper(Context& context)
{
    const int number = year_of(context);
    const auto year = context.read([&](app::View& view) { return find_public_year(view, number); });
    if (!year) throw NotFound("year");
    check_length(year->lines);
    const auto plan = printed_plan(context.words, context.town, year->plan, year->sections, year->lines,
                                   year->approval ? &*year->approval : nullptr, context.now);
    return paper_file(context.words, plan, form, format);
}

template <PrintForm form, Format format>
web::Response office_paper(Context& context)
{
    const int number = year_of(context);
    std::optional<PlanVersion> approval;
    const auto year = context.read([&](app::View& view) {
        auto found = office_year(view, number);
        if (found.plan) approval = find_approval(view, found.plan->id);
        return found;
    });
    if (!year.plan) throw NotFound("year");
    check_length(year.lines);
    const auto plan = printed_plan(context.words, context.town, *year.plan, year.sections, year.lines,
                                   approval ? &*approval : nullptr, context.now);
    return paper_file(context.words, plan, form, format);
}

web::Response poster(Context& context)
{
    const auto of = month_of(context);
    const int number = int(of.year());
    const auto month = unsigned(of.month());
    const auto lines = context.read([&](app::View& view) {
        auto found = list_public_between(view, of / 1, of / std::chrono::last);
        if (found.empty() && !find_public_year(view, number)) throw NotFound("year");
        return found;
    });
    auto response = web::respond(
        200, "application/pdf",
        outside::draw_poster(month_poster(context.words, context.town, number, month, lines, context.now)));
    response.with("content-disposition", fmt::format("inline; filename=\"{}.pdf\"", poster_name(number, month)));
    return response;
}

}  // namespace

void mount_api_paper(app::Routes& routes)
{
    using app::anyone;
    routes.get("/plan/{year}.pdf", anyone, public_paper<PrintForm::plan, Format::pdf>, app::Caching::page_cache)
        .takes_long();
    routes.get("/plan/{year}.docx", anyone, public_paper<PrintForm::plan, Format::docx>, app::Caching::page_cache)
        .takes_long();
    routes.get("/plan/{year}/fact.pdf", anyone, public_paper<PrintForm::fact, Format::pdf>, app::Caching::page_cache)
        .takes_long();
    routes.get("/plan/{year}/poster/{month}.pdf", anyone, poster, app::Caching::page_cache).takes_long();
    routes.get("/office/plan/{year}/print.pdf", see_office, office_paper<PrintForm::plan, Format::pdf>).takes_long();
    routes.get("/office/plan/{year}/print.docx", see_office, office_paper<PrintForm::plan, Format::docx>).takes_long();
    routes.get("/office/plan/{year}/fact.pdf", see_office, office_paper<PrintForm::fact, Format::pdf>).takes_long();
    routes.get("/office/plan/{year}/fact.docx", see_office, office_paper<PrintForm::fact, Format::docx>).takes_long();
}

}  // namespace veche::plan
