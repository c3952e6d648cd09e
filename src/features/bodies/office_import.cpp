// The directory from a table: what bodies bring to app/import.

#include <array>

#include <fmt/format.h>

#include "app/import/office.hpp"
#include "core/text.hpp"
#include "features/bodies/access.hpp"
#include "features/bodies/commands.hpp"
#include "features/bodies/edges.hpp"
#include "features/bodies/import.hpp"
#include "features/bodies/queries.hpp"

namespace veche::bodies {

using app::Context;
using app::import::Pending;
using nlohmann::json;

namespace {

constexpr std::string_view import_kind = "bodies", directory_path = "/office/bodies";
constexpr std::string_view shows[] = {"warnings", "new", "changed"};
constexpr web::FormField upload_fields[] = {app::import::file_field};
constexpr app::import::RowField row_fields[] = {
    {"name", "bodies.name", name_limit},    {"short_name", "bodies.short_name", name_limit},
    {"about", "bodies.about", about_limit}, {"contact", "bodies.contact", contact_limit},
    {"phone", "bodies.phone", phone_limit}, {"email", "bodies.email", contact_limit},
};

Draft draft_of(const Pending& pending)
{
    return understand(pending.tables, pending.columns, pending.corrections);
}

app::import::Understood understood_rows(const Pending& pending)
{
    const auto draft = draft_of(pending);
    app::import::Understood all;
    for (const auto column : draft.columns) all.columns.emplace_back(to_text(column));
    for (const auto& body : draft.bodies)
        for (const auto& field : row_fields)
            all.row_texts[body.key][std::string(field.name)] = field_of(body.content, field.name);
    return all;
}

std::string_view status_of(const Match& match)
{
    switch (match.kind) {
        case Match::Kind::fresh: return "new";
        case Match::Kind::filled: return "changed";
        case Match::Kind::same: break;
    }
    return "same";
}

json changes_model(const language::Words& words, const Match& match, const DraftBody& body,
                   const std::vector<Body>& directory)
{
    json changes = json::array();
    if (!match.body) return changes;
    const auto& ours = directory[*match.body].content;
    const auto label = [&](const std::string& field) { return words.say("bodies." + field); };
    for (const auto& field : match.filled)
        changes.push_back({{"title", label(field)}, {"old", "—"}, {"new", field_of(match.merged, field)}});
    for (const auto& field : match.kept)
        changes.push_back({{"title", words.say("import.kept", {{"field", label(field)}})},
                           {"old", field_of(body.content, field)},
                           {"new", field_of(ours, field)}});
    return changes;
}

json row_model(const language::Words& words, const DraftBody& body, const Match& match,
               const std::vector<Body>& directory)
{
    json facts = json::array(), warnings = json::array();
    for (const auto& fact :
         {body.content.short_name, body.content.contact, body.content.about, body.content.phone, body.content.email})
        if (!fact.empty()) facts.push_back(fact);
    for (const auto& list : {body.warnings, match.warnings})
        for (const auto& id : list) warnings.push_back(words.say(id));
    const bool open = !warnings.empty();
    return {{"row", body.key},
            {"number", ""},
            {"section_begins", ""},
            {"title", body.content.name},
            {"facts", std::move(facts)},
            {"kind", kind_words(words, match.body ? match.merged.kind : body.content.kind)},
            {"aside", ""},
            {"aside_note", ""},
            {"status", app::import::status_model(words, status_of(match))},
            {"changes", changes_model(words, match, body, directory)},
            {"warnings", std::move(warnings)},
            {"where", ""},
            {"pair", false},
            {"open", open},
            {"fields", app::import::fields_model(
                           words, row_fields, [&](std::string_view field) { return field_of(body.content, field); })}};
}

bool is_shown(const Match& match, const DraftBody& body, const std::string& show)
{
    if (show == "warnings") return !body.warnings.empty() || !match.warnings.empty();
    return show.empty() || show == status_of(match);
}

app::Choices column_choices(const language::Words& words)
{
    app::Choices choices;
    for (const auto column :
         {Column::name, Column::short_name, Column::kind, Column::about, Column::contact, Column::phone, Column::email})
        choices.push_back({std::string(to_text(column)), words.say(fmt::format("bodies.{}", to_text(column)))});
    choices.push_back({"other", words.say("import.column_other")});
    return choices;
}

json draft_model(app::View& view, const language::Words& words, const Pending& pending,
                 const app::import::Choice& choice)
{
    const auto draft = draft_of(pending);
    const auto directory = list_sorted(view.db, view.town.id);
    const auto matches = match_bodies(directory, draft.bodies);
    json rows = json::array();
    std::size_t shown = 0, doubtful = 0, fresh = 0, filled = 0;
    for (const auto& match : matches) {
        const auto& body = draft.bodies[match.draft];
        doubtful += is_shown(match, body, "warnings");
        fresh += match.kind == Match::Kind::fresh;
        filled += match.kind == Match::Kind::filled;
        if (!is_shown(match, body, choice.show)) continue;
        if (shown >= choice.first() && shown < choice.first() + app::import::page_rows)
            rows.push_back(row_model(words, body, match, directory));
        ++shown;
    }
    std::vector<std::string> columns;
    for (const auto column : draft.columns) columns.emplace_back(to_text(column));
    const std::string action = fmt::format("{}/import/{}", directory_path, to_text(pending.id));
    const app::import::Tab tabs[] = {
        {"", draft.bodies.size()}, {"warnings", doubtful}, {"new", fresh}, {"changed", filled}};
    return {{"heading", words.say("import.understood")},
            {"summary", words.say("bodies.count", std::int64_t(draft.bodies.size()))},
            {"asked", ""},
            {"asked_href", ""},
            {"source", app::import::source_words(words, pending.file_name, draft.header_row, draft.tables)},
            {"has_warnings", !draft.warnings.empty() || !draft.remarks.empty()},
            {"warnings", app::import::file_warnings(words, draft.warnings, draft.remarks)},
            {"columns", app::import::columns_model(
                            words, {std::move(columns), draft.header, pending.tables[draft.table], draft.header_row},
                            column_choices(words))},
            {"tabs", app::import::tabs_model(words, action, tabs, choice.show)},
            {"nothing", shown == 0 ? words.say("import.nothing_here") : ""},
            {"lines", std::move(rows)},
            {"has_gone", false},
            {"gone_text", ""},
            {"gone", json::array()},
            {"pager", app::import::pager_model(words, action, choice, shown)},
            {"confirm_title", words.say("bodies.import_confirm", std::int64_t(fresh + filled))}};
}

/// What was understood meets the directory as it is when it is confirmed.
app::import::Take prepare(Context&, const Pending& wished)
{
    return [draft = draft_of(wished)](app::Work& work) -> Result<std::string> {
        if (draft.bodies.empty()) return refuse(RefusalKind::invalid, "bodies.draft_none", "columns");
        const auto directory = list_sorted(work.tx, work.town.id);
        std::array<std::int64_t, 3> counts{};
        for (const auto& match : match_bodies(directory, draft.bodies)) {
            counts[std::size_t(match.kind)] += 1;
            Result<Body> done;
            if (match.kind == Match::Kind::fresh)
                done = add_body(work, work.new_id<Body>(), match.merged);
            else if (match.kind == Match::Kind::filled)
                done = edit_body(work, directory[*match.body].id, directory[*match.body].version, match.merged);
            if (!done) return tl::unexpected(done.error());
        }
        work.record("bodies.import", "bodies", {{"fresh", counts[0]}, {"filled", counts[1]}, {"same", counts[2]}});
        return json(counts).dump();
    };
}

json done_model(app::View&, const language::Words& words, const app::import::Done& done)
{
    const auto counts = json::parse(done.result).get<std::array<std::int64_t, 3>>();
    json figures = json::array();
    const std::string list(directory_path);
    app::import::add_figure(figures, words, counts[0], "import.figure_new", list);
    app::import::add_figure(figures, words, counts[1], "import.figure_changed", list);
    app::import::add_figure(figures, words, counts[2], "import.figure_same", list);
    return {{"heading", words.say("bodies.import_done")},
            {"text", ""},
            {"figures", std::move(figures)},
            {"list_href", list},
            {"list_title", words.say("bodies.import_to_list")},
            {"public_href", "/bodies"}};
}

app::Page upload_page(Context& context, const std::string&)
{
    const auto& words = context.words;
    const auto there = context.read([](app::View& view) { return count_bodies(view); });
    const auto title = words.say("bodies.import_title");
    return {.view = {},
            .model = {{"heading", title},
                      {"lead", words.say("bodies.import_lead")},
                      {"existing", there > 0 ? words.say("bodies.import_existing") : ""},
                      {"back_href", directory_path},
                      {"next", {words.say("bodies.import_next_1"), words.say("bodies.import_next_2")}}},
            .title = title};
}

}  // namespace

void mount_office_import(app::Routes& routes)
{
    const auto nothing = [](const Context&) { return std::string(); };
    const auto why_not = [](const std::vector<outside::Table>& tables, const std::string&) -> std::optional<Refusal> {
        if (std::ranges::all_of(tables, &outside::Table::hidden))
            return Refusal{RefusalKind::invalid, "bodies.draft_none", "file", {}};
        return std::nullopt;
    };
    app::import::mount(routes, {.kind = std::string(import_kind),
                                .path = "/office/bodies/import",
                                .permission = keep,
                                .section = "office.bodies",
                                .back = std::string(directory_path),
                                .fields = upload_fields,
                                .asked_about = nothing,
                                .about = [](web::Form&) { return std::string(); },
                                .upload_page = upload_page,
                                .upload_content = [](const std::string&) { return app::FormContent{}; },
                                .why_not = why_not,
                                .end_of_header = end_of_header,
                                .row_fields = row_fields,
                                .shows = shows,
                                .is_column = [](std::string_view text) { return parse_column(text).has_value(); },
                                .understand = understood_rows,
                                .draft_model = draft_model,
                                .prepare = prepare,
                                .done_model = done_model});
}

}  // namespace veche::bodies
