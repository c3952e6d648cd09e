// The back office of the plan: what becomes of a line. Moved, held, called off, and each of it taken back.

#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "app/album/slots.hpp"
#include "app/forms/deed_form.hpp"
#include "app/site.hpp"
#include "core/errors.hpp"
#include "features/plan/access.hpp"
#include "features/plan/bodies/line_bodies.hpp"
#include "features/plan/edges.hpp"
#include "features/plan/life/commands.hpp"
#include "features/plan/life/office_pages.hpp"
#include "features/plan/life/words.hpp"
#include "features/plan/line/commands.hpp"
#include "features/plan/line/office_fields.hpp"
#include "features/plan/photos/commands.hpp"
#include "web/form_tables.hpp"

namespace veche::plan {

using app::Context;
using nlohmann::json;

namespace {

Line line_of(Context& context)
{
    const int year = year_of(context);
    const auto id = context.path_id<Line>("id");
    auto line = context.read([&](app::View& view) { return get_line(view, id); });
    if (line.year != year) throw NotFound("line");
    return line;
}

/// The same for one who may tell how it went; asked before a form is read, so that nobody learns from its refusals.
Line reported_line_of(Context& context)
{
    auto line = line_of(context);
    const auto reporting = context.read([](app::View& view) { return reporting_of(view); });
    if (!reporting.allows(line.id)) throw Forbidden("line");
    return line;
}

const Happening& happening_of(Context& context, const Line& line)
{
    return get_happening(line, context.path_id<Happening>("happening"));
}

/// The plan is in Russian, whatever the language of the screen: what is written into it comes in these words.
const language::Words& plan_words(const Context& context)
{
    return context.site.words(language::Code::ru);
}

using LineDeed = app::DeedForm<Line>;

/// `made`: the page of the line as it is.
LineDeed deed_of(Context& context, web::FormFields table, const char* view, std::function<DeedPage(const Line&)> made)
{
    return {.context = context,
            .table = table,
            .load = [&context] { return line_of(context); },
            .content = [made](const Line& line) { return made(line).content; },
            .page = [made, view](const Line& line) -> app::Page {
                auto model = made(line).around;
                const std::string title = model["heading"];
                return {.view = view, .model = std::move(model), .title = title, .section = "office.plan"};
            },
            .overtaken =
                [&context](json& model, const Line& newest) {
                    model["meanwhile"] = meanwhile_model(context.words, newest, today_of(context));
                }};
}

// Moving.

constexpr web::FormField move_fields[] = {
    web::version_field,
    {.name = "when", .label = "office.new_time", .limit = when_limit},
    exact_fields[0],
    exact_fields[1],
    exact_fields[2],
    exact_fields[3],
    reason_field("office.why", true),
};

LineDeed moving(Context& context)
{
    return deed_of(context, move_fields, "plan/office_move",
                   [&context](const Line& line) { return move_page(context.words, line); });
}

web::Response show_move(Context& context)
{
    return moving(context).show(line_of(context));
}

/// The words win where no exact day is given; with an exact day, words that still tell the former one are written anew.
When new_time(web::Form& form, const Line& line, const language::Words& words)
{
    const auto text = form.line("when");
    const bool exact = !form.text("first").empty();
    When when =
        form.take(language::when_from_form(exact && text == line.content.when.text ? "" : text, form.text("first"),
                                           form.text("last"), form.text("start"), form.text("end"), line.year));
    if (!form.good()) return when;
    if (exact && when.text.empty()) when.text = time_words(words, when);
    if (!exact && text.empty())
        form.refuse({RefusalKind::invalid, "plan.when_needed", "when", {}});
    else if (!when.warnings.empty())
        form.refuse({RefusalKind::invalid, when.warnings.front(), "when", {}});
    return when;
}

web::Response save_move(Context& context)
{
    const Line line = line_of(context);
    web::Form form(context.request, move_fields);
    const auto version = form.version();
    const When when = new_time(form, line, plan_words(context));
    const auto reason = form.line("reason");
    return moving(context).run(
        line, form, [&](app::Work& work) { return move_line(work, line.id, version, when, reason); },
        office_line_path(line), "flash.line_moved");
}

// Telling how it went.

constexpr web::FormField report_fields[] = {
    web::version_field,
    {.name = "back", .kind = web::FieldKind::hidden},
    {.name = "first",
     .kind = web::FieldKind::day,
     .label = "office.held_first",
     .obligatory = true,
     .empty = "plan.held_day_needed"},
    {.name = "last", .kind = web::FieldKind::day, .label = "office.held_last"},
    {.name = "participants",
     .kind = web::FieldKind::whole,
     .label = "office.participants",
     .hint = "office.participants_hint",
     .limit = 9,
     .obligatory = true,
     .empty = "plan.participants_needed",
     .look = "narrow"},
    {.name = "summary",
     .label = "office.summary",
     .hint = "office.summary_hint",
     .limit = summary_limit,
     .obligatory = true,
     .empty = "plan.summary_needed",
     .rows = 3},
};
constexpr auto held_fields = web::joined(report_fields, app::album::slot_fields);

/// Where the list of what waits for its report is gone back to.
constexpr std::string_view overdue_path = "/office/plan/overdue";

std::string back_in(const Context& context)
{
    const auto* back = context.request.query_value("back");
    return back && *back == "overdue" ? "overdue" : "";
}

LineDeed telling(Context& context, Id<Happening> id)
{
    return deed_of(context, held_fields, "plan/office_held", [&context, id](const Line& line) {
        auto page = held_page(context.words, line, get_happening(line, id), today_of(context));
        page.content.values.emplace_back("back", back_in(context));
        app::album::offer_slots(context.words, page.content);
        return page;
    });
}

web::Response show_held(Context& context)
{
    const Line line = reported_line_of(context);
    return telling(context, happening_of(context, line).id).show(line);
}

/// All that is wrong is told at once; a day that cannot be read has been refused already.
Report report_in(web::Form& form, int year, Day today)
{
    Report report{
        .first = form.day("first"),
        .last = form.day("last"),
        .participants = form.whole("participants", {.most = participants_most, .wrong = "plan.participants_wrong"}),
        .summary = form.line("summary")};
    const auto before = form.refusals();
    for (const auto& fault : faults_of(report, year, today))
        if (std::ranges::find(before, fault.field, &Refusal::field) == before.end()) form.refuse(fault);
    return report;
}

/// The report and its photographs: both or neither.
Result<Line> tell_held(app::Work& work, const Line& seen, std::int64_t version, Id<Happening> happening,
                       const Report& told, const std::vector<app::album::NewPhoto>& photos)
{
    auto held = hold_line(work, seen.id, version, happening, told);
    if (!held || photos.empty()) return held;
    const auto album = change_photos(work, seen.id, happening, {.fresh = photos});
    if (!album) return refuse(album.error().kind, album.error().message, "photo_1", album.error().values);
    return held;
}

/// What residents see now, and nothing else.
struct Said {
    std::string_view flash;
    std::optional<std::int64_t> count;
};
Said said_of(const Line& line, const std::vector<app::album::NewPhoto>& photos)
{
    if (!line.announced()) return {"flash.told_draft", {}};
    if (photos.empty()) return {"flash.told", {}};
    const auto waiting = std::ranges::count_if(photos, [](const auto& one) { return !one.is_ready(); });
    if (waiting > 0) return {"flash.told_photos_wait", waiting};
    return {"flash.told_photos", std::int64_t(photos.size())};
}

web::Response save_held(Context& context, const app::Media& media)
{
    const Line line = reported_line_of(context);
    const auto id = happening_of(context, line).id;
    web::Form form(context.request, held_fields);
    const auto version = form.version();
    const Report told = report_in(form, line.year, today_of(context));
    const auto photos = app::album::photos_in(context, form, media);
    const auto said = said_of(line, photos);
    const auto command = [&](app::Work& work) {
        auto done = tell_held(work, line, version, id, told, photos);
        if (!done) app::album::ask_again(context, form);
        return done;
    };
    const std::string next(form.text("back") == "overdue" ? std::string(overdue_path) : office_line_path(line));
    auto answer = telling(context, id).run(line, form, command, next, "");
    return answer.status == 303 ? context.go(next, said.flash, said.count) : std::move(answer);
}

// Calling off.

constexpr web::FormField cancel_fields[] = {
    web::version_field,
    {.name = "back", .kind = web::FieldKind::hidden},
    {.name = "happening", .kind = web::FieldKind::radio, .label = "office.cancel_what"},
    reason_field("office.why", true),
};

LineDeed cancelling(Context& context, std::optional<Id<Happening>> chosen)
{
    return deed_of(context, cancel_fields, "plan/office_cancel", [&context, chosen](const Line& line) {
        auto page = cancel_page(context.words, line, chosen, today_of(context));
        page.content.values.emplace_back("back", back_in(context));
        return page;
    });
}

std::optional<Id<Happening>> chosen_in(const std::string& text, const Line& line)
{
    if (text.empty()) return std::nullopt;
    const auto id = parse_id<Happening>(text);
    if (!id) throw NotFound("happening");
    return get_happening(line, *id).id;
}

web::Response show_cancel(Context& context)
{
    const Line line = line_of(context);
    const auto* wanted = context.request.query_value("happening");
    return cancelling(context, chosen_in(wanted ? *wanted : "", line)).show(line);
}

web::Response save_cancel(Context& context)
{
    const Line line = line_of(context);
    web::Form form(context.request, cancel_fields);
    const auto version = form.version();
    const auto chosen = chosen_in(form.text("happening"), line);
    const auto reason = form.line("reason");
    const bool after = is_after_the_day(line, chosen, today_of(context));
    return cancelling(context, chosen)
        .run(
            line, form, [&](app::Work& work) { return cancel_line(work, line.id, version, chosen, reason); },
            form.text("back") == "overdue" ? std::string(overdue_path) : office_line_path(line),
            after ? "flash.line_not_held" : "flash.line_cancelled");
}

// Taking back.

constexpr web::FormField reopen_fields[] = {web::version_field};

LineDeed reopening(Context& context, Id<Happening> id)
{
    return deed_of(context, reopen_fields, "plan/office_reopen", [&context, id](const Line& line) {
        return reopen_page(context.words, line, get_happening(line, id));
    });
}

web::Response show_reopening(Context& context)
{
    const Line line = line_of(context);
    const auto& happening = happening_of(context, line);
    if (!happening.settled()) return web::see_other(office_line_path(line));
    return reopening(context, happening.id).show(line);
}

web::Response save_reopening(Context& context)
{
    const Line line = line_of(context);
    const auto id = happening_of(context, line).id;
    web::Form form(context.request, reopen_fields);
    const auto version = form.version();
    return reopening(context, id)
        .run(
            line, form, [&](app::Work& work) { return reopen_line(work, line.id, version, id); },
            office_line_path(line), "flash.line_reopened");
}

}  // namespace

void mount_office_life(app::Routes& routes, SharedMedia media)
{
    routes.get("/office/plan/{year}/lines/{id}/move", edit, show_move);
    routes.post("/office/plan/{year}/lines/{id}/move", edit, save_move);
    routes.get("/office/plan/{year}/lines/{id}/cancel", edit, show_cancel);
    routes.post("/office/plan/{year}/lines/{id}/cancel", edit, save_cancel);
    routes.get("/office/plan/{year}/lines/{id}/happenings/{happening}/held", report, show_held);
    routes
        .post("/office/plan/{year}/lines/{id}/happenings/{happening}/held", report,
              [media](Context& context) { return save_held(context, *media); },
              {.bytes = 100ULL * 1024 * 1024, .uploads = true, .fields = 100})
        .takes_long();
    routes.get("/office/plan/{year}/lines/{id}/happenings/{happening}/reopen", edit, show_reopening);
    routes.post("/office/plan/{year}/lines/{id}/happenings/{happening}/reopen", edit, save_reopening);
}

}  // namespace veche::plan
