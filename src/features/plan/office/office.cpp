// The back office of the plan: the list, bulk deeds, a line's form.

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "app/site.hpp"
#include "core/errors.hpp"
#include "core/text.hpp"
#include "features/plan/access.hpp"
#include "features/plan/bodies/line_bodies.hpp"
#include "features/plan/edges.hpp"
#include "features/plan/life/office_pages.hpp"
#include "features/plan/line/commands.hpp"
#include "features/plan/office/pages.hpp"
#include "web/form.hpp"

namespace veche::plan {

using app::Context;
using nlohmann::json;

namespace {

std::string list_path(int year)
{
    return fmt::format("/office/plan/{}", year);
}

web::Response show_list(Context& context, int number, const json& bulk_errors = {},
                        const std::vector<std::string>& chosen = {})
{
    const auto year = context.read([&](app::View& view) { return office_year(view, number); });
    const auto heading = context.words.say("plan.heading", {{"year", std::to_string(number)}});
    if (!year.plan || year.lines.empty())
        return context.show({.view = "plan/office_empty",
                             .model = {{"heading", heading},
                                       {"import_href", fmt::format("/office/plan/import?year={}", number)},
                                       {"new_href", list_path(number) + "/lines/new"},
                                       {"may_edit", may_edit(context.actor)}},
                             .title = heading,
                             .section = "office.plan"});
    auto model =
        office_list_model(context.words, number, year, office_filter_of(context.request), chosen, today_of(context));
    model["csrf"] = context.csrf();
    model["may_edit"] = may_edit(context.actor);
    if (!bulk_errors.is_null()) model.update(bulk_errors);
    return context.show({.view = "plan/office_list",
                         .model = std::move(model),
                         .title = heading,
                         .status = bulk_errors.is_null() ? 200 : 422,
                         .section = "office.plan"});
}

web::Response list_page(Context& context)
{
    return show_list(context, year_of(context));
}

web::Response office_plan(Context& context)
{
    const int this_year = int(today_of(context).year());
    return web::see_other(
        list_path(context.read([&](app::View& view) { return office_counts(view, this_year).year; })));
}

Result<BulkResult> run_bulk(Context& context, const web::Form& form, const std::vector<Id<Line>>& ids)
{
    const auto deed = form.text("deed");
    const auto kind = parse_kind(form.text("kind"));
    const auto age = parse_age_mark(form.text("age"));
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
    web::Form form(context.request, {.single = {"deed", "kind", "age", "back"}, .many = {"line"}});
    std::vector<Id<Line>> ids;
    for (const auto& text : form.texts("line")) {
        const auto id = parse_id<Line>(text);
        if (!id) throw web::BadRequest("line");
        ids.push_back(*id);
    }
    const auto result = run_bulk(context, form, ids);
    if (result && result->refused == 0 && result->gone == 0) {
        const auto& back = form.text("back");
        const bool ours = back.starts_with(list_path(year)) && back.find_first_of("\r\n") == std::string::npos;
        return context.go(ours ? back : list_path(year), result->done == 1 ? "flash.line_saved" : "flash.lines_saved");
    }
    const auto words = result ? not_done_words(context.words, *result) : context.words.say(result.error());
    const json errors = {{"errors", {{"line", words}, {"kind", ""}, {"age", ""}}},
                         {"error_list", json::array({{{"field", "line"}, {"words", words}}})},
                         {"has_errors", true}};
    return show_list(context, year, errors, form.texts("line"));
}

web::Form read_form(const web::Request& request)
{
    return {request,
            {.single = {"number", "section", "title", "when", "first", "last", "start", "end", "kind", "place",
                        "responsible", "audience", "age", "time_change", "reason", "version", "from", "deed"},
             .many = {"partner"}}};
}

std::vector<std::string> parse_names(web::Form& form)
{
    std::vector<std::string> names;
    std::string_view text = form.text("responsible");
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(";\n"), text.size());
        auto name = one_line(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (name.empty()) continue;
        names.push_back(form.take(parse_line(name, "responsible", 1, name_limit)));
    }
    if (names.size() > responsible_most)
        form.refuse({RefusalKind::invalid,
                     "plan.too_many_responsible",
                     "responsible",
                     {{"most", std::to_string(responsible_most)}}});
    return names;
}

std::optional<int> parse_number(web::Form& form)
{
    const auto text = trimmed(form.text("number"));
    if (text.empty()) return std::nullopt;
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size() && number >= 1 && number <= 100'000) return number;
    form.refuse({RefusalKind::invalid, "plan.number_wrong", "number", {}});
    return std::nullopt;
}

LineContent parse_content(web::Form& form, int year)
{
    LineContent content;
    content.number = parse_number(form);
    content.section = form.take(parse_line(form.text("section"), "section", 0, section_limit));
    content.title = form.take(parse_line(form.text("title"), "title", 1, title_limit));
    const auto words = form.take(parse_line(form.text("when"), "when", 0, when_limit));
    content.when = form.take(language::when_from_form(words, form.text("first"), form.text("last"), form.text("start"),
                                                      form.text("end"), year));
    content.place = form.take(parse_line(form.text("place"), "place", 0, place_limit));
    content.responsible = parse_names(form);
    content.audience = form.take(parse_line(form.text("audience"), "audience", 0, audience_limit));
    const auto kind = parse_kind(form.text("kind"));
    content.kind = kind.value_or(guess_kind(content.title, content.section));
    if (!form.text("age").empty()) content.age_mark = parse_age_mark(form.text("age"));
    if (!form.text("age").empty() && !content.age_mark) throw web::BadRequest("age");
    return content;
}

/// The directory with the line's partners ticked; one that works no more stays while it is ticked.
json partners_model(Context& context, Id<Line> id, const web::Form* form)
{
    std::vector<bodies::Named> all, chosen;
    context.read([&](app::View& view) {
        all = bodies::list_active(view.db, view.town.id);
        chosen = list_partners(view, id);
        return true;
    });
    for (const auto& one : chosen)
        if (std::ranges::find(all, one.id, &bodies::Named::id) == all.end()) all.push_back(one);
    const auto typed = form ? form->texts("partner") : std::vector<std::string>();
    json options = json::array();
    for (const auto& one : all) {
        const auto value = to_text(one.id);
        const bool ticked = form ? std::ranges::find(typed, value) != typed.end()
                                 : std::ranges::find(chosen, one.id, &bodies::Named::id) != chosen.end();
        options.push_back({{"value", value}, {"title", one.name}, {"chosen", ticked}});
    }
    return options;
}

Bodies partners_in(const web::Form& form)
{
    Bodies partners;
    for (const auto& text : form.texts("partner")) {
        const auto id = parse_id<bodies::Body>(text);
        if (!id || partners.size() == partners_most) throw web::BadRequest("partner");
        partners.push_back(*id);
    }
    return partners;
}

/// What stands around the form.
struct Around {
    json conflict = false;
    json parts = json::array();  // of neighbours
    std::string from = {};       // the key of what a new line is made of
    std::optional<Beginning> beginning{};
};

/// A new line as it begins, to be mended before it is saved.
void begin_from(json& model, const Beginning& beginning)
{
    const auto& content = beginning.content;
    model["notice"] = beginning.notice;
    auto& values = model["values"];
    values["title"] = content.title;
    values["when"] = content.when.text;
    values["place"] = content.place;
    values["audience"] = content.audience;
    values["responsible"] = joined_names(content.responsible, "\n");
    values["kind"] = to_text(content.kind);
    choose(model["kinds"], values["kind"]);
}

web::Response show_form(Context& context, int year, Id<Line> id, const std::optional<Line>& line, const web::Form* form,
                        Around around = {})
{
    auto model = office_line_model(context.words, year, id, line, today_of(context));
    for (auto& title : context.read([&](app::View& view) { return list_section_titles(view, year); }))
        model["sections"].push_back(std::move(title));
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
    model["csrf"] = context.csrf();
    model["may_edit"] = may_edit(context.actor);
    model["partners"] = partners_model(context, id, form);
    model["has_partners"] = !model["partners"].empty();
    model["partners_open"] =
        std::ranges::any_of(model["partners"], [](const json& one) { return one["chosen"] == true; });
    model["parts"] = std::move(around.parts);
    model["from"] = around.from;
    model["notice"] = "";
    if (around.beginning) begin_from(model, *around.beginning);
    const bool is_conflict = around.conflict.is_object();
    model["conflict"] = std::move(around.conflict);
    if (form) {
        const json typed = form->model(context.words);
        // Merged: the line may have been announced since, and its form has fields that the one sent had not.
        model.update(typed, true);
        // After a conflict the form carries the newest version: saving again is a decision. After any other refusal it keeps
        // the one the person saw, so that nobody's change is written over unseen.
        if (!is_conflict) model["version"] = form->text("version");
        choose(model["kinds"], typed["values"]["kind"]);
        choose(model["ages"], typed["values"]["age"]);
        if (!form->text("time_change").empty()) choose(model["time_changes"], form->text("time_change"));
    }
    const bool refused = form && !form->good();
    const std::string title = model["heading"];
    return context.show({.view = "plan/office_line",
                         .model = std::move(model),
                         .title = title,
                         .status = refused ? 422 : 200,
                         .section = "office.plan"});
}

web::Response line_page(Context& context, const Neighbours& neighbours)
{
    const int year = year_of(context);
    const auto id = context.path_id<Line>("id");
    std::vector<LinePart> parts;
    const auto line = context.read([&](app::View& view) {
        auto found = get_line(view, id);
        for (const auto& of : neighbours.office_line)
            for (auto& part : of(view, context.words, found)) parts.push_back(std::move(part));
        return found;
    });
    if (line.year != year) throw NotFound("line");
    return show_form(context, year, id, line, nullptr, {.conflict = false, .parts = parts_model(parts)});
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
    return show_form(context, year_of(context), id, std::nullopt, nullptr, std::move(around));
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
    return {correction ? TimeChange::correction : TimeChange::move,
            form.take(parse_line(form.text("reason"), "reason", 0, reason_limit))};
}

std::int64_t parse_version(const std::string& text)
{
    std::int64_t version = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
    if (text.empty() || error != std::errc() || end != text.data() + text.size() || version < 0)
        throw web::BadRequest("version");
    return version;
}

web::Response remove(Context& context, int year, Id<Line> id, std::int64_t version)
{
    const auto removed = context.change([&](app::Work& work) { return remove_line(work, id, version); });
    return context.go(removed ? list_path(year) : list_path(year) + "/lines/" + to_text(id),
                      removed ? "flash.line_removed" : "flash.line_not_removed");
}

web::Response show_conflict(Context& context, int year, const Line& newest, const LineContent& mine,
                            const web::Form& form)
{
    auto model = conflict_model(context.words, newest, mine);
    auto response = show_form(context, year, newest.id, newest, &form, {.conflict = std::move(model)});
    response.status = 409;
    return response;
}

web::Response save_line(Context& context, const NewLines& new_lines)
{
    const int year = year_of(context);
    const auto id = context.path_id<Line>("id");
    web::Form form = read_form(context.request);
    const auto deed = form.text("deed").empty() ? std::string("save") : form.text("deed");
    if (deed == "remove") return remove(context, year, id, parse_version(form.text("version")));
    if (deed != "save" && deed != "announce" && deed != "withdraw") throw web::BadRequest("deed");
    Wanted wanted{.year = year,
                  .id = id,
                  .version = parse_version(form.text("version")),
                  .deed = deed,
                  .content = parse_content(form, year),
                  .told = parse_told(form, deed),
                  .partners = partners_in(form),
                  .from = form.text("from")};
    std::optional<Line> current;
    if (wanted.version > 0) current = context.read([&](app::View& view) { return get_line(view, id); });
    if (current && current->year != year) throw NotFound("line");
    const auto around = begun_from(context, new_lines, current ? "" : wanted.from);
    if (!form.good()) return show_form(context, year, id, current, &form, around);
    const auto saved = context.change([&](app::Work& work) { return store_content(work, wanted, new_lines); });
    if (saved)
        return context.go(list_path(year) + "#line-" + to_text(id),
                          deed == "announce" ? "flash.line_announced" : "flash.line_saved");
    if (saved.error().kind != RefusalKind::conflict) {
        form.refuse(saved.error());
        return show_form(context, year, id, current, &form, around);
    }
    // Somebody saved it meanwhile: both texts are shown, and the form now carries the newest version.
    const auto newest = context.read([&](app::View& view) { return get_line(view, id); });
    return show_conflict(context, year, newest, wanted.content, form);
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
