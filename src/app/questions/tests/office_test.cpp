#include "app/questions/tests/trip_for_test.hpp"

#include <algorithm>
#include <array>
#include <thread>

namespace questions_office_test {

using namespace veche;
using namespace veche::app::questions;
using namespace veche::app::questions::test;

namespace {

Fields text(const std::string& title)
{
    return {{"title", title}, {"kind", "text"}, {"scope", "each"}, {"moment", "at_once"}};
}

Fields choice(const std::string& title, const std::string& choices)
{
    return {{"title", title}, {"kind", "choice"}, {"scope", "each"}, {"moment", "at_once"}, {"choices", choices}};
}

/// What the form of a question that is there sends, as it is stored.
Fields stored(const Question& question)
{
    const auto& content = question.content;
    Fields fields{{"version", std::to_string(question.version)},
                  {"title", content.title},
                  {"kind", std::string(to_text(content.kind))},
                  {"scope", std::string(to_text(content.scope))},
                  {"moment", std::string(to_text(content.moment))}};
    int place = 0;
    for (const auto& one : content.choices) {
        if (one.retired) continue;
        fields.emplace_back("choice-" + std::to_string(one.number), one.title);
        fields.emplace_back("choice-" + std::to_string(one.number) + "-place", std::to_string(++place));
    }
    return fields;
}

void set(Fields& fields, const std::string& name, const std::string& value)
{
    for (auto& [field, text] : fields)
        if (field == name) text = value;
}

std::string path(Id<Question> id, const std::string& deed = "")
{
    return office + "/" + to_text(id) + deed;
}

std::string field(Id<Question> id)
{
    return "q-" + to_text(id) + "-1";
}

std::vector<std::string> titles(const Questions& questions)
{
    std::vector<std::string> found;
    for (const auto& one : questions.all) found.push_back(one.content.title);
    return found;
}

}  // namespace

TEST_CASE("an organiser adds a question by its form, once though it is sent twice, and residents are asked it")
{
    for_each_trip([](TripHouse& house) {
        CHECK(says(house.page(office), "Вопросов пока нет"));
        const auto id = house.add(choice("Нужен автобус?", "да\nнет"));
        auto again = choice("Нужен автобус?", "да\nнет");
        again.emplace_back("version", "0");
        const auto answer = house.send(path(id), again);
        CHECK(answer.status == 303);
        CHECK(header_of(answer, "location") == office + "#question-" + to_text(id));
        CHECK(house.questions().all.size() == 1);
        const auto list = house.page(office);
        for (const std::string words : {"Нужен автобус?", "да · нет", "один ответ из списка · каждому участнику"})
            CHECK_MESSAGE(says(list, words), words);
        CHECK(says(house.page("/trips/1", ""), "Нужен автобус?"));
        CHECK(says(house.page(office + "/preview"), "Нужен автобус?"));
        CHECK(house.audit_fault().empty());
        // Another town has a trip of the same name and no questions.
        CHECK(house.questions(1).all.empty());
        CHECK_FALSE(says(house.page(office, "gleb", "taiga.example"), "Нужен автобус?"));
    });
}

TEST_CASE("the pages of questions are for those who keep the form")
{
    for_each_trip([](TripHouse& house) {
        const auto id = house.add(text("Как вас называть?"));
        for (const auto& page : {office, office + "/new", office + "/preview", path(id)}) {
            CHECK(house.page(page).status == 200);
            CHECK(house.page(page, "vera").status == 403);
            CHECK(house.page(page, "").status == 303);
        }
        CHECK(house.page("/office/trips/2/questions").status == 404);
        CHECK(house.page(path(Id<Question>(5))).status == 404);
    });
}

TEST_CASE("what is wrong stands beside its field, and nothing that was typed is lost")
{
    for_each_trip([](TripHouse& house) {
        const Id<Question> id(house.site.ids().next(house.now));
        const auto answer = house.send(path(id), {{"version", "0"},
                                                  {"title", ""},
                                                  {"hint", "Для отчёта"},
                                                  {"kind", "number"},
                                                  {"scope", "each"},
                                                  {"moment", "at_once"},
                                                  {"least", "пять"},
                                                  {"choices", "да\nнет"}});
        CHECK(answer.status == 422);
        for (const std::string words : {"title-error", "least-error", "Для отчёта", "да\nнет", "value=\"пять\""})
            CHECK_MESSAGE(says(answer, words), words);
        auto refused = choice("Вопрос", "да");
        refused.emplace_back("version", "0");
        CHECK(says(house.send(path(id), refused), "choices-error"));
        CHECK(house.questions().all.empty());
        CHECK(house.send(path(id), {{"version", "0"}, {"colour", "red"}}).status == 400);
    });
}

TEST_CASE("choices are renamed, put in another order, left out and written again by the form of their question")
{
    for_each_trip([](TripHouse& house) {
        const auto id = house.add(choice("Размер", "S\nM\nL"));
        house.trip.answers = {{{id, 1}, "2"}};
        auto sent = stored(house.questions().all[0]);
        set(sent, "choice-1-place", "3");
        set(sent, "choice-1", "S, детский");
        set(sent, "choice-2", "");
        sent.emplace_back("choices", "XL");
        CHECK(house.send(path(id), sent).status == 303);
        const auto changed = house.questions().all[0];
        CHECK(changed.content.choices == std::vector<Choice>{{1, "S, детский"}, {3, "L"}, {4, "XL"}, {2, "M", true}});
        CHECK(says(house.page(path(id)), "Больше не предлагаются: «M»"));
        CHECK_FALSE(says(house.page(office), "M ·"));
        CHECK(says(house.page("/trips/1"), ">M</label>"));  // who has chosen it finds it still
        sent = stored(changed);
        sent.emplace_back("choices", "m");
        CHECK(house.send(path(id), sent).status == 303);
        CHECK(house.questions().all[0].content.choices.back() == Choice{2, "m"});
    });
}

TEST_CASE("the kind of a question that was answered is refused with a word")
{
    for_each_trip([](TripHouse& house) {
        const auto id = house.add(text("Размер"));
        house.trip.answers = {{{id, 1}, "M"}};
        CHECK(says(house.page(path(id)), "На вопрос уже ответили, поэтому это не изменить."));
        auto sent = stored(house.questions().all[0]);
        set(sent, "kind", "number");
        const auto answer = house.send(path(id), sent);
        CHECK(answer.status == 422);
        CHECK(says(answer, "На вопрос уже ответили: как отвечают, не изменить."));
        CHECK(house.questions().all[0].content.kind == Kind::text);
    });
}

TEST_CASE("the second of two editors of a question sees both texts and may save again")
{
    for_each_trip([](TripHouse& house) {
        const auto id = house.add(choice("Размер", "S\nM"));
        auto slow = stored(house.questions().all[0]);
        auto quick = slow;
        set(quick, "title", "Размер куртки");
        quick.emplace_back("choices", "L");
        CHECK(house.send(path(id), quick, "anna").status == 303);
        set(slow, "title", "Размер футболки");
        const auto late = house.send(path(id), slow);
        CHECK(late.status == 409);
        for (const std::string words : {"Размер куртки", "Размер футболки", "name=\"version\" value=\"2\""})
            CHECK_MESSAGE(says(late, words), words);
        set(slow, "version", "2");
        CHECK(house.send(path(id), slow).status == 303);
        CHECK(house.questions().all[0].content.title == "Размер футболки");
    });
}

TEST_CASE("two who change two questions do not meet")
{
    for_each_trip([](TripHouse& house) {
        const auto one = house.add(text("Раз")), other = house.add(text("Два"));
        auto first = stored(house.questions().all[0]), second = stored(house.questions().all[1]);
        CHECK(house.send(path(one), first, "anna").status == 303);
        CHECK(house.send(path(other), second).status == 303);
    });
}

TEST_CASE("of many who add the last question at the same time one does, and the others are told")
{
    for_each_trip([](TripHouse& house) {
        for (std::size_t i = 1; i < questions_most; ++i) house.add(text("Вопрос " + std::to_string(i)));
        auto last = text("Последний");
        last.emplace_back("version", "0");
        last.emplace_back("csrf", csrf_of(house, "gleb", office + "/new"));
        std::array<int, 4> answers{};
        std::vector<std::thread> editors;
        for (auto& answer : answers)
            editors.emplace_back([&house, &answer, last, id = Id<Question>(house.site.ids().next(house.now))] {
                answer = house.ask(with_cookie(post(path(id), last), "session", "gleb")).status;
            });
        for (auto& editor : editors) editor.join();
        CHECK(std::ranges::count(answers, 303) == 1);
        CHECK(std::ranges::count(answers, 422) == 3);
        CHECK(house.questions().all.size() == questions_most);
    });
}

TEST_CASE("what somebody has deleted meanwhile comes back when it is saved again")
{
    for_each_trip([](TripHouse& house) {
        const auto id = house.add(text("Размер"));
        auto sent = stored(house.questions().all[0]);
        CHECK(house.send(path(id, "/retirement"), {{"deed", "retire"}}, "anna").status == 303);
        CHECK(house.questions().all.empty());
        set(sent, "title", "Размер футболки");
        const auto late = house.send(path(id), sent);
        CHECK(late.status == 409);
        CHECK(says(late, "Размер футболки"));
        CHECK(says(late, "name=\"version\" value=\"0\""));
        set(sent, "version", "0");
        CHECK(house.send(path(id), sent).status == 303);
        CHECK(titles(house.questions()) == std::vector<std::string>{"Размер футболки"});
    });
}

TEST_CASE("questions are moved by the buttons of the list, and a list that was moved meanwhile is shown again")
{
    for_each_trip([](TripHouse& house) {
        const auto one = house.add(text("Раз")), other = house.add(text("Два"));
        const auto version = std::to_string(house.questions().version);
        CHECK(house.send(path(other, "/order"), {{"version", version}, {"deed", "up"}}).status == 303);
        CHECK(titles(house.questions()) == std::vector<std::string>{"Два", "Раз"});
        const auto late = house.send(path(one, "/order"), {{"version", version}, {"deed", "up"}}, "anna");
        CHECK(late.status == 409);
        CHECK(says(late, "Вопросы изменил кто-то ещё"));
        CHECK(titles(house.questions()) == std::vector<std::string>{"Два", "Раз"});
        CHECK(house.send(path(one, "/order"), {{"version", version}, {"deed", "burn"}}).status == 400);
    });
}

TEST_CASE("a question that was answered is asked no more and can be asked again, and its answers stay")
{
    for_each_trip([](TripHouse& house) {
        const auto id = house.add(text("Размер"));
        CHECK(says(house.page(office), "Удалить"));
        house.trip.answers = {{{id, 1}, "M"}};
        CHECK(says(house.page(office), "Больше не спрашивать"));
        CHECK(house.send(path(id, "/retirement"), {{"deed", "retire"}}).status == 303);
        CHECK(says(house.page(office), "Спрашивать снова"));
        CHECK_FALSE(says(house.page("/trips/1"), "Размер"));
        CHECK(answers_model(house.questions(), house.trip.answers, 1).size() == 1);
        CHECK(house.page(path(id)).status == 404);
        CHECK(house.send(path(id, "/retirement"), {{"deed", "restore"}}).status == 303);
        CHECK(says(house.page("/trips/1"), "value=\"M\""));
    });
}

TEST_CASE("a question on which another depends stays, and the list says which")
{
    for_each_trip([](TripHouse& house) {
        const auto id = house.add(choice("Нужен автобус?", "да\nнет"));
        auto where = text("Откуда забрать?");
        where.emplace_back("after", to_text(id) + ".1");
        where.emplace_back("age_most", "13");
        house.add(where);
        CHECK(says(house.page(office), "Вопрос для тех, кому нет 14, если на «Нужен автобус?» ответили «да»."));
        const auto refused = house.send(path(id, "/retirement"), {{"deed", "retire"}});
        CHECK(refused.status == 422);
        CHECK(says(refused, "От этого зависит вопрос «Откуда забрать?»."));
        const auto page = house.page("/trips/1");
        CHECK(says(page, "data-after=\"" + field(id) + "\" data-choices=\"1\""));
        CHECK(says(page, "data-age=\"age-1\""));
    });
}

TEST_CASE("a key of another form's question changes nothing there")
{
    for_each_trip([](TripHouse& house) {
        const auto id = house.add(text("Чужой"));
        house.database.change([](db::Session& tx) {
            tx.execute("INSERT INTO question_forms (town_id, owner, version) VALUES (1, 'trip/2', 1)");
            tx.execute("UPDATE questions SET owner = 'trip/2' WHERE town_id = 1");
            return db::Outcome::keep;
        });
        auto mine = text("Мой");
        mine.emplace_back("version", "0");
        CHECK(house.send(path(id), mine).status == 404);
        CHECK(house.questions().all.empty());
    });
}

TEST_CASE("a resident's answers are kept, and what is not for them is refused beside its field")
{
    for_each_trip([](TripHouse& house) {
        auto dog = text("Как зовут собаку?");
        dog.emplace_back("age_most", "13");
        const auto id = house.add(dog);
        const auto refused = house.send("/trips/1", {{"age-1", "40"}, {field(id), "Шарик"}});
        CHECK(refused.status == 422);
        CHECK(says(refused, "id=\"" + field(id) + "-error\""));
        CHECK(says(refused, "value=\"Шарик\""));
        CHECK(house.send("/trips/1", {{"age-1", "9"}, {field(id), "Шарик"}}).status == 303);
        CHECK(house.trip.answers == Answers{{{id, 1}, "Шарик"}});
        CHECK(says(house.page("/trips/1"), "value=\"Шарик\""));
    });
}

TEST_CASE("answers are not kept by questions that were changed while they were read")
{
    for_each_trip([](TripHouse& house) {
        const auto id = house.add(text("Размер"));
        house.meanwhile = [&] {
            house.meanwhile = [] {};
            CHECK(house.send(path(id, "/retirement"), {{"deed", "retire"}}, "anna").status == 303);
        };
        CHECK(house.send("/trips/1", {{"age-1", ""}, {field(id), "M"}}).status == 409);
        CHECK(house.trip.answers.empty());
        // Sent once more, it is the answer to a question that is not there.
        CHECK(house.send("/trips/1", {{"age-1", ""}, {field(id), "M"}}).status == 409);
        CHECK(house.send("/trips/1", {{"age-1", ""}, {field(id), ""}}).status == 303);
    });
}

TEST_CASE("a question keeps all that its form says")
{
    for_each_trip([](TripHouse& house) {
        house.add({{"title", "Сколько мест?"},
                   {"hint", "В машине"},
                   {"kind", "number"},
                   {"scope", "each"},
                   {"moment", "afterwards"},
                   {"obligatory", "1"},
                   {"least", "1"},
                   {"most", "1 000"},
                   {"age_least", "18"},
                   {"age_most", "99"}});
        const auto content = house.questions().all[0].content;
        const QuestionContent wanted{.title = "Сколько мест?",
                                     .hint = "В машине",
                                     .kind = Kind::number,
                                     .scope = Scope::each,
                                     .moment = Moment::afterwards,
                                     .obligatory = true,
                                     .least = 1,
                                     .most = 1'000,
                                     .age_least = 18,
                                     .age_most = 99};
        CHECK(content == wanted);
        CHECK(says(house.page(office), "Потом, отдельной анкетой"));
        CHECK_FALSE(says(house.page("/trips/1"), "Сколько мест?"));
    });
}

}  // namespace questions_office_test
