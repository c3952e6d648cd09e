#include "program/demo_life.hpp"

#include <nlohmann/json.hpp>

#include "features/plan/program.hpp"
#include "program/demo_dates.hpp"
#include "program/demo_photos.hpp"

namespace veche::program {

namespace {

using nlohmann::json;

json lines_of(const DemoYear& lived)
{
    json lines;
    lived.installation.site->database().read([&](db::Session& session) {
        app::View view(session, lived.town, command_line(), now());
        const auto& words = lived.installation.site->words(language::Code::ru);
        lines = json::parse(plan::export_year(view, words, lived.year, plan::FileFormat::json)).at("lines");
    });
    return lines;
}

/// The line that a deed names by its number or title, as it stands now.
plan::Line line_of(const DemoYear& lived, const json& lines, const json& deed)
{
    const char* by = deed.contains("number") ? "number" : "title";
    for (const auto& one : lines)
        if (one.at(by) == deed.at(by)) {
            const auto id = parse_id<plan::Line>(one.at("id").get<std::string>()).value();
            std::optional<plan::Line> line;
            lived.installation.change(lived.town, [&](app::Work& work) {
                line = plan::get_line(work, id);
                return db::Outcome::roll_back;
            });
            return *line;
        }
    throw Mistake("demo: there is no line " + deed.at(by).dump() + " in the plan");
}

/// One deed of the demo's year; what the rules refuse is a mistake in the data.
template <class Command>
void must(const DemoYear& lived, const std::string& what, Command command)
{
    lived.installation.change(lived.town, [&](app::Work& work) {
        const auto done = command(work);
        if (!done) throw Mistake("demo, " + what + ": " + done.error().message);
        return db::Outcome::keep;
    });
}

/// The day of the act; of one that today has not reached yet, today.
Day approved_on(const DemoYear& lived, const json& act)
{
    const auto day = std::chrono::sys_days(parse_iso_day(dated(act.at("day"), lived.today)).value());
    return Day(std::min(day, std::chrono::sys_days(lived.today)));
}

void approve(const DemoYear& lived, const json& act)
{
    const plan::Approval approval{.act = act.at("act"),
                                  .act_number = act.at("number"),
                                  .act_day = approved_on(lived, act),
                                  .signer_post = act.at("post"),
                                  .signer_name = act.at("name")};
    must(lived, "agreement", [&](app::Work& work) { return plan::agree_plan(work, lived.year, 1); });
    must(lived, "approval", [&](app::Work& work) { return plan::approve_plan(work, lived.year, 2, approval); });
}

void move(const DemoYear& lived, const json& deed, const plan::Line& line)
{
    const auto when = language::parse_when(dated(deed.at("when"), lived.today), lived.year);
    if (when.periods == line.content.when.periods) return;  // on the last days of a year nothing is later
    must(lived, line.content.title, [&](app::Work& work) {
        return plan::move_line(work, line.id, line.version, when, deed.at("reason").get<std::string>());
    });
}

/// "participants" and "summary" of the happening with this place in its line: lists are gone through again and again.
template <class T>
T of_happening(const json& value, std::size_t place)
{
    return value.is_array() ? value.at(place % value.size()).get<T>() : value.get<T>();
}

void tell(const DemoYear& lived, const json& deed, const plan::Line& line, std::size_t place)
{
    const auto& happening = line.happenings.at(place);
    plan::Report report{.first = {},
                        .last = {},
                        .participants = of_happening<std::int64_t>(deed.at("participants"), place),
                        .summary = of_happening<std::string>(deed.at("summary"), place)};
    if (deed.contains("day")) {
        report.first = parse_iso_day(deed.at("day").get<std::string>());
    } else {
        report.first = happening.period->first;
        report.last = happening.period->last;
    }
    must(lived, line.content.title,
         [&](app::Work& work) { return plan::hold_line(work, line.id, line.version, happening.id, report); });
}

bool is_over(const plan::Happening& happening, Day today)
{
    return happening.period && !happening.settled() && happening.period->last < today;
}

void hold(const DemoYear& lived, const json& deed, const json& lines)
{
    auto line = line_of(lived, lines, deed);
    bool told = false;
    for (std::size_t place = 0; place < line.happenings.size(); ++place) {
        const bool named = deed.contains("day") && place == 0;
        if (!named && (deed.contains("day") || !is_over(line.happenings[place], lived.today))) continue;
        tell(lived, deed, line, place);
        line = line_of(lived, lines, deed);
        told = true;
    }
    if (told && deed.contains("photos"))
        add_photos(lived.installation, lived.folder, lived.town, line, deed.at("photos"));
}

}  // namespace

void live_through(const DemoYear& lived, const json& life)
{
    const auto lines = lines_of(lived);
    approve(lived, life.at("approval"));
    for (const auto& deed : life.at("moved")) move(lived, deed, line_of(lived, lines, deed));
    for (const auto& deed : life.at("held")) hold(lived, deed, lines);
    for (const auto& deed : life.at("cancelled")) {
        const auto line = line_of(lived, lines, deed);
        must(lived, line.content.title, [&](app::Work& work) {
            return plan::cancel_line(work, line.id, line.version, {}, deed.at("reason").get<std::string>());
        });
    }
}

void write_programmes(const DemoYear& lived, const json& programmes)
{
    const auto lines = lines_of(lived);
    for (const auto& deed : programmes) {
        const auto line = line_of(lived, lines, deed);
        must(lived, line.content.title, [&](app::Work& work) -> Result<plan::Line> {
            auto content = line.content;
            auto programme = language::parse_programme(deed.at("hours").get<std::string>(), "programme");
            if (!programme) return tl::unexpected(programme.error());
            content.programme = std::move(*programme);
            return plan::edit_line(work, line.id, line.version, std::move(content));
        });
    }
}

}  // namespace veche::program
