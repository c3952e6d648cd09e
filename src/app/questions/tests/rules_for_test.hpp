#pragma once

// The questions of a bus trip, as the examples of docs/rules/questions.md have them.

#include <doctest/doctest.h>

#include <fstream>
#include <string>
#include <vector>

#include "app/questions/model.hpp"
#include "core/embedded.hpp"
#include "core/text.hpp"
#include "language/language.hpp"

namespace veche::app::questions::test {

inline const language::Words& words(language::Code code = language::Code::ru)
{
    static const auto file = [](std::string_view name) {
        for (const auto& one : embedded_files())
            if (one.name == name) return std::string(one.content);
        return std::string();
    };
    static const language::Catalogues made(file("language/ru.mo"), file("language/en.mo"));
    return made.words(code);
}

/// The rows of the table of docs/rules/questions.md that begins with this cell, without its heading.
inline std::vector<std::vector<std::string>> rules(std::string_view first, std::size_t columns)
{
    std::ifstream page("docs/rules/questions.md");
    REQUIRE(page);
    std::vector<std::vector<std::string>> rows;
    bool here = false;
    for (std::string line; std::getline(page, line);) {
        std::vector<std::string> cells;
        for (std::size_t at = 1; line.starts_with("|") && at < line.size();) {
            const auto end = std::min(line.find('|', at), line.size());
            cells.emplace_back(trimmed(std::string_view(line).substr(at, end - at)));
            at = end + 1;
        }
        if (here && cells.empty()) break;
        if (here && !cells[0].starts_with("---")) rows.push_back(cells);
        if (!cells.empty() && cells[0] == first) here = true;
    }
    REQUIRE_FALSE(rows.empty());
    for (const auto& row : rows) REQUIRE(row.size() == columns);
    return rows;
}

inline QuestionContent content(std::string title, Kind kind = Kind::text, Scope scope = Scope::each)
{
    QuestionContent made{.title = std::move(title), .hint = "", .kind = kind, .scope = scope};
    if (has_choices(kind)) made.choices = {{0, "да"}, {0, "нет"}, {0, "не знаю"}};
    return made;
}

/// The key of the next question that add() makes.
inline Id<Question> key(std::int64_t number)
{
    return Id<Question>(number);
}

inline Questions add(Questions questions, QuestionContent content)
{
    const auto id = key(std::int64_t(questions.all.size()) + 1);
    return with_content(std::move(questions), id, std::move(content), false).value();
}

/// 1 «Нужен автобус?» да (1), нет (2), не знаю (3); 2 «Откуда забрать?», of those who said да. Both at once, of each person.
inline Questions bus()
{
    auto questions = add({.owner = "trip/1", .all = {}}, content("Нужен автобус?", Kind::choice));
    auto where = content("Откуда забрать?");
    where.after = After{key(1), 1};
    return add(std::move(questions), where);
}

}  // namespace veche::app::questions::test
