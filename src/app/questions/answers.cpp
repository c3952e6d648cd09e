#include "app/questions/answers.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "app/object.hpp"
#include "core/text.hpp"
#include "core/whole.hpp"

namespace veche::app::questions {

std::vector<int> choices_of(std::string_view value)
{
    std::vector<int> choices;
    while (!value.empty()) {
        const auto end = std::min(value.find(' '), value.size());
        if (const auto one = parse_whole(value.substr(0, end), 1, 1'000'000)) choices.push_back(*one);
        value.remove_prefix(std::min(end + 1, value.size()));
    }
    return choices;
}

std::string value_of(const std::vector<int>& choices)
{
    std::string value;
    for (const int one : choices) value += (value.empty() ? "" : " ") + std::to_string(one);
    return value;
}

Place place_of(const Question& question, int position)
{
    return {question.id, question.content.scope == Scope::once ? whole_entry : position};
}

bool fits_age(const Question& question, const Person& person)
{
    const auto& content = question.content;
    if (!content.by_age()) return true;
    return person.age && *person.age >= content.age_least.value_or(0) &&
           *person.age <= content.age_most.value_or(age_limit);
}

bool fits_answer(const Questions& questions, const Question& question, const Person& person, const Answers& answers)
{
    const auto& after = question.content.after;
    if (!after) return true;
    const auto* earlier = questions.find(after->question);
    if (!earlier) return false;
    const auto given = answers.find(place_of(*earlier, person.position));
    if (given == answers.end()) return false;
    const auto chosen = choices_of(given->second);
    return std::ranges::find(chosen, after->choice) != chosen.end();
}

bool applies(const Questions& questions, const Question& question, const Person& person, const Answers& answers)
{
    return fits_age(question, person) && fits_answer(questions, question, person, answers);
}

int lacking(const Questions& questions, Moment moment, std::span<const Person> persons, const Answers& answers)
{
    int count = 0;
    const auto look = [&](const Question& question, const Person& person) {
        if (applies(questions, question, person, answers) && !answers.contains(place_of(question, person.position)))
            ++count;
    };
    for (const auto* question : questions.asked(moment)) {
        if (!question->content.obligatory) continue;
        if (question->content.scope == Scope::once)
            look(*question, {whole_entry});
        else
            for (const auto& person : persons) look(*question, person);
    }
    return count;
}

Answers at_positions(const Answers& answers, const std::map<int, int>& positions)
{
    Answers moved;
    for (const auto& [place, value] : answers) {
        const auto position = positions.find(place.position);
        if (place.position == whole_entry)
            moved.emplace(place, value);
        else if (position != positions.end())
            moved.emplace(Place{place.question, position->second}, value);
    }
    return moved;
}

void put(Answers& answers, const Answers& read)
{
    for (const auto& [place, value] : read)
        if (value.empty())
            answers.erase(place);
        else
            answers[place] = value;
}

std::string for_whom(const language::Words& words, const Questions& questions, const Question& question)
{
    const auto& content = question.content;
    const auto text = [](int number) { return std::to_string(number); };
    std::string ages;
    if (content.age_least && content.age_most)
        ages = words.say("questions.for_between",
                         {{"least", text(*content.age_least)}, {"most", text(*content.age_most)}});
    else if (content.age_least)
        ages = words.say("questions.for_from", {{"least", text(*content.age_least)}});
    else if (content.age_most)
        ages = words.say("questions.for_under", {{"bound", text(*content.age_most + 1)}});

    const auto* earlier = content.after ? questions.find(content.after->question) : nullptr;
    const auto* choice = earlier ? earlier->find_choice(content.after->choice) : nullptr;
    if (!choice) return ages.empty() ? "" : words.say("questions.for_ages", {{"ages", ages}});
    language::Values values{{"title", earlier->content.title}, {"answer", choice->title}};
    if (ages.empty()) return words.say("questions.for_answer", values);
    values.emplace_back("ages", ages);
    return words.say("questions.for_both", values);
}

std::string in_words(const Question& question, std::string_view value)
{
    if (!has_choices(question.content.kind)) return std::string(value);
    std::vector<std::string> titles;
    for (const int number : choices_of(value))
        if (const auto* choice = question.find_choice(number)) titles.push_back(choice->title);
    return joined(titles, "; ");
}

std::vector<const Question*> shown(const Questions& questions, const Answered& answered)
{
    std::vector<const Question*> found;
    for (const auto& question : questions.all)
        if (!question.retired || answered.contains(question.id)) found.push_back(&question);
    return found;
}

std::vector<std::string> columns(std::span<const Question* const> shown)
{
    std::vector<std::string> titles;
    for (const auto* question : shown) titles.push_back(question->content.title);
    return titles;
}

std::vector<std::string> cells(std::span<const Question* const> shown, const Answers& answers, int position)
{
    std::vector<std::string> words;
    for (const auto* question : shown) {
        const auto found = answers.find(place_of(*question, position));
        words.push_back(found == answers.end() ? "" : in_words(*question, found->second));
    }
    return words;
}

nlohmann::json answers_model(const Questions& questions, const Answers& answers, int position)
{
    nlohmann::json said = nlohmann::json::array();
    for (const auto& question : questions.all) {
        const auto found = answers.find({question.id, position});
        if (found != answers.end())
            said.push_back(object({{"title", question.content.title}, {"answer", in_words(question, found->second)}}));
    }
    return said;
}

}  // namespace veche::app::questions
