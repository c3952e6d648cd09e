#include "features/plan/import/import.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "core/errors.hpp"
#include "core/expect.hpp"
#include "core/text.hpp"
#include "features/plan/import/narrow_table.hpp"
#include "features/plan/import/understand_tables.hpp"
#include "outside/table_wire.hpp"

namespace veche::plan {

using nlohmann::json;

std::vector<std::string> table_reader_program()
{
    return {"/proc/self/exe", "read-table"};
}

Result<std::vector<outside::Table>> read_plan_file(const std::filesystem::path& file)
{
    auto tables = outside::read_tables(file, outside::TableLimits{}, table_reader_program());
    if (tables)
        for (auto& table : *tables) drop_blank_columns(table);
    return tables;
}

std::string store_corrections(const Corrections& corrections)
{
    json rows = json::object();
    for (const auto& [row, fields] : corrections) rows[std::to_string(row)] = fields;
    return rows.dump();
}

Corrections load_corrections(const std::string& text)
{
    Corrections corrections;
    if (text.empty()) return corrections;
    const json rows = json::parse(text);  // named: items() of a temporary would outlive it
    for (const auto& [row, fields] : rows.items())
        corrections[std::stoi(row)] = fields.get<std::map<std::string, std::string>>();
    return corrections;
}

std::string store_columns(const std::vector<Column>& columns)
{
    json words = json::array();
    for (const auto column : columns) words.push_back(to_text(column));
    return words.dump();
}

std::optional<std::vector<Column>> load_columns(const std::string& text)
{
    if (text.empty()) return std::nullopt;
    std::vector<Column> columns;
    for (const auto& word : json::parse(text)) columns.push_back(parse_column(word.get<std::string>()).value());
    return columns;
}

namespace {

/// "Комитет по делам молодёжи; ТОС" as the form shows it.
std::vector<std::string> split_names(std::string_view text)
{
    std::vector<std::string> names;
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(";\n"), text.size());
        std::string name = shortened(one_line(text.substr(0, end)), name_limit);
        if (!name.empty() && names.size() < responsible_most) names.push_back(std::move(name));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return names;
}

void correct_field(DraftLine& line, const std::string& field, const std::string& value, int year)
{
    if (field == "title")
        line.title = value;
    else if (field == "place")
        line.place = value;
    else if (field == "audience")
        line.audience = value;
    else if (field == "responsible")
        line.responsible = split_names(value);
    else if (field == "when") {
        std::erase_if(line.warnings,
                      [](const std::string& id) { return id.starts_with("when.") || id == "draft.no_when"; });
        line.when = language::parse_when(value, year);
        line.warnings.insert(line.warnings.end(), line.when.warnings.begin(), line.when.warnings.end());
    }
    if (field == "title" && !value.empty()) std::erase(line.warnings, "draft.no_title");
}

}  // namespace

Draft corrected(Draft draft, const Corrections& corrections, int year)
{
    for (auto& line : draft.lines) {
        const auto found = corrections.find(line.key);
        if (found == corrections.end()) continue;
        for (const auto& [field, value] : found->second) correct_field(line, field, value, year);
    }
    return draft;
}

LineContent content_of(const DraftLine& line)
{
    LineContent content;
    content.number = line.number;
    content.section = shortened(line.section, section_limit);
    content.title = shortened(line.title, title_limit);
    content.kind = line.kind.value_or(guess_kind(line.title, line.section));
    content.age_mark = line.age_mark;
    content.when = line.when;
    content.place = shortened(line.place, place_limit);
    for (const auto& name : line.responsible)
        if (content.responsible.size() < responsible_most) content.responsible.push_back(shortened(name, name_limit));
    content.audience = shortened(line.audience, audience_limit);
    return content;
}

namespace {

void take_pair(Incoming& incoming, int key, const Corrections& corrections)
{
    const auto fields = corrections.find(key);
    if (fields == corrections.end()) return;
    const auto said = fields->second.find("same");
    if (said == fields->second.end()) return;
    incoming.apart = said->second == "new";
    incoming.same_as = parse_id<Line>(said->second);
}

}  // namespace

std::vector<Incoming> incoming_lines(const Draft& as_read, const Draft& corrected, const Corrections& corrections)
{
    VECHE_EXPECT(as_read.lines.size() == corrected.lines.size());
    std::vector<std::string Imported::*> silent;
    const auto look_for = [&](Column column, std::string Imported::*words) {
        if (std::ranges::find(as_read.columns, column) == as_read.columns.end()) silent.push_back(words);
    };
    look_for(Column::place, &Imported::place);
    look_for(Column::responsible, &Imported::responsible);
    look_for(Column::audience, &Imported::audience);
    look_for(Column::kind, &Imported::kind);
    look_for(Column::age, &Imported::age_mark);
    std::vector<Incoming> incoming;
    incoming.reserve(corrected.lines.size());
    for (std::size_t i = 0; i < corrected.lines.size(); ++i) {
        Incoming one{.content = content_of(corrected.lines[i]),
                     .words = imported_words(content_of(as_read.lines[i])),
                     .warnings = corrected.lines[i].warnings,
                     .silent = silent};
        take_pair(one, corrected.lines[i].key, corrections);
        if (!as_read.lines[i].kind) one.words.kind.clear();
        if (!as_read.lines[i].age_mark) one.words.age_mark.clear();
        incoming.push_back(std::move(one));
    }
    return incoming;
}

