// The back office of the plan: what becomes of a line. Moved, held, called off, and each of it taken back.

#include <algorithm>
#include <charconv>
#include <functional>

#include <fmt/format.h>

#include "app/site.hpp"
#include "core/errors.hpp"
#include "core/text.hpp"
#include "features/plan/access.hpp"
#include "features/plan/bodies/line_bodies.hpp"
#include "features/plan/edges.hpp"
#include "features/plan/life/office_pages.hpp"
#include "features/plan/life/words.hpp"
#include "features/plan/line/commands.hpp"
#include "web/form.hpp"

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
    const auto id = context.path_id<Happening>("happening");
    const auto found = std::ranges::find(line.happenings, id, &Happening::id);
    if (found == line.happenings.end()) throw NotFound("happening");
    return *found;
}

std::int64_t version_of(const web::Form& form)
{
    const auto& text = form.text("version");
    std::int64_t version = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
    if (text.empty() || error != std::errc() || end != text.data() + text.size() || version < 1)
        throw web::BadRequest("version");
    return version;
}

/// The form of a deed, fresh or with what was typed.
struct Deed {
    Context& context;
    std::string view;
    std::function<json(const Line&)> model;

    web::Response show(const Line& line, const web::Form* form = nullptr, bool meanwhile = false) const
    {
        json page = model(line);
        page["csrf"] = context.csrf();
        if (form) {
            page.update(form->model(context.words), true);
            // After a conflict the form carries the newest version: sending it again is a decision. Else the one seen.
            if (!meanwhile) page["version"] = form->text("version");
        }
        // What was typed is never hidden, even where the deed no longer fits.
        page["open"] = form || page["closed"] == "";
        if (meanwhile) page["meanwhile"] = meanwhile_model(context.words, line, today_of(context));
        const std::string title = page["heading"];
        return context.show({.view = view,
                             .model = std::move(page),
                             .title = title,
                             .status = meanwhile ? 409
                                       : form    ? 422
                                                 : 200,
                             .section = "office.plan"});
    }

    /// Does it, or shows the form again with the reason.
    web::Response run(const Line& line, web::Form& form, const std::function<Result<Line>(app::Work&)>& command,
                      std::string_view flash, const std::string& back = {}) const
    {
        if (!form.good()) return show(line, &form);
        const auto done = context.change([&](app::Work& work) { return command(work); });
        if (done) return context.go(back.empty() ? office_line_path(line) : back, flash);
        if (done.error().kind != RefusalKind::conflict) {
            form.refuse(done.error());
            return show(line, &form);
        }
        return show(context.read([&](app::View& view) { return get_line(view, line.id); }), &form, true);
    }
};

// Moving.

Deed moving(Context& context)
{
    return {context, "plan/office_move", [&context](const Line& line) { return move_model(context.words, line); }};
}

web::Response move_page(Context& context)
{
    return moving(context).show(line_of(context));
}

/// The words win where no exact day is given; with an exact day, words that still tell the former one are written anew.
When new_time(web::Form& form, const Line& line, const language::Words& words)
{
    const auto text = form.take(parse_line(form.text("when"), "when", 0, when_limit));
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
    web::Form form(context.request, {.single = {"when", "first", "last", "start", "end", "reason", "version"}});
    const auto version = version_of(form);
    const When when = new_time(form, line, context.words);
    const auto reason = form.take(parse_line(form.text("reason"), "reason", 0, reason_limit));
    if (form.text("reason").empty()) form.refuse({RefusalKind::invalid, "plan.reason_needed", "reason", {}});
    return moving(context).run(
        line, form, [&](app::Work& work) { return move_line(work, line.id, version, when, reason); },
        "flash.line_moved");
}

// Telling how it went.

Deed telling(Context& context, Id<Happening> id)
{
    return {context, "plan/office_held", [&context, id](const Line& line) {
                const auto found = std::ranges::find(line.happenings, id, &Happening::id);
                if (found == line.happenings.end()) throw NotFound("happening");
                return held_model(context.words, line, *found, today_of(context));
            }};
}

web::Response held_page(Context& context)
{
    const Line line = reported_line_of(context);
    const auto& happening = happening_of(context, line);
    const auto* back = context.request.query_value("back");
    Deed deed = telling(context, happening.id);
    deed.model = [base = deed.model, overdue = back && *back == "overdue"](const Line& one) {
        json model = base(one);
        model["values"]["back"] = overdue ? "overdue" : "";
        return model;
    };
    return deed.show(line);
}

