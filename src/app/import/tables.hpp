#pragma once

// Which of the tables of a file are the list that is asked for: sheets of months, a document's table that was cut in two, one under each
// heading. What is left out is told, never lost without a word.

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/import/header.hpp"

namespace veche::app::import {

/// A sentence about the file that needs names and numbers: which table was left out, and how many rows it has.
struct Remark {
    std::string message;  // an id
    std::vector<std::pair<std::string, std::string>> values;

    bool operator==(const Remark&) const = default;
};

template <class H>
struct FoundTable {
    std::size_t table = 0;  // which of the file's
    H header{};
    bool continues = false;  // has no header of its own: a document's table that was cut in two
};

template <class H>
struct FoundTables {
    std::vector<FoundTable<H>> tables;  // in the file's order
    std::size_t first = 0;              // of `tables`: the one with the best header, whose columns are shown
    bool header_found = true;
    std::vector<Remark> remarks;  // of the tables that are left out
};

/// "Март", "Спорт", "№ 3": as people call it.
std::string name_of(const std::vector<outside::Table>& tables, std::size_t table);
std::size_t filled_cells(const std::vector<outside::Cell>& row);
/// How many rows have words, from the row `first` on.
std::size_t filled_rows(const outside::Table& table, std::size_t first = 0);
/// The first row below the header of a table that is none of the list: the first row of several cells, all of them words, where figures follow.
std::size_t end_of_other_header(const outside::Table& table);
/// A signature or an approval in a table of its own, as documents have it. (Names alone may be a list of telephones.)
bool is_approval(const outside::Table& table);
/// A sheet that the office has hidden does not come in, so nothing of what it says is kept: its name and the number of its rows below
/// the header are told. `below`: the first of them.
std::vector<outside::Table> without_hidden_words(std::vector<outside::Table> tables,
                                                 const std::function<std::size_t(const outside::Table&)>& below);

/// The header of a table in which none was found: all its rows count, a person says what the columns are.
template <class H>
H no_header(const outside::Table& table)
{
    H header;
    header.last_row = -1;
    header.columns.assign(width_of(table), std::remove_reference_t<decltype(header.columns.front())>::other);
    header.words.assign(width_of(table), "");
    return header;
}

template <class H>
std::size_t end_of_header(const outside::Table& table, const HeaderRules<H>& rules)
{
    const auto header = find_header(table, rules);
    return header ? std::size_t(header->last_row + 1) : end_of_other_header(table);
}

/// What a feature says of tables; without a function nothing special is so.
template <class H>
struct TableRules {
    HeaderRules<H> header;
    /// Whether this header stands over the same kind of list as the best one.
    std::function<bool(const H& best, const H& other)> is_same_kind = [](const H& best, const H& other) {
        return other.meanings + 2 >= best.meanings;
    };
    /// No header, but rows like those of the table above.
    std::function<bool(const outside::Table&, const outside::Table& above, const H& header)> goes_on =
        [](const auto&, const auto&, const auto&) { return false; };
    /// A list of something else, another year's say, told by this message. If all are, none is: a person has said what the file is.
    std::function<bool(const outside::Table&, const H&)> is_anothers = [](const auto&, const auto&) { return false; };
    const char* anothers = "";
    const char* hidden = "draft.table_hidden";
    const char* left_out = "draft.table_left_out";
};

/// At least one, if any has a row and is not hidden. `said`: a person has said what the columns are.
template <class H>
class TableFinder {
public:
    TableFinder(const std::vector<outside::Table>& tables, const TableRules<H>& rules) : tables_(tables), rules_(rules)
    {}

    FoundTables<H> find(bool said)
    {
        for (const auto& table : tables_) {
            headers_.push_back(table.hidden ? std::nullopt : find_header(table, rules_.header));
            anothers_.push_back(headers_.back() && rules_.is_anothers(table, *headers_.back()));
        }
        forgive();
        const auto best = find_best();
        if (best)
            take_all(*best);
        else
            take_headless(said);
        return std::move(found_);
    }

private:
    void forgive()
    {
        for (std::size_t i = 0; i < tables_.size(); ++i)
            if (headers_[i] && !anothers_[i]) return;
        anothers_.assign(tables_.size(), false);
    }

    std::optional<std::size_t> find_best() const
    {
        std::optional<std::size_t> best;
        for (std::size_t i = 0; i < tables_.size(); ++i)
            if (headers_[i] && !anothers_[i] && (!best || headers_[i]->meanings > headers_[*best]->meanings)) best = i;
        return best;
    }

    void take_all(std::size_t best)
    {
        const H model = *headers_[best];
        for (std::size_t i = 0; i < tables_.size(); ++i) {
            const auto& table = tables_[i];
            const auto* above = found_.tables.empty() ? nullptr : &found_.tables.back();
            if (table.hidden) {
                leave_out(i, rules_.hidden);
            } else if (anothers_[i]) {
                leave_out(i, rules_.anothers);
            } else if (headers_[i] && rules_.is_same_kind(model, *headers_[i])) {
                if (i == best) found_.first = found_.tables.size();
                found_.tables.push_back({.table = i, .header = *headers_[i]});
            } else if (!headers_[i] && above && rules_.goes_on(table, tables_[above->table], above->header)) {
                take_continuation(i, above->header);
            } else if (!is_approval(table)) {
                leave_out(i, rules_.left_out);
            }
        }
    }

    void take_continuation(std::size_t table, H header)
    {
        header.first_row = 0;
        header.last_row = -1;
        found_.tables.push_back({.table = table, .header = std::move(header), .continues = true});
    }

    /// The largest table, for the person to say what its columns are; when they have, those like it come too.
    void take_headless(bool said)
    {
        found_.header_found = false;
        std::optional<std::size_t> largest;
        for (std::size_t i = 0; i < tables_.size(); ++i)
            if (!tables_[i].hidden && (!largest || filled_rows(tables_[i]) > filled_rows(tables_[*largest])))
                largest = i;
        for (std::size_t i = 0; i < tables_.size(); ++i) {
            const auto& table = tables_[i];
            const bool alike = largest && said && width_of(table) == width_of(tables_[*largest]);
            if (table.hidden) {
                leave_out(i, rules_.hidden);
            } else if (i == largest || alike) {
                if (i == largest) found_.first = found_.tables.size();
                found_.tables.push_back({.table = i, .header = no_header<H>(table), .continues = i != largest});
            } else if (!is_approval(table)) {
                leave_out(i, rules_.left_out);
            }
        }
    }

    void leave_out(std::size_t table, const char* message)
    {
        const auto rows = filled_rows(tables_[table], end_of_header(tables_[table], rules_.header));
        if (rows == 0) return;
        found_.remarks.push_back({message, {{"table", name_of(tables_, table)}, {"rows", std::to_string(rows)}}});
    }

    const std::vector<outside::Table>& tables_;
    const TableRules<H>& rules_;
    std::vector<std::optional<H>> headers_;
    std::vector<bool> anothers_;
    FoundTables<H> found_;
};

}  // namespace veche::app::import
