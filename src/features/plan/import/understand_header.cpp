#include "features/plan/import/understand_header.hpp"

#include <algorithm>
#include <set>

#include "core/text.hpp"
#include "features/plan/import/understand_cells.hpp"
#include "features/plan/import/understand_words.hpp"

namespace veche::plan {

namespace {

using app::import::RowWords;
using Meanings = std::vector<app::import::Meaning<Column>>;

/// "Дата и место проведения" where no other column has the time.
void use_second_meanings(std::vector<Column>& columns, const Meanings& meanings)
{
    if (std::count(columns.begin(), columns.end(), Column::when) > 0) return;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (meanings[i].also != Column::when || columns[i] == Column::title) continue;
        columns[i] = Column::when;
        return;
    }
}

/// "Срок" over "с" and "по", and "с" and "по" alone: words too short to mean anything anywhere else.
void join_from_to(const std::vector<RowWords>& rows, Meanings& meanings)
{
    const auto& lowest = rows.back();
    for (std::size_t i = 0; i + 1 < lowest.size(); ++i) {
        const auto from = words::squeezed(lowest[i]), to = words::squeezed(lowest[i + 1]);
        if ((from != "с" && from != "от") || (to != "по" && to != "до")) continue;
        const bool over_time = meanings[i].column == Column::when;
        const bool over_nothing = rows.size() == 1 || (rows.front()[i].empty() && rows.front()[i + 1].empty());
        if (!over_time && !over_nothing) continue;
        for (const auto column : {i, i + 1}) meanings[column] = {.column = Column::when, .certain = true};
    }
}

bool fits(Column column, const std::string& text)
{
    if (column == Column::age) return cells::parse_age(text).has_value();
    return parse_kind_word(text).has_value() && one_line(text).find(' ') == std::string::npos;
}

Header read_header(const outside::Table& table, const std::vector<RowWords>& rows, std::size_t first_row)
{
    static constexpr Column once[] = {Column::number,   Column::title, Column::place,
                                      Column::audience, Column::kind,  Column::age};
    Meanings meanings;
    for (std::size_t i = 0; i < rows.front().size(); ++i)
        meanings.push_back(app::import::meaning_in_rows(rows, i, words::column_words()));
    join_from_to(rows, meanings);
    app::import::settle_perhaps<Column>(table, first_row + rows.size(), meanings, fits);
    auto header = app::import::begin_header<Header>(rows, first_row, meanings);
    // "Возраст" over what are no marks is nobody's column: it is said, not lost.
    for (std::size_t i = 0; i < meanings.size(); ++i)
        if (meanings[i].column == Column::other && meanings[i].perhaps == Column::age) header.left_out.push_back(i);
    use_second_meanings(header.columns, meanings);
    app::import::keep_one_of_each<Column>(table, header.columns, meanings, once);
    tell_times(table, header);
    std::set<Column> different(header.columns.begin(), header.columns.end());
    // Kind and age alone make no plan of a table.
    for (const Column aside : {Column::other, Column::kind, Column::age}) different.erase(aside);
    const int count = static_cast<int>(different.size());
    const bool enough = different.contains(Column::title) && (different.contains(Column::when) || count >= 3);
    header.meanings = enough ? count : 0;
    return header;
}

bool is_title(const std::string& words)
{
    return app::import::meaning_of(words, words::column_words()).column == Column::title;
}

/// How many columns are the start or the end of a time.
std::size_t parts_of_time(const Header& header)
{
    std::size_t parts = 0;
    for (std::size_t i = 0; i < header.columns.size(); ++i)
        parts += header.columns[i] == Column::when && header.time[i] != TimePart::whole;
    return parts;
}

}  // namespace

const app::import::HeaderRules<Header>& header_rules()
{
    static const app::import::HeaderRules<Header> rules{
        .read = read_header, .is_title = is_title, .parts = parts_of_time};
    return rules;
}

std::optional<Header> find_header(const outside::Table& table)
{
    return app::import::find_header(table, header_rules());
}

}  // namespace veche::plan
