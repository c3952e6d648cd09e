// The back office of the plan: the list, bulk deeds, a line's form.

#include <algorithm>

#include <fmt/format.h>

#include "app/forms/deed_form.hpp"
#include "app/lists/listing.hpp"
#include "app/site.hpp"
#include "core/errors.hpp"
#include "features/plan/access.hpp"
#include "features/plan/bodies/line_bodies.hpp"
#include "features/plan/edges.hpp"
#include "features/plan/figures.hpp"
#include "features/plan/life/occasions.hpp"
#include "features/plan/life/office_pages.hpp"
#include "features/plan/line/commands.hpp"
#include "features/plan/line/conflicts.hpp"
#include "features/plan/line/office_fields.hpp"
#include "features/plan/office/pages.hpp"

namespace veche::plan {

using app::Context;
using nlohmann::json;

namespace {

std::string list_path(int year)
{
    return fmt::format("/office/plan/{}", year);
}

/// How many lines of a plan get in each other's way; read anew when the plan was touched.
struct ConflictCount {
    std::int64_t count = 0;
    std::size_t bytes() const { return 100; }
};

std::int64_t conflicts_of(Context& context, int year)
{
    return context
        .keep<ConflictCount>(
            std::to_string(year),
            [&](app::View& view) {
                view.built_from("plan");
                return ConflictCount{std::int64_t(find_conflicts(office_year(view, year).lines).size())};
            })
        ->count;
}

OfficeCounts counts_of(app::View& view, int year)
{
    OfficeCounts counts;
    for (const auto& sum : app::sums(figures::lines(), view, figures::of_year(year), {"stage", "doubtful", "state"})) {
        counts.lines += sum.amount;
        counts.announced += sum.values[0] == "announced" ? sum.amount : 0;
        counts.doubtful += sum.values[1] == "yes" ? sum.amount : 0;
        counts.overdue += sum.values[2] == "overdue" ? sum.amount : 0;
    }
    return counts;
}

constexpr std::size_t chosen_most = 5'000;
constexpr web::FormField bulk_fields[] = {
    {.name = "line", .kind = web::FieldKind::boxes},
    {.name = "deed", .kind = web::FieldKind::hidden},  // of the button: kind | age | announce | withdraw
    {.name = "kind", .kind = web::FieldKind::select, .label = "office.kind"},
    {.name = "age", .kind = web::FieldKind::select, .label = "office.age"},
    {.name = "back", .kind = web::FieldKind::hidden},
};

web::Response show_empty(Context& context, int number)
{
    const auto heading = context.words.say("plan.heading", {{"year", std::to_string(number)}});
    return context.show({.view = "plan/office_empty",
                         .model = {{"heading", heading},
                                   {"import_href", fmt::format("/office/plan/import?year={}", number)},
                                   {"new_href", list_path(number) + "/lines/new"},
                                   {"may_edit", may_edit(context.actor)}},
                         .title = heading,
                         .section = "office.plan"});
}

/// `told`: what a bulk deed could not do.
web::Response show_list(Context& context, int number, const web::Form* sent = nullptr, const std::string& told = {})
{
    const app::Listing listing(context.request, list_path(number), list_filters);
    const Day today = today_of(context);
    OfficeCounts counts;
    const auto shown = context.read([&](app::View& view) {
        counts = counts_of(view, number);
        return office_page(view, number, office_choice(listing, today), listing.after(), app::Listing::page_rows);
    });
    if (counts.lines == 0 || !shown.plan) return show_empty(context, number);
    counts.conflicts = conflicts_of(context, number);
    const auto chosen = sent ? sent->texts("line") : std::vector<std::string>();
    app::Page page{.view = "plan/office_list",
                   .model = office_list_model(context.words, shown, counts, listing, chosen, today),
                   .status = told.empty() ? 200 : 422,
                   .section = "office.plan"};
    page.model["may_edit"] = may_edit(context.actor);
    page.model["told"] = told;
    page.title = page.model["heading"];
    return app::show_form(context, std::move(page), bulk_fields,
                          bulk_content(context.words, listing.address(listing.after())), sent);
}

web::Response list_page(Context& context)
{
    return show_list(context, year_of(context));
}

web::Response office_plan(Context& context)
{
    const int this_year = int(today_of(context).year());
    return web::see_other(list_path(context.read([&](app::View& view) { return office_start(view, this_year).year; })));
}

Result<BulkResult> run_bulk(Context& context, web::Form& form)
{
    const auto ids = form.ids<Line>("line", chosen_most);
    const auto& deed = form.text("deed");
    const auto kind = form.choice<FullKind>("kind", parse_full_kind);
    const auto age = form.choice<AgeMark>("age", parse_age_mark);
    return context.change([&](app::Work& work) -> Result<BulkResult> {
        if (deed == "announce") return announce_lines(work, ids);
        if (deed == "withdraw") return withdraw_lines(work, ids);
        if (deed == "kind" && kind) return set_kind(work, ids, *kind);
        if (deed == "age" && age) return set_age_mark(work, ids, *age);
        throw web::BadRequest("deed");
    });
}

std::string not_done_words(const language::Words& words, const BulkResult& result)
{
    std::string text;
    if (result.refused > 0) text = words.say("plan.some_without_age", result.refused);
    if (result.gone > 0) text += (text.empty() ? "" : " ") + words.say("plan.some_gone", result.gone);
    return text;
}

web::Response bulk(Context& context)
{
    const int year = year_of(context);
    web::Form form(context.request, bulk_fields);
    auto result = run_bulk(context, form);
    if (!result) {
        result.error().field = "line";
        form.refuse(result.error());
        return show_list(context, year, &form);
    }
    if (result->refused > 0 || result->gone > 0)
        return show_list(context, year, &form, not_done_words(context.words, *result));
    const auto& back = form.text("back");
    const bool ours = back.starts_with(list_path(year)) && back.find_first_of("\r\n") == std::string::npos;
    return context.go(ours ? back : list_path(year), result->done == 1 ? "flash.line_saved" : "flash.lines_saved");
}

constexpr web::FormField line_fields[] = {
    web::version_field,
    {.name = "from", .kind = web::FieldKind::hidden},  // the key of what a new line is made of
    {.name = "deed", .kind = web::FieldKind::hidden},  // of the button: save | announce | withdraw | remove
    {.name = "title", .label = "office.title", .limit = title_limit, .obligatory = true, .rows = 2},
    {.name = "number", .kind = web::FieldKind::whole, .label = "office.number", .limit = 6, .look = "narrow"},
    {.name = "section", .label = "office.section", .limit = section_limit},
    {.name = "when", .label = "office.when_words", .hint = "office.when_words_hint", .limit = when_limit},
    exact_fields[0],
    exact_fields[1],
    exact_fields[2],
    exact_fields[3],
    {.name = "time_change",
     .kind = web::FieldKind::radio,
     .label = "office.time_change",
     .hint = "office.time_change_hint"},
    reason_field("office.reason", false),
    {.name = "place", .label = "office.place", .limit = place_limit},
    {.name = "programme",
     .kind = web::FieldKind::paragraphs,
     .label = "office.programme",
     .hint = "office.programme_hint",
     .limit = language::programme_limit,
     .rows = 4},
    {.name = "responsible",
     .kind = web::FieldKind::lines,
     .label = "office.responsible",
     .hint = "office.responsible_hint",
     .limit = name_limit,
     .rows = 3},
    {.name = "partner",
     .kind = web::FieldKind::boxes,
     .label = "office.partners",
     .hint = "office.partners_hint",
     .look = "govuk-visually-hidden"},
    {.name = "audience", .label = "office.audience", .limit = audience_limit},
    {.name = "kind", .kind = web::FieldKind::radio, .label = "office.kind", .hint = "office.kind_hint"},
    {.name = "age", .kind = web::FieldKind::select, .label = "office.age", .hint = "office.age_hint", .look = "narrow"},
};

LineContent parse_content(web::Form& form, int year)
{
    LineContent content;
    if (const auto number = form.whole("number", {.least = 1, .most = 100'000, .wrong = "plan.number_wrong"}))
        content.number = int(*number);
    content.section = form.line("section");
    content.title = form.line("title");
    content.when = form.take(language::when_from_form(form.line("when"), form.text("first"), form.text("last"),
                                                      form.text("start"), form.text("end"), year));
    content.place = form.line("place");
    content.programme = form.take(language::parse_programme(form.text("programme"), "programme"));
    content.responsible =
        form.lines("responsible", {.most = responsible_most, .too_many = "plan.too_many_responsible", .ends = ";\n"});
    content.audience = form.line("audience");
    content.kind = parse_full_kind(form.text("kind")).value_or(guess_kind(content.title, content.section));
    content.age_mark = form.choice<AgeMark>("age", parse_age_mark);
    return content;
}

/// The directory, and the line's partners; one that works no more stays while it is ticked.
void offer_partners(app::View& view, Id<Line> id, app::FormContent& content)
{
    auto all = bodies::list_active(view.db, view.town.id);
    for (auto& one : list_partners(view, id)) {
        content.values.emplace_back("partner", to_text(one.id));
        if (std::ranges::find(all, one.id, &bodies::Named::id) == all.end()) all.push_back(std::move(one));
    }
    auto& choices = content.choices["partner"];
    for (const auto& one : all) choices.push_back({to_text(one.id), one.name});
}

/// A new line as it begins, to be mended before it is saved.
void begin_from(app::FormContent& form, const std::string& from, const LineContent& content)
{
    form.values = {{"version", "0"},
                   {"from", from},
                   {"title", content.title},
                   {"when", content.when.text},
                   {"place", content.place},
                   {"audience", content.audience},
                   {"responsible", joined_names(content.responsible, "\n")},
                   {"kind", std::string(to_text(content.kind))}};
}

/// What stands around the form.
struct Around {
    json parts = json::array();  // of neighbours
    std::string from = {};       // the key of what a new line is made of
    std::optional<Beginning> beginning{};
};

app::Page around_line(Context& context, int year, Id<Line> id, const std::optional<Line>& line, const Around& around)
{
    auto model = office_line_model(context.words, year, id, line, today_of(context));
    if (line) {
        const auto reporting = context.read([](app::View& view) { return reporting_of(view); });
        const auto offered = reporting.all                ? LifeDeeds::all
                             : reporting.allows(line->id) ? LifeDeeds::report
                                                          : LifeDeeds::none;
        model["life"] = life_model(context.words, *line, today_of(context), offered);
        const auto around_it = context.read([&](app::View& view) { return list_lines_around(view, *line); });
        model["clashes"] = clash_warnings(context.words, find_conflicts(around_it), id);
        model["has_clashes"] = !model["clashes"].empty();
    }
    model["may_edit"] = may_edit(context.actor);
    model["parts"] = around.parts;
    model["notice"] = around.beginning ? around.beginning->notice : "";
    const std::string title = model["heading"];
    return {.view = "plan/office_line", .model = std::move(model), .title = title, .section = "office.plan"};
}

app::DeedForm<std::optional<Line>> line_form(Context& context, int year, Id<Line> id, Around around = {})
{
    return {.context = context,
            .table = line_fields,
            .load = [&context,
                     id] { return std::optional(context.read([&](app::View& view) { return get_line(view, id); })); },
            .content =
                [&context, year, id, around](const std::optional<Line>& line) {
                    auto content = line_content(context.words, year, line);
                    if (around.beginning) begin_from(content, around.from, around.beginning->content);
                    context.read([&](app::View& view) {
                        offer_partners(view, id, content);
                        for (auto& title : list_section_titles(view, year))
                            content.choices["section"].push_back({std::move(title), ""});
                        return true;
                    });
                    return content;
                },
            .page = [&context, year, id,
                     around](const std::optional<Line>& line) { return around_line(context, year, id, line, around); }};
}

web::Response line_page(Context& context, const Neighbours& neighbours)
{
    const int year = year_of(context);
    const auto id = context.path_id<Line>("id");
    std::vector<LinePart> parts;
    const auto line = context.read([&](app::View& view) {
        auto found = get_line(view, id);
        const auto occasions = occasions_of(found);
        for (const auto& of : neighbours.office_line)
            for (auto& part : of(view, context.words, occasions)) parts.push_back(std::move(part));
        return found;
    });
    if (line.year != year) throw NotFound("line");
    return line_form(context, year, id, {.parts = parts_model(parts)}).show(line);
}

/// What a new line is made of; `key` may be "", for most are made of nothing.
Around begun_from(Context& context, const NewLines& new_lines, const std::string& key)
{
    Around around;
    if (key.empty()) return around;
    around.from = key;
    if (new_lines.begin)
        around.beginning = context.read([&](app::View& view) { return new_lines.begin(view, context.words, key); });
    if (!around.beginning) throw NotFound("from");
    return around;
}

web::Response new_line_page(Context& context, const NewLines& new_lines)
{
    const auto* key = context.request.query_value("from");
    auto around = begun_from(context, new_lines, key ? *key : "");
    // The key is made with the form: the form sent twice makes one line.
    const Id<Line> id(context.site.ids().next(context.now));
    return line_form(context, year_of(context), id, std::move(around)).show(std::nullopt);
}

/// What a form that was read asks for.
struct Wanted {
    int year = 0;
    Id<Line> id{};
    std::int64_t version = 0;
    std::string deed;
    LineContent content;
    TimeTold told;
    Bodies partners;
    std::string from;  // the key of what becomes this new line; "" for most
};

Result<Line> store_content(app::Work& work, const Wanted& wanted, const NewLines& new_lines)
{
    Result<Line> saved = wanted.version == 0 ? add_line(work, wanted.year, wanted.id, wanted.content)
                                             : edit_line(work, wanted.id, wanted.version, wanted.content, wanted.told);
    if (!saved) return saved;
    put_partners(work, *saved, wanted.partners);
    if (!wanted.from.empty() && wanted.version == 0)
        if (const auto became = new_lines.became(work, wanted.from, saved->id); !became)
            return refuse(became.error().kind, became.error().message, "title");
    if (wanted.deed == "save") return saved;
    const Id<Line> ids[] = {wanted.id};
    const Result<BulkResult> done = wanted.deed == "announce" ? announce_lines(work, ids) : withdraw_lines(work, ids);
    if (!done) return tl::unexpected(done.error());
    if (done->refused > 0) return refuse(RefusalKind::invalid, "plan.no_age_mark", "age");
    return saved;
}

/// How the form tells of a changed date; of what is taken off the portal nothing is told.
TimeTold parse_told(web::Form& form, const std::string& deed)
{
    const bool correction = form.text("time_change") == "correction" || deed == "withdraw";
    return {correction ? TimeChange::correction : TimeChange::move, form.line("reason")};
}

web::Response remove(Context& context, int year, Id<Line> id, std::int64_t version)
{
    const auto removed = context.change([&](app::Work& work) { return remove_line(work, id, version); });
    return context.go(removed ? list_path(year) : list_path(year) + "/lines/" + to_text(id),
                      removed ? "flash.line_removed" : "flash.line_not_removed");
}

web::Response save_line(Context& context, const NewLines& new_lines)
{
    const int year = year_of(context);
    const auto id = context.path_id<Line>("id");
    web::Form form(context.request, line_fields);
    const auto deed = form.text("deed").empty() ? std::string("save") : form.text("deed");
    if (deed == "remove") return remove(context, year, id, form.version());
    if (deed != "save" && deed != "announce" && deed != "withdraw") throw web::BadRequest("deed");
    Wanted wanted{.year = year,
                  .id = id,
                  .version = form.version(),
                  .deed = deed,
                  .content = parse_content(form, year),
                  .told = parse_told(form, deed),
                  .partners = form.ids<bodies::Body>("partner", partners_most),
                  .from = form.text("from")};
    std::optional<Line> seen;
    if (wanted.version > 0) seen = context.read([&](app::View& view) { return get_line(view, id); });
    if (seen && seen->year != year) throw NotFound("line");
    const auto editing = line_form(context, year, id, begun_from(context, new_lines, seen ? "" : wanted.from));
    return editing.run(
        seen, form, [&](app::Work& work) { return store_content(work, wanted, new_lines); },
        list_path(year) + "#line-" + to_text(id), deed == "announce" ? "flash.line_announced" : "flash.line_saved");
}

}  // namespace

void mount_office(app::Routes& routes, SharedNeighbours neighbours)
{
    routes.get("/office/plan", see_office, office_plan);
    routes.get("/office/plan/{year}", see_office, list_page);
    routes.get("/office/plan/{year}/lines/new", edit,
               [neighbours](Context& context) { return new_line_page(context, neighbours->new_lines); });
    routes.get("/office/plan/{year}/lines/{id}", see_office,
               [neighbours](Context& context) { return line_page(context, *neighbours); });
    routes.post("/office/plan/{year}/lines", edit, bulk, {.bytes = 512 * 1024, .fields = 5'000});
    // Three texts of five thousand letters, each of six bytes as a form sends them, and two hundred names.
    routes.post("/office/plan/{year}/lines/{id}", edit,
                [neighbours](Context& context) { return save_line(context, neighbours->new_lines); },
                {.bytes = 512 * 1024});
}

}  // namespace veche::plan
