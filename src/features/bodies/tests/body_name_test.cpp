#include "features/bodies/body_name.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace body_name_test {

using namespace veche::bodies;

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

}  // namespace body_name_test
