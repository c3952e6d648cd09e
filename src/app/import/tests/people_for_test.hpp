#pragma once

// A list of people with their telephones: the columns that a small feature would bring.

#include "app/import/tables.hpp"

namespace veche::app::import::test {

enum class Column { number, name, phone, grade, other };

inline constexpr ColumnWord<Column> column_words[] = {
    {"№", Column::number, Says::whole},
    {"фио", Column::name, Says::whole},
    {"фамилия", Column::name, Says::first},
    {"имя", Column::name},
    {"телефон", Column::phone},
    {"контакт", Column::phone},
    {"класс", Column::grade, Says::perhaps},
    {"участник", Column::name, Says::weakly},
};
inline constexpr Column once[] = {Column::number, Column::name, Column::grade};

inline Vocabulary<Column> people()
{
    return {.words = column_words,
            .title = Column::name,
            .once = once,
            .least = 2,
            .fits = [](Column, const std::string& text) { return text.size() <= 2; }};
}
inline TableRules<Header<Column>> people_rules()
{
    return {.header = rules_of(people()), .left_out = "draft.table_left_out"};
}

}  // namespace veche::app::import::test
