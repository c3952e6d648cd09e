#pragma once

// Where the names of a table's columns stand, and what each means. A feature brings its columns as an enumeration with `other`, and a table of the
// words that stand over them; what its words say beyond that it brings as functions.

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "outside/table.hpp"

namespace veche::app::import {

/// How sure a word over a column is of what stands below.
enum class Says {
    whole,    // a header that is this word and nothing else
    first,    // a header that begins so, whatever else it names
    surely,   // wherever it stands in a header; of several the earliest
    weakly,   // where nothing says it surely
    perhaps,  // a header that begins so, if the cells below say so too
};

/// A word as squeezed() leaves it: "ответствен" is in «Ответствен-ные лица».
template <class Column>
struct ColumnWord {
    std::string_view word;
    Column column = Column::other;
    Says says = Says::surely;
};

/// All that a header's words may mean: "Дата и место" has two meanings, the first is the best one.
template <class Column>
struct Meaning {
    Column column = Column::other;
    std::optional<Column> also;
    bool certain = false;           // a word that stands only over such columns
    std::optional<Column> perhaps;  // if the cells below say so
};

/// The words of one row, one for each column; those of a merged cell over each that it covers.
using RowWords = std::vector<std::string>;

template <class Column>
struct Header {
    int first_row = 0;  // counted from 0; up to three rows, down to last_row; -1 of a table without a header
    int last_row = 0;
    std::vector<Column> columns;
    std::vector<std::string> words;
    std::vector<std::size_t> left_out;  // columns that were not taken, and that somebody may miss
    int meanings = 0;                   // how many different ones; 0: these rows are no header

    bool has(Column column) const { return std::ranges::find(columns, column) != columns.end(); }
    /// Where a column of this meaning stands; the number of columns when there is none.
    std::size_t place_of(Column column) const
    {
        return std::size_t(std::ranges::find(columns, column) - columns.begin());
    }
    /// "" when there is none.
    std::string words_over(Column column) const { return has(column) ? words[place_of(column)] : std::string(); }
};

/// How many rows are looked at, of headers and of the cells below them.
inline constexpr std::size_t rows_looked_at = 200;

std::size_t width_of(const outside::Table& table);
bool is_hidden_column(const outside::Table& table, std::size_t column);
RowWords words_of(const outside::Table& table, std::size_t row, std::size_t width);
/// The most rows of the areas that begin in this row, as long as they can be a header.
std::size_t rows_of_merges(const outside::Table& table, std::size_t row);
inline constexpr std::size_t most_header_rows = 3;
/// How many of the cells below say something, and how many of those fit.
struct CellsBelow {
    std::size_t filled = 0, fitting = 0;
};
CellsBelow ask_cells(const outside::Table& table, std::size_t first_row, std::size_t column,
                     const std::function<bool(const std::string&)>& fits);
/// Whether a row can be the lower part of a header: no number in it, nothing long; `stands_under_title(i)` of the columns under whose
/// name nothing else stands but the second half of it.
bool may_be_lower_part(const RowWords& lower, const RowWords& upper,
                       const std::function<bool(const std::string& upper)>& is_title);

/// True for a row that says the same as the rows first..last again, as after a page break.
bool repeats_rows(const std::vector<outside::Cell>& row, const outside::Table& table, int first, int last);
/// "1 | 2 | 3 | 4", the numbers of columns that offices put under the header.
bool is_column_count(const std::vector<outside::Cell>& row);
/// The header's words in a form to compare; "" for a text that is no name of a column, being too long.
std::string header_key(std::string_view header);

/// What one header's words mean by the table.
template <class Column>
Meaning<Column> meaning_of(std::string_view header, std::span<const ColumnWord<Column>> words)
{
    const std::string text = header_key(header);
    if (text.empty()) return {};
    Meaning<Column> meaning;
    const ColumnWord<Column>*first = nullptr, *best = nullptr, *weak = nullptr;
    std::size_t best_at = 0;
    for (const auto& one : words) {
        if (one.says == Says::whole && text == one.word) return {.column = one.column, .certain = true};
        const auto at = text.find(one.word);
        if (at == std::string::npos || one.says == Says::whole) continue;
        if (one.says == Says::first && at == 0 && !first) first = &one;
        if (one.says == Says::perhaps && at == 0 && !meaning.perhaps) meaning.perhaps = one.column;
        if (one.says == Says::weakly) weak = &one;
        if (one.says != Says::surely) continue;
        if (!best || at < best_at) {
            if (best && best->column != one.column) meaning.also = best->column;
            best = &one;
            best_at = at;
        } else if (best->column != one.column) {
            meaning.also = one.column;
        }
    }
    if (first || (!best && weak)) {
        meaning.also = best ? std::optional(best->column) : std::nullopt;
        meaning.column = first ? first->column : weak->column;
        meaning.certain = first != nullptr;
    } else if (best) {
        meaning.column = best->column;
        meaning.certain = true;
    }
    return meaning;
}

/// Of a column with several rows of words: the lower one says more than the one above it, unless it says nothing.
template <class Column>
Meaning<Column> meaning_in_rows(const std::vector<RowWords>& rows, std::size_t column,
                                std::span<const ColumnWord<Column>> words)
{
    Meaning<Column> found;
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        const auto meaning = meaning_of<Column>((*row)[column], words);
        if (meaning.column == Column::other && !meaning.perhaps) continue;
        if (found.column == Column::other || (!found.certain && meaning.certain)) found = meaning;
    }
    return found;
}