std::optional<Day> day_in(web::Form& form, std::string_view field)
{
    const auto text = trimmed(form.text(field));
    if (text.empty()) return std::nullopt;
    const auto day = parse_iso_day(text);
    if (!day) form.refuse({RefusalKind::invalid, "when.form_bad_day", std::string(field), {}});
    return day;
}

/// "1 200" as people write it; the thousands may be apart.
std::optional<std::int64_t> count_in(web::Form& form, std::string_view field)
{
    std::string digits;
    for (const char c : one_line(form.text(field)))
        if (c != ' ') digits += c;
    if (digits.empty()) return std::nullopt;
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (error == std::errc() && end == digits.data() + digits.size()) return count;
    return -1;  // refused with the rest of what is wrong
}

/// All that is wrong is told at once; a day that cannot be read has been refused already.
Report report_in(web::Form& form, int year, Day today)
{
    Report report{.first = day_in(form, "first"),
                  .last = day_in(form, "last"),
                  .participants = count_in(form, "participants"),
                  .summary = form.take(parse_line(form.text("summary"), "summary", 0, summary_limit))};
    const auto before = form.refusals();
    for (const auto& fault : faults_of(report, year, today))
        if (std::ranges::find(before, fault.field, &Refusal::field) == before.end()) form.refuse(fault);
    return report;
}

web::Response save_held(Context& context)
{
    const Line line = reported_line_of(context);
    const auto id = happening_of(context, line).id;
    web::Form form(context.request, {.single = {"first", "last", "participants", "summary", "version", "back"}});
    const auto version = version_of(form);
    const Report told = report_in(form, line.year, today_of(context));
    return telling(context, id)
        .run(
            line, form, [&](app::Work& work) { return hold_line(work, line.id, version, id, told); }, "flash.line_held",
            form.text("back") == "overdue" ? "/office/plan/overdue" : "");
}

// Calling off.

Deed cancelling(Context& context, std::optional<Id<Happening>> chosen)
{
    return {context, "plan/office_cancel",
            [&context, chosen](const Line& line) { return cancel_model(context.words, line, chosen); }};
}

std::optional<Id<Happening>> chosen_in(const std::string& text, const Line& line)
{
    if (text.empty()) return std::nullopt;
    const auto id = parse_id<Happening>(text);
    if (!id || std::ranges::find(line.happenings, *id, &Happening::id) == line.happenings.end())
        throw NotFound("happening");
    return id;
}

web::Response cancel_page(Context& context)
{
    const Line line = line_of(context);
    const auto* wanted = context.request.query_value("happening");
    return cancelling(context, chosen_in(wanted ? *wanted : "", line)).show(line);
}

web::Response save_cancel(Context& context)
{
    const Line line = line_of(context);
    web::Form form(context.request, {.single = {"happening", "reason", "version"}});
    const auto version = version_of(form);
    const auto chosen = chosen_in(form.text("happening"), line);
    const auto reason = form.take(parse_line(form.text("reason"), "reason", 0, reason_limit));
    return cancelling(context, chosen)
        .run(
            line, form, [&](app::Work& work) { return cancel_line(work, line.id, version, chosen, reason); },
            "flash.line_cancelled");
}

// Taking back.

Deed reopening(Context& context, Id<Happening> id)
{
    return {context, "plan/office_reopen", [&context, id](const Line& line) {
                const auto found = std::ranges::find(line.happenings, id, &Happening::id);
                if (found == line.happenings.end()) throw NotFound("happening");
                return reopen_model(context.words, line, *found);
            }};
}

web::Response reopen_page(Context& context)
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
    web::Form form(context.request, {.single = {"version"}});
    const auto version = version_of(form);
    return reopening(context, id)
        .run(
            line, form, [&](app::Work& work) { return reopen_line(work, line.id, version, id); },
            "flash.line_reopened");
}

}  // namespace

void mount_office_life(app::Routes& routes)
{
    routes.get("/office/plan/{year}/lines/{id}/move", edit, move_page);
    routes.post("/office/plan/{year}/lines/{id}/move", edit, save_move);
    routes.get("/office/plan/{year}/lines/{id}/cancel", edit, cancel_page);
    routes.post("/office/plan/{year}/lines/{id}/cancel", edit, save_cancel);
    routes.get("/office/plan/{year}/lines/{id}/happenings/{happening}/held", report, held_page);
    routes.post("/office/plan/{year}/lines/{id}/happenings/{happening}/held", report, save_held);
    routes.get("/office/plan/{year}/lines/{id}/happenings/{happening}/reopen", edit, reopen_page);
    routes.post("/office/plan/{year}/lines/{id}/happenings/{happening}/reopen", edit, save_reopening);
}

}  // namespace veche::plan
