#include "program/demo_participation.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/token.hpp"
#include "features/participation/feature.hpp"
#include "features/plan/program.hpp"

namespace veche::program {

namespace {

using nlohmann::json;

std::optional<plan::Line> find_line(Installation& installation, const app::Town& town, int year,
                                    const std::string& title)
{
    std::optional<plan::Line> line;
    installation.change(town, [&](app::Work& work) {
        app::View view(work.tx, town, work.actor, work.now);
        const auto& words = installation.site->words(language::Code::ru);
        const auto exported = json::parse(plan::export_year(view, words, year, plan::FileFormat::json));
        for (const auto& one : exported.at("lines"))
            if (one.at("title") == title)
                line = plan::get_line(work, parse_id<plan::Line>(one.at("id").get<std::string>()).value());
        return db::Outcome::roll_back;
    });
    return line;
}

Id<app::Occasion> occasion_of(const plan::Line& line)
{
    return plan::occasions_of(line).front().id;
}

/// Gives whether sign-up is open now; a happening that is over is none.
bool open_sign_up(Installation& installation, const app::Town& town, const plan::Line& line, const json& wish)
{
    participation::SignUp wanted;
    wanted.open = true;
    if (wish.contains("seats")) wanted.seats = wish.at("seats").get<int>();
    wanted.guests_most = wish.value("guests_most", 5);
    wanted.offer_hours = wish.value("offer_hours", 0);
    if (wish.contains("age_least")) wanted.age_least = wish.at("age_least").get<int>();
    wanted.bring = wish.value("bring", "");
    bool open = false;
    installation.change(town, [&](app::Work& work) {
        open = participation::put_sign_up(work, app::get_for_update(work, occasion_of(line)), wanted).has_value();
        return open ? db::Outcome::keep : db::Outcome::roll_back;
    });
    return open;
}

void sign_up(Installation& installation, const app::Town& town, const plan::Line& line, const json& entry)
{
    participation::Application application;
    application.contact = entry.at("contact");
    application.email = Email::parse(entry.at("email").get<std::string>()).value();
    application.group = entry.value("group", "");
    application.data_consent = application.child_consent = true;
    for (const auto& guest : entry.at("guests"))
        application.guests.push_back({.name = guest.at(0), .age = guest.at(1).get<int>(), .seat = {}});
    installation.change(town, [&](app::Work& work) {
        const auto done = participation::sign_up(work, occasion_of(line), application, app::random_token().reveal());
        if (!done) throw Mistake("demo, " + line.content.title + ": " + done.error().message);
        return db::Outcome::keep;
    });
}

void count_at_door(Installation& installation, const app::Town& town, const plan::Line& line, const json& wish)
{
    std::vector<participation::Mark> marks;
    for (const auto& [name, group] :
         {std::pair("adults", participation::AgeGroup::adult), std::pair("children", participation::AgeGroup::child)})
        for (int i = 0; i < wish.value(name, 0); ++i)
            marks.push_back({.entry = {},
                             .position = 0,
                             .walk_key = fmt::format("demo-{}-{}", name, i),
                             .age_group = group,
                             .came = true,
                             .at = now()});
    installation.change(town, [&](app::Work& work) {
        return participation::put_marks(work, app::get_for_update(work, occasion_of(line)), marks)
                   ? db::Outcome::keep
                   : db::Outcome::roll_back;
    });
}

}  // namespace

void take_part(Installation& installation, const app::Town& town, int year, const json& wishes)
{
    for (const auto& wish : wishes) {
        const auto line = find_line(installation, town, year, wish.at("title"));
        if (!line) throw Mistake("demo: the plan has no line " + wish.at("title").get<std::string>());
        if (wish.contains("adults")) count_at_door(installation, town, *line, wish);
        if (!wish.contains("entries") || !open_sign_up(installation, town, *line, wish)) continue;
        for (const auto& entry : wish.at("entries")) sign_up(installation, town, *line, entry);
    }
}

}  // namespace veche::program
