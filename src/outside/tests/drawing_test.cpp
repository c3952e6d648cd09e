#include "outside/drawing.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "outside/paper.hpp"
#include "outside/poster.hpp"
#include "outside/svg_picture.hpp"

using namespace veche;
using namespace veche::outside;

namespace {

/// How many letters of it would be drawn as boxes of hexadecimal digits.
int boxes_in(const std::string& text, int weight)
{
    const drawing::Desk desk;
    drawing::Pdf pdf(500, 500, "", "", {});
    const auto layout = drawing::layout(pdf.pen(), text, {12, weight}, 400);
    return pango_layout_get_unknown_glyphs_count(layout.get());
}

Poster of_two_rows()
{
    Poster poster;
    poster.town = "Юрга";
    poster.title = "Июль";
    poster.year = "2021";
    poster.link = "https://yurga.example/plan/2021";
    poster.link_words = "yurga.example/plan/2021";
    return poster;
}

Paper of_lines(int count)
{
    Paper paper;
    paper.title = "План";
    PaperTable table;
    table.columns = {{"№", 1}, {"Мероприятие", 5}};
    for (int i = 0; i < count; ++i)
        table.rows.push_back(
            {PaperTable::RowKind::line, {{{std::to_string(i)}}, {{"Ярмарка хлѣба 🎉 " + std::to_string(i)}}}});
    paper.blocks.push_back(table);
    return paper;
}

}  // namespace

TEST_CASE("no letter and no sign stands on paper as a box of hexadecimal digits")
{
    for (const std::string text :
         {"Ярмарка хлѣба, Ѳеодоръ, ѵпостась", "Кӧӧк, Ӱлгер, җыр, бәйрәм, ңөү, ҙ ҫ ҡ һ",
          "★ ❄ 🎉 ✔ ☎ ♥ ☀ → ½ № ₽ € ⚽ 🎄 🏆 🧒🏽 👨‍👩‍👧 🇷🇺",
          "Ћирилица, Ґанок, Ўзбек, Ӂ, Ԥ", "Ελληνικά, Հայերեն, ქართული", "漢字かな한국어ไทย देवनागरी",
          "й ё и́ о̆ (из двух знаков)", "\u00ad\u200b\u200d\ufeff\u2028мягкий перенос", "\ue000\uf8ff частное",
          "🪿🫨🩷 новее шрифта", "❤️ ☺︎"}) {
        CAPTURE(text);
        for (const int weight : {400, 600, 700, 800}) CHECK(boxes_in(text, weight) == 0);
    }
}

TEST_CASE("a sign that some font of ours has is printed, another is left out, a strange letter leaves a mark")
{
    for (const std::string kept : {"хлѣба", "★ ❄ 🎉 ✔", "Сдал ✔ норму", "100 ₽", "ҙ ҫ ҡ һ", "две\nстроки"})
        CHECK(drawing::printable(kept) == kept);
    CHECK(drawing::printable("праздник \ue123двора") == "праздник двора");
    CHECK(drawing::printable("漢字") == "??");
    CHECK(drawing::printable("и\u0306од") == "йод");
    CHECK(drawing::printable("❤\ufe0f") == "❤");
    CHECK(drawing::printable("а\x01\uffff\xff"
                             "б") == "аб");
}

TEST_CASE("two documents are drawn at once, each by its own hand")
{
    REQUIRE(drawing::desks_most() >= 2);
    // Each poster tells of the rows that found no room in the midst of its drawing, and goes on only when the other is as far.
    std::mutex mutex;
    std::condition_variable both;
    int there = 0;
    auto poster = of_two_rows();
    for (int i = 0; i < 200; ++i)
        poster.rows.push_back({"6", "вторник", "12:00", "Праздник двора", "парк", "", "", false});
    bool met = true;
    poster.more = [&](std::size_t) {
        std::unique_lock lock(mutex);
        ++there;
        both.notify_all();
        if (!both.wait_for(lock, std::chrono::seconds(60), [&] { return there >= 2; })) met = false;
        return std::string("и ещё");
    };
    std::string first, second;
    std::thread other([&] { second = draw_poster(poster); });
    first = draw_poster(poster);
    other.join();
    CHECK(met);
    CHECK(first == second);
}

TEST_CASE("a document drawn beside many others is the same to the last byte")
{
    const auto paper = of_lines(40);
    const auto alone = write_pdf(paper);
    std::vector<std::thread> hands;
    std::vector<std::string> drawn(6);
    for (auto& one : drawn)
        hands.emplace_back([&] {
            for (int i = 0; i < 3; ++i) one = write_pdf(paper);
        });
    for (auto& hand : hands) hand.join();
    for (const auto& one : drawn) CHECK(one == alone);
}

TEST_CASE("a coat of arms is drawn once for all its posters, and one that has no end not at all")
{
    const std::string arms =
        R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0h10v10z" fill="#ff0000"/></svg>)";
    const auto drawn = drawn_coat(arms, 100);
    REQUIRE(drawn);
    CHECK(drawn->side == 100);
    CHECK(drawn_coat(arms, 100) == drawn);  // the very same
    const auto point = [&](int x, int y) {
        return static_cast<unsigned char>(drawn->points[std::size_t(y * drawn->stride + 4 * x + 2)]);
    };
    CHECK(point(80, 10) == 255);
    CHECK(point(10, 80) == 0);
    std::string bomb = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><defs>";
    for (int i = 0; i < 30; ++i)
        bomb += fmt::format("<g id=\"g{0}\"><use href=\"#g{1}\"/><use href=\"#g{1}\"/></g>", i, i + 1);
    bomb += "<g id=\"g30\"><rect width=\"1\" height=\"1\"/></g></defs><use href=\"#g0\"/></svg>";
    CHECK(drawn_coat(bomb, 100) == nullptr);
    auto poster = of_two_rows();
    poster.emblem = bomb;  // kept by an older program
    CHECK(draw_poster(poster).starts_with("%PDF"));
    poster.emblem = arms;
    CHECK(draw_poster(poster).size() > 1000);
}