/// What the cells below the header say of columns whose name leaves it open.
template <class Column>
void settle_perhaps(const outside::Table& table, std::size_t first_row, std::vector<Meaning<Column>>& meanings,
                    const std::function<bool(Column, const std::string&)>& fits)
{
    for (std::size_t column = 0; column < meanings.size(); ++column) {
        const auto perhaps = meanings[column].perhaps;
        if (!perhaps) continue;
        const auto below =
            ask_cells(table, first_row, column, [&](const std::string& text) { return fits(*perhaps, text); });
        if (below.fitting * 2 > below.filled) meanings[column] = {.column = *perhaps, .certain = true};
    }
}

/// One column for each of these meanings: what the office shows goes before what it has hidden, what is certain before what is not.
template <class Column>
void keep_one_of_each(const outside::Table& table, std::vector<Column>& columns,
                      const std::vector<Meaning<Column>>& meanings, std::span<const Column> once)
{
    const auto rank = [&](std::size_t column) {
        return (is_hidden_column(table, column) ? 0 : 2) + (meanings[column].certain ? 1 : 0);
    };
    for (const Column single : once) {
        std::optional<std::size_t> best;
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (columns[i] == single && (!best || rank(i) > rank(*best))) best = i;
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (columns[i] == single && i != *best) columns[i] = Column::other;
    }
}

/// Of a column of several rows the words of all, each once.
std::string joined_words(const std::vector<RowWords>& rows, std::size_t column);

/// Puts the header of these rows together, but for what its meanings amount to.
template <class H, class Column>
H begin_header(const std::vector<RowWords>& rows, std::size_t first_row, const std::vector<Meaning<Column>>& meanings)
{
    H header;
    header.first_row = static_cast<int>(first_row);
    header.last_row = static_cast<int>(first_row + rows.size() - 1);
    for (std::size_t i = 0; i < meanings.size(); ++i) {
        header.columns.push_back(meanings[i].column);
        header.words.push_back(joined_words(rows, i));
    }
    return header;
}

/// How a feature reads rows of words as a header `H`: a Header of its columns, or made of one.
template <class H>
struct HeaderRules {
    /// The header that these rows make; `meanings` 0 when they make none.
    std::function<H(const outside::Table&, const std::vector<RowWords>& rows, std::size_t first_row)> read;
    /// Whether these words are over the column that each row of the list has.
    std::function<bool(const std::string& words)> is_title;
    /// Of two headers with as many meanings the one with more of these is the better.
    std::function<std::size_t(const H&)> parts = [](const H&) { return std::size_t(0); };
};

/// In the first 200 rows the header with most meanings, the first of equals; it may take up to three rows. nullopt when there is none.
template <class H>
std::optional<H> find_header(const outside::Table& table, const HeaderRules<H>& rules)
{
    const std::size_t width = width_of(table);
    std::optional<H> best;
    const std::size_t rows = std::min(table.rows.size(), rows_looked_at);
    for (std::size_t row = 0; row < rows; ++row) {
        std::vector<RowWords> parts{words_of(table, row, width)};
        H header = rules.read(table, parts, row);
        const std::size_t merged = rows_of_merges(table, row);
        for (std::size_t next = row + 1; next < std::min(rows, row + most_header_rows); ++next) {
            RowWords lower = words_of(table, next, width);
            if (!may_be_lower_part(lower, parts.back(), rules.is_title)) break;
            parts.push_back(std::move(lower));
            H taller = rules.read(table, parts, row);
            const bool as_good = taller.meanings == header.meanings && header.meanings > 0;
            if (taller.meanings > header.meanings ||
                (as_good && (next < row + merged || rules.parts(taller) > rules.parts(header))))
                header = std::move(taller);
        }
        // Cells merged over the next row belong to the header even when that row has no words of its own.
        if (header.meanings > 0) header.last_row = std::max(header.last_row, static_cast<int>(row + merged - 1));
        if (header.meanings == 0) continue;
        // The name of the whole above its header is no part of it.
        const bool narrower = best && header.meanings == best->meanings && header.first_row <= best->last_row &&
                              rules.parts(header) == rules.parts(*best);
        if (!best || header.meanings > best->meanings || narrower) best = std::move(header);
    }
    return best;
}

/// The columns of a list that is no more than its words.
template <class Column>
struct Vocabulary {
    std::span<const ColumnWord<Column>> words;
    Column title;                  // each row has it; a table without it is none of ours
    std::span<const Column> once;  // there is one column of each of these; of others there may be several
    int least = 2;                 // different meanings that make a row of words a header, the title's among them
    std::function<bool(Column, const std::string&)> fits = [](Column, const std::string&) { return false; };
};

template <class Column>
HeaderRules<Header<Column>> rules_of(const Vocabulary<Column>& vocabulary)
{
    const auto read = [vocabulary](const outside::Table& table, const std::vector<RowWords>& rows,
                                   std::size_t first_row) {
        std::vector<Meaning<Column>> meanings;
        for (std::size_t i = 0; i < rows.front().size(); ++i)
            meanings.push_back(meaning_in_rows(rows, i, vocabulary.words));
        settle_perhaps(table, first_row + rows.size(), meanings, vocabulary.fits);
        auto header = begin_header<Header<Column>>(rows, first_row, meanings);
        keep_one_of_each(table, header.columns, meanings, vocabulary.once);
        std::set<Column> different(header.columns.begin(), header.columns.end());
        different.erase(Column::other);
        if (header.has(vocabulary.title) && int(different.size()) >= vocabulary.least)
            header.meanings = int(different.size());
        return header;
    };
    const auto is_title = [vocabulary](const std::string& words) {
        return meaning_of(words, vocabulary.words).column == vocabulary.title;
    };
    return {.read = read, .is_title = is_title};
}

}  // namespace veche::app::import
