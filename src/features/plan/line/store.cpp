#include "features/plan/line/store.hpp"

#include <unordered_map>

#include <nlohmann/json.hpp>

#include "core/errors.hpp"
#include "core/expect.hpp"
#include "core/text.hpp"
#include "features/plan/bodies/store.hpp"

namespace veche::plan::store {

namespace {

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

Imported imported_from(const std::string& text)
{
    if (text.empty()) return {};
    const auto parts = nlohmann::json::parse(text).get<std::vector<std::string>>();
    VECHE_EXPECT(parts.size() == 9);
    return {parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6], parts[7], parts[8]};
}

/// The columns of every query that gives whole lines, in this order.
#define VECHE_LINE_COLUMNS_BUT(IMPORTED)                                                                  \
    "l.id, l.plan_id, p.year, l.number, coalesce(s.title, ''), l.title, l.kind, l.subkind, l.when_text, " \
    "l.precision_of, "                                                                                    \
    "l.repeats, "                                                                                         \
    "l.periods, l.place, l.programme, l.responsible, l.audience, l.age_mark, l.warnings, l.stage, "       \
    "l.announced_at, " IMPORTED                                                                           \
    ", "                                                                                                  \
    "l.position, l.sequence, l.version, l.created_at, l.updated_at"
#define VECHE_LINE_COLUMNS VECHE_LINE_COLUMNS_BUT("l.imported")
/// The public never needs the words of the last import.
#define VECHE_PUBLIC_COLUMNS VECHE_LINE_COLUMNS_BUT("''")
#define VECHE_LINE_TABLES                                                           \
    " FROM plan_lines l JOIN plans p ON p.town_id = l.town_id AND p.id = l.plan_id" \
    " LEFT JOIN plan_sections s ON s.town_id = l.town_id AND s.id = l.section_id"

FullKind read_kind(db::Row& row)
{
    const auto kind = row.next<std::string>(), subkind = row.next<std::string>();
    return parse_full_kind(subkind.empty() ? kind : subkind).value();
}

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
    content.kind = read_kind(row);
    content.when.text = row.next<std::string>();
    content.when.precision = language::parse_precision(row.next<std::string>()).value();
    content.when.repeat = language::parse_repeat(row.next<std::string>()).value();
    content.when.periods = language::load_periods(row.next<std::string>());
    content.place = row.next<std::string>();
    content.programme = language::load_programme(row.next<std::string>());
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

/// A choice among plan_lines l finds the lines, and what hangs on them: three statements, however many lines.
struct Statements {
    db::Sql lines, happenings, moves;
};
#define VECHE_CHOICE(COLUMNS, WHICH)                                                                                  \
    Statements                                                                                                        \
    {                                                                                                                 \
        "SELECT " COLUMNS VECHE_LINE_TABLES " WHERE " WHICH,                                                          \
            "SELECT h.line_id, h.id, h.period, h.outcome, h.held_first, h.held_last, h.participants, h.told, "        \
            "h.told_at FROM plan_happenings h WHERE h.town_id = :town AND h.line_id IN (SELECT l.id FROM plan_lines " \
            "l WHERE " WHICH ") ORDER BY h.line_id, h.position",                                                      \
            "SELECT m.line_id, m.when_text, m.precision_of, m.repeats, m.periods, m.reason, m.moved_at FROM "         \
            "plan_moves m WHERE m.town_id = :town AND m.line_id IN (SELECT l.id FROM plan_lines l WHERE " WHICH       \
            ") ORDER BY m.line_id, m.number"                                                                          \
    }

Outcome read_outcome(db::Row& row)
{
    const auto word = row.next<std::string>();
    const auto first = row.next<std::optional<Day>>(), last = row.next<std::optional<Day>>();
    const auto participants = row.next<std::optional<std::int64_t>>();
    auto told = row.next<std::string>();
    const auto at = row.next<std::optional<Instant>>();
    if (word == "held") return Held{first.value(), last.value(), participants.value(), std::move(told), at.value()};
    if (word == "cancelled") return Cancelled{std::move(told), at.value()};
    return Ahead{};
}

Happening read_happening(db::Row& row)
{
    Happening happening{.id = row.next<Id<Happening>>(), .period = {}};
    const auto periods = language::load_periods(row.next<std::string>());
    if (!periods.empty()) happening.period = periods.front();
    happening.outcome = read_outcome(row);
    return happening;
}

Move read_move(db::Row& row)
{
    Move move;
    move.former.text = row.next<std::string>();
    move.former.precision = language::parse_precision(row.next<std::string>()).value();
    move.former.repeat = language::parse_repeat(row.next<std::string>()).value();
    move.former.periods = language::load_periods(row.next<std::string>());
    move.reason = row.next<std::string>();
    move.at = row.next<Instant>();
    return move;
}

std::vector<Line> list_whole(db::Session& db, const Statements& choice, db::Binds binds)
{
    auto lines = db.list(choice.lines, binds, read_line);
    if (lines.empty()) return lines;
    std::unordered_map<Id<Line>, Line*> by_id;
    for (auto& line : lines) by_id.emplace(line.id, &line);
    // A line may have come into the choice between two statements outside of a snapshot: it is left out of all.
    const auto line_of = [&](db::Row& row) -> Line* {
        const auto found = by_id.find(row.next<Id<Line>>());
        return found == by_id.end() ? nullptr : found->second;
    };
    db.each(choice.happenings, binds, [&](db::Row& row) {
        if (auto* line = line_of(row)) line->happenings.push_back(read_happening(row));
    });
    db.each(choice.moves, binds, [&](db::Row& row) {
        if (auto* line = line_of(row)) line->moves.push_back(read_move(row));
    });
    return lines;
}

std::optional<Line> first_of(std::vector<Line> lines)
{
    return lines.empty() ? std::nullopt : std::optional(std::move(lines.front()));
}

}  // namespace

