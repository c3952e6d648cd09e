#pragma once

// What the words of an office's table say, whatever the table is of.

#include <optional>
#include <string>
#include <string_view>

namespace veche::app::import {

/// Folded, only letters, digits and "№": "Ответствен-\nные лица" -> "ответственныелица". So the line breaks, hyphens and
/// points of narrow header cells do not matter.
std::string squeezed(std::string_view text);

/// What two titles are compared by: folded_together() of their first words and a print of the rest, so that a sheet of pages of
/// text costs no more than a sheet of titles. "" for one without letters and digits.
std::string title_key(std::string_view title);

/// The one year that a text names, 1900–2099; nullopt when it names none or several.
std::optional<int> year_in(std::string_view text);

/// "—", "-" and their like, or nothing.
bool is_dash_or_empty(std::string_view text);

/// The number of a row: "7", "7.", "7)", "№ 7" -> {7}; "1.2", "1.2." -> composite.
struct RowNumber {
    int value = 0;  // of the last part
    int parts = 1;
};
std::optional<RowNumber> parse_number(std::string_view text);

/// "IV", "IV.", with Cyrillic look-alikes.
bool is_roman(std::string_view text);

/// Begins as a section does: "I. …", "Раздел 2 …"; "1. …" is not enough.
bool begins_like_section(std::string_view text);
/// "Раздел II. Культура", "II. Культура", "2. Культура" -> "Культура"; a text that is nothing but a numeral stays.
std::string section_title(std::string_view text);
/// The last line of the words above a table begins like a section.
bool heading_is_numbered(std::string_view heading);
/// The section that the words above a table name: their last line, if it is no name of the whole, no approval and no sentence; else "".
std::string section_of_heading(std::string_view heading);

/// "Итого", "Всего мероприятий: 40", "И Т О Г О", "Общее количество"; not "Итоговый концерт".
bool is_total(std::string_view text);

/// Signs of a signature or approval: a line to sign on, "Исполнитель:", "Согласовано", a name with initials alone.
bool is_signature(std::string_view text);
/// "И.И. Иванов" or "Иванов И. И." and nothing else.
bool is_name(std::string_view text);

bool begins_lower(std::string_view text);

}  // namespace veche::app::import
