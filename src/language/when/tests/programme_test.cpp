#include "language/when/programme.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <random>

#include "core/expect.hpp"
#include "core/text.hpp"

namespace programme_test {

using namespace veche;
using namespace veche::language;

namespace {

struct Row {
    std::string typed, understood, refused, line;
};

std::string broken(std::string text)
{
    for (std::size_t at = 0; (at = text.find("<br>", at)) != std::string::npos; ++at) text.replace(at, 4, "\n");
    return text;
}

/// The rows of the four-column table of the page.
std::vector<Row> rows_of_page()
{
    std::ifstream page("docs/rules/programme.md");
    REQUIRE(page);
    std::vector<Row> rows;
    for (std::string line; std::getline(page, line);) {
        std::vector<std::string> cells;
        for (std::size_t at = 1; line.starts_with("| ") && at < line.size();) {
            const auto end = std::min(line.find('|', at), line.size());
            cells.push_back(broken(std::string(trimmed(std::string_view(line).substr(at, end - at)))));
            at = end + 1;
        }
        if (cells.size() == 4 && cells[0] != "typed") rows.push_back({cells[0], cells[1], cells[2], cells[3]});
    }
    return rows;
}

std::string value_of(const Refusal& refusal, std::string_view name)
{
    for (const auto& [key, value] : refusal.values)
        if (key == name) return value;
    return {};
}

}  // namespace

TEST_CASE("every programme of docs/rules/programme.md is understood or refused as the table says")
{
    const auto rows = rows_of_page();
    CHECK(rows.size() > 30);
    for (const auto& row : rows) {
        const auto read = parse_programme(row.typed, "programme");
        if (row.refused.empty()) {
            REQUIRE_MESSAGE(read.has_value(), row.typed);
            CHECK(programme_text(*read) == row.understood);
        } else {
            REQUIRE_MESSAGE(!read.has_value(), row.typed);
            CHECK_MESSAGE(read.error().message == row.refused, row.typed);
            CHECK_MESSAGE(value_of(read.error(), "line") == row.line, row.typed);
            CHECK(read.error().field == "programme");
        }
    }
}

TEST_CASE("a programme has its hours in minutes, an end only where one was written")
{
    const auto read = parse_programme("9.05 Сбор\r\n22:00–1:30 Танцы", "").value();
    REQUIRE(read.size() == 2);
    CHECK(read[0] == ProgrammeHour{9 * 60 + 5, std::nullopt, "Сбор"});
    CHECK(read[1] == ProgrammeHour{22 * 60, 90, "Танцы"});
    CHECK(hours_text(read[0]) == "9:05");
    CHECK(hours_text(read[1]) == "22:00–1:30");
}

TEST_CASE("the line that is wrong is told by its words, cut where they are long")
{
    const auto wrong = parse_programme("10:00 Открытие\nпотом " + std::string(200, 'x'), "programme");
    REQUIRE_FALSE(wrong.has_value());
    CHECK(count_code_points(value_of(wrong.error(), "words")) == 60);
    CHECK(value_of(wrong.error(), "words").starts_with("потом x"));
}

TEST_CASE("a programme holds fifty lines of three hundred characters, and not one more")
{
    std::string text;
    for (std::size_t i = 0; i < programme_most; ++i) text += "10:00 Зал " + std::to_string(i) + "\n\n";
    CHECK(parse_programme(text, "").value().size() == programme_most);
    CHECK(parse_programme(text + "11:00 Ещё", "").error().message == "programme.too_many");
    std::string title;
    for (std::size_t i = 0; i < programme_title_limit; ++i) title += "ж";
    CHECK(parse_programme("10:00 " + title, "").has_value());
    CHECK(parse_programme("10:00 " + title + "ж", "").error().message == "programme.long_title");
}

TEST_CASE("what is stored of a programme is read again as it was, whatever was typed")
{
    const std::vector<std::string> pieces = {"10:00", "22:00", "0:30",  " ",   "\u00A0", "–",     "-",        "—",
                                             ":",     ".",     ". ",    "до",  "с",      "в",     "•",        ",",
                                             "5",     "x",     "12:30", "Зал", "\n",     "12.30", " до 9:15", ";"};
    std::mt19937 random(7);
    int understood = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string typed = "10:00 ";
        for (auto left = random() % 8; left > 0; --left) typed += pieces[random() % pieces.size()];
        const auto read = parse_programme(typed, "");
        if (!read) continue;
        ++understood;
        CHECK_MESSAGE(load_programme(programme_text(*read)) == *read, typed);
    }
    CHECK(understood > 1'000);
    CHECK(load_programme("").empty());
    CHECK_THROWS_AS(load_programme("Обед"), Bug);
}

}  // namespace programme_test
