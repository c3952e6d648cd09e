#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "features/plan/import/understand.hpp"

/// What the words of an office's table say, cell by cell.
namespace veche::plan::words {

/// Folded, only letters, digits and "№": "Ответствен-\nные лица" -> "ответственныелица". So the line breaks, hyphens and
/// points of narrow header cells do not matter.
std::string squeezed(std::string_view text);

/// What two titles are compared by: folded_together() of their first words and a print of the rest, so that a sheet of pages of
/// text costs no more than a sheet of titles. "" for one without letters and digits.
std::string title_key(std::string_view title);

/// Every meaning that a header's words can have: "Дата и место" has two. The first is the best one.
struct Meaning {
    Column column = Column::other;
    std::optional<Column> also;
    bool certain = false;  // a word that stands only over such columns; "мероприятие" may stand over any
    /// Kind or age, if the cells below say so: under "Вид мероприятия" many write the title, under "Возраст" whom they expect.
    std::optional<Column> perhaps;
};
Meaning meaning_of(std::string_view header);

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

/// The year that the name of a sheet or a heading tells: "План на 2021 год" -> 2021; nullopt for none or for several.
std::optional<int> year_in(std::string_view text);
/// "Лист1", "Sheet 2", "План", "Таблица": a name that a program or a hurry gave, which says nothing of what is in it.
bool says_nothing(std::string_view name);
/// The last of the words above a table, when they can be the name of its section: not "План на 2021 год", "Продолжение", a
/// sentence or a signature. "" when they cannot.
std::string section_of_heading(std::string_view heading);
/// The last of them begins as a section does: "II. Спорт".
bool heading_is_numbered(std::string_view heading);

/// "—", "–", "-" and nothing.
bool is_dash_or_empty(std::string_view text);

/// The number of a line: "7", "7.", "7)", "№ 7" -> {7}; "1.2", "1.2." -> composite.
struct LineNumber {
    int value = 0;  // of the last part
    int parts = 1;
};
std::optional<LineNumber> parse_number(std::string_view text);

/// "IV", "IV.", with Cyrillic look-alikes.
bool is_roman(std::string_view text);

/// Begins as a section does: "I. …", "Раздел 2 …", "1. …" is not enough.
bool begins_like_section(std::string_view text);

/// "Раздел II. Культура", "II. Культура", "2. Культура" -> "Культура"; a text that is nothing but a numeral stays.
std::string section_title(std::string_view text);

/// "Итого", "Всего мероприятий: 40", "И Т О Г О", "Общее количество"; not "Итоговый концерт".
bool is_total(std::string_view text);

/// Signs of a signature or approval: a line to sign on, "Исполнитель:", "Согласовано", a name with initials alone.
bool is_signature(std::string_view text);
/// "И.И. Иванов" or "Иванов И. И." and nothing else.
bool is_name(std::string_view text);

bool begins_lower(std::string_view text);

}  // namespace veche::plan::words
