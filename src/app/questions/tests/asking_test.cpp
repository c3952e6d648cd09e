#include "app/questions/asking.hpp"

#include <doctest/doctest.h>

#include <map>
#include <sstream>

#include "app/questions/tests/rules_for_test.hpp"

namespace questions_asking_test {

using namespace veche;
using namespace veche::app;
using namespace veche::app::questions;
using namespace veche::app::questions::test;
using Fields = std::vector<std::pair<std::string, std::string>>;

namespace {

std::string field(std::int64_t question, int row = whole_entry)
{
    const auto name = "q-" + to_text(key(question));
    return row == whole_entry ? name : name + "-" + std::to_string(row);
}

web::Request sent(Fields fields)
{
    web::Request request;
    request.form = std::move(fields);
    return request;
}

/// One question as a row of the page describes it: "number, 5 to 10", "text, to 13, obligatory, of somebody of 12".
struct Asked {
    Questions questions{.owner = "trip/1", .all = {}};
    std::vector<Person> people{{1, 30}};
    bool gone = false;

    explicit Asked(const std::string& how)
    {
        const auto has = [&](std::string_view part) { return how.find(part) != std::string::npos; };
        auto what = content("Вопрос", parse_kind(how.substr(0, how.find(','))).value());
        if (has("to 13")) what.age_most = 13;
        if (has("5 to 10")) {
            what.least = 5;
            what.most = 10;
        }
        what.obligatory = has("obligatory");
        questions = add(std::move(questions), what);
        if (has_choices(what.kind)) questions.all[0].content.choices[2].retired = true;
        if (has("somebody of")) people[0].age.reset();
        if (has("somebody of 12")) people[0].age = 12;
        if (has("somebody of 15")) people[0].age = 15;
        if (has("of nobody")) people.clear();
        gone = has("asked no more");
    }
};

Fields typed_fields(const std::string& kind, const std::string& typed)
{
    std::string text = typed;
    if (typed == "301 letters") text = std::string(301, 'x');
    if (typed == "2001 letters") text = std::string(2001, 'x');
    if (!kind.starts_with("several")) return {{field(1, 1), text}};
    Fields boxes;
    std::istringstream words(text);
    for (std::string one; words >> one;) boxes.emplace_back(field(1, 1), one);
    return boxes;
}

/// A trip: 1 «Нужен автобус?» of each, 2 «Откуда забрать?» of those who said да, 3 «Как зовут собаку?» to 13, 4 «Что взять?» once.
Questions trip()
{
    auto questions = bus();
    auto dog = content("Как зовут собаку?");
    dog.age_most = 13;
    questions = add(std::move(questions), dog);
    return add(std::move(questions), content("Что взять?", Kind::several, Scope::once));
}

std::string message_at(const web::Form& form, const std::string& field)
{
    for (const auto& refusal : form.refusals())
        if (refusal.field == field) return refusal.message;
    return "";
}

std::string shown_error(const Asking& asking, const web::Form& form)
{
    FormContent content;
    asking.show_in(content);
    const auto list = form_model(words(), asking.fields(), content, &form)["error_list"];
    return list.empty() ? "" : list[0]["words"].get<std::string>();
}

}  // namespace

TEST_CASE("what is read and what is refused is what docs/rules/questions.md says")
{
    for (const auto& row : rules("kind", 4)) {
        CAPTURE(row[0]);
        CAPTURE(row[1]);
        const Asked asked(row[0]);
        const Asking asking(words(), {.questions = asked.questions, .rows = {{1}}, .age_field = "age-"});
        const auto request = sent(asked.gone ? Fields{{field(7, 1), row[1]}} : typed_fields(row[0], row[1]));
        web::Form form(request, asking.fields(), field_prefix);
        const auto read = asking.read(form, asked.people);
        const auto found = read.find({key(1), 1});
        auto kept = found == read.end() ? "" : found->second;
        if (kept == std::string(301, 'x')) kept = "301 letters";
        if (form.good()) CHECK(kept == row[2]);
        CHECK(message_at(form, asked.gone ? "" : field(1, 1)) == row[3]);
        CHECK(form.refusals().size() == (row[3].empty() ? 0 : 1));
    }
}

TEST_CASE("each person is asked in their row, and the entry once")
{
    const auto questions = trip();
    const Asking asking(words(), {.questions = questions, .rows = {{1}, {2}}, .age_field = "age-"});
    CHECK(asking.fields().size() == 7);
    const auto request = sent({{field(1, 1), "1"},
                               {field(2, 1), "Вокзал"},
                               {field(1, 2), "2"},
                               {field(3, 2), "Шарик"},
                               {field(4), "3"},
                               {field(4), "1"}});
    web::Form form(request, asking.fields(), field_prefix);
    const auto read = asking.read(form, {{1, 40}, {2, 9}});
    CHECK(form.good());
    CHECK(read == Answers{{{key(1), 1}, "1"},
                          {{key(2), 1}, "Вокзал"},
                          {{key(3), 1}, ""},
                          {{key(1), 2}, "2"},
                          {{key(2), 2}, ""},
                          {{key(3), 2}, "Шарик"},
                          {{key(4), whole_entry}, "1 3"}});
    CHECK(asking.typed_in(form, 2));
    CHECK_FALSE(asking.typed_in(form, 3));
}

TEST_CASE("mistakes are told in the order of the form, with whose they are")
{
    auto questions = trip();
    for (auto& question : questions.all) question.content.obligatory = true;
    const Asking asking(
        words(), {.questions = questions, .rows = {{1, {}, "Участник 1"}, {2, {}, "Участник 2"}}, .age_field = "age-"});
    const auto request = sent({{field(1, 1), "2"}, {field(2, 1), "Вокзал"}, {field(1, 2), "1"}});
    web::Form form(request, asking.fields(), field_prefix);
    asking.read(form, {{1, 40}, {2, 9}});
    FormContent content;
    asking.show_in(content);
    const auto model = form_model(words(), asking.fields(), content, &form);
    std::vector<std::string> list;
    for (const auto& one : model["error_list"]) list.push_back(one["words"]);
    CHECK(list == std::vector<std::string>{
                      "Участник 1: Откуда забрать? Вопрос для тех, кто на «Нужен автобус?» ответил «да». "
                      "Сотрите ответ или исправьте то, от чего он зависит.",
                      "Участник 2: Откуда забрать? Ответьте на этот вопрос.",
                      "Участник 2: Как зовут собаку? Ответьте на этот вопрос.", "Что взять? Ответьте на этот вопрос."});
    CHECK(model["field"][field(2, 1)]["value"] == "Вокзал");  // nothing typed is lost
}

TEST_CASE("a question says beside its label for whom it is, and the script is told the same")
{
    auto questions = trip();
    questions.all[2].content.hint = "Собаки едут бесплатно.";
    const Asking asking(words(), {.questions = questions, .rows = {{1}}, .age_field = "age-"});
    FormContent content;
    asking.show_in(content);
    const auto fields = form_model(words(), asking.fields(), content)["field"];
    const auto part = asking.part(fields, 1);
    REQUIRE(part.size() == 3);
    CHECK(part[0]["after"] == "");
    CHECK(part[1]["after"] == field(1, 1));
    CHECK(part[1]["choice"] == "1");
    CHECK(part[2]["field"]["hint"] == "Вопрос для тех, кому нет 14. Собаки едут бесплатно.");
    CHECK(part[2]["field"]["label"] == "Как зовут собаку?");
    CHECK(part[2]["age"] == "age-1");
    CHECK(part[2]["age_least"] == "");
    CHECK(part[2]["age_most"] == "13");
    CHECK(asking.part(fields, whole_entry).size() == 1);
}

TEST_CASE("where ages and earlier answers are known, those only are asked whom a question is for")
{
    auto questions = bus();
    questions.all[1].content.moment = Moment::afterwards;
    auto dog = content("Как зовут собаку?");
    dog.age_most = 13;
    dog.moment = Moment::afterwards;
    questions = add(std::move(questions), dog);
    const Asking asking(words(), {.questions = questions,
                                  .moment = Moment::afterwards,
                                  .rows = {{1, 40}, {2, 9}, {3, {}}},
                                  .given = {{{key(1), 1}, "1"}, {{key(1), 2}, "2"}}});
    std::vector<std::string> names;
    for (const auto& one : asking.fields()) names.emplace_back(one.name);
    CHECK(names == std::vector<std::string>{field(2, 1), field(3, 2)});
}

TEST_CASE("what was answered is there again, and what was chosen once stays though it is offered no more")
{
    auto questions = trip();
    questions.all[3].content.choices[2].retired = true;
    const Answers given{{{key(4), whole_entry}, "1 3"}, {{key(2), 1}, "Вокзал"}};
    const Asking asking(words(), {.questions = questions, .rows = {{1}}, .given = given, .age_field = "age-"});
    FormContent content;
    asking.show_in(content);
    const auto fields = form_model(words(), asking.fields(), content)["field"];
    CHECK(fields[field(2, 1)]["value"] == "Вокзал");
    const auto& options = fields[field(4)]["options"];
    REQUIRE(options.size() == 3);
    CHECK(options[2]["chosen"] == true);
    const auto request = sent({{field(4), "3"}});
    web::Form form(request, asking.fields(), field_prefix);
    CHECK(asking.read(form, {{1, 40}}).at({key(4), whole_entry}) == "3");
    CHECK(form.good());
}

TEST_CASE("what a form left empty goes, and what it did not ask stays")
{
    Answers answers{{{key(1), 1}, "1"}, {{key(2), 1}, "Вокзал"}, {{key(9), 1}, "прежнее"}};
    put(answers, {{{key(1), 1}, "2"}, {{key(2), 1}, ""}, {{key(3), 1}, ""}});
    CHECK(answers == Answers{{{key(1), 1}, "2"}, {{key(9), 1}, "прежнее"}});
}

TEST_CASE("a choice that need not be made, or may turn out not to be asked, can be taken back")
{
    auto what = content("Размер", Kind::choice);
    const auto first = [](QuestionContent what) {
        const auto questions = add({.owner = "trip/1", .all = {}}, std::move(what));
        const Asking asking(words(), {.questions = questions, .rows = {{1}}, .age_field = "age-"});
        FormContent content;
        asking.show_in(content);
        return form_model(words(), asking.fields(), content)["field"][field(1, 1)]["options"][0]["title"]
            .get<std::string>();
    };
    CHECK(first(what) == "Без ответа");
    what.obligatory = true;
    CHECK(first(what) == "да");
    what.age_most = 13;
    CHECK(first(what) == "Без ответа");
    for (int i = 0; i < 10; ++i) what.choices.push_back({0, std::to_string(i)});
    CHECK(first(what) == "Выберите ответ");
}

TEST_CASE("the bounds of a number are said before anybody is wrong")
{
    auto what = content("Сколько мест?", Kind::number);
    what.least = 1;
    what.most = 9;
    const auto questions = add({.owner = "trip/1", .all = {}}, what);
    const Asking asking(words(), {.questions = questions, .rows = {{1}}, .age_field = "age-"});
    const auto request = sent({{field(1, 1), "10"}});
    web::Form form(request, asking.fields(), field_prefix);
    asking.read(form, {{1, 40}});
    CHECK(shown_error(asking, form) == "Сколько мест? Напишите целое число от 1 до 9.");
    FormContent content;
    asking.show_in(content);
    CHECK(content.hints.at(asking.fields()[0].name) == "Целое число от 1 до 9.");
}

}  // namespace questions_asking_test
