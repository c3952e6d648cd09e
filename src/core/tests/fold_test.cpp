#include "core/fold.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "core/letters.hpp"
#include "core/text.hpp"

using namespace veche;

TEST_CASE("texts that a reader takes for the same fold to the same")
{
    const std::vector<std::vector<std::string>> same = {
        {"концерт", "Концерт", "КОНЦЕРТ", "Кoнцерт", "Kонцерт", "Кон\u00ADцерт", "Ко\u200Bнцерт", "\uFEFFКонцерт ",
         "Конце\u0301рт", "Koнцepт", "концерт\u2060"},
        {"елка", "Ёлка", "Е\u0308лка", "ЁЛКА", "ёлка", "Eлкa"},
        {"бой", "Бой", "Бои\u0306", "БОЙ", "БОИ\u0306"},
        {"тос южный", "ТОС «Южный»", "TOC „Южный“", "тос \"ЮЖНЫЙ\"", "ТОС 'Южный'", "ТОС\u00A0Южный", "ТОС\t\nЮжный",
         "ＴＯＣ Южный", "ТОС ‘Южный’", "ТOС ``Южный''", "ТОС ″Южный″", "TOС\u3000『Южный』"},
        {"школа №5", "Школа № 5", "Школа №5", "школа N5", "Школа N 5", "Школа No 5", "Школа No. 5", "Школа N° 5",
         "Школа Nº5", "Школа #5", "Шкoла №\u00A05", "Школа Nо5", "Школа ＃５"},
        {"хх век", "XX век", "ХХ век", "XХ век", "хх век", "Ⅹx век"},
        {"xxi век", "XXI век", "ХХI век", "ХХІ век", "xxi век", "ⅩⅪ век", "XXІ век"},
        {"vii", "VII", "VІІ", "Ⅶ"},
        {"wi-fi", "Wi-Fi", "WI‑FI", "Wі–Fі", "wi—fi"},
        {"it-парк", "IT-парк", "IТ-парк", "ІТ–парк", "it‐паpк"},
        {"covid", "COVID", "СOVID", "СОVID", "Соvid"},
        {"о'генри", "О’Генри", "О'Генри", "O`Генри", "ОʼГенри"},
        {"м2", "м²", "М2", "m2", "Ｍ２"},
        {"cafe fruhling", "Café Frühling", "Cafe\u0301 Fru\u0308hling", "CAFÉ FRÜHLING"},
        {"5 класс", "5️⃣ класс", "5 класс", "𝟓 класс", "₅ класс"},
        {"👍 ура", "👍🏽 ура", "👍\uFE0F ура"},
        {"ӟечь", "Ӟечь", "ӟечь", "З\u0308ечь"},
        {"и т. д...", "и т. д…", "И т. д..."},
        {"", "", " ", "«»", "\u200B\uFEFF", "''", "\xFF", "\xC0\x80", std::string("\0", 1)},
    };
    for (const auto& spellings : same)
        for (const auto& one : spellings) CHECK_MESSAGE(fold(one) == fold(spellings.front()), one, " -> ", fold(one));
    CHECK(fold("TOC") == "тос");
    CHECK(fold("ХХI") == "xxi");
    CHECK(fold("Школа N 5, TOC «Южный»") == "школа №5, тос южный");
}

TEST_CASE("texts that a reader tells apart fold apart")
{
    const std::vector<std::pair<std::string, std::string>> different = {
        {"Бой", "Бои"},
        {"Школа №5", "Школа №15"},
        {"Школа 5", "Школа №5"},
        {"Дом-2", "Дом2"},
        {"Дом культуры", "Домкультуры"},
        {"мир", "мыр"},
        {"ТОС Южный", "ТОС Южная"},
        {"IV", "VI"},
        {"🎄", "🎃"},
    };
    for (const auto& [a, b] : different) CHECK_MESSAGE(fold(a) != fold(b), a);
}

TEST_CASE(
    "whichever letters of a word come from the other alphabet, it folds to the same, and folding twice is folding once")
{
    const std::u32string latin = U"ABCEHKMOPTXYaceopxykbhmt", cyrillic = U"АВСЕНКМОРТХУасеорхуквнмт";
    const std::vector<std::u32string> words = {
        U"МАРТ", U"Хор ТОС",    U"Космос", U"ОКТЯБРЬ", U"СМС-опрос",   U"PROдвижение", U"ЗОЖfest",
        U"MAXI", U"XIX-XX вв.", U"N 5",    U"no 7",    U"Точка Роста", U"Театр BOOM"};
    for (const auto& word : words) {
        const std::string expected = fold(utf8(word));
        for (unsigned mask = 0; mask < 1024; ++mask) {
            std::u32string swapped = word;
            for (std::size_t i = 0; i < swapped.size(); ++i) {
                if ((mask >> (i % 10) & 1) == 0) continue;
                if (const auto at = latin.find(swapped[i]); at != std::u32string::npos)
                    swapped[i] = cyrillic[at];
                else if (const auto other = cyrillic.find(swapped[i]); other != std::u32string::npos)
                    swapped[i] = latin[other];
            }
            const std::string text = utf8(swapped);
            REQUIRE_MESSAGE(fold(text) == expected, text);
        }
        CHECK(fold(expected) == expected);
    }
}

TEST_CASE("any bytes fold to clean text that folds to itself")
{
    unsigned state = 7;
    const std::u32string signs = U"nNоo.№#5 '’\"«-–—ёйиИ\u0306\u0308\u00ADВBa\u0301xХ1°ºІі\U0001F384\uFE0Fﬁ…ß";
    for (int round = 0; round < 20'000; ++round) {
        std::u32string points;
        std::string text;
        for (int i = 0; i < 12; ++i) {
            state = state * 1664525 + 1013904223;
            points += signs[(state >> 16) % signs.size()];
            if (round % 2 == 0) text += char(state >> 24);
        }
        if (round % 2 == 1) text = utf8(points);
        const std::string folded = fold(text);
        REQUIRE(is_clean_utf8(folded));
        REQUIRE_MESSAGE(fold(folded) == folded, text);
    }
}

TEST_CASE("the beginning of a word is a part of it, in whichever alphabet it would be alone")
{
    const std::pair<std::string, std::string> parts[] = {
        {"Вакцинация от COVID", "co"}, {"XXI век", "хх"},  {"XXI век", "xx"},
        {"Кафе «Maxi»", "ма"},         {"Кoнцерт", "КОН"}, {"Team ТОС", "tea"}};
    for (const auto& [text, part] : parts)
        CHECK_MESSAGE(fold_part(text).find(fold_part(part)) != std::string::npos, part);
    CHECK(fold_part("Maxi") == fold_part("МАХi"));
    CHECK(fold_part("пол") != fold_part("пил"));
}

TEST_CASE("the words of a text are its runs of letters and digits")
{
    using Words = std::vector<std::string>;
    CHECK(folded_words("Школа № 7-я, «Точка роста»!") == Words{"школа", "7", "я", "точка", "роста"});
    CHECK(folded_words("info@yurga.ru — О’Генри 🎄") == Words{"info", "yurga", "ru", "о", "генри"});
    CHECK(folded_words("№ … 🎄 —").empty());
    CHECK(folded_together("Дом культуры «Победа»") == "домкультурыпобеда");
    CHECK(folded_together("🎄") == "");
}
