#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "features/plan/document/fact.hpp"
#include "features/plan/line/store.hpp"

// What is written of lines. (A file of its own beside store.cpp, which reads them.)

namespace veche::plan::store {

std::int64_t next_position(db::Session& tx, Town town, Id<Plan> plan)
{
    return tx.value<std::int64_t>(
        "SELECT coalesce(max(position), 0) + 1 FROM plan_lines WHERE town_id = :town AND plan_id = :plan",
        {{"town", town}, {"plan", plan}});
}

namespace {

std::string imported_text(const Imported& words)
{
    if (words.never()) return {};
    return nlohmann::json::array({words.number, words.section, words.title, words.when, words.place, words.responsible,
                                  words.audience, words.kind, words.age_mark})
        .dump();
}

std::optional<int> start_minute(const When& when)
{
    return when.periods.empty() ? std::nullopt : when.periods.front().start_minute;
}

std::string_view subkind_text(const FullKind& kind)
{
    return kind.subkind ? to_text(*kind.subkind) : std::string_view();
}

/// What insert and update write alike; the texts are viewed, so this lives as long as the statement.
struct LineTexts {
    std::string periods, programme, responsible, warnings, imported;

    explicit LineTexts(const Line& line)
        : periods(language::store_periods(line.content.when.periods)),
          programme(language::programme_text(line.content.programme)),
          responsible(joined(line.content.responsible, "\n")),
          warnings(joined(line.warnings, " ")),
          imported(imported_text(line.imported))
    {}
};

#define VECHE_LINE_BINDS(line, texts, section)                                                                     \
    {"town", town}, {"id", line.id}, {"section", section}, {"position", line.position},                            \
        {"number", line.content.number}, {"title", line.content.title}, {"kind", to_text(line.content.kind.kind)}, \
        {"subkind", subkind_text(line.content.kind)}, {"when_text", line.content.when.text},                       \
        {"precision", to_text(line.content.when.precision)}, {"repeats", to_text(line.content.when.repeat)},       \
        {"periods", texts.periods}, {"starts", line.content.when.starts()}, {"ends", line.content.when.ends()},    \
        {"start_minute", start_minute(line.content.when)}, {"place", line.content.place},                          \
        {"programme", texts.programme}, {"responsible", texts.responsible}, {"audience", line.content.audience},   \
        {"age_mark", line.content.age_mark ? std::optional(to_text(*line.content.age_mark)) : std::nullopt},       \
        {"warnings", texts.warnings}, {"stage", to_text(line.stage)}, {"announced_at", announced_at(line)},        \
        {"standing", to_text(line.standing())}, {"imported", texts.imported}, {"sequence", line.sequence},         \
        {"version", line.version},                                                                                 \
    {                                                                                                              \
        "updated", line.updated                                                                                    \
    }

std::optional<Instant> announced_at(const Line& line)
{
    const auto* announced = std::get_if<Announced>(&line.stage);
    return announced ? std::optional(announced->at) : std::nullopt;
}

void insert_happening(db::Session& tx, Town town, const Line& line, std::int64_t position)
{
    const auto& one = line.happenings[std::size_t(position)];
    const auto* held = std::get_if<Held>(&one.outcome);
    const auto* cancelled = std::get_if<Cancelled>(&one.outcome);
    const std::string period = one.period ? language::store_periods({*one.period}) : std::string();
    tx.execute(
        "INSERT INTO plan_happenings (town_id, id, plan_id, line_id, position, period, ends, quarter, outcome, "
        "held_first, held_last, participants, told, told_at) VALUES (:town, :id, :plan, :line, :position, :period, "
        ":ends, :quarter, :outcome, :first, :last, :participants, :told, :at)",
        {{"town", town},
         {"id", one.id},
         {"plan", line.plan},
         {"line", line.id},
         {"position", position},
         {"period", period},
         {"ends", one.period ? std::optional(one.period->last) : std::nullopt},
         {"quarter", int(quarter_of(one.period, line.year))},
         {"outcome", to_text(one.outcome)},
         {"first", held ? std::optional(held->first) : std::nullopt},
         {"last", held ? std::optional(held->last) : std::nullopt},
         {"participants", held ? std::optional(held->participants) : std::nullopt},
         {"told", held        ? std::string_view(held->summary)
                  : cancelled ? std::string_view(cancelled->reason)
                              : ""},
         {"at", held        ? std::optional(held->told)
                : cancelled ? std::optional(cancelled->told)
                            : std::nullopt}});
}

/// A line has a dozen happenings at most times: they are written anew with it.
void write_life(db::Session& tx, Town town, const Line& line)
{
    for (std::size_t i = 0; i < line.happenings.size(); ++i) insert_happening(tx, town, line, std::int64_t(i));
    for (std::size_t i = 0; i < line.moves.size(); ++i) {
        const auto& move = line.moves[i];
        tx.execute(
            "INSERT INTO plan_moves (town_id, line_id, number, plan_id, when_text, precision_of, repeats, periods, "
            "reason, moved_at) VALUES (:town, :line, :number, :plan, :text, :precision, :repeats, :periods, :reason, "
            ":at) ON CONFLICT (town_id, line_id, number) DO NOTHING",
            {{"town", town},
             {"line", line.id},
             {"number", i + 1},
             {"plan", line.plan},
             {"text", move.former.text},
             {"precision", to_text(move.former.precision)},
             {"repeats", to_text(move.former.repeat)},
             {"periods", std::string_view(language::store_periods(move.former.periods))},
             {"reason", move.reason},
             {"at", move.at}});
    }
}

}  // namespace

bool insert_line(db::Session& tx, Town town, const Line& line, std::optional<Id<Section>> section)
{
    const LineTexts texts(line);
    const bool is_new =
        tx.execute(
            "INSERT INTO plan_lines (town_id, id, plan_id, section_id, position, number, title, kind, subkind, "
            "when_text, "
            "precision_of, repeats, periods, starts, ends, start_minute, place, programme, responsible, audience, "
            "age_mark, "
            "warnings, stage, announced_at, standing, imported, sequence, version, created_at, updated_at) VALUES "
            "(:town, :id, :plan, :section, :position, :number, :title, :kind, :subkind, :when_text, :precision, "
            ":repeats, "
            ":periods, :starts, :ends, :start_minute, :place, :programme, :responsible, :audience, :age_mark, "
            ":warnings, :stage, "
            ":announced_at, :standing, :imported, :sequence, :version, :created, :updated)"
            " ON CONFLICT (town_id, id) DO NOTHING",
            {VECHE_LINE_BINDS(line, texts, section), {"plan", line.plan}, {"created", line.created}}) == 1;
    if (is_new) write_life(tx, town, line);
    return is_new;
}

void update_line(db::Session& tx, Town town, const Line& line, std::optional<Id<Section>> section)
{
    const LineTexts texts(line);
    tx.execute(
        "UPDATE plan_lines SET section_id = :section, position = :position, number = :number, title = :title, kind = "
        ":kind, subkind = :subkind, when_text = :when_text, precision_of = :precision, repeats = :repeats, periods = "
        ":periods, starts = "
        ":starts, ends = :ends, start_minute = :start_minute, place = :place, programme = :programme, responsible = "
        ":responsible, audience = "
        ":audience, age_mark = :age_mark, warnings = :warnings, stage = :stage, announced_at = :announced_at, "
        "standing = :standing, imported = :imported, sequence = :sequence, version = :version, updated_at = :updated"
        " WHERE town_id = :town AND id = :id",
        {VECHE_LINE_BINDS(line, texts, section)});
    tx.execute("DELETE FROM plan_happenings WHERE town_id = :town AND line_id = :line",
               {{"town", town}, {"line", line.id}});
    write_life(tx, town, line);
}

void delete_line(db::Session& tx, Town town, Id<Line> id)
{
    tx.execute("DELETE FROM plan_lines WHERE town_id = :town AND id = :id", {{"town", town}, {"id", id}});
}

}  // namespace veche::plan::store
