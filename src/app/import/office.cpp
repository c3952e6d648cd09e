#include "app/import/office.hpp"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "app/forms/deed_form.hpp"
#include "app/import/reader.hpp"
#include "core/text.hpp"
#include "core/whole.hpp"

namespace veche::app::import {

using nlohmann::json;

namespace {

constexpr std::uint64_t upload_bytes = 15 * 1024 * 1024, draft_bytes = 8 * 1024 * 1024;
constexpr std::size_t draft_fields = 2'000;

std::string path_of(const Room& room, Id<Import> id)
{
    return room.path + "/" + to_text(id);
}

web::Response show_upload(Context& context, const Room& room, const std::string& about, const web::Form* sent = nullptr)
{
    Page page = room.upload_page(context, about);
    page.view = "app/import_upload";
    page.section = room.section;
    page.model["action"] = room.path;
    page.model["steps"] = steps_model(context.words, 1);
    auto content = room.upload_content(about);
    content.hints["file"] = context.words.say("import.file_hint", {{"most", context.words.say("import.file_limit")}});
    return show_form(context, std::move(page), room.fields, content, sent, Placing::in_a_row);
}

web::Response upload(Context& context, const Room& room)
{
    web::Form form(context.request, room.fields);
    const auto about = room.about(form);
    const auto& uploads = context.request.uploads;
    const bool sent = uploads.size() == 1 && uploads.front().field == "file" && uploads.front().size > 0;
    if (!sent) form.refuse({RefusalKind::invalid, "file.none", "file", {}});
    if (!form.good()) return show_upload(context, room, about, &form);
    auto tables = read_file(uploads.front().path);
    if (tables)
        if (auto refused = room.why_not(*tables, about)) tables = tl::unexpected(std::move(*refused));
    if (!tables) {
        form.refuse(tables.error());
        return show_upload(context, room, about, &form);
    }
    const Beginning beginning{.kind = room.kind,
                              .about = about,
                              .file_name = uploads.front().file_name,
                              .tables = without_hidden_words(std::move(*tables), room.end_of_header)};
    const auto id = context.change([&](Work& work) { return Result<Id<Import>>(begin(work, beginning)); });
    return web::see_other(path_of(room, *id));
}

/// After a refusal what was typed stands in the page over what is kept.
web::Response show_draft(Context& context, const Room& room, Id<Import> id, const web::Form* form,
                         const Corrections& typed = {})
{
    const auto choice = choice_of(context.request, room.shows);
    Page page{.view = "app/import_draft", .section = room.section};
    page.model = context.read([&](View& view) {
        auto pending = load(view.db, view.town.id, room.kind, id);
        add_corrections(pending.corrections, typed);
        json model = room.draft_model(view, context.words, pending, choice);
        model["version"] = std::to_string(pending.version);
        return model;
    });
    const json refused = form ? form->model(context.words) : json{{"error_list", json::array()}, {"has_errors", false}};
    page.model["action"] = path_of(room, id) + choice.query();
    page.model["steps"] = steps_model(context.words, 2);
    page.model["error_list"] = refused.at("error_list");
    page.model["has_errors"] = refused.at("has_errors");
    page.model["csrf"] = context.csrf();
    page.title = page.model["heading"];
    if (form) page.status = form->status();
    return context.show(page);
}

/// An import that is taken in already ends as it did the first time, however often it is confirmed.
std::optional<web::Response> show_done(Context& context, const Room& room, Id<Import> id)
{
    auto model = context.read([&](View& view) -> json {
        const auto done = find_done(view.db, view.town.id, room.kind, id);
        return done ? room.done_model(view, context.words, *done) : json();
    });
    if (model.is_null()) return std::nullopt;
    Page page{.view = "app/import_done", .model = std::move(model), .section = room.section};
    page.model["csrf"] = context.csrf();
    page.model["steps"] = steps_model(context.words, 3);
    page.title = page.model["heading"];
    return context.show(page);
}

/// "line-17-when" -> 17 and the field.
std::optional<std::pair<int, const RowField*>> parse_row_field(const Room& room, std::string_view name)
{
    constexpr std::string_view prefix = "line-";
    if (!name.starts_with(prefix)) return std::nullopt;
    name.remove_prefix(prefix.size());
    const auto dash = name.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const auto row = parse_whole(name.substr(0, dash), 1, 1'000'000);
    const auto field = std::ranges::find(room.row_fields, name.substr(dash + 1), &RowField::name);
    if (!row || field == room.row_fields.end()) return std::nullopt;
    return std::pair(*row, &*field);
}

/// Only what differs from what was understood: the page sends the fields of all its rows.
Corrections parse_corrections(const Room& room, const Understood& understood, const web::Request& request,
                              web::Form& form)
{
    Corrections corrections;
    for (const auto& [name, value] : request.form) {
        const auto field = parse_row_field(room, name);
        if (!field) continue;
        const auto row = understood.row_texts.find(field->first);
        if (row == understood.row_texts.end()) continue;
        const std::string of(field->second->name);
        if (field->second->is_answer) {
            if (field->second->is_answer(value)) corrections[field->first][of] = value;
            continue;
        }
        const auto text = parse_line(value, name, 0, field->second->limit);
        const auto known = row->second.find(of);
        if (!text)
            form.refuse(text.error());
        else if (known == row->second.end() || *text != known->second)
            corrections[field->first][of] = *text;
    }
    return corrections;
}

/// Nothing for a page without the selects, or where nobody has said another thing than was found.
std::vector<std::string> parse_columns(const Room& room, const web::Form& form, const Pending& pending,
                                       const Understood& understood)
{
    std::vector<std::string> columns;
    for (std::size_t i = 0; i < understood.columns.size(); ++i)
        columns.push_back(form.text(fmt::format("column-{}", i)));
    const bool sent = std::ranges::all_of(columns, room.is_column);
    return !sent || (columns == understood.columns && pending.columns.empty()) ? std::vector<std::string>() : columns;
}

/// The page that was corrected, at the first row that was.
std::string corrected_place(const Context& context, const Room& room, Id<Import> id, const Corrections& corrections)
{
    const auto page = path_of(room, id) + choice_of(context.request, room.shows).query();
    return corrections.empty() ? page : page + fmt::format("#row-{}", corrections.begin()->first);
}

web::Response decide(Context& context, const Room& room)
{
    const auto id = context.path_id<Import>("id");
    web::Form form(context.request, {.single = {"deed", "version"}, .prefixes = {"column-", "line-"}});
    const auto& deed = form.text("deed");
    if (deed == "drop") {
        const auto dropped = context.change([&](Work& work) { return drop(work, room.kind, id); });
        return *dropped ? context.go(room.back, "flash.import_dropped") : web::see_other(path_of(room, id));
    }
    if (auto done = show_done(context, room, id)) return std::move(*done);
    const auto pending = context.read([&](View& view) { return load(view.db, view.town.id, room.kind, id); });
    const auto understood = room.understand(pending);
    auto corrections = parse_corrections(room, understood, context.request, form);
    const auto columns = parse_columns(room, form, pending, understood);
    if (!form.good()) return show_draft(context, room, id, &form, corrections);
    const bool mends = deed == "mend" && room.mend;
    if (mends) add_corrections(corrections, room.mend(pending));
    const auto wished = pending.with(form.version(), columns, corrections);
    const bool confirms = deed == "confirm";
    const auto refused = [&]() -> std::optional<Refusal> {
        if (confirms) {
            const auto take = room.prepare(context, wished);
            const auto result = context.change([&](Work& work) { return confirm(work, wished, take); });
            return result ? std::nullopt : std::optional(result.error());
        }
        const auto kept = context.change([&](Work& work) { return correct(work, wished); });
        return kept ? std::nullopt : std::optional(kept.error());
    }();
    if (!refused)
        return web::see_other(confirms ? path_of(room, id)
                                       : corrected_place(context, room, id, mends ? Corrections{} : corrections));
    form.refuse(*refused);
    return show_draft(context, room, id, &form, corrections);
}

}  // namespace

void mount(Routes& routes, Room given)
{
    const auto room = std::make_shared<const Room>(std::move(given));
    routes.get(room->path, room->permission,
               [room](Context& context) { return show_upload(context, *room, room->asked_about(context)); });
    routes
        .post(room->path, room->permission, [room](Context& context) { return upload(context, *room); },
              {.bytes = upload_bytes, .uploads = true})
        .takes_long();
    routes.get(room->path + "/{id}", room->permission, [room](Context& context) {
        const auto id = context.path_id<Import>("id");
        if (auto done = show_done(context, *room, id)) return std::move(*done);
        return show_draft(context, *room, id, nullptr);
    });
    routes.post(room->path + "/{id}", room->permission, [room](Context& context) { return decide(context, *room); },
                {.bytes = draft_bytes, .fields = draft_fields});
}

}  // namespace veche::app::import
