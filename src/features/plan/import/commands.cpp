#include "features/plan/import/commands.hpp"

#include <algorithm>
#include <string_view>

#include <nlohmann/json.hpp>

#include "features/plan/bodies/line_bodies.hpp"
#include "features/plan/document/store.hpp"
#include "features/plan/line/commands.hpp"
#include "features/plan/line/write.hpp"

namespace veche::plan {

namespace {

/// The warnings of the file, but those of a time that a person has given stay out.
std::vector<std::string> warnings_after(const Match& match, const Incoming& incoming)
{
    auto warnings = incoming.warnings;
    if (match.merged.when != incoming.content.when)
        std::erase_if(warnings, [](const std::string& id) { return id.starts_with("when.") || id == "draft.no_when"; });
    for (const auto& warning : match.merged.when.warnings)
        if (std::ranges::find(warnings, warning) == warnings.end()) warnings.push_back(warning);
    return warnings;
}

/// What the office did to the row besides writing in it; it is told at each import, also of a line whose words stay.
constexpr std::string_view row_marks[] = {"draft.struck_line", "draft.struck",      "draft.struck_part",
                                          "draft.hidden_row",  "draft.hidden_part", "draft.hidden_column",
                                          "draft.formula"};

void renew_marks(std::vector<std::string>& warnings, const Incoming& incoming)
{
    for (const auto mark : row_marks) {
        const bool known = std::ranges::find(warnings, mark) != warnings.end();
        const bool said = std::ranges::find(incoming.warnings, mark) != incoming.warnings.end();
        if (known && !said) std::erase(warnings, mark);
        if (said && !known) warnings.emplace_back(mark);
    }
}

/// A time that is only told more exactly ("май" -> "15 мая"), or one that is over already, has not been moved.
bool is_moved_by(const When& was, const When& is, Day today)
{
    if (was.periods == is.periods) return false;
    const auto ended = [&](const When& when) { return when.ends() && *when.ends() < today; };
    if (ended(was) && ended(is)) return false;
    const bool rough = was.precision != Precision::minute && was.precision != Precision::day;
    const auto within = [&](const Period& one) {
        return std::ranges::any_of(
            was.periods, [&](const Period& former) { return former.first <= one.first && one.last <= former.last; });
    };
    const bool closer = is.precision < was.precision && !is.periods.empty() && std::ranges::all_of(is.periods, within);
    return !(was.periods.empty() || (rough && closer));
}

/// The state of one import while its lines are stored.
struct Importing {
    app::Work& work;
    const Plan plan;
    const Announcing announcing;
    const TimeTold told;
    std::int64_t position = 0;
    ImportResult result;
    std::vector<Line> moved_lines;
    std::vector<Id<app::Occasion>> occasions;

    std::optional<Id<Section>> section(const LineContent& content)
    {
        return store::get_section(work.tx, work.town.id, plan.id, content.section, work.new_id<Section>());
    }

    void announce_if_wished(Line& line)
    {
        if (announcing == Announcing::later || line.announced()) return;
        if (needs_a_person(line.warnings)) {
            ++result.waiting;
            return;
        }
        if (!line.content.age_mark) line.content.age_mark = propose_age_mark(line.content);
        if (auto announced = announce(line, work.now)) {
            announced->version = line.version;  // one change with the rest of the import
            line = *announced;
            ++result.announced;
        }
    }

    void add(const Incoming& incoming)
    {
        Line line = fresh_line(work, plan, work.new_id<Line>(), incoming.content);
        line.warnings = incoming.warnings;
        line.imported = incoming.words;
        line.position = ++position;
        announce_if_wished(line);
        store::insert_line(work.tx, work.town.id, line, section(line.content));
        if (line.announced()) publish_line(work, line);
        ++result.fresh;
    }

