#pragma once

#include <string_view>
#include <vector>

#include "db/session.hpp"

/// What the migrations declare of personal data (docs/rules/personal.md): made by tools/personal.py from their comment lines, statements
/// whole. A column that is not declared fails ./do check.
namespace veche::app::erasure {

enum class Deed { remove, blank, job, with, kept };
enum class Type { number, instant, text, flag };

struct Fate {
    Deed deed;
    std::string_view law;  // key of the law profile that says for how many days; "" when `hours` says it
    int hours;
    std::string_view after;  // column from which the term runs
    std::string_view job;    // of a table with a rule of its own
    std::string_view when;   // SQL condition of the rows meant; "" for all
    std::string_view mark;   // column that is set when it is done
};

struct Column {
    std::string_view name;
    std::string_view kind;  // plain, name, email, phone, contact, words, trace, secret
    Type type;
    bool nullable;
    std::vector<std::string_view> options;  // of a column with a closed set of words
    std::vector<Fate> fates;

    bool personal() const { return kind != "plain"; }
    /// Whose owner can be found by it.
    bool sought() const { return kind == "name" || kind == "email" || kind == "phone" || kind == "contact"; }
};

/// A table. Where it has personal columns, `look` gives the key as a text and the sought columns of every row; `one` and `of_parent` give the
/// key and every column in order, as text or null, secrets as '', of the row of :key or the rows that belong to it (at most 1,000).
/// All bind :town. Empty is what there is no sense in: nothing sought, no parent, nothing erased on request.
struct Table {
    std::string_view name;
    std::string_view parent, parent_column;
    std::string_view key;  // its columns without town_id, "entry_id,position"
    std::vector<Column> columns;
    db::Sql look, one, of_parent;
    db::Sql erase_one, erase_of_parent;

    bool personal() const { return !one.text().empty(); }
};

/// A deed of erasing for rows whose term has passed. Binds :town and :before.
struct Step {
    std::string_view table;
    std::string_view law;
    int hours;
    bool by_day;  // :before is a Day
    bool marks;   // binds :now
    int rows;     // at most
    db::Sql sql;
};

const std::vector<Table>& tables();
const std::vector<Step>& steps();

}  // namespace veche::app::erasure
