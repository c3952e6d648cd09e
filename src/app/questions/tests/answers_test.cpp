#include "app/questions/answers.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "app/questions/tests/rules_for_test.hpp"

namespace questions_answers_test {

using namespace veche;
using namespace veche::app::questions;
using namespace veche::app::questions::test;

namespace {

/// "to 13, answered «да»": of the second question of bus().
void show_to(QuestionContent& content, const std::string& whom)
{
    content.after.reset();
    if (whom.starts_with("to 13")) content.age_most = 13;
    if (whom == "from 14") content.age_least = 14;
    if (whom == "7 to 13") {
        content.age_least = 7;
        content.age_most = 13;
    }
    if (whom.find("answered «да»") != std::string::npos) content.after = After{key(1), 1};
}

/// Of somebody who is taken along, and what the entry said.
Answers given()
{
    return {{{key(1), 1}, "1"}, {{key(2), 1}, "Вокзал"}, {{key(1), 2}, "2"}, {{key(3), whole_entry}, "1 3"}};
}

Questions trip()
{
    return add(bus(), content("Что взять?", Kind::several, Scope::once));
}

}  // namespace

TEST_CASE("whom a question is for, and how it says so, is what docs/rules/questions.md says")
{
    for (const auto& row : rules("shown to", 5)) {
        auto questions = bus();
        show_to(questions.all[1].content, row[0]);
        CAPTURE(row[0]);
        CAPTURE(row[2]);
        CAPTURE(row[3]);
        const auto& question = questions.all[1];
        CHECK(for_whom(words(), questions, question) == row[1]);
        Person person{1};
        if (!row[2].empty()) person.age = std::stoi(row[2]);
        Answers answers;
        for (const auto& choice : questions.all[0].content.choices)
            if (choice.title == row[3]) answers[{key(1), 1}] = std::to_string(choice.number);
        answers[{key(1), 2}] = "1";  // of somebody else
        CHECK(applies(questions, question, person, answers) == (row[4] == "yes"));
    }
}

TEST_CASE("a question of each person can depend on what the whole entry answered")
{
    auto questions = add({.owner = "trip/1", .all = {}}, content("Нужен автобус?", Kind::several, Scope::once));
    auto where = content("Откуда забрать?");
    where.after = After{key(1), 2};
    questions = add(std::move(questions), where);
    CHECK(applies(questions, questions.all[1], {7}, {{{key(1), whole_entry}, "1 2"}}));
    CHECK_FALSE(applies(questions, questions.all[1], {7}, {{{key(1), whole_entry}, "1"}}));
    CHECK_FALSE(applies(questions, questions.all[1], {7}, {{{key(1), 7}, "2"}}));
}

TEST_CASE("answers are said in the words that the choices have now")
{
    auto questions = trip();
    CHECK(in_words(questions.all[2], "1 3") == "да; не знаю");
    questions.all[2].content.choices[0].title = "еду";
    CHECK(in_words(questions.all[2], "1 3") == "еду; не знаю");
    questions.all[2].content.choices[2].retired = true;
    CHECK(in_words(questions.all[2], "3") == "не знаю");
    CHECK(in_words(questions.all[1], "1 3") == "1 3");
}

TEST_CASE("a file has a column for each question, and what the entry answered in each of its rows")
{
    const auto questions = trip();
    const auto all = shown(questions, {key(1), key(2), key(3)});
    CHECK(columns(all) == std::vector<std::string>{"Нужен автобус?", "Откуда забрать?", "Что взять?"});
    CHECK(cells(all, given(), 1) == std::vector<std::string>{"да", "Вокзал", "да; не знаю"});
    CHECK(cells(all, given(), 2) == std::vector<std::string>{"нет", "", "да; не знаю"});
    CHECK(cells(all, {}, 1) == std::vector<std::string>{"", "", ""});
}

TEST_CASE("a question that is asked no more is shown where it was answered, and nowhere else")
{
    const auto questions = without(trip(), key(2), true).value();
    CHECK(shown(questions, {key(1), key(2), key(3)}).size() == 3);
    CHECK(shown(questions, {}).size() == 2);
    const auto model = answers_model(questions, given(), 1);
    REQUIRE(model.size() == 2);
    CHECK(model[1]["title"] == "Откуда забрать?");
    CHECK(model[1]["answer"] == "Вокзал");
    CHECK(answers_model(questions, given(), whole_entry).size() == 1);
}

TEST_CASE("answers go with their people to other positions, and the entry's stay")
{
    const auto moved = at_positions(given(), {{2, 5}});
    CHECK(moved == Answers{{{key(1), 5}, "2"}, {{key(3), whole_entry}, "1 3"}});
}

TEST_CASE("what is obligatory lacks for those only whom it is for")
{
    auto questions = bus();
    questions.all[0].content.obligatory = true;
    questions.all[1].content.obligatory = true;
    const std::vector<Person> persons{{1, 9}, {2, 40}};
    CHECK(lacking(questions, Moment::at_once, persons, {}) == 2);
    CHECK(lacking(questions, Moment::at_once, persons, {{{key(1), 1}, "1"}, {{key(1), 2}, "2"}}) == 1);
    CHECK(lacking(questions, Moment::at_once, persons, given()) == 0);
    CHECK(lacking(questions, Moment::afterwards, persons, {}) == 0);
}

TEST_CASE("the sentence for whom a question is has its English words")
{
    auto questions = bus();
    show_to(questions.all[1].content, "to 13, answered «да»");
    CHECK(for_whom(words(language::Code::en), questions, questions.all[1]) ==
          "This is for those under 14, if the answer to “Нужен автобус?” is “да”.");
}

}  // namespace questions_answers_test