    void update(const Line& old, const Match& match, const Incoming& incoming)
    {
        const bool changed = !match.changed.empty();
        Line line = old;
        std::erase(line.warnings, "draft.gone");
        if (changed) {
            // A merge takes no mark away; a file that takes away a date that is told of corrects the words only.
            const bool moved = is_moved_by(old.content.when, match.merged.when, work.town.zone.local(work.now).day);
            auto revised =
                revise_or_move(work, line, match.merged, moved ? told : TimeTold{TimeChange::correction, {}});
            line = revised ? std::move(*revised) : revise(line, match.merged, work.now).value();
            line = with_happenings(std::move(line), new_happening(work));
            line.warnings = warnings_after(match, incoming);
        }
        renew_marks(line.warnings, incoming);
        line.imported = incoming.words;
        for (const auto field : incoming.silent) line.imported.*field = old.imported.*field;
        const bool reordered = line.position != ++position;
        line.position = position;
        announce_if_wished(line);
        (changed ? result.changed : result.same) += 1;
        if (!changed && !reordered && line.warnings == old.warnings && line.stage == old.stage &&
            line.imported == old.imported)
            return;
        line.version = old.version + 1;
        line.updated = changed || line.stage != old.stage ? work.now : old.updated;
        store::update_line(work.tx, work.town.id, line, section(line.content));
        if (changed || line.stage != old.stage) publish_line(work, line);
        for (const auto one : changed_occasions(old, line)) occasions.push_back(one);
        // Those who subscribed hear of it as of a move in the office's form.
        if (changed && old.announced() && line.moves.size() > old.moves.size()) moved_lines.push_back(line);
    }

    /// A subscriber gets one letter of all of them: the news of each says that it is told together with the others.
    void tell_moves()
    {
        constexpr std::size_t most_together = 1'000;
        const bool together = moved_lines.size() > 1;
        auto ids = nlohmann::json::array();
        const auto tell_together = [&] {
            if (!ids.empty())
                work.announce("plan.lines.moved", {{"lines", ids}, {"move", to_text(work.new_id<Move>())}});
            ids = nlohmann::json::array();
        };
        for (const auto& line : moved_lines) {
            work.announce("plan.line.moved",
                          {{"line", to_text(line.id)}, {"sequence", line.sequence}, {"together", together}});
            if (together) ids.push_back(to_text(line.id));
            if (ids.size() == most_together) tell_together();
        }
        tell_together();
    }

    void gone(Line line)
    {
        ++result.gone;
        if (std::ranges::find(line.warnings, "draft.gone") != line.warnings.end()) return;
        line.warnings.push_back("draft.gone");
        line.version += 1;
        store::update_line(work.tx, work.town.id, line, section(line.content));
    }
};

}  // namespace

Result<ImportResult> import_lines(app::Work& work, int year, const std::vector<Incoming>& incoming,
                                  Announcing announcing, const std::string& move_reason)
{
    if (!is_year(year)) return refuse(RefusalKind::invalid, "plan.year_wrong", "year");
    if (incoming.empty()) return refuse(RefusalKind::invalid, "draft.no_lines", "file");
    const auto change = move_reason.empty() ? TimeChange::correction : TimeChange::move;
    Importing importing{.work = work,
                        .plan = get_or_make_plan(work, year),
                        .announcing = announcing,
                        .told = {change, move_reason},
                        .position = 0,
                        .result = {},
                        .moved_lines = {},
                        .occasions = {}};
    // Of two who import at once the second waits here, and then finds everything there; so does who edits a line.
    store::lock_plan(work.tx, work.town.id, importing.plan.id);
    store::lock_lines(work.tx, work.town.id, importing.plan.id);
    const auto lines = store::list_lines(work.tx, work.town.id, importing.plan.id);
    const auto matches = match_import(lines, incoming);
    for (const auto& match : matches) {
        importing.result.doubtful += match.draft && !incoming[*match.draft].warnings.empty();
        if (match.kind == Match::Kind::gone)
            importing.gone(lines[*match.line]);
        else if (match.kind == Match::Kind::fresh)
            importing.add(incoming[*match.draft]);
        else
            importing.update(lines[*match.line], match, incoming[*match.draft]);
    }
    store::delete_empty_sections(work.tx, work.town.id, importing.plan.id);
    link_plan(work, importing.plan.id);
    work.touch("plan");
    importing.tell_moves();
    app::announce_changed(work, importing.occasions, move_reason);
    const auto& r = importing.result;
    work.record(
        "plan.import", "plan/" + std::to_string(year),
        {{"fresh", r.fresh}, {"changed", r.changed}, {"same", r.same}, {"gone", r.gone}, {"announced", r.announced}});
    return importing.result;
}

}  // namespace veche::plan
