#pragma once

// A table of bodies becomes the directory: which column is what, what a row is, and how it meets what is there. Pure.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/import/pending.hpp"
#include "app/import/tables.hpp"
#include "features/bodies/model.hpp"

namespace veche::bodies {

/// What a column of the table holds: a field of a body's form.
enum class Column { name, short_name, kind, about, contact, phone, email, other };
std::string_view to_text(Column column);
std::optional<Column> parse_column(std::string_view text);

/// One row as it was read and corrected. `warnings` are message ids.
struct DraftBody {
    int key = 0;  // the row counted over all tables of the file
    std::size_t table = 0;
    int row = 0;  // in it, counted from 1
    BodyContent content;
    std::vector<std::string> warnings;
};

struct Draft {
    std::vector<Column> columns;      // of the first table
    std::vector<std::string> header;  // the words over them
    std::size_t table = 0;
    int header_row = 0;  // counted from 1
    std::vector<std::string> tables;
    std::vector<DraftBody> bodies;
    std::vector<std::string> warnings;
    std::vector<app::import::Remark> remarks;
};
/// The rows that name a body; `columns`: what a person has said of the first table's.
Draft understand(const std::vector<outside::Table>& tables, const std::vector<std::string>& columns,
                 const app::import::Corrections& corrections);
std::size_t end_of_header(const outside::Table& table);
/// A field of a row as its page shows it; "" for one that it does not show.
std::string field_of(const BodyContent& content, std::string_view field);

/// How a row meets the directory: nothing that stands there is changed, what is empty is filled.
struct Match {
    enum class Kind { fresh, filled, same };
    Kind kind = Kind::fresh;
    std::size_t draft = 0;
    std::optional<std::size_t> body = std::nullopt;  // index into the directory: not of a fresh one
    BodyContent merged = {};
    std::vector<std::string> filled = {};  // fields that the file fills: "phone", …
    std::vector<std::string> kept = {};    // fields where the directory says something else
    std::vector<std::string> warnings = {};
};
/// A body is known by any of its names, folded. A row whose name came before in the file is that row again.
std::vector<Match> match_bodies(const std::vector<Body>& directory, const std::vector<DraftBody>& draft);

}  // namespace veche::bodies