std::vector<Line> list_lines(db::Session& db, Town town, Id<Plan> plan)
{
    return list_whole(
        db, VECHE_CHOICE(VECHE_LINE_COLUMNS, "l.town_id = :town AND l.plan_id = :plan ORDER BY l.position, l.id"),
        {{"town", town}, {"plan", plan}});
}

std::vector<Line> list_lines_between(db::Session& db, Town town, Id<Plan> plan, Day first, Day last, int limit)
{
    return list_whole(db,
                      VECHE_CHOICE(VECHE_LINE_COLUMNS,
                                   "l.town_id = :town AND l.plan_id = :plan AND l.starts <= :last AND l.ends >= :first"
                                   " ORDER BY l.starts, l.position, l.id LIMIT :limit"),
                      {{"town", town}, {"plan", plan}, {"first", first}, {"last", last}, {"limit", limit}});
}

std::vector<Line> list_public_lines(db::Session& db, Town town, Id<Plan> plan)
{
    return list_whole(
        db,
        VECHE_CHOICE(VECHE_PUBLIC_COLUMNS,
                     "l.town_id = :town AND l.plan_id = :plan AND l.stage = 'announced' ORDER BY l.position, l.id"),
        {{"town", town}, {"plan", plan}});
}

/// The first day of a happening, and the day under which it is looked for: of "до 1 июня" that is the last one. As in an ISO date, so
/// that texts compare like days.
#define VECHE_FIRST_DAY \
    "CASE WHEN substr(h.period, 1, 1) = '<' THEN substr(h.period, 2, 10) ELSE substr(h.period, 1, 10) END"
#define VECHE_SHOWN_DAY                                                                                            \
    "CASE WHEN substr(h.period, 1, 1) <> '<' THEN substr(h.period, 1, 10) WHEN substr(h.period, 12, 1) = 'T' THEN" \
    " substr(h.period, 19, 10) ELSE substr(h.period, 13, 10) END"
#define VECHE_TOUCHING                                                                               \
    " FROM plan_happenings h WHERE h.town_id = l.town_id AND h.line_id = l.id AND h.ends >= :first " \
    "AND " VECHE_FIRST_DAY " <= :last_iso AND (:open = '' OR h.outcome = :open)"
#define VECHE_CHOSEN                                                                        \
    "l.town_id = :town AND l.stage = 'announced' AND (:kind = '' OR l.kind = :kind)"        \
    " AND (:subkind = '' OR l.subkind = :subkind)"                                          \
    " AND (:place = '' OR l.place = :place) AND (:audience = '' OR l.audience = :audience)" \
    " AND (:audiences = '' OR replace(:audiences, '\x02' || l.audience || '\x03', '') <> :audiences)"
#define VECHE_IN_STRETCH                                                                   \
    VECHE_CHOSEN                                                                           \
    " AND l.starts <= :last AND l.ends >= :first AND (l.precision_of IN ('minute', 'day')" \
    " OR (:vague = 'taken' AND l.precision_of IN ('month', 'quarter'))) AND EXISTS (SELECT 1" VECHE_TOUCHING ")"

