// An organiser's questions on the pages of sign-up: asked, shown, exported; and what is asked afterwards.

#include <doctest/doctest.h>

#include "features/participation/questions/tests/asking_hall_for_test.hpp"

namespace participation_questions_pages_test {

using namespace veche;
using namespace veche::participation;
using namespace veche::participation::test;
using namespace std::chrono_literals;

namespace {

std::string field(Id<questions::Question> id, int row = whole_entry)
{
    const auto name = "q-" + to_text(id);
    return row == whole_entry ? name : name + "-" + std::to_string(row);
}

void put(Fields& fields, const std::string& name, const std::string& value)
{
    const auto found = std::ranges::find(fields, name, &Fields::value_type::first);
    if (found == fields.end())
        fields.emplace_back(name, value);
    else
        found->second = value;
}

/// A family of two before its form: «Размер» of each, «Какой класс?» once, and «Кто забирает?» of those to 13.
struct Family : AskingHall {
    explicit Family(House& house) : AskingHall(house), anna(house), gleb(house, "Глеб")
    {
        fetch = ask({.title = "Кто забирает?", .hint = "", .obligatory = true, .age_most = 13});
        anna.get(page());
        form = {{"contact", "Анна"},   {"email", "anna@mail.example"},
                {"phone", ""},         {"group", ""},
                {"name-1", "Маша"},    {"age-1", "9"},
                {"name-2", "Пётр"},    {"age-2", "40"},
                {"rows", "2"},         {"key", anna.between("name=\"key\" value=\"", "\"")},
                {"data_consent", "1"}, {"child_consent", "1"}};
        put(form, field(size, 1), "S");
        put(form, field(size, 2), "L");
        put(form, field(grade), "5а");
        put(form, field(fetch, 1), "бабушка");
        put(form, field(fetch, 2), "");
    }
    std::string page() const { return "/sign-up/" + to_text(occasion()); }
    std::string office(const std::string& end = "") const
    {
        return "/office/occasions/" + to_text(occasion()) + "/sign-up" + end;
    }
    void sign_up()
    {
        anna.post(page(), form);
        REQUIRE(anna.status() == 303);
        own = anna.location();
        anna.get(own);
    }
    /// «Что взять?» of each and «Кто старший?» of the entry, asked afterwards; opened.
    void open_follow_up()
    {
        take = ask({.title = "Что взять?",
                    .hint = "",
                    .kind = Kind::several,
                    .moment = Moment::afterwards,
                    .choices = {{0, "палатку"}, {0, "гитару"}}});
        elder = ask({.title = "Кто старший?",
                     .hint = "",
                     .scope = Scope::once,
                     .moment = Moment::afterwards,
                     .obligatory = true});
        gleb.get(office("/follow-up"));
        gleb.post(office("/follow-up"), {{"version", "0"}, {"open", "1"}, {"closes_day", ""}, {"closes_clock", ""}});
        REQUIRE(gleb.location() == office("/follow-up"));
    }

