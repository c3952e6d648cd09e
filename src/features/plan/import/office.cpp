// The import in three steps: upload, look and correct, confirm.

#include <charconv>

#include <fmt/format.h>

#include "app/site.hpp"
#include "core/errors.hpp"
#include "core/text.hpp"
#include "features/plan/access.hpp"
#include "features/plan/edges.hpp"
#include "features/plan/import/import.hpp"
#include "features/plan/import/office_pages.hpp"
#include "web/form.hpp"

namespace veche::plan {

using app::Context;
using nlohmann::json;

namespace {

constexpr std::uint64_t upload_bytes = 15 * 1024 * 1024;

std::string import_path(Id<Draft> id)
{
    return "/office/plan/import/" + to_text(id);
}

web::Response show_upload(Context& context, int year, const web::Form* form)
{
    const auto existing =
        context.read([&](app::View& view) { return is_year(year) ? office_year(view, year) : OfficeYear{}; });
    json model = import_upload_model(context.words, year, existing);
    model["csrf"] = context.csrf();
    if (form) model.update(form->model(context.words));
    return context.show({.view = "plan/office_import_1",
                         .model = std::move(model),
                         .title = context.words.say("import.title_1"),
                         .status = form ? 422 : 200,
                         .section = "office.plan"});
}

int parse_year(std::string_view text)
{
    int year = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), year);
    return error == std::errc() && end == text.data() + text.size() && text.size() == 4 ? year : 0;
}

web::Response upload_page(Context& context)
{
    const auto* asked = context.request.query_value("year");
    const int year = asked ? parse_year(*asked) : 0;
    return show_upload(context, is_year(year) ? year : int(today_of(context).year()), nullptr);
}

web::Response upload(Context& context)
{
    web::Form form(context.request, {.single = {"year", "file"}});
    const int year = parse_year(trimmed(form.text("year")));
    if (!is_year(year)) form.refuse({RefusalKind::invalid, "plan.year_wrong", "year", {}});
    const auto& uploads = context.request.uploads;
    const bool sent = uploads.size() == 1 && uploads.front().field == "file" && uploads.front().size > 0;
    if (!sent) form.refuse({RefusalKind::invalid, "file.none", "file", {}});
    if (!form.good()) return show_upload(context, year, &form);

    auto tables = read_plan_file(uploads.front().path);
    if (tables)
        if (auto refused = why_no_lines(understand(*tables, year))) tables = tl::unexpected(std::move(*refused));
    if (!tables) {
        form.refuse(tables.error());
        return show_upload(context, year, &form);
    }
    const auto id = context.change([&](app::Work& work) {
        return Result<Id<Draft>>(begin_import(work, year, uploads.front().file_name, *tables));
    });
    return web::see_other(import_path(*id));
}

/// After a refusal what was typed stands in the page over what is kept.
web::Response show_draft(Context& context, Id<Draft> id, const web::Form* form, int status,
                         const Corrections& typed = {})
{
    json model = context.read([&](app::View& view) {
        auto pending = load_import(view.db, view.town.id, id);
        for (const auto& [key, fields] : typed)
            for (const auto& [field, value] : fields) pending.corrections[key][field] = value;
        return import_draft_model(context.words, import_path(id), pending, office_year(view, pending.row.year),
                                  draft_choice_of(context.request));
    });
    model["csrf"] = context.csrf();
    if (form) {
        const json refused = form->model(context.words);
        model["error_list"] = refused["error_list"];
        model["has_errors"] = refused["has_errors"];
    }
    const std::string title = model["heading"];
    return context.show({.view = "plan/office_import_2",
                         .model = std::move(model),
                         .title = title,
                         .status = status,
                         .section = "office.plan"});
}

/// An import that is in the plan already ends as it did the first time, however often it is confirmed.
std::optional<web::Response> show_done(Context& context, Id<Draft> id)
{
    const auto done = context.read([&](app::View& view) { return find_done_import(view.db, view.town.id, id); });
    if (!done) return std::nullopt;
    return context.show({.view = "plan/office_import_3",
                         .model = import_done_model(context.words, done->year, done->result),
                         .title = context.words.say("import.done"),
                         .section = "office.plan"});
}

web::Response draft_page(Context& context)
{
    const auto id = context.path_id<Draft>("id");
    if (auto done = show_done(context, id)) return std::move(*done);
    return show_draft(context, id, nullptr, 200);
}

