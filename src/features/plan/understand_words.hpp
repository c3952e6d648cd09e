#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "features/plan/understand.hpp"

/// What the words of an office's table say, cell by cell.
namespace veche::plan::words {

/// Lower case, ё as е, only letters, digits and "№": "Ответствен-\nные лица" -> "ответственныелица". So the line
/// breaks, hyphens and points of narrow header cells do not matter.
std::string squeezed(std::string_view text);

/// Lower case, ё as е; nothing is left out.
std::string folded(std::string_view text);

/// Every meaning that a header's words can have: "Дата и место" has two. The first is the best one.
struct Meaning {
    Column column = Column::other;
    std::optional<Column> also;
    bool certain = false;  // a word that stands only over such columns; "мероприятие" may stand over any
    bool clock = false;    // "Время": completes a date beside it
    /// Kind or age, if the cells below say so: under "Вид мероприятия" many write the title, under "Возраст" whom they expect.
    std::optional<Column> perhaps;
};
Meaning meaning_of(std::string_view header);

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

/// "Итого", "Всего мероприятий: 40"; not "Итоговый концерт".
bool is_total(std::string_view text);

/// Signs of a signature or approval: a line to sign on, "Исполнитель:", "Согласовано", a name with initials alone.
bool is_signature(std::string_view text);
/// "И.И. Иванов" or "Иванов И. И." and nothing else.
bool is_name(std::string_view text);

bool begins_lower(std::string_view text);

}  // namespace veche::plan::words