    Browser anna, gleb;
    Id<questions::Question> fetch{}, take{}, elder{};
    Fields form;
    std::string own;
};

template <class Test>
void for_each_family(Test test)
{
    for_each_writing_house([&](House& house) {
        Family family(house);
        test(family);
    });
}

}  // namespace

TEST_CASE("the form of sign-up asks each guest in their fieldset and the entry once, and keeps what they answer")
{
    for_each_family([](Family& family) {
        auto& anna = family.anna;
        CHECK(anna.says("Вопрос для тех, кому нет 14."));
        CHECK(anna.says("data-age=\"age-1\""));
        CHECK(anna.count("Какой класс?") == 1);
        auto more = family.form;
        put(more, "deed", "more");
        anna.post(family.page(), more);
        CHECK(anna.status() == 200);
        CHECK(anna.value_of(field(family.size, 2)) == "L");
        CHECK(anna.says("name=\"" + field(family.size, 3) + "\""));
        family.sign_up();
        for (const std::string words : {"Размер", "бабушка", "Какой класс?", "5а"})
            CHECK_MESSAGE(anna.says(words), words);
    });
}

TEST_CASE("what is wrong with an answer stands beside it, in the order of the form, and nobody is signed up")
{
    for_each_family([](Family& family) {
        auto& anna = family.anna;
        auto wrong = family.form;
        put(wrong, field(family.fetch, 1), "");
        put(wrong, field(family.fetch, 2), "дедушка");
        put(wrong, "email", "не почта");
        anna.post(family.page(), wrong);
        CHECK(anna.status() == 422);
        CHECK(anna.error_of(field(family.fetch, 1)) == "Ответьте на этот вопрос.");
        CHECK(anna.error_of(field(family.fetch, 2)).starts_with("Вопрос для тех, кому нет 14."));
        CHECK(anna.value_of(field(family.fetch, 2)) == "дедушка");
        const auto list = anna.between("data-errors>", "</ul>");
        CHECK(list.find("#email") < list.find("#" + field(family.fetch, 1)));
        CHECK(list.find("#" + field(family.fetch, 1)) < list.find("#" + field(family.fetch, 2)));
        // A question by age asks for the age, and an answer without a name for the name.
        auto ageless = family.form;
        put(ageless, "age-2", "");
        anna.post(family.page(), ageless);
        CHECK(anna.error_of("age-2") != "");
        auto nameless = family.form;
        put(nameless, "name-2", "");
        put(nameless, "age-2", "");
        anna.post(family.page(), nameless);
        CHECK(anna.error_of("name-2") == "Укажите: «Имя и фамилия».");
        CHECK(family.house.yurga.read([&](app::View& view) {
            return store::list_entries(view.db, view.town.id, family.occasion(), std::nullopt, 0, 9).empty();
        }));
    });
}

TEST_CASE(
    "a question that was changed while the form was open comes back as it is now, and nothing goes without a word")
{
    for_each_family([](Family& family) {
        auto& anna = family.anna;
        family.edit(questions::Retire{family.fetch});
        anna.post(family.page(), family.form);
        CHECK(anna.status() == 409);
        CHECK(anna.says("организатор изменил вопросы"));
        CHECK_FALSE(anna.says("Кто забирает?"));
        CHECK(anna.value_of(field(family.size, 1)) == "S");
    });
}

TEST_CASE("the form of a change has the answers that were given, and those of guests who leave go")
{
    for_each_family([](Family& family) {
        auto& anna = family.anna;
        family.sign_up();
        anna.get(family.own + "/guests");
        CHECK(anna.value_of(field(family.size, 1)) == "S");
        CHECK(anna.value_of(field(family.size, 2)) == "L");
        CHECK(anna.value_of(field(family.grade)) == "5а");
        Fields change;
        for (const auto& [name, value] : family.form)
            if (name != "email" && name != "data_consent") change.emplace_back(name, value);
        put(change, "name-1", "Ира");
        put(change, field(family.size, 1), "M");
        put(change, field(family.grade), "");
        anna.post(family.own + "/guests", change);
        CHECK(anna.location() == family.own + "#who");
        anna.get(family.own);
        CHECK(anna.says("<dd class=\"paragraphs\">M</dd>"));
        CHECK_FALSE(anna.says("<dd class=\"paragraphs\">S</dd>"));
        CHECK_FALSE(anna.says("5а"));
    });
}

TEST_CASE("the office sees the answers with each entry and in the file, a column for each question")
{
    for_each_family([](Family& family) {
        family.sign_up();
        auto& gleb = family.gleb;
        gleb.get(family.office());
        for (const std::string& words : {std::string("бабушка"), std::string("5а"), family.office("/questions")})
            CHECK_MESSAGE(gleb.says(words), words);
        gleb.get(family.office(".csv"));
        CHECK(gleb.says("Размер;Какой класс?;Кто забирает?"));
        CHECK(gleb.says("S;5а;бабушка"));
        CHECK(gleb.says("L;5а;"));
        family.edit(questions::Retire{family.fetch});  // its answers are still exported
        gleb.get(family.office(".csv"));
        CHECK(gleb.says("S;5а;бабушка"));
        gleb.get(family.office("/questions"));
        CHECK(gleb.says("Больше не спрашиваем"));
        Browser vera(family.house, "Борис");
        for (const auto* page : {"/questions", "/questions/new", "/questions/preview", "/follow-up"}) {
            gleb.get(family.office(page));
            CHECK(gleb.status() == 200);
            vera.get(family.office(page));
            CHECK(vera.status() == 403);
        }
    });
}

TEST_CASE("those accepted are told once of what is asked afterwards, those accepted later in the letter that says so")
{
    for_each_family([](Family& family) {
        family.sign_up();
        family.letters();
        auto& gleb = family.gleb;
        gleb.get(family.office("/follow-up"));
        CHECK(gleb.says("В анкете нет вопросов"));
        family.open_follow_up();
        const auto letters = family.letters();
        REQUIRE(letters.size() == 1);
        CHECK(letters[0].kind == "participation.follow_up");
        CHECK(letters[0].subject == "Ответьте на вопросы: День города");
        CHECK(letters[0].text.find("/questions\n") != std::string::npos);
        gleb.get(family.office("/follow-up"));
        CHECK(gleb.says("Ответили 0 из 1"));
        // Closed and opened again: nobody is told twice.
        for (const auto* version : {"1", "2"})
            gleb.post(family.office("/follow-up"),
                      {{"version", version},
                       {version == std::string("2") ? "open" : "closes_day", version == std::string("2") ? "1" : ""}});
        CHECK(family.letters().empty());
        Application boris = family.application({"Борис"}, {});
        boris.email = Email::parse("boris@mail.example").value();
        REQUIRE(
            family.house.yurga.change([&](app::Work& work) { return sign_up(work, family.occasion(), boris, "boris"); })
                .has_value());
        const auto later = family.letters();
        REQUIRE(later.size() == 1);
        CHECK(later[0].kind == "participation.accepted");
        CHECK(later[0].text.find("Ответьте на вопросы организатора: https://yurga.example/sign-ups/") !=
              std::string::npos);
    });
}

TEST_CASE("what is asked afterwards is answered by the link, may be answered again, and the office sees who lacks")
{
    for_each_family([](Family& family) {
        family.sign_up();
        auto& anna = family.anna;
        anna.get(family.own + "/questions");
        CHECK(anna.says("Сейчас вас ни о чём не спрашивают."));
        family.open_follow_up();
        auto& gleb = family.gleb;
        gleb.get(family.office("/follow-up"));
        CHECK(gleb.says("anna@mail.example"));
        anna.get(family.own);
        CHECK(anna.says("Ответьте на вопросы организатора"));
        const auto page = family.own + "/questions";
        anna.get(page);
        anna.post(page, {{field(family.take, 0), "2"}, {field(family.elder), ""}});
        CHECK(anna.status() == 422);
        CHECK(anna.error_of(field(family.elder)) == "Ответьте на этот вопрос.");
        CHECK(anna.says("value=\"2\" checked"));
        anna.post(page, {{field(family.take, 0), "2"}, {field(family.elder), "Пётр"}});
        CHECK(anna.location() == family.own + "#who");
        anna.get(family.own);
        CHECK_FALSE(anna.says("Ответьте на вопросы организатора"));
        CHECK(anna.says("гитару"));
        CHECK(anna.says("бабушка"));  // what was answered at once stays
        gleb.get(family.office("/follow-up"));
        CHECK(gleb.says("Ответили 1 из 1"));
        CHECK_FALSE(gleb.says("anna@mail.example"));
        anna.get(page);
        CHECK(anna.value_of(field(family.elder)) == "Пётр");
        anna.post(page, {{field(family.elder), "Анна"}});
        CHECK(anna.location() == family.own + "#who");
        anna.get(family.own);
        CHECK_FALSE(anna.says("гитару"));
        // An obligatory question that is newer is asked again.
        family.ask({.title = "Телефон старшего?",
                    .hint = "",
                    .scope = Scope::once,
                    .moment = Moment::afterwards,
                    .obligatory = true});
        anna.get(family.own);
        CHECK(anna.says("Ответьте на вопросы организатора"));
    });
}

TEST_CASE("of an occasion that is off or has begun the page says so, and takes nothing")
{
    for_each_family([](Family& family) {
        family.sign_up();
        family.open_follow_up();
        auto& anna = family.anna;
        const auto page = family.own + "/questions";
        anna.get(page);
        const Fields answers{{field(family.elder), "Пётр"}};
        family.call_off();
        anna.get(page);
        CHECK(anna.status() == 200);
        CHECK_FALSE(anna.says("Отправить ответы"));
        anna.post(page, answers);
        CHECK(anna.status() == 422);
        CHECK(anna.value_of(field(family.elder)) == "Пётр");
        family.reopen();
        family.letters();
        family.house.yurga.now = family.kept().begins.value();
        anna.post(page, answers);
        CHECK(anna.status() == 422);
        CHECK(anna.says("Ответы больше не принимают."));
        CHECK_FALSE(family.house.yurga.read([&](app::View& view) {
            return store::has_followed(view.db, view.town.id,
                                       store::list_entries(view.db, view.town.id, family.occasion(), {}, 0, 9)[0].id);
        }));
    });
}

TEST_CASE("the office's hour ends the answers, and a follow-up is not opened for what is over")
{
    for_each_family([](Family& family) {
        family.sign_up();
        family.open_follow_up();
        auto& gleb = family.gleb;
        const auto page = family.office("/follow-up");
        gleb.post(page, {{"version", "1"}, {"open", "1"}, {"closes_day", ""}, {"closes_clock", "12:00"}});
        CHECK(gleb.error_of("closes_day") != "");
        gleb.post(page, {{"version", "1"}, {"open", "1"}, {"closes_day", "2021-07-02"}, {"closes_clock", "12:00"}});
        CHECK(gleb.location() == page);
        gleb.post(page, {{"version", "1"}, {"open", "1"}});
        CHECK(gleb.status() == 409);
        family.house.yurga.now = family.house.yurga.now + 24h * 3;
        auto& anna = family.anna;
        anna.get(family.own + "/questions");
        CHECK(anna.says("Ответы больше не принимают."));
        gleb.post(page, {{"version", "2"}, {"open", "1"}, {"closes_day", "2021-07-02"}});
        CHECK(gleb.status() == 422);
    });
}

}  // namespace participation_questions_pages_test
