#include "language/word_stem.hpp"

#include <doctest/doctest.h>

#include <sstream>
#include <string>

#include "core/fold.hpp"

using namespace veche;

TEST_CASE("the forms of a word have one stem, with the vowels that come and go")
{
    for (const std::string forms : {"саженец саженцев саженцы саженцами саженца",
                                    "конец конца концы",
                                    "боец бойца бойцов",
                                    "подарок подарка подарков",
                                    "кружок кружка кружков",
                                    "урок урока уроков",
                                    "огонь огня огней",
                                    "день дня дни дней днями днём",
                                    "девушка девушек",
                                    "ярмарка ярмарок ярмарки",
                                    "окно окна окон",
                                    "письмо писем письма письмами",
                                    "деревня деревень",
                                    "песня песен песни",
                                    "семья семьи семей семьям",
                                    "копейка копеек",
                                    "учитель учителя учителей",
                                    "музей музея музеев музеи",
                                    "церковь церкви",
                                    "концерт концерты концертов",
                                    "площадь площади площадей",
                                    "выставка выставок",
                                    "ребята ребят ребятам",
                                    "дети детей детям детьми",
                                    "ветеран ветераны ветеранов ветеранам",
                                    "весна весны вёсен",
                                    "герой героя герои",
                                    "баян баяны баянов",
                                    "член члены членов",
                                    "сцена сцены сцен",
                                    "украшение украшения украшена",
                                    "имя имени имена",
                                    "время времени",
                                    "лёд льда льду",
                                    "пёс псы псов",
                                    "ёлка елок ёлки",
                                    "библиотека библиотек",
                                    "сестра сестёр сёстры",
                                    "Дворы ДВОРОВ двор",
                                    "library libraries",
                                    "Evening evenings",
                                    "друзья друзей друзьям",
                                    "хоккей хоккея",
                                    "фестиваль фестивали фестивалями",
                                    "зал зала залы",
                                    "материал материала материалов"}) {
        std::istringstream words(forms);
        std::string word, first;
        words >> first;
        while (words >> word) CHECK_MESSAGE(language::word_stem(fold(word)) == language::word_stem(fold(first)), word);
    }
}

TEST_CASE("words that are not forms of one another keep stems of their own")
{
    for (const auto& [a, b] : {std::pair("парк", "парад"),
                               {"елка", "полка"},
                               {"конец", "конкурс"},
                               {"песня", "пес"},
                               {"день", "деньги"},
                               {"сад", "саженец"},
                               {"7", "17"},
                               {"двор", "дворец"},
                               {"школа", "школьник"}})
        CHECK_MESSAGE(language::word_stem(a) != language::word_stem(b), a);
    CHECK(language::word_stem("") == "");
    CHECK(language::word_stem("5") == "5");
    CHECK(language::word_stem("日本語") == "日本語");
}
