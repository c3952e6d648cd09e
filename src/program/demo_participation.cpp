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

app::questions::Questions questions_of(const app::Work& work, Id<app::Occasion> occasion)
{
    app::View view = work.view();
    return app::questions::find_questions(view, participation::questions_owner(occasion));
}

const app::questions::Question& question_called(const app::questions::Questions& questions, const std::string& title)
{
    for (const auto& question : questions.all)
        if (question.content.title == title) return question;
    throw Mistake("demo: nobody asks " + title);
}

/// The value of an answer as the demo has it: a text, or the titles of choices.
std::string value_of(const app::questions::Question& question, const json& answer)
{
    if (!app::questions::has_choices(question.content.kind)) return answer;
    std::vector<int> chosen;
    for (const auto& title : answer.is_array() ? answer : json::array({answer}))
        for (const auto& choice : question.content.choices)
            if (choice.title == title) chosen.push_back(choice.number);
    return app::questions::value_of(chosen);
}

app::questions::QuestionContent content_of(const app::questions::Questions& before, const json& wish)
{
    using namespace app::questions;
    QuestionContent content{.title = wish.at("title"),
                            .hint = wish.value("hint", ""),
                            .kind = parse_kind(wish.value("kind", "text")).value(),
                            .scope = parse_scope(wish.value("scope", "each")).value(),
                            .moment = parse_moment(wish.value("moment", "at_once")).value(),
                            .obligatory = wish.value("obligatory", false)};
    for (const auto& title : wish.value("choices", json::array())) content.choices.push_back({0, title});
    if (wish.contains("age_most")) content.age_most = wish.at("age_most").get<int>();
    if (wish.contains("after")) {
        const auto& earlier = question_called(before, wish.at("after").at(0));
        content.after = After{earlier.id, choices_of(value_of(earlier, wish.at("after").at(1))).at(0)};
    }
    return content;
}

void ask(Installation& installation, const app::Town& town, Id<app::Occasion> occasion, const json& wishes)
{
    for (const auto& wish : wishes)
        installation.change(town, [&](app::Work& work) {
            const auto done =
                participation::edit_questions(work, occasion,
                                              app::questions::Put{work.new_id<app::questions::Question>(), 0,
                                                                  content_of(questions_of(work, occasion), wish)});
            if (!done) throw Mistake("demo, " + wish.at("title").get<std::string>() + ": " + done.error().message);
            return db::Outcome::keep;
        });
}

/// "Какой размер?": one answer for each guest, or one of the entry.
participation::Answering answering_of(const app::questions::Questions& questions, const json& answers)
{
    participation::Answering answering{.answers = {}, .version = questions.version};
    for (const auto& [title, given] : answers.items()) {
        const auto& question = question_called(questions, title);
        if (question.content.scope == app::questions::Scope::once)
            answering.answers[{question.id}] = value_of(question, given);
        else
            for (std::size_t i = 0; i < given.size(); ++i)
                answering.answers[{question.id, int(i)}] = value_of(question, given.at(i));
    }
    return answering;
}

void open_follow_up(Installation& installation, const app::Town& town, Id<app::Occasion> occasion)
{
    installation.change(town, [&](app::Work& work) {
        return participation::put_follow_up(work, occasion, {.open = true}) ? db::Outcome::keep
                                                                            : db::Outcome::roll_back;
    });
}

void sign_up(Installation& installation, const app::Town& town, const plan::Line& line, const json& entry)
{
    participation::Application application;
    application.contact = entry.at("contact");
    if (entry.contains("email")) application.email = Email::parse(entry.at("email").get<std::string>()).value();
    if (entry.contains("phone")) application.phone = Phone::parse(entry.at("phone").get<std::string>()).value();
    application.group = entry.value("group", "");
    application.data_consent = application.child_consent = true;
    for (const auto& guest : entry.at("guests"))
        application.guests.push_back({.name = guest.at(0), .age = guest.at(1).get<int>(), .seat = {}});
    installation.change(town, [&](app::Work& work) {
        application.answering =
            answering_of(questions_of(work, occasion_of(line)), entry.value("answers", json::object()));
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
        ask(installation, town, occasion_of(*line), wish.value("questions", json::array()));
        for (const auto& entry : wish.at("entries")) sign_up(installation, town, *line, entry);
        if (wish.value("follow_up", false)) open_follow_up(installation, town, occasion_of(*line));
    }
}

}  // namespace veche::program
