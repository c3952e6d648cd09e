#include "app/questions/model.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <map>

#include "app/questions/answers.hpp"
#include "app/questions/tests/rules_for_test.hpp"

namespace questions_model_test {

using namespace veche;
using namespace veche::app::questions;
using namespace veche::app::questions::test;

namespace {

using Deed = std::function<Result<Questions>(Questions, bool answered)>;

/// A deed on question 1 that changes what it asks.
Deed change(std::function<void(QuestionContent&)> how)
{
    return [how](Questions questions, bool answered) {
        auto content = questions.all[0].content;
        std::erase_if(content.choices, &Choice::retired);  // as its form does
        how(content);
        return with_content(std::move(questions), key(1), std::move(content), answered);
    };
}

void leave_out(QuestionContent& content, int number)
{
    std::erase_if(content.choices, [&](const Choice& choice) { return choice.number == number; });
}

const std::map<std::string, Deed> deeds{
    {"another title", change([](auto& content) { content.title = "Поедете с нами?"; })},
    {"another kind of answer", change([](auto& content) { content.kind = Kind::several; })},
    {"of the whole entry instead of each", change([](auto& content) { content.scope = Scope::once; })},
    {"asked afterwards instead of at once", change([](auto& content) { content.moment = Moment::afterwards; })},
    {"a choice gets another title", change([](auto& content) { content.choices[1].title = "своим ходом"; })},
    {"a choice is left out", change([](auto& content) { leave_out(content, 2); })},
    {"a choice that was left out is written again",
     [](Questions questions, bool answered) {
         auto less = change([](auto& content) { leave_out(content, 2); })(std::move(questions), answered).value();
         return change([](auto& content) { content.choices.push_back({0, "НЕТ"}); })(std::move(less), answered);
     }},
    {"all choices but one are left out", change([](auto& content) { content.choices.resize(1); })},
    {"a choice on which another question depends is left out", change([](auto& content) { leave_out(content, 1); })},
    {"it stops being asked",
     [](Questions questions, bool answered) { return without(std::move(questions), key(1), answered); }},
    {"it is moved below one that depends on it",
     [](Questions questions, bool) { return moved(std::move(questions), key(1), Direction::down); }},
};

/// What the page says of a deed, from what came of it. The answer is «нет», the second choice.
std::string outcome(const std::string& deed, bool answered, const Result<Questions>& after)
{
    if (!after) return after.error().message;
    const auto* question = after->find(key(1));
    if (!question) return "gone";
    if (question->retired) return "retired, and the answer says it still";
    const auto* choice = question->find_choice(2);
    if (deed == "a choice that was left out is written again") return choice ? "the same number" : "a new number";
    if (!choice) return "gone";
    if (choice->retired) return "retired, and the answer says it still";
    const bool renamed = answered && in_words(*question, "2") == "своим ходом";
    return renamed ? "changed, and the answer says the new one" : "changed";
}

}  // namespace

TEST_CASE("what an organiser may change is what docs/rules/questions.md says, with answers and without")
{
    std::size_t tried = 0;
    for (const auto& row : rules("deed", 3)) {
        auto name = row[0];
        auto questions = bus();
        // Where nothing is said of another question, none depends on this one.
        const bool depends = name.find("depend") != std::string::npos;
        if (!depends) questions.all[1].content.after.reset();
        if (name == "it stops being asked while another depends on it") name = "it stops being asked";
        if (name.starts_with("it is asked afterwards while")) name = "asked afterwards instead of at once";
        CAPTURE(row[0]);
        REQUIRE(deeds.contains(name));
        for (const bool answered : {false, true}) {
            const auto after = deeds.at(name)(questions, answered);
            CHECK(outcome(name, answered, after) == row[answered ? 2 : 1]);
            if (after) CHECK(after->version > questions.version);
        }
        ++tried;
    }
    CHECK(tried >= deeds.size());
}

TEST_CASE("twenty questions are asked in a form, and no more")
{
    Questions questions{.owner = "trip/1", .all = {}};
    for (std::size_t i = 0; i < questions_most; ++i) questions = add(std::move(questions), content("Вопрос"));
    const auto one_more = with_content(questions, key(99), content("Ещё"), false);
    REQUIRE_FALSE(one_more.has_value());
    CHECK(one_more.error().message == "questions.too_many");
    // One that is asked no more makes room, and cannot be brought back into a full form.
    const auto retired = without(questions, key(1), true).value();
    const auto full = with_content(retired, key(99), content("Ещё"), false).value();
    CHECK(restored(full, key(1)).error().message == "questions.too_many");
    CHECK(restored(retired, key(1)).value().all.back().id == key(1));
}

TEST_CASE("a question has as many choices as can be shown, each once, and numbers are never given again")
{
    auto many = content("Размер", Kind::choice);
    many.choices.clear();
    for (std::size_t i = 0; i < choices_most; ++i) many.choices.push_back({0, "вариант " + std::to_string(i)});
    const auto questions = add({.owner = "trip/1", .all = {}}, many);
    auto more = questions.all[0].content;
    more.choices.push_back({0, "лишний"});
    CHECK(with_content(questions, key(1), more, false).error().message == "questions.too_many_choices");
    auto twice = content("Размер", Kind::choice);
    twice.choices = {{0, "Да"}, {0, "ДА"}};
    CHECK(with_content(questions, key(1), twice, false).error().message == "questions.choice_twice");

    auto last = questions.all[0].content;
    last.choices.back() = {0, "другой"};
    const auto changed = with_content(questions, key(1), last, false).value();
    CHECK(changed.all[0].content.choices.back().number == 21);
}

TEST_CASE("what does not belong to a kind of question is refused beside its field, not dropped")
{
    const auto refused = [](QuestionContent content) {
        const auto done = with_content({.owner = "trip/1", .all = {}}, key(1), std::move(content), false);
        return done ? std::string() : done.error().message + " at " + done.error().field;
    };
    auto one = content("Вопрос");
    one.choices = {{0, "да"}};
    CHECK(refused(one) == "questions.choices_not_needed at choices");
    one = content("Вопрос");
    one.most = 5;
    CHECK(refused(one) == "questions.bounds_not_needed at most");
    one = content("Вопрос", Kind::number);
    one.least = 6;
    one.most = 5;
    CHECK(refused(one) == "questions.bounds_wrong at least");
    one = content("Вопрос", Kind::text, Scope::once);
    one.age_most = 13;
    CHECK(refused(one) == "questions.ages_of_each at age_most");
    one = content("Вопрос");
    one.age_least = 14;
    one.age_most = 13;
    CHECK(refused(one) == "questions.ages_wrong at age_least");
    one = content("Вопрос", Kind::several);
    CHECK(refused(one).empty());
    one.choices.clear();
    CHECK(refused(one) == "questions.choices_needed at choices");
}

TEST_CASE("a question depends only on one above it that is asked no later, of the same or of the whole entry")
{
    auto questions = add({.owner = "trip/1", .all = {}}, content("Раз", Kind::choice, Scope::once));
    questions = add(std::move(questions), content("Два", Kind::choice));
    auto later = content("Три", Kind::choice);
    later.moment = Moment::afterwards;
    questions = add(std::move(questions), later);
    questions = add(std::move(questions), content("Четыре"));
    const auto on = [&](std::int64_t earlier, int choice, QuestionContent what, std::int64_t id = 9) {
        what.after = After{key(earlier), choice};
        const auto done = with_content(questions, key(id), what, false);
        return done ? std::string() : done.error().message + " at " + done.error().field;
    };
    const std::string wrong = "questions.after_wrong at after";
    CHECK(on(1, 1, content("x", Kind::text, Scope::once)).empty());
    CHECK(on(1, 1, content("x")).empty());  // of each person, by what the entry answered
    CHECK(on(2, 3, content("x")).empty());
    CHECK(on(3, 1, later).empty());
    CHECK(on(2, 1, later).empty());
    CHECK(on(2, 1, content("x", Kind::text, Scope::once)) == wrong);
    CHECK(on(3, 1, content("x")) == wrong);     // is asked later
    CHECK(on(4, 1, content("x")) == wrong);     // has no choices
    CHECK(on(2, 4, content("x")) == wrong);     // no such choice
    CHECK(on(7, 1, content("x")) == wrong);     // no such question
    CHECK(on(2, 1, content("x"), 1) == wrong);  // stands below
    CHECK(on(1, 1, content("x"), 1) == wrong);  // on itself
}

TEST_CASE("a question is moved past the next one of its moment; at an end nothing changes")
{
    auto questions = add({.owner = "trip/1", .all = {}}, content("Раз"));
    auto later = content("Потом");
    later.moment = Moment::afterwards;
    questions = add(std::move(questions), later);
    questions = add(std::move(questions), content("Два"));
    const auto up = moved(questions, key(3), Direction::up).value();
    CHECK(up.asked(Moment::at_once).front()->id == key(3));
    CHECK(moved(questions, key(1), Direction::up).value().version == questions.version);
    CHECK(moved(questions, key(2), Direction::down).value().version == questions.version);
    const auto down = moved(up, key(3), Direction::down).value();
    CHECK(down.asked(Moment::at_once).front()->id == key(1));
}

TEST_CASE("when the answers to a retired question are erased it can go for good")
{
    const auto retired = without(bus(), key(2), true).value();
    CHECK(retired.find(key(2))->retired);
    CHECK(without(retired, key(2), false).value().find(key(2)) == nullptr);
    // What it depended on may go first.
    const auto alone = without(retired, key(1), false).value();
    CHECK(restored(alone, key(2)).value().find(key(2))->content.after == std::nullopt);
}

}  // namespace questions_model_test
