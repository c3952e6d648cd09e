#include "app/import/header.hpp"

#include <doctest/doctest.h>

#include "app/import/tests/people_for_test.hpp"
#include "app/import/tests/tables_for_test.hpp"

namespace header_test {

using namespace veche;
using namespace veche::app::import;
using namespace veche::app::import::test;
using Columns = std::vector<Column>;

namespace {

Column column_of(std::string_view words)
{
    return meaning_of<Column>(words, column_words).column;
}

std::optional<Header<Column>> header_of(const std::vector<std::string>& rows)
{
    return find_header(sheet("", rows), rules_of(people()));
}

}  // namespace

TEST_CASE("a header means what the earliest sure word of it says, a whole and a first word before all, a weak one last")
{
    const std::pair<const char*, Column> table[] = {
        {"Ф. И. О.", Column::name},
        {"Фамилия, телефон", Column::name},             // begins so
        {"Телефон и фамилия", Column::phone},           // does not begin so
        {"Контактный теле-\nфон, имя", Column::phone},  // the earliest
        {"Имя участника, контакт", Column::name},
        {"Участники", Column::name},  // weakly
        {"Участники (телефон)", Column::phone},
        {"№", Column::number},
        {"№ дома", Column::other},  // not the whole
        {"Класс", Column::other},   // only if the cells say so
        {"Примечание", Column::other},
        {"", Column::other},
    };
    for (const auto& [words, column] : table) CHECK_MESSAGE(column_of(words) == column, words);
    CHECK(meaning_of<Column>("Телефон, имя", column_words).also == Column::name);
    CHECK(meaning_of<Column>("Класс", column_words).perhaps == Column::grade);
    CHECK_FALSE(meaning_of<Column>("Участники", column_words).certain);
    CHECK(column_of(std::string(200, ' ') + "Имя" + std::string(101, 'x')) == Column::other);  // a sentence
}

TEST_CASE("the header is the row with most meanings, wherever it stands, and one that names no title is none")
{
    const auto found = header_of({"Список", "Телефон|Класс", "№|Имя|Телефон", "1|Анна|8-900"});
    REQUIRE(found);
    CHECK(found->first_row == 2);
    CHECK(found->last_row == 2);
    CHECK(found->columns == Columns{Column::number, Column::name, Column::phone});
    CHECK(found->meanings == 3);
    CHECK(found->words_over(Column::phone) == "Телефон");
    CHECK(found->place_of(Column::grade) == 3);
    CHECK_FALSE(header_of({"№|Телефон", "1|8-900"}));
    CHECK_FALSE(header_of({"Имя", "Анна"}));
    CHECK_FALSE(header_of({}));
}

TEST_CASE("a header of two rows is read as one, and the first row of the list is no part of it")
{
    auto table = sheet("", {"№|Имя|Связь|", "||Телефон|Почта", "1|Анна|8-900|a@b.example"});
    table.merges = {{0, 0, 2, 1}, {0, 1, 2, 1}, {0, 2, 1, 2}};
    const auto found = find_header(table, rules_of(people()));
    REQUIRE(found);
    CHECK(found->last_row == 1);
    CHECK(found->words == std::vector<std::string>{"№", "Имя", "Связь Телефон", "Связь Почта"});
    CHECK(found->columns == Columns{Column::number, Column::name, Column::phone, Column::other});
    CHECK(header_of({"Имя|Телефон", "Анна|"})->last_row == 0);
}

TEST_CASE("a column whose name leaves it open is what more than half of its cells say")
{
    CHECK(header_of({"Имя|Телефон|Класс", "Анна|8-900|7", "Борис|8-901|8", "Вера|8-902|—"})->columns[2] ==
          Column::grade);
    CHECK(header_of({"Имя|Телефон|Класс", "Анна|8-900|седьмой", "Борис|8-901|8"})->columns[2] == Column::other);
}

TEST_CASE("of two columns with one meaning the shown one goes before the hidden one; where several may be, they stay")
{
    auto table = sheet("", {"Имя|Имя|Телефон|Контакт", "Анна|Аня|1|2"});
    CHECK(find_header(table, rules_of(people()))->columns ==
          Columns{Column::name, Column::other, Column::phone, Column::phone});
    table.hidden_columns = {0};
    CHECK(find_header(table, rules_of(people()))->columns[1] == Column::name);
    CHECK(find_header(table, rules_of(people()))->columns[0] == Column::other);
}

TEST_CASE("a header that comes again after a page break, and the numbers of columns, are no rows")
{
    const auto table = sheet("", {"№|Имя|Телефон", "1|2|3", "1|Анна|8-900", "№|Имя|Телефон"});
    CHECK(repeats_rows(table.rows[3], table, 0, 0));
    CHECK_FALSE(repeats_rows(table.rows[2], table, 0, 0));
    CHECK(is_column_count(table.rows[1]));
    CHECK_FALSE(is_column_count(table.rows[2]));
}

}  // namespace header_test
