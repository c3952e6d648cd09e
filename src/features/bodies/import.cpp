#include "features/bodies/import.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "app/import/rows.hpp"
#include "app/import/table_words.hpp"
#include "core/email.hpp"
#include "core/fold.hpp"
#include "core/text.hpp"

namespace veche::bodies {

using app::import::Says;

namespace {

using Header = app::import::Header<Column>;

constexpr std::array<std::pair<Column, std::string_view>, 8> column_names = {{{Column::name, "name"},
                                                                              {Column::short_name, "short_name"},
                                                                              {Column::kind, "kind"},
                                                                              {Column::about, "about"},
                                                                              {Column::contact, "contact"},
                                                                              {Column::phone, "phone"},
                                                                              {Column::email, "email"},
                                                                              {Column::other, "other"}}};

constexpr app::import::ColumnWord<Column> column_words[] = {
    {"краткоенаименован", Column::short_name, Says::first},
    {"краткоеназвани", Column::short_name, Says::first},
    {"сокращен", Column::short_name, Says::first},
    {"вид", Column::kind, Says::whole},
    {"тип", Column::kind, Says::whole},
    {"видорганизации", Column::kind, Says::first},
    {"типорганизации", Column::kind, Says::first},
    {"описани", Column::about},
    {"чемзанима", Column::about},
    {"деятельност", Column::about},
    {"территори", Column::about},
    {"границ", Column::about},
    {"адрес", Column::contact},
    {"местонахожд", Column::contact},
    {"председател", Column::contact},
    {"руководител", Column::contact},
    {"телефон", Column::phone},
    {"почт", Column::email},
    {"mail", Column::email},
    {"наименован", Column::name, Says::weakly},
    {"названи", Column::name, Says::weakly},
    {"организаци", Column::name, Says::weakly},
    {"тос", Column::name, Says::whole},
};
constexpr Column once[] = {Column::name, Column::short_name, Column::kind, Column::phone, Column::email};

const app::import::HeaderRules<Header>& header_rules()
{
    static const auto rules =
        app::import::rules_of<Column>({.words = column_words, .title = Column::name, .once = once});
    return rules;
}

/// How offices write kinds, folded; a word begins so.
std::optional<Kind> kind_in(std::string_view text)
{
    constexpr std::pair<std::string_view, Kind> words[] = {
        {"тос", Kind::tos},
        {"территориальное общественное", Kind::tos},
        {"учрежден", Kind::institution},
        {"муниципальное", Kind::institution},
        {"отдел", Kind::department},
        {"управлен", Kind::department},
        {"комитет", Kind::department},
        {"орган власти", Kind::department},
        {"предприят", Kind::enterprise},
        {"организация торговли", Kind::enterprise},
        {"объединен", Kind::association},
        {"общественная", Kind::association},
        {"нко", Kind::association},
    };
    const std::string folded = fold(text);
    for (const auto& [word, kind] : words)
        if (folded.starts_with(word)) return kind;
    return std::nullopt;
}

std::string limited(DraftBody& body, std::string text, std::size_t limit)
{
    if (count_code_points(text) <= limit) return text;
    app::import::warn_once(body.warnings, "draft.cut");
    return shortened(text, limit);
}

void put(DraftBody& body, Column column, const std::string& text)
{
    auto& content = body.content;
    // Several columns may say it: a chair, an address.
    const auto add = [&](std::string& to, std::size_t limit) {
        to = limited(body, to.empty() ? text : to + ", " + text, limit);
    };
    switch (column) {
        case Column::name: content.name = limited(body, text, name_limit); break;
        case Column::short_name: content.short_name = limited(body, text, name_limit); break;
        case Column::kind:
            if (const auto kind = kind_in(text))
                content.kind = *kind;
            else
                app::import::warn_once(body.warnings, "bodies.draft_kind");
            break;
        case Column::about: add(content.about, about_limit); break;
        case Column::contact: add(content.contact, contact_limit); break;
        case Column::phone: content.phone = limited(body, text, phone_limit); break;
        case Column::email:
            std::erase(body.warnings, "bodies.draft_email");
            content.email = text;
            if (!text.empty() && !Email::parse(text)) {
                content.email.clear();
                app::import::warn_once(body.warnings, "bodies.draft_email");
            }
            break;
        case Column::other: break;
    }
}

/// A person's word takes the place of what was read.
void correct(DraftBody& body, const std::map<std::string, std::string>& fields)
{
    for (const auto& [field, text] : fields) {
        const auto column = parse_column(field);
        if (!column) continue;
        if (*column == Column::about) body.content.about.clear();
        if (*column == Column::contact) body.content.contact.clear();
        if (*column != Column::kind || !text.empty()) put(body, *column, text);
    }
}

/// What the rows below a header are read with.
struct Reading {
    const std::vector<outside::Table>& tables;
    const app::import::Corrections& corrections;
    std::vector<int> rows_before = {};  // of the file's tables