#define VECHE_STRETCH_BINDS(stretch, texts)                                                                  \
    {"town", town}, {"first", stretch.first}, {"last", stretch.last}, {"last_iso", texts.last},              \
        {"kind", stretch.choice.kind}, {"subkind", stretch.choice.subkind}, {"place", stretch.choice.place}, \
        {"audience", stretch.choice.audience}, {"audiences", texts.audiences},                               \
        {"open", stretch.open_only ? std::string_view("ahead") : std::string_view()},                        \
    {                                                                                                        \
        "vague", stretch.vague ? std::string_view("taken") : std::string_view()                              \
    }

namespace {

/// Each between two marks that no text has, so that one statement of both engines finds a whole one in it; "" asks for none.
std::string marked(const Choice& choice)
{
    if (!choice.one_of_audiences) return {};
    std::string text = "\x02\x02";
    for (const auto& one : choice.audiences) text += '\x02' + one + '\x03';
    return text;
}

struct StretchTexts {
    std::string last, soon, audiences;

    /// What is short and touches the stretch begins at most six days before it.
    explicit StretchTexts(const Stretch& stretch)
        : last(iso_day(stretch.last)),
          soon(iso_day(day_from_number(day_number(stretch.first) - 6))),
          audiences(marked(stretch.choice))
    {}
};

}  // namespace

std::vector<Line> list_public_between(db::Session& db, Town town, const Stretch& stretch, int limit)
{
    const StretchTexts texts(stretch);
    // What began long ago stands last: six hundred lines that go on all the year do not push out the one of this week.
    return list_whole(db,
                      VECHE_CHOICE(VECHE_PUBLIC_COLUMNS,
                                   VECHE_IN_STRETCH " ORDER BY coalesce((SELECT min(" VECHE_SHOWN_DAY ")" VECHE_TOUCHING
                                                    " AND " VECHE_SHOWN_DAY " >= :soon), '9'), l.starts, l.position,"
                                                    " l.id LIMIT :limit"),
                      {VECHE_STRETCH_BINDS(stretch, texts), {"soon", texts.soon}, {"limit", limit}});
}

std::vector<std::string> list_public_places(db::Session& db, Town town, const Stretch& stretch, int limit)
{
    const StretchTexts texts(stretch);
    return db.list("SELECT DISTINCT l.place FROM plan_lines l WHERE " VECHE_IN_STRETCH
                   " AND l.place <> '' ORDER BY l.place LIMIT :limit",
                   {VECHE_STRETCH_BINDS(stretch, texts), {"limit", limit}},
                   [](db::Row& row) { return row.next<std::string>(); });
}

std::vector<std::string> list_public_audiences(db::Session& db, Town town, const Stretch& stretch, int limit)
{
    const StretchTexts texts(stretch);
    return db.list("SELECT DISTINCT l.audience FROM plan_lines l WHERE " VECHE_IN_STRETCH
                   " AND l.audience <> '' ORDER BY l.audience LIMIT :limit",
                   {VECHE_STRETCH_BINDS(stretch, texts), {"limit", limit}},
                   [](db::Row& row) { return row.next<std::string>(); });
}

std::vector<FullKind> list_public_kinds(db::Session& db, Town town, const Stretch& stretch)
{
    const StretchTexts texts(stretch);
    return db.list("SELECT DISTINCT l.kind, l.subkind FROM plan_lines l WHERE " VECHE_IN_STRETCH
                   " ORDER BY l.kind, l.subkind",
                   {VECHE_STRETCH_BINDS(stretch, texts)}, read_kind);
}

std::vector<std::string> list_audiences(db::Session& db, Town town, int limit)
{
    return db.list(
        "SELECT DISTINCT l.audience FROM plan_lines l WHERE l.town_id = :town AND l.stage = 'announced' ORDER BY"
        " l.audience LIMIT :limit",
        {{"town", town}, {"limit", limit}}, [](db::Row& row) { return row.next<std::string>(); });
}

std::vector<Line> list_public_since(db::Session& db, Town town, Day since, const Choice& choice, int limit)
{
    return list_whole(db,
                      VECHE_CHOICE(VECHE_PUBLIC_COLUMNS, VECHE_CHOSEN
                                   " AND l.ends >= :since AND l.precision_of IN ('minute', 'day', 'month', 'quarter')"
                                   " ORDER BY l.ends DESC, l.id DESC LIMIT :limit"),
                      {{"town", town},
                       {"since", since},
                       {"kind", choice.kind},
                       {"subkind", choice.subkind},
                       {"place", choice.place},
                       {"audience", choice.audience},
                       {"audiences", marked(choice)},
                       {"limit", limit}});
}

