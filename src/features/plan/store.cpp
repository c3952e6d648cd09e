#include "features/plan/store.hpp"

#include <nlohmann/json.hpp>

#include "core/errors.hpp"
#include "core/expect.hpp"

namespace veche::plan::store {

namespace {

std::string joined(const std::vector<std::string>& parts, char separator)
{
    std::string text;
    for (const auto& part : parts) {
        if (!text.empty()) text += separator;
        text += part;
    }
    return text;
}

std::vector<std::string> split(std::string_view text, char separator)
{
    std::vector<std::string> parts;
    while (!text.empty()) {
        const auto end = std::min(text.find(separator), text.size());
        parts.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

std::string imported_text(const Imported& words)
{
    if (words.never()) return {};
    return nlohmann::json::array({words.number, words.section, words.title, words.when, words.place, words.responsible,
                                  words.audience, words.kind, words.age_mark})
        .dump();
}

Imported imported_from(const std::string& text)
{
    if (text.empty()) return {};
    const auto parts = nlohmann::json::parse(text).get<std::vector<std::string>>();
    VECHE_EXPECT(parts.size() == 9);
    return {parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6], parts[7], parts[8]};
}

/// The columns of every query that gives whole lines, in this order.
#define VECHE_LINE_COLUMNS_BUT(IMPORTED)                                                                        \
    "l.id, l.plan_id, p.year, l.number, coalesce(s.title, ''), l.title, l.kind, l.when_text, l.precision_of, "  \
    "l.repeats, "                                                                                               \
    "l.periods, l.place, l.responsible, l.audience, l.age_mark, l.warnings, l.stage, l.announced_at, " IMPORTED \
    ", "                                                                                                        \
    "l.position, l.sequence, l.version, l.created_at, l.updated_at"
#define VECHE_LINE_COLUMNS VECHE_LINE_COLUMNS_BUT("l.imported")
/// The public never needs the words of the last import.
#define VECHE_PUBLIC_COLUMNS VECHE_LINE_COLUMNS_BUT("''")
#define VECHE_LINE_TABLES                                                           \
    " FROM plan_lines l JOIN plans p ON p.town_id = l.town_id AND p.id = l.plan_id" \
    " LEFT JOIN plan_sections s ON s.town_id = l.town_id AND s.id = l.section_id"

Line read_line(db::Row& row)
{
    Line line;
    line.id = row.next<Id<Line>>();
    line.plan = row.next<Id<Plan>>();
    line.year = row.next<int>();
    auto& content = line.content;
    content.number = row.next<std::optional<int>>();
    content.section = row.next<std::string>();
    content.title = row.next<std::string>();
    content.kind = parse_kind(row.next<std::string>()).value();
    content.when.text = row.next<std::string>();
    content.when.precision = parse_precision(row.next<std::string>()).value();
    content.when.repeat = parse_repeat(row.next<std::string>()).value();
    content.when.periods = load_periods(row.next<std::string>());
    content.place = row.next<std::string>();
    content.responsible = split(row.next<std::string>(), '\n');
    content.audience = row.next<std::string>();
    const auto mark = row.next<std::optional<std::string>>();
    if (mark) content.age_mark = parse_age_mark(*mark).value();
    line.warnings = split(row.next<std::string>(), ' ');
    const bool announced = row.next<std::string>() == "announced";
    const auto at = row.next<std::optional<Instant>>();
    if (announced) line.stage = Announced{at.value()};
    line.imported = imported_from(row.next<std::string>());
    line.position = row.next<std::int64_t>();
    line.sequence = row.next<std::int64_t>();
    line.version = row.next<std::int64_t>();
    line.created = row.next<Instant>();
    line.updated = row.next<Instant>();
    // Warnings of the time are part of the value; those of the whole line hold them too.
    for (const auto& warning : line.warnings)
        if (warning.starts_with("when.")) content.when.warnings.push_back(warning);
    return line;
}

std::optional<int> start_minute(const When& when)
{
    return when.periods.empty() ? std::nullopt : when.periods.front().start_minute;
}

}  // namespace

std::optional<Plan> find_plan(db::Session& db, Town town, int year)
{
    return db.find("SELECT id, year, title FROM plans WHERE town_id = :town AND year = :year",
                   {{"town", town}, {"year", year}}, [](db::Row& row) {
                       return Plan{row.next<Id<Plan>>(), row.next<int>(), row.next<std::string>()};
                   });
}

std::vector<Plan> list_plans(db::Session& db, Town town)
{
    return db.list("SELECT id, year, title FROM plans WHERE town_id = :town ORDER BY year DESC", {{"town", town}},
                   [](db::Row& row) {
                       return Plan{row.next<Id<Plan>>(), row.next<int>(), row.next<std::string>()};
                   });
}

void insert_plan(db::Session& tx, Town town, const Plan& plan, Instant now)
{
    tx.execute("INSERT INTO plans (town_id, id, year, title, created_at) VALUES (:town, :id, :year, :title, :now)",
               {{"town", town}, {"id", plan.id}, {"year", plan.year}, {"title", plan.title}, {"now", now}});
}

std::vector<Section> list_sections(db::Session& db, Town town, Id<Plan> plan)
{
    return db.list("SELECT id, title FROM plan_sections WHERE town_id = :town AND plan_id = :plan ORDER BY position",
                   {{"town", town}, {"plan", plan}}, [](db::Row& row) {
                       return Section{row.next<Id<Section>>(), row.next<std::string>()};
                   });
}

std::optional<Id<Section>> get_section(db::Session& tx, Town town, Id<Plan> plan, std::string_view title,
                                       Id<Section> fresh)
{
    if (title.empty()) return std::nullopt;
    // The no-op update makes RETURNING give the row that was there.
    return tx.find(
        "INSERT INTO plan_sections (town_id, id, plan_id, position, title) VALUES (:town, :id, :plan,"
        " (SELECT coalesce(max(position), 0) + 1 FROM plan_sections WHERE town_id = :town AND plan_id = :plan), :title)"
        " ON CONFLICT (town_id, plan_id, title) DO UPDATE SET title = excluded.title RETURNING id",
        {{"town", town}, {"id", fresh}, {"plan", plan}, {"title", title}},
        [](db::Row& row) { return row.next<Id<Section>>(); });
}

std::vector<Line> list_lines(db::Session& db, Town town, Id<Plan> plan)
{
    return db.list("SELECT " VECHE_LINE_COLUMNS VECHE_LINE_TABLES
                   " WHERE l.town_id = :town AND l.plan_id = :plan ORDER BY l.position, l.id",
                   {{"town", town}, {"plan", plan}}, read_line);
}

std::vector<Line> list_public_lines(db::Session& db, Town town, Id<Plan> plan)
{
    return db.list("SELECT " VECHE_PUBLIC_COLUMNS VECHE_LINE_TABLES
                   " WHERE l.town_id = :town AND l.plan_id = :plan AND l.stage = 'announced' ORDER BY l.position, l.id",
                   {{"town", town}, {"plan", plan}}, read_line);
}

std::vector<Line> list_public_between(db::Session& db, Town town, Day first, Day last, int limit)
{
    return db.list("SELECT " VECHE_PUBLIC_COLUMNS VECHE_LINE_TABLES
                   " WHERE l.town_id = :town AND l.stage = 'announced' AND l.starts <= :last AND l.ends >= :first"
                   " ORDER BY l.starts, l.start_minute, l.position, l.id LIMIT :limit",
                   {{"town", town}, {"first", first}, {"last", last}, {"limit", limit}}, read_line);
}

std::vector<Line> list_public_recent(db::Session& db, Town town, int limit)
{
    return db.list(
        "SELECT " VECHE_PUBLIC_COLUMNS VECHE_LINE_TABLES
        " WHERE l.town_id = :town AND l.stage = 'announced' ORDER BY l.updated_at DESC, l.position DESC LIMIT :limit",
        {{"town", town}, {"limit", limit}}, read_line);
}

std::optional<Line> find_public_line(db::Session& db, Town town, Id<Line> id)
{
    return db.find("SELECT " VECHE_PUBLIC_COLUMNS VECHE_LINE_TABLES
                   " WHERE l.town_id = :town AND l.id = :id AND l.stage = 'announced'",
                   {{"town", town}, {"id", id}}, read_line);
}

std::optional<Line> find_public_neighbour(db::Session& db, Town town, const Line& line, Side side)
{
    if (side == Side::before)
        return db.find("SELECT " VECHE_PUBLIC_COLUMNS VECHE_LINE_TABLES
                       " WHERE l.town_id = :town AND l.plan_id = :plan AND l.stage = 'announced'"
                       " AND (l.position, l.id) < (:position, :id) ORDER BY l.position DESC, l.id DESC LIMIT 1",
                       {{"town", town}, {"plan", line.plan}, {"position", line.position}, {"id", line.id}}, read_line);
    return db.find("SELECT " VECHE_PUBLIC_COLUMNS VECHE_LINE_TABLES
                   " WHERE l.town_id = :town AND l.plan_id = :plan AND l.stage = 'announced'"
                   " AND (l.position, l.id) > (:position, :id) ORDER BY l.position, l.id LIMIT 1",
                   {{"town", town}, {"plan", line.plan}, {"position", line.position}, {"id", line.id}}, read_line);
}

std::vector<YearCount> list_public_years(db::Session& db, Town town)
{
    return db.list(
        "SELECT p.year, count(*) FROM plan_lines l JOIN plans p ON p.town_id = l.town_id AND p.id = l.plan_id"
        " WHERE l.town_id = :town AND l.stage = 'announced' GROUP BY p.year ORDER BY p.year DESC",
        {{"town", town}}, [](db::Row& row) {
            return YearCount{row.next<int>(), row.next<std::int64_t>()};
        });
}

std::optional<Line> find_line(db::Session& db, Town town, Id<Line> id)
{
    return db.find("SELECT " VECHE_LINE_COLUMNS VECHE_LINE_TABLES " WHERE l.town_id = :town AND l.id = :id",
                   {{"town", town}, {"id", id}}, read_line);
}

Line get_for_update(db::Session& tx, Town town, Id<Line> id)
{
    // The harmless update takes PostgreSQL's row lock; on SQLite the lane is the lock.
    tx.execute("UPDATE plan_lines SET version = version WHERE town_id = :town AND id = :id",
               {{"town", town}, {"id", id}});
    auto line = find_line(tx, town, id);
    if (!line) throw NotFound("line");
    return *line;
}

std::int64_t next_position(db::Session& tx, Town town, Id<Plan> plan)
{
    return tx.value<std::int64_t>(
        "SELECT coalesce(max(position), 0) + 1 FROM plan_lines WHERE town_id = :town AND plan_id = :plan",
        {{"town", town}, {"plan", plan}});
}

bool insert_line(db::Session& tx, Town town, const Line& line, std::optional<Id<Section>> section)
{
    const auto& c = line.content;
    const auto* announced = std::get_if<Announced>(&line.stage);
    return tx.execute(
               "INSERT INTO plan_lines (town_id, id, plan_id, section_id, position, number, title, kind, when_text, "
               "precision_of,"
               " repeats, periods, starts, ends, start_minute, place, responsible, audience, age_mark, warnings, "
               "stage, announced_at,"
               " imported, sequence, version, created_at, updated_at) VALUES (:town, :id, :plan, :section, :position, "
               ":number, :title,"
               " :kind, :when_text, :precision, :repeats, :periods, :starts, :ends, :start_minute, :place, "
               ":responsible, :audience,"
               " :age_mark, :warnings, :stage, :announced_at, :imported, :sequence, :version, :created, :updated)"
               " ON CONFLICT (town_id, id) DO NOTHING",
               {{"town", town},
                {"id", line.id},
                {"plan", line.plan},
                {"section", section},
                {"position", line.position},
                {"number", c.number},
                {"title", c.title},
                {"kind", to_text(c.kind)},
                {"when_text", c.when.text},
                {"precision", to_text(c.when.precision)},
                {"repeats", to_text(c.when.repeat)},
                {"periods", std::string_view(store_periods(c.when.periods))},
                {"starts", c.when.starts()},
                {"ends", c.when.ends()},
                {"start_minute", start_minute(c.when)},
                {"place", c.place},
                {"responsible", std::string_view(joined(c.responsible, '\n'))},
                {"audience", c.audience},
                {"age_mark", c.age_mark ? std::optional(to_text(*c.age_mark)) : std::nullopt},
                {"warnings", std::string_view(joined(line.warnings, ' '))},
                {"stage", to_text(line.stage)},
                {"announced_at", announced ? std::optional(announced->at) : std::nullopt},
                {"imported", std::string_view(imported_text(line.imported))},
                {"sequence", line.sequence},
                {"version", line.version},
                {"created", line.created},
                {"updated", line.updated}}) == 1;
}

void update_line(db::Session& tx, Town town, const Line& line, std::optional<Id<Section>> section)
{
    const auto& c = line.content;
    const auto* announced = std::get_if<Announced>(&line.stage);
    tx.execute(
        "UPDATE plan_lines SET section_id = :section, position = :position, number = :number, title = :title, kind = "
        ":kind,"
        " when_text = :when_text, precision_of = :precision, repeats = :repeats, periods = :periods, starts = :starts,"
        " ends = :ends, start_minute = :start_minute, place = :place, responsible = :responsible, audience = :audience,"
        " age_mark = :age_mark, warnings = :warnings, stage = :stage, announced_at = :announced_at, imported = "
        ":imported,"
        " sequence = :sequence, version = :version, updated_at = :updated WHERE town_id = :town AND id = :id",
        {{"town", town},
         {"id", line.id},
         {"section", section},
         {"position", line.position},
         {"number", c.number},
         {"title", c.title},
         {"kind", to_text(c.kind)},
         {"when_text", c.when.text},
         {"precision", to_text(c.when.precision)},
         {"repeats", to_text(c.when.repeat)},
         {"periods", std::string_view(store_periods(c.when.periods))},
         {"starts", c.when.starts()},
         {"ends", c.when.ends()},
         {"start_minute", start_minute(c.when)},
         {"place", c.place},
         {"responsible", std::string_view(joined(c.responsible, '\n'))},
         {"audience", c.audience},
         {"age_mark", c.age_mark ? std::optional(to_text(*c.age_mark)) : std::nullopt},
         {"warnings", std::string_view(joined(line.warnings, ' '))},
         {"stage", to_text(line.stage)},
         {"announced_at", announced ? std::optional(announced->at) : std::nullopt},
         {"imported", std::string_view(imported_text(line.imported))},
         {"sequence", line.sequence},
         {"version", line.version},
         {"updated", line.updated}});
}

void delete_line(db::Session& tx, Town town, Id<Line> id)
{
    tx.execute("DELETE FROM plan_lines WHERE town_id = :town AND id = :id", {{"town", town}, {"id", id}});
}

void delete_empty_sections(db::Session& tx, Town town, Id<Plan> plan)
{
    tx.execute(
        "DELETE FROM plan_sections WHERE town_id = :town AND plan_id = :plan AND NOT EXISTS (SELECT 1 FROM plan_lines l"
        " WHERE l.town_id = plan_sections.town_id AND l.plan_id = plan_sections.plan_id AND l.section_id = "
        "plan_sections.id)",
        {{"town", town}, {"plan", plan}});
}

void insert_import(db::Session& tx, Town town, const Import& import, Instant now)
{
    tx.execute(
        "INSERT INTO plan_imports (town_id, id, year, file_name, tables, columns, corrections, version, account_id, "
        "created_at)"
        " VALUES (:town, :id, :year, :file_name, :tables, :columns, :corrections, 1, :account, :now)",
        {{"town", town},
         {"id", import.id},
         {"year", import.year},
         {"file_name", import.file_name},
         {"tables", import.tables},
         {"columns", import.columns},
         {"corrections", import.corrections},
         {"account", import.account},
         {"now", now}});
}

std::optional<Import> find_import(db::Session& db, Town town, std::int64_t id)
{
    return db.find(
        "SELECT id, year, file_name, tables, columns, corrections, version, account_id FROM plan_imports"
        " WHERE town_id = :town AND id = :id",
        {{"town", town}, {"id", id}}, [](db::Row& row) {
            return Import{row.next<std::int64_t>(), row.next<int>(),         row.next<std::string>(),
                          row.next<std::string>(),  row.next<std::string>(), row.next<std::string>(),
                          row.next<std::int64_t>(), row.next<std::int64_t>()};
        });
}

bool update_import(db::Session& tx, Town town, const Import& import)
{
    return tx.execute(
               "UPDATE plan_imports SET columns = :columns, corrections = :corrections, version = version + 1"
               " WHERE town_id = :town AND id = :id AND version = :version",
               {{"town", town},
                {"id", import.id},
                {"columns", import.columns},
                {"corrections", import.corrections},
                {"version", import.version}}) == 1;
}

void delete_import(db::Session& tx, Town town, std::int64_t id)
{
    tx.execute("DELETE FROM plan_imports WHERE town_id = :town AND id = :id", {{"town", town}, {"id", id}});
}

std::int64_t delete_imports_before(db::Session& tx, Town town, Instant before)
{
    return tx.execute("DELETE FROM plan_imports WHERE town_id = :town AND created_at < :before",
                      {{"town", town}, {"before", before}});
}

}  // namespace veche::plan::store
