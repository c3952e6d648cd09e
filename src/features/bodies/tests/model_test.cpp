#include "features/bodies/model.hpp"

#include <doctest/doctest.h>

namespace model_test {

using namespace veche;
using namespace veche::bodies;

namespace {

constexpr Instant noon{1'800'000'000'000};

Body body(std::int64_t id, Stage stage = Active{})
{
    Body one;
    one.id = Id<Body>(id);
    one.content.name = "ТОС «Южный»";
    one.stage = stage;
    return one;
}

}  // namespace

TEST_CASE("every kind and part has a word of its own and is read from it")
{
    for (const auto kind : all_kinds) CHECK(parse_kind(to_text(kind)) == kind);
    for (const auto part : {Part::chair, Part::member}) CHECK(parse_part(to_text(part)) == part);
    CHECK_FALSE(parse_kind("TOS").has_value());
    CHECK_FALSE(parse_part("").has_value());
    CHECK(to_text(Stage(Active{})) == "active");
    CHECK(to_text(Stage(Closed{})) == "closed");
    CHECK(to_text(Stage(Merged{})) == "merged");
}

TEST_CASE("a body is closed and works again; twice is once")
{
    const Body one = body(1);
    const auto gone = closed(one, noon);
    CHECK(gone->version == 2);
    CHECK_FALSE(gone->active());
    CHECK(closed(*gone, noon)->version == 2);
    CHECK(reopened(*gone, noon)->active());
    CHECK(reopened(one, noon)->version == 1);
}

TEST_CASE("the same words change nothing")
{
    const Body one = body(1);
    CHECK(revise(one, one.content, noon)->version == 1);
    auto content = one.content;
    content.about = "Дома у реки";
    const auto changed = revise(one, content, noon);
    CHECK(changed->version == 2);
    CHECK(changed->updated == noon);
}

TEST_CASE("merging: who may go into whom")
{
    struct Case {
        Stage from, into;
        std::int64_t into_id;
        const char* message;  // "" when it is done
    };
    for (const auto& one :
         {Case{Active{}, Active{}, 2, ""}, Case{Closed{}, Active{}, 2, ""}, Case{Merged{Id<Body>(2)}, Active{}, 2, ""},
          Case{Active{}, Active{}, 1, "bodies.merge_same"}, Case{Active{}, Closed{}, 2, "bodies.merge_into_closed"},
          Case{Active{}, Merged{Id<Body>(3)}, 2, "bodies.merge_into_closed"},
          Case{Merged{Id<Body>(3)}, Active{}, 2, "bodies.is_merged"}}) {
        const auto result = merged(body(1, one.from), body(one.into_id, one.into), noon);
        CHECK((result ? "" : result.error().message) == one.message);
        if (result) CHECK(result->stage == Stage(Merged{Id<Body>(2)}));
    }
}

TEST_CASE("what is merged is edited, closed and opened no more")
{
    const Body gone = body(1, Merged{Id<Body>(2)});
    CHECK(revise(gone, {}, noon).error().message == "bodies.is_merged");
    CHECK(closed(gone, noon).error().message == "bodies.is_merged");
    CHECK(reopened(gone, noon).error().message == "bodies.is_merged");
}

TEST_CASE("names that differ in case, ё, quotes, dashes and spaces are one name")
{
    const std::vector<std::vector<std::string>> same = {
        {"тос березовая роща", "ТОС «Берёзовая роща»", "тос  \"БЕРЕЗОВАЯ РОЩА\"", "ТОС „Берёзовая роща“ ",
         "ТОС ‘Берёзовая роща’", "ТОС\u00A0«Берёзовая\u202Fроща»", "ТОС «Бере\u0308зовая роща»",
         "\uFEFFТОС Бере\u00ADзовая роща", "ТОС\n«Берёзовая роща»"},
        {"тос южный", "ТОС «Южный»", "TOC «Южный»", "ТOС 'Южный'", "TOC Южныи\u0306", "ＴＯＣ «Южный»",
         "ТОС Южный\uFE0F"},
        {"школа№5", "Школа N 5", "Школа No. 5", "Шкoлa N°5", "Школа #5", "Школа №5", "Школа № 5", "ШКОЛА №5",
         "школа  №  5"},
        {"дом культуры-филиал", "Дом культуры — филиал", "Дом культуры – филиал", "дом культуры -филиал",
         "Дом культуры\u2011филиал", "Дом культуры \u2212 филиал"},
        {"мбук цбс г.юрги", "МБУК «ЦБС» г. Юрги", "МБУК ЦБС г.Юрги", "мбук \"цбс\" г . юрги"},
        {"совет ветеранов(городской)", "Совет ветеранов (городской)", "Совет ветеранов ( городской )"},
        {"спорт,молодежь/дети", "Спорт, молодёжь / дети", "спорт ,молодежь/дети"},
    };
    for (const auto& spellings : same)
        for (const auto& one : spellings) CHECK_MESSAGE(folded_name(one) == spellings.front(), one);
}

TEST_CASE("likeness is not equality")
{
    CHECK(folded_name("ТОС Берёзовая") != folded_name("ТОС Берёзовая роща"));
    CHECK(folded_name("Школа № 5") != folded_name("Школа № 15"));
    CHECK(folded_name("Школа 5") != folded_name("Школа № 5"));
    CHECK(folded_name("ТОС IV квартал") != folded_name("ТОС VI квартал"));
    CHECK(folded_name("Дом культуры") != folded_name("Домкультуры"));
    CHECK(folded_name("ТОС Южный") != folded_name("ТОС Южная"));
}

TEST_CASE("what is only quotes and spaces is no name, and folding twice is folding once")
{
    for (const std::string nothing : {"", " ", "«»", "\"' `", "\u200B\uFEFF"}) CHECK(folded_name(nothing).empty());
    for (const std::string name : {"ТОС «Берёзовая роща»", "Школа № 5", "- /", "a , b"})
        CHECK(folded_name(folded_name(name)) == folded_name(name));
}

TEST_CASE("what a name sounds like is proposed")
{
    CHECK(guess_kind("ТОС «Берёзовая роща»") == Kind::tos);
    CHECK(guess_kind("МБУК «ЦБС»") == Kind::institution);
    CHECK(guess_kind("Дом культуры «Победа»") == Kind::institution);
    CHECK(guess_kind("Отдел по взаимодействию с общественностью") == Kind::department);
    CHECK(guess_kind("АО «Юргинский завод»") == Kind::enterprise);
    CHECK(guess_kind("Городской совет ветеранов") == Kind::association);
    CHECK(guess_kind("Глава города") == Kind::other);
}

}  // namespace model_test