std::vector<Line> list_public_recent(db::Session& db, Town town, const Choice& choice, int limit)
{
    return list_whole(
        db,
        VECHE_CHOICE(VECHE_PUBLIC_COLUMNS, VECHE_CHOSEN " ORDER BY l.updated_at DESC, l.position DESC LIMIT :limit"),
        {{"town", town},
         {"kind", choice.kind},
         {"subkind", choice.subkind},
         {"place", choice.place},
         {"audience", choice.audience},
         {"audiences", marked(choice)},
         {"limit", limit}});
}

std::vector<Line> list_public_lines_of(db::Session& db, Town town, Body body, BodyPart part, int limit)
{
    // The key of a plan rises with the time of its making.
    return list_whole(db,
                      VECHE_CHOICE(VECHE_PUBLIC_COLUMNS,
                                   "l.town_id = :town AND l.stage = 'announced' AND l.id IN (SELECT b.line_id FROM"
                                   " plan_line_bodies b WHERE b.town_id = :town AND b.body_id = :body AND b.part ="
                                   " :part) ORDER BY l.plan_id DESC, l.position, l.id LIMIT :limit"),
                      {{"town", town}, {"body", body}, {"part", to_text(part)}, {"limit", limit}});
}

std::vector<Line> list_lines_of(db::Session& db, Town town, Body body, BodyPart part, const SinceYear& since)
{
    return list_whole(
        db,
        VECHE_CHOICE(VECHE_LINE_COLUMNS,
                     "l.town_id = :town AND l.plan_id IN (SELECT id FROM plans WHERE town_id = :town AND year"
                     " >= :since) AND l.id IN (SELECT b.line_id FROM plan_line_bodies b WHERE b.town_id ="
                     " :town AND b.body_id = :body AND b.part = :part) ORDER BY CASE WHEN l.standing = 'ahead'"
                     " THEN 0 ELSE 1 END, coalesce(l.ends, 9999999), l.position, l.id LIMIT :limit"),
        {{"town", town}, {"body", body}, {"part", to_text(part)}, {"since", since.year}, {"limit", since.limit}});
}

std::vector<Line> list_lines_with(db::Session& db, Town town, const std::vector<std::int64_t>& keys)
{
    if (keys.empty()) return {};
    const std::string list = nlohmann::json(keys).dump();
#define VECHE_WITH_KEYS(LIST)                           \
    VECHE_CHOICE(VECHE_LINE_COLUMNS,                    \
                 "l.town_id = :town AND l.id IN (" LIST \
                 " UNION SELECT h.line_id FROM"         \
                 " plan_happenings h WHERE h.town_id = :town AND h.id IN (" LIST ")) ORDER BY l.position, l.id")
    const db::Binds binds = {{"town", town}, {"keys", list}};
    if (db.engine() == db::Engine::sqlite)
        return list_whole(db, VECHE_WITH_KEYS("SELECT value FROM json_each(:keys)"), binds);
    return list_whole(
        db, VECHE_WITH_KEYS("SELECT CAST(value AS bigint) FROM jsonb_array_elements_text(CAST(:keys AS jsonb)) AS k"),
        binds);
#undef VECHE_WITH_KEYS
}

std::optional<Line> find_public_line(db::Session& db, Town town, Id<Line> id)
{
    return first_of(
        list_whole(db, VECHE_CHOICE(VECHE_PUBLIC_COLUMNS, "l.town_id = :town AND l.id = :id AND l.stage = 'announced'"),
                   {{"town", town}, {"id", id}}));
}

std::optional<Line> find_line(db::Session& db, Town town, Id<Line> id)
{
    return first_of(list_whole(db, VECHE_CHOICE(VECHE_LINE_COLUMNS, "l.town_id = :town AND l.id = :id"),
                               {{"town", town}, {"id", id}}));
}

std::optional<Line> find_for_update(db::Session& tx, Town town, Id<Line> id)
{
    // The harmless update takes PostgreSQL's row lock; on SQLite the lane is the lock.
    tx.execute("UPDATE plan_lines SET version = version WHERE town_id = :town AND id = :id",
               {{"town", town}, {"id", id}});
    return find_line(tx, town, id);
}

}  // namespace veche::plan::store
