#pragma once

#include <span>
#include <string>
#include <string_view>

#include "app/import/header.hpp"
#include "app/import/table_words.hpp"
#include "features/plan/import/understand.hpp"

/// What the words of a plan's table say beyond those of any table.
namespace veche::plan::words {

using app::import::begins_like_section, app::import::begins_lower, app::import::heading_is_numbered,
    app::import::is_dash_or_empty, app::import::is_name, app::import::is_roman, app::import::is_signature,
    app::import::is_total, app::import::parse_number, app::import::section_of_heading, app::import::section_title,
    app::import::squeezed, app::import::title_key, app::import::year_in;

/// The words over the columns of a plan. Kind and age are `perhaps`: under "Вид мероприятия" many write the title, under "Возраст" whom
/// they expect.
std::span<const app::import::ColumnWord<Column>> column_words();

/// What the words over a column of time tell besides that.
struct TimeWords {
    bool clock = false;           // "Время": completes a date beside it
    bool start = false;           // "Дата начала", "Начало", "Дата с", "с"
    bool end = false;             // "Дата окончания", "Завершение", "по"
    bool another_matter = false;  // "Срок подачи заявок": not when the thing itself takes place
};
TimeWords time_words(std::string_view header);

/// "Наименование мероприятия", "Событие": the words over a title that speak of events; "Наименование" may be anything's.
enum class Named { events, anything, something_else };
Named what_is_named(std::string_view header);

/// "Лист1", "Sheet 2", "План", "Таблица": a name that a program or a hurry gave, which says nothing of what is in it.
bool says_nothing(std::string_view name);

}  // namespace veche::plan::words
