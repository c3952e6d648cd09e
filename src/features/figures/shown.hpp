#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "features/figures/asked.hpp"
#include "language/language.hpp"
#include "outside/table_writer.hpp"

namespace veche::figures {

/// A figure as it is told to everybody.
struct Shown {
    const app::Figure* figure = nullptr;
    Asked asked;
    std::int64_t value = 0;
    std::optional<std::int64_t> before;  // a year before; nullopt when nothing of it is known

    std::string path() const;  // "/figures/plan.lines"
};
Shown look_at(app::View& view, const app::Figure& figure, Asked asked);

/// Those open to everybody, in the order of the features. Throws NotFound for an id that is none of them.
std::vector<const app::Figure*> open_figures(const std::vector<app::Feature>& features);
const app::Figure& get_open(const std::vector<app::Feature>& features, std::string_view id);

/// "мероприятие", "мероприятия": the noun that follows the number.
std::string noun_of(const language::Words& words, const app::Figure& figure, std::int64_t count);
/// "1 января – 31 декабря 2026", "2026 год"; of a figure of what is so now, "сейчас".
std::string period_words(const language::Words& words, const Asked& asked);
/// The name of a dimension, and of one of its values: "Вид", "викторина"; of months "май 2026", on a page of that year "май".
std::string dimension_title(const language::Words& words, const app::Figure& figure, std::string_view id);
std::string value_title(const language::Words& words, const Shown& shown, std::string_view id,
                        const std::string& value);

/// {id, value, unit, title, definition, records}; `records` is the address of the first page of what is behind the value.
nlohmann::json figure_json(const language::Words& words, const Shown& shown);
/// {records: [{object, title, url, day, amount}], next: null | "/figures/…"}
nlohmann::json records_json(const Shown& shown, const app::FigureList& list, const std::string& base_url);
/// Every record of the figure, at most `sheet_most`: beyond it the last row says so.
outside::Sheet records_sheet(app::View& view, const language::Words& words, const Shown& shown);
inline constexpr std::size_t sheet_most = 20000;

}  // namespace veche::figures