/// "line-17-when" -> 17, "when".
std::optional<std::pair<int, std::string>> parse_line_field(std::string_view name)
{
    if (!name.starts_with("line-")) return std::nullopt;
    name.remove_prefix(5);
    const auto dash = name.find('-');
    int row = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + std::min(dash, name.size()), row);
    if (dash == std::string_view::npos || error != std::errc() || end != name.data() + dash || row < 1)
        return std::nullopt;
    const auto field = name.substr(dash + 1);
    for (const std::string_view known : {"title", "when", "place", "responsible", "audience", "same"})
        if (field == known) return std::pair(row, std::string(field));
    return std::nullopt;
}

/// A list may have as many names as the plan holds; what was understood may be longer than what the plan holds.
std::size_t field_limit(std::string_view field)
{
    return field == "responsible" ? 100'000 : 20'000;
}

/// Which line of the plan it is: "" as the program thinks, "new", or a key.
bool is_pair(const std::string& text)
{
    return text.empty() || text == "new" || parse_id<Line>(text);
}

/// Only what differs from what was understood: the page sends the fields of all its lines.
Corrections parse_corrections(const web::Request& request, const Draft& draft, web::Form& form)
{
    Corrections corrections;
    std::map<int, const DraftLine*> rows;
    for (const auto& line : draft.lines) rows.emplace(line.key, &line);
    for (const auto& [name, value] : request.form) {
        const auto field = parse_line_field(name);
        if (!field) continue;
        const auto line = rows.find(field->first);
        if (line == rows.end()) continue;
        if (field->second == "same") {
            if (is_pair(value)) corrections[field->first]["same"] = value;
            continue;
        }
        const auto text = parse_line(value, name, 0, field_limit(field->second));
        if (!text)
            form.refuse(text.error());
        else if (*text != draft_field(*line->second, field->second))
            corrections[field->first][field->second] = *text;
    }
    return corrections;
}

std::vector<Column> parse_columns(const web::Form& form, std::size_t count)
{
    std::vector<Column> columns;
    for (std::size_t i = 0; i < count; ++i) {
        const auto column = parse_column(form.text(fmt::format("column-{}", i)));
        if (!column) return {};  // a page without the selects keeps what is there
        columns.push_back(*column);
    }
    return columns;
}

web::Response decide(Context& context)
{
    const auto id = context.path_id<Draft>("id");
    web::Form form(context.request, {.single = {"deed", "version"}, .prefixes = {"column-", "line-"}});
    const auto& deed = form.text("deed");
    if (deed == "drop") {
        const auto dropped = context.change([&](app::Work& work) { return drop_import(work, id); });
        return *dropped ? context.go("/office/plan", "flash.import_dropped") : web::see_other(import_path(id));
    }
    if (auto done = show_done(context, id)) return std::move(*done);
    const auto pending = context.read([&](app::View& view) { return load_import(view.db, view.town.id, id); });
    const auto draft = pending.understood().draft;
    const auto corrections = parse_corrections(context.request, draft, form);
    auto columns = parse_columns(form, draft.columns.size());
    if (columns == draft.columns && !pending.columns) columns.clear();
    const auto version = std::int64_t(std::strtoll(form.text("version").c_str(), nullptr, 10));
    if (!form.good()) return show_draft(context, id, &form, 422, corrections);
    const auto wished = pending.with(version, columns, corrections);
    if (deed == "confirm") {
        const auto incoming = wished.understood().incoming;
        const auto result = context.change([&](app::Work& work) {
            return confirm_import(work, wished, incoming, context.words.say("plan.moved_by_file"));
        });
        if (result) return web::see_other(import_path(id));
        form.refuse(result.error());
        return show_draft(context, id, &form, 409, corrections);
    }
    const auto kept = context.change([&](app::Work& work) { return correct_import(work, wished); });
    if (kept) return web::see_other(import_path(id) + draft_choice_of(context.request).query());
    form.refuse(kept.error());
    return show_draft(context, id, &form, 409, corrections);
}

}  // namespace

void mount_office_import(app::Routes& routes)
{
    routes.get("/office/plan/import", edit, upload_page);
    routes.post("/office/plan/import", edit, upload, {.bytes = upload_bytes, .uploads = true}).takes_long();
    routes.get("/office/plan/import/{id}", edit, draft_page);
    routes.post("/office/plan/import/{id}", edit, decide, {.bytes = 8 * 1024 * 1024, .fields = 2'000});
}

}  // namespace veche::plan
