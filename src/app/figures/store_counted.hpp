#pragma once

// A figure whose records are rows of tables. The rows are chosen once; the statements of its sums and of its list are that choice with
// what all figures have around it. The compiler puts them together, of literals alone, so each is whole before the program runs.

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

#include "app/figures/figure.hpp"

namespace veche::app {

/// One choice of rows, `f`, and what a figure tells of each. `rows` is a SELECT with :town, and maybe :today, in it; all else that is
/// SQL is a column of it or an expression over its columns.
struct CountedRows {
    std::string_view rows;  // "SELECT … FROM … WHERE x.town_id = :town …"
    std::span<const Dimension>
        dimensions;  // each is a column by its id: a text, never "" (a number where it is `of_records`)
    std::array<std::string_view, 5> place;  // the order of the list: whole numbers, and no two records have the same
    bool by_word = false;                   // the place is one text instead
    std::string_view object;                // "line": the last part of the place is its id
    std::string_view at = {}, day = {};     // when it is counted: a moment, or a day of the town; one of the two
    std::string_view amount = "1", version = "version";
    std::string_view title = "title";
    std::string_view page = "page", page_id = "0";  // its address, which ends with an id unless that is 0
    bool gathered = false;        // rows of one place are one record, of which place, day, amount and version are known
    bool personal = false;        // a record tells of one person
    std::string_view topic = {};  // that pages for everybody are built from
};

/// The figure of these rows; `about` says all but how it is counted.
template <const CountedRows& Rows>
Figure counted(Figure about);

// How that is done.

struct CountedSql {
    db::Sql sums, list;
};
Figure counted_by(const CountedRows& rows, CountedSql sql, Figure about);

/// The names of a statement's parameters; as many dimensions and parts of a place as a figure may have.
inline constexpr std::array<std::string_view, 12> choice_names{"choice_1", "choice_2",  "choice_3",  "choice_4",
                                                               "choice_5", "choice_6",  "choice_7",  "choice_8",
                                                               "choice_9", "choice_10", "choice_11", "choice_12"};
inline constexpr std::array<std::string_view, 12> by_names{"by_1", "by_2", "by_3", "by_4",  "by_5",  "by_6",
                                                           "by_7", "by_8", "by_9", "by_10", "by_11", "by_12"};
inline constexpr std::array<std::string_view, 5> after_names{"after_1", "after_2", "after_3", "after_4", "after_5"};

/// Writes the statements of a choice of rows while the program is compiled.
class CountedWriter {
public:
    constexpr explicit CountedWriter(const CountedRows& rows) : rows_(rows) {}

    /// (each dimension, "" where it is not asked for; the amount)
    constexpr CountedWriter& write_sums()
    {
        add("SELECT ");
        for (std::size_t i = 0; i < rows_.dimensions.size(); ++i) {
            add("CASE WHEN :", by_names[i], " = 1 THEN ");
            add_column(rows_.dimensions[i]);
            add(" ELSE '' END, ");
        }
        add("CAST(coalesce(sum(", rows_.amount, "), 0) AS BIGINT)");
        add_chosen();
        for (std::size_t i = 0; i < rows_.dimensions.size(); ++i)
            add(i == 0 ? " GROUP BY " : ", ", by_names[i].substr(3));
        return *this;
    }

    /// (the parts of the place; day, amount, version; title, page, page_id)
    constexpr CountedWriter& write_list()
    {
        add("SELECT ");
        add_place();
        if (rows_.gathered) {
            add(", counted_day, counted_amount, counted_version");
            add_about();
            add(" FROM (SELECT ");
            add_place();
            add(", max(", rows_.at, rows_.day, ") AS counted_day, CAST(sum(", rows_.amount,
                ") AS BIGINT) AS counted_amount");
            add(", max(", rows_.version, ") AS counted_version");
        } else {
            add(", ", rows_.at, rows_.day, ", ", rows_.amount, ", ", rows_.version);
            add_about();
        }
        add_chosen();
        add(" AND (");
        add_place();
        add(") > (");
        for (std::size_t i = 0; i < parts(); ++i) add(i == 0 ? ":" : ", :", after_names[i]);
        add(")");
        if (rows_.gathered) add_place(" GROUP BY ");
        add_place(" ORDER BY ");
        add(" LIMIT :limit");
        if (rows_.gathered) add_place(") f ORDER BY ");
        return *this;
    }

    constexpr std::string_view text() const { return {text_, size_}; }

private:
    template <class... Texts>
    constexpr void add(Texts... texts)
    {
        const auto append = [this](std::string_view text) {
            for (const char c : text) text_[size_++] = c;  // beyond the end is an error of the compiler
        };
        (append(texts), ...);
    }
    constexpr std::size_t parts() const
    {
        std::size_t count = 0;
        while (count < rows_.place.size() && !rows_.place[count].empty()) ++count;
        return count;
    }
    constexpr void add_place(std::string_view before = {})
    {
        add(before);
        for (std::size_t i = 0; i < parts(); ++i) add(i == 0 ? "" : ", ", rows_.place[i]);
    }
    constexpr void add_about() { add(", ", rows_.title, ", ", rows_.page, ", ", rows_.page_id); }
    constexpr void add_column(const Dimension& dimension)
    {
        if (dimension.of_records)
            add("CAST(", dimension.id, " AS TEXT)");
        else
            add(dimension.id);
    }
    /// The rows of the days that are asked for which have the values that are asked for.
    constexpr void add_chosen()
    {
        add(" FROM (", rows_.rows, ") f WHERE ", rows_.at, rows_.day, " BETWEEN :first AND :last");
        for (std::size_t i = 0; i < rows_.dimensions.size(); ++i) {
            add(" AND (:", choice_names[i], " = '' OR ");
            add_column(rows_.dimensions[i]);
            add(" = :", choice_names[i], ")");
        }
    }

    const CountedRows& rows_;
    char text_[8'000] = {};
    std::size_t size_ = 0;
};

/// What a writer wrote, as long as it is.
template <std::size_t Size>
struct Written {
    consteval explicit Written(std::string_view written) { std::ranges::copy(written, text); }
    char text[Size + 1] = {};
};
template <const CountedRows& Rows>
inline constexpr Written<CountedWriter(Rows).write_sums().text().size()> counted_sums{
    CountedWriter(Rows).write_sums().text()};
template <const CountedRows& Rows>
inline constexpr Written<CountedWriter(Rows).write_list().text().size()> counted_list{
    CountedWriter(Rows).write_list().text()};

template <const CountedRows& Rows>
Figure counted(Figure about)
{
    static_assert(Rows.dimensions.size() <= by_names.size() && Rows.at.empty() != Rows.day.empty());
    return counted_by(Rows, {counted_sums<Rows>.text, counted_list<Rows>.text}, std::move(about));
}

}  // namespace veche::app