    Reading(const std::vector<outside::Table>& all, const app::import::Corrections& said)
        : tables(all), corrections(said)
    {
        int rows = 0;
        for (const auto& table : all) {
            rows_before.push_back(rows);
            rows += int(table.rows.size());
        }
    }

    /// A heading between the rows.
    static bool is_between(const std::vector<outside::Cell>& cells)
    {
        return app::import::filled_cells(cells) == 1 && std::ranges::any_of(cells, [](const outside::Cell& cell) {
                   return app::import::begins_like_section(cell.text);
               });
    }

    std::optional<DraftBody> read(const app::import::FoundTable<Header>& found, int row) const
    {
        const auto& table = tables[found.table];
        const auto& header = found.header;
        const auto& cells = table.rows[std::size_t(row)];
        if (app::import::repeats_rows(cells, table, header.first_row, header.last_row) ||
            app::import::is_column_count(cells) || app::import::filled_cells(cells) == 0 || is_between(cells))
            return std::nullopt;
        DraftBody body{.key = rows_before[found.table] + row + 1, .table = found.table, .row = row + 1};
        bool has_kind = false;
        for (std::size_t i = 0; i < header.columns.size(); ++i) {
            const auto* cell = app::import::cell_at(table, row, i);
            if (!cell || app::import::is_dash_or_empty(cell->text)) continue;
            has_kind = has_kind || header.columns[i] == Column::kind;
            put(body, header.columns[i], one_line(cell->text));
        }
        if (!has_kind || std::ranges::find(body.warnings, "bodies.draft_kind") != body.warnings.end())
            body.content.kind = guess_kind(body.content.name);
        if (const auto said = corrections.find(body.key); said != corrections.end()) correct(body, said->second);
        const auto is_total = [](const outside::Cell& cell) { return app::import::is_total(cell.text); };
        // A name with initials is a chair's in its column, and a signature's in that of names.
        if (std::ranges::any_of(cells, is_total) || app::import::is_signature(body.content.name)) return std::nullopt;
        const auto means = [&](std::size_t column) {
            return column < header.columns.size() && header.columns[column] != Column::other;
        };
        for (const auto& mark : app::import::marks_of(table, row, means)) app::import::warn_once(body.warnings, mark);
        return body;
    }
};

struct NamedField {
    std::string_view name;
    std::string BodyContent::*text;
};
constexpr NamedField text_fields[] = {{"short_name", &BodyContent::short_name},
                                      {"about", &BodyContent::about},
                                      {"contact", &BodyContent::contact},
                                      {"phone", &BodyContent::phone},
                                      {"email", &BodyContent::email}};

Match met(const Body& body, std::size_t index, const BodyContent& said, std::size_t draft)
{
    Match match{.kind = Match::Kind::same, .draft = draft, .body = index, .merged = body.content};
    for (const auto& field : text_fields) {
        const auto& ours = body.content.*field.text;
        const auto& theirs = said.*field.text;
        if (theirs.empty() || fold(ours) == fold(theirs)) continue;
        if (ours.empty()) match.merged.*field.text = theirs;
        (ours.empty() ? match.filled : match.kept).emplace_back(field.name);
    }
    if (!match.filled.empty()) match.kind = Match::Kind::filled;
    return match;
}

}  // namespace

std::string_view to_text(Column column)
{
    for (const auto& [value, name] : column_names)
        if (value == column) return name;
    return "other";
}

std::optional<Column> parse_column(std::string_view text)
{
    for (const auto& [value, name] : column_names)
        if (name == text) return value;
    return std::nullopt;
}

std::size_t end_of_header(const outside::Table& table)
{
    return app::import::end_of_header(table, header_rules());
}

Draft understand(const std::vector<outside::Table>& tables, const std::vector<std::string>& columns,
                 const app::import::Corrections& corrections)
{
    const app::import::TableRules<Header> rules{.header = header_rules(), .left_out = "bodies.draft_table_left_out"};
    auto found = app::import::TableFinder<Header>(tables, rules).find(!columns.empty());
    Draft draft;
    draft.remarks = std::move(found.remarks);
    if (!found.header_found) draft.warnings.emplace_back("draft.no_header");
    const Reading reading(tables, corrections);
    for (std::size_t i = 0; i < found.tables.size(); ++i) {
        auto& one = found.tables[i];
        for (std::size_t at = 0; (i == found.first || one.continues) && at < one.header.columns.size(); ++at)
            if (at < columns.size()) one.header.columns[at] = parse_column(columns[at]).value_or(Column::other);
        if (i == found.first) {
            draft.columns = one.header.columns;
            draft.header = one.header.words;
            draft.table = one.table;
            draft.header_row = one.header.last_row + 1;
        }
        if (!one.header.has(Column::name)) continue;
        draft.tables.push_back(app::import::name_of(tables, one.table));
        for (int row = one.header.last_row + 1; row < int(tables[one.table].rows.size()); ++row)
            if (auto body = reading.read(one, row)) {
                if (!body->content.name.empty())
                    draft.bodies.push_back(std::move(*body));
                else if (!corrections.contains(body->key))  // a person who takes the name away means it so
                    app::import::warn_once(draft.warnings, "bodies.draft_nameless");
            }
    }
    if (draft.bodies.empty()) draft.warnings.emplace_back("bodies.draft_none");
    return draft;
}

std::string field_of(const BodyContent& content, std::string_view field)
{
    if (field == "name") return content.name;
    if (field == "kind") return std::string(to_text(content.kind));
    for (const auto& one : text_fields)
        if (one.name == field) return content.*one.text;
    return {};
}

std::vector<Match> match_bodies(const std::vector<Body>& directory, const std::vector<DraftBody>& draft)
{
    std::map<std::string, std::size_t> owners, earlier;
    for (std::size_t i = 0; i < directory.size(); ++i) {
        const auto& content = directory[i].content;
        owners.emplace(folded_name(content.name), i);
        if (!content.short_name.empty()) owners.emplace(folded_name(content.short_name), i);
        for (const auto& name : content.other_names) owners.emplace(folded_name(name), i);
    }
    std::vector<Match> matches;
    for (std::size_t i = 0; i < draft.size(); ++i) {
        auto content = draft[i].content;
        const auto name = folded_name(content.name), short_name = folded_name(content.short_name);
        const auto owner = owners.find(name);
        const auto other = owners.find(short_name);
        // A name means one body of a town: a short one that is another's is not taken.
        const bool taken = other != owners.end() && (owner == owners.end() || other->second != owner->second);
        const bool again = earlier.contains(name);
        const bool no_short = taken || (!again && earlier.contains(short_name));
        if (no_short) content.short_name.clear();
        if (owner != owners.end() && !again)
            matches.push_back(met(directory[owner->second], owner->second, content, i));
        else
            matches.push_back({.kind = again ? Match::Kind::same : Match::Kind::fresh, .draft = i, .merged = content});
        if (again) matches.back().warnings.emplace_back("bodies.draft_again");
        if (no_short) matches.back().warnings.emplace_back("bodies.draft_name_taken");
        earlier.emplace(name, i);
        if (!content.short_name.empty()) earlier.emplace(folded_name(content.short_name), i);
    }
    return matches;
}

}  // namespace veche::bodies