Result<ImportResult> import_draft(app::Work& work, int year, const Draft& draft, Announcing announcing,
                                  const std::string& move_reason)
{
    return import_lines(work, year, incoming_lines(draft, draft), announcing, move_reason);
}

namespace {

/// A hidden sheet does not come in, so nothing of what it says is kept: its name and the number of its rows are told, its header
/// not counted.
std::vector<outside::Table> without_hidden_words(std::vector<outside::Table> tables)
{
    for (auto& table : tables) {
        if (!table.hidden) continue;
        const std::size_t below = end_of_header(table);
        for (std::size_t row = 0; row < table.rows.size(); ++row)
            for (auto& cell : table.rows[row])
                if (!cell.text.empty()) cell = {.text = row < below ? "" : "…"};
        table.heading.clear();
    }
    return tables;
}

}  // namespace

Id<Draft> begin_import(app::Work& work, int year, const std::string& file_name,
                       const std::vector<outside::Table>& tables)
{
    const auto id = work.new_id<Draft>();
    store::insert_import(work.tx, work.town.id,
                         {.id = id.value(),
                          .year = year,
                          .file_name = shortened(file_name, 200),
                          .tables = outside::tables_to_wire(without_hidden_words(tables)),
                          .columns = {},
                          .corrections = {},
                          .version = 1,
                          .account = work.actor.account.value()},
                         work.now);
    work.record("plan.import.begin", "import/" + to_text(id), {{"year", year}});
    return id;
}

UnderstoodImport PendingImport::understood() const
{
    auto as_read = understand(tables, row.year, columns);
    auto draft = corrected(as_read, corrections, row.year);
    auto incoming = incoming_lines(as_read, draft, corrections);
    return {std::move(as_read), std::move(draft), std::move(incoming)};
}

PendingImport PendingImport::with(std::int64_t seen, const std::vector<Column>& wished_columns,
                                  const Corrections& more) const
{
    PendingImport wished = *this;
    wished.row.version = seen;
    if (!wished_columns.empty()) wished.columns = wished_columns;
    for (const auto& [key, fields] : more)
        for (const auto& [field, value] : fields) wished.corrections[key][field] = value;
    wished.row.columns = wished.columns ? store_columns(*wished.columns) : "";
    wished.row.corrections = store_corrections(wished.corrections);
    return wished;
}

namespace {

std::string store_result(const ImportResult& r)
{
    return json{r.fresh, r.changed, r.same, r.gone, r.announced, r.doubtful}.dump();
}

ImportResult load_result(const std::string& text)
{
    const auto n = json::parse(text).get<std::array<int, 6>>();
    return {.fresh = n[0], .changed = n[1], .same = n[2], .gone = n[3], .announced = n[4], .doubtful = n[5]};
}

}  // namespace

std::optional<DoneImport> find_done_import(db::Session& db, store::Town town, Id<Draft> id)
{
    const auto row = store::find_import_end(db, town, id.value());
    if (!row) throw NotFound("import");
    if (row->result.empty()) return std::nullopt;
    return DoneImport{.year = row->year, .result = load_result(row->result)};
}

PendingImport load_import(db::Session& db, store::Town town, Id<Draft> id)
{
    auto row = store::find_import(db, town, id.value());
    if (!row || !row->result.empty()) throw NotFound("import");
    auto tables = outside::tables_from_wire(row->tables, outside::TableLimits{});
    if (!tables)
        throw NotFound("import");  // begun under an earlier version, which wrote it otherwise: it is sent again
    PendingImport pending{.row = std::move(*row), .tables = std::move(*tables), .columns = {}, .corrections = {}};
    pending.columns = load_columns(pending.row.columns);
    pending.corrections = load_corrections(pending.row.corrections);
    return pending;
}

Result<std::int64_t> correct_import(app::Work& work, const PendingImport& wished)
{
    if (!store::update_import(work.tx, work.town.id, wished.row))
        return refuse(RefusalKind::conflict, "plan.changed_meanwhile");
    work.record("plan.import.correct", "import/" + to_text(Id<Draft>(wished.row.id)),
                {{"rows", wished.corrections.size()}});
    return wished.row.version + 1;
}

Result<ImportResult> confirm_import(app::Work& work, const PendingImport& wished, const std::vector<Incoming>& incoming,
                                    const std::string& move_reason)
{
    const Id<Draft> id(wished.row.id);
    if (const auto done = find_done_import(work.tx, work.town.id, id)) {
        work.record("plan.import.again", "import/" + to_text(id), json::object());
        return done->result;
    }
    if (const auto kept = correct_import(work, wished); !kept) return tl::unexpected(kept.error());
    auto result = import_lines(work, wished.row.year, incoming, Announcing::later, move_reason);
    if (result) store::finish_import(work.tx, work.town.id, id.value(), store_result(*result));
    return result;
}

Result<bool> drop_import(app::Work& work, Id<Draft> id)
{
    const auto row = store::find_import_end(work.tx, work.town.id, id.value());
    if (row && !row->result.empty()) {
        work.record("plan.import.again", "import/" + to_text(id), json::object());
        return false;
    }
    store::delete_import(work.tx, work.town.id, id.value());
    work.record("plan.import.drop", "import/" + to_text(id), json::object());
    return true;
}

}  // namespace veche::plan
