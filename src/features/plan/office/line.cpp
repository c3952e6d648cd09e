// The back office of the plan: a line. Its page shows it in parts, each with a form of its own; one form has all of it.

#include <algorithm>

#include <fmt/format.h>

#include "app/forms/deed_form.hpp"
#include "app/site.hpp"
#include "core/errors.hpp"
#include "features/plan/access.hpp"
#include "features/plan/bodies/line_bodies.hpp"
#include "features/plan/edges.hpp"
#include "features/plan/life/occasions.hpp"
#include "features/plan/life/office_pages.hpp"
#include "features/plan/line/commands.hpp"
#include "features/plan/line/conflicts.hpp"
#include "features/plan/line/office_fields.hpp"
#include "features/plan/office/pages.hpp"
#include "features/plan/office/record_pages.hpp"
#include "web/form_tables.hpp"

namespace veche::plan {

using app::Context;
using nlohmann::json;

namespace {

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

constexpr auto about_fields = web::some_of(line_fields, {"version", "deed", "title", "number", "section"});
constexpr auto when_fields = web::some_of(
    line_fields, {"version", "deed", "when", "first", "start", "last", "end", "time_change", "reason", "place"});
constexpr auto who_fields = web::some_of(line_fields, {"version", "deed", "responsible", "partner"});
constexpr auto audience_fields = web::some_of(line_fields, {"version", "deed", "audience", "age"});
constexpr auto site_fields = web::some_of(line_fields, {"version", "deed", "kind", "programme"});
constexpr auto stage_fields = web::some_of(line_fields, {"version", "deed", "age"});
constexpr auto removal_fields = web::some_of(line_fields, {"version", "deed"});

web::FormFields fields_of_part(RecordPart part)
{
    switch (part) {
        case RecordPart::about: return about_fields;
        case RecordPart::when: return when_fields;
        case RecordPart::who: return who_fields;
        case RecordPart::audience: return audience_fields;
        case RecordPart::site: return site_fields;
        case RecordPart::stage: return stage_fields;
        case RecordPart::removal: break;
    }
    return removal_fields;
}

/// What the form says of the fields it has; the rest of the content stays.
LineContent parse_content(web::Form& form, int year, LineContent content)
{
    if (form.asks("number")) {
        const auto number = form.whole("number", {.least = 1, .most = 100'000, .wrong = "plan.number_wrong"});
        content.number = number ? std::optional(int(*number)) : std::nullopt;
    }
    if (form.asks("section")) content.section = form.line("section");
    if (form.asks("title")) content.title = form.line("title");
    if (form.asks("when"))
        content.when = form.take(language::when_from_form(form.line("when"), form.text("first"), form.text("last"),
                                                          form.text("start"), form.text("end"), year));
    if (form.asks("place")) content.place = form.line("place");
    if (form.asks("programme"))
        content.programme = form.take(language::parse_programme(form.text("programme"), "programme"));
    if (form.asks("responsible"))
        content.responsible = form.lines(
            "responsible", {.most = responsible_most, .too_many = "plan.too_many_responsible", .ends = ";\n"});
    if (form.asks("audience")) content.audience = form.line("audience");
    if (form.asks("kind"))
        content.kind = parse_full_kind(form.text("kind")).value_or(guess_kind(content.title, content.section));
    if (form.asks("age")) content.age_mark = form.choice<AgeMark>("age", parse_age_mark);
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
    model["notice"] = around.beginning ? around.beginning->notice : "";
    const std::string title = model["heading"];
    return {.view = "plan/office_line", .model = std::move(model), .title = title, .section = "office.plan"};
}

/// What a form of a line shows before anybody types, choices that are read among it.
app::FormContent line_form_content(Context& context, int year, Id<Line> id, const std::optional<Line>& line)
{
    auto content = line_content(context.words, year, line);
    return context.read([&](app::View& view) {
        offer_partners(view, id, content);
        for (auto& title : list_section_titles(view, year))
            content.choices["section"].push_back({std::move(title), ""});
        return content;
    });
}

app::DeedForm<std::optional<Line>> line_form(Context& context, int year, Id<Line> id, Around around = {})
{
    return {.context = context,
            .table = line_fields,
            .load = [&context,
                     id] { return std::optional(context.read([&](app::View& view) { return get_line(view, id); })); },
            .content =
                [&context, year, id, around](const std::optional<Line>& line) {
                    auto content = line_form_content(context, year, id, line);
                    if (around.beginning) begin_from(content, around.from, around.beginning->content);
                    return content;
                },
            .page = [&context, year, id,
                     around](const std::optional<Line>& line) { return around_line(context, year, id, line, around); }};
}

Line line_on(Context& context)
{
    const int year = year_of(context);
    const auto id = context.path_id<Line>("id");
    auto line = context.read([&](app::View& view) { return get_line(view, id); });
    if (line.year != year) throw NotFound("line");
    return line;
}

app::DeedForm<Line> part_form(Context& context, RecordPart part)
{
    return {
        .context = context,
        .table = fields_of_part(part),
        .load = [&context] { return line_on(context); },
        .content = [&context](const Line& line) { return line_form_content(context, line.year, line.id, line); },
        .page = [&context, part](const Line& line) -> app::Page {
            auto model = record_part_model(context.words, line, part);
            const std::string heading = model["heading"];
            return {
                .view = "plan/office_line_part", .model = std::move(model), .title = heading, .section = "office.plan"};
        }};
}

/// Of the address; nullopt: the whole line.
std::optional<RecordPart> part_of(const Context& context)
{
    const auto* wanted = context.request.query_value("part");
    if (!wanted) return std::nullopt;
    const auto part = parse_record_part(*wanted);
    if (!part) throw NotFound("part");
    return part;
}

web::Response edit_page(Context& context)
{
    const Line line = line_on(context);
    const auto part = part_of(context);
    return part ? part_form(context, *part).show(line) : line_form(context, line.year, line.id).show(line);
}

LifeDeeds offered_on(app::View& view, Id<Line> line)
{
    const auto reporting = reporting_of(view);
    if (reporting.all) return LifeDeeds::all;
    return reporting.allows(line) ? LifeDeeds::report : LifeDeeds::none;
}

web::Response line_page(Context& context, const Neighbours& neighbours)
{
    const Line line = line_on(context);
    const Day today = today_of(context);
    auto model = context.read([&](app::View& view) {
        std::vector<LinePart> parts;
        const auto occasions = occasions_of(line);
        for (const auto& of : neighbours.office_line)
            for (auto& part : of(view, context.words, occasions)) parts.push_back(std::move(part));
        auto shown = record_model(context.words, line, list_partners(view, line.id), may_edit(context.actor), today);
        shown["life"] = life_model(context.words, line, today, offered_on(view, line.id));
        shown["clashes"] = clash_warnings(context.words, find_conflicts(list_lines_around(view, line)), line.id);
        shown["has_clashes"] = !shown["clashes"].empty();
        shown["parts"] = parts_model(parts);
        return shown;
    });
    model["csrf"] = context.csrf();
    for (auto& section : model["sections"]) section["flash"] = context.flash_at(section["id"].get<std::string>());
    const std::string title = model["heading"];
    return context.show(
        {.view = "plan/office_record", .model = std::move(model), .title = title, .section = "office.plan"});
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
    std::optional<Bodies> partners;  // nullopt: the form does not ask
    std::string from = {};           // the key of what becomes this new line; "" for most
    Looked looked = Looked::at_all;
};

Result<Line> store_content(app::Work& work, const Wanted& wanted, const NewLines& new_lines)
{
    Result<Line> saved = wanted.version == 0
                             ? add_line(work, wanted.year, wanted.id, wanted.content)
                             : edit_line(work, wanted.id, wanted.version, wanted.content, wanted.told, wanted.looked);
    if (!saved) return saved;
    if (wanted.partners) put_partners(work, *saved, *wanted.partners);
    if (!wanted.from.empty() && wanted.version == 0)
        if (const auto became = new_lines.became(work, wanted.from, saved->id); !became)
            return refuse(became.error().kind, became.error().message, "title");
    if (wanted.deed != "announce" && wanted.deed != "withdraw") return saved;
    const Id<Line> ids[] = {wanted.id};
    const Result<BulkResult> done = wanted.deed == "announce" ? announce_lines(work, ids) : withdraw_lines(work, ids);
    if (!done) return tl::unexpected(done.error());
    if (done->refused > 0) return refuse(RefusalKind::invalid, "plan.no_age_mark", "age");
    return saved;
}

/// How the form tells of a changed date; of what is taken off the portal nothing is told.
TimeTold parse_told(web::Form& form, const std::string& deed)
{
    if (!form.asks("time_change")) return {};
    const bool correction = form.text("time_change") == "correction" || deed == "withdraw";
    return {correction ? TimeChange::correction : TimeChange::move, form.line("reason")};
}

/// Of the button; "look": what is warned of is right as it stands.
std::string deed_in(const web::Form& form)
{
    const auto& deed = form.text("deed");
    if (deed.empty()) return "save";
    for (const auto* known : {"save", "look", "announce", "withdraw", "remove"})
        if (deed == known) return deed;
    throw web::BadRequest("deed");
}

Wanted wanted_of(web::Form& form, int year, Id<Line> id, LineContent before)
{
    const auto deed = deed_in(form);
    return {.year = year,
            .id = id,
            .version = form.version(),
            .deed = deed,
            .content = parse_content(form, year, std::move(before)),
            .told = parse_told(form, deed),
            .partners =
                form.asks("partner") ? std::optional(form.ids<bodies::Body>("partner", partners_most)) : std::nullopt};
}

const char* flash_of(const Wanted& wanted)
{
    if (wanted.deed == "announce") return "flash.line_announced";
    return wanted.deed == "withdraw" ? "flash.line_withdrawn" : "flash.line_saved";
}

web::Response remove(Context& context, int year, Id<Line> id, std::int64_t version)
{
    const auto removed = context.change([&](app::Work& work) { return remove_line(work, id, version); });
    return context.go(removed ? list_path(year) : list_path(year) + "/lines/" + to_text(id),
                      removed ? "flash.line_removed" : "flash.line_not_removed");
}

web::Response save_part(Context& context, RecordPart part)
{
    const Line line = line_on(context);
    web::Form form(context.request, fields_of_part(part));
    if (deed_in(form) == "remove") return remove(context, line.year, line.id, form.version());
    auto wanted = wanted_of(form, line.year, line.id, line.content);
    wanted.looked = wanted.deed == "look" ? Looked::at_all : Looked::at_a_part;
    const bool of_text = part != RecordPart::stage && part != RecordPart::removal;
    return part_form(context, part)
        .run(
            line, form, [&](app::Work& work) { return store_content(work, wanted, {}); },
            office_line_path(line) + (of_text ? fmt::format("#part-{}", to_text(part)) : ""), flash_of(wanted));
}

web::Response save_line(Context& context, const NewLines& new_lines)
{
    if (const auto part = part_of(context)) return save_part(context, *part);
    const int year = year_of(context);
    const auto id = context.path_id<Line>("id");
    web::Form form(context.request, line_fields);
    if (deed_in(form) == "remove") return remove(context, year, id, form.version());
    auto wanted = wanted_of(form, year, id, {});
    wanted.from = form.text("from");
    std::optional<Line> seen;
    if (wanted.version > 0) seen = context.read([&](app::View& view) { return get_line(view, id); });
    if (seen && seen->year != year) throw NotFound("line");
    const auto editing = line_form(context, year, id, begun_from(context, new_lines, seen ? "" : wanted.from));
    return editing.run(
        seen, form, [&](app::Work& work) { return store_content(work, wanted, new_lines); },
        seen ? office_line_path(*seen) : list_path(year) + "#line-" + to_text(id), flash_of(wanted));
}

}  // namespace

void mount_office_line(app::Routes& routes, SharedNeighbours neighbours)
{
    routes.get("/office/plan/{year}/lines/new", edit,
               [neighbours](Context& context) { return new_line_page(context, neighbours->new_lines); });
    routes.get("/office/plan/{year}/lines/{id}", see_office,
               [neighbours](Context& context) { return line_page(context, *neighbours); });
    routes.get("/office/plan/{year}/lines/{id}/edit", edit, edit_page);
    // Three texts of five thousand letters, each of six bytes as a form sends them, and two hundred names.
    routes.post("/office/plan/{year}/lines/{id}", edit,
                [neighbours](Context& context) { return save_line(context, neighbours->new_lines); },
                {.bytes = 512 * 1024});
}

}  // namespace veche::plan
