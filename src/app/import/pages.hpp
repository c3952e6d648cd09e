#pragma once

// Models of the three pages: what is the same whatever is taken in. A feature puts its own words and rows into them.

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/forms/form_model.hpp"
#include "app/import/pending.hpp"
#include "app/import/tables.hpp"
#include "language/language.hpp"
#include "web/request.hpp"

namespace veche::app::import {

/// So many rows of a draft are shown on a page.
inline constexpr std::size_t page_rows = 100;

/// Which rows of the draft are shown; kept in the address.
struct Choice {
    std::string show;  // "" for all, or the code of a tab
    std::size_t page = 1;
    std::string query() const;
    std::size_t first() const { return (page - 1) * page_rows; }
};
Choice choice_of(const web::Request& request, std::span<const std::string_view> shows);

/// A tab over the rows: import.tab_CODE, "all" for "".
struct Tab {
    std::string_view code;
    std::size_t count = 0;
};
nlohmann::json tabs_model(const language::Words& words, const std::string& action, std::span<const Tab> tabs,
                          const std::string& show);
nlohmann::json pager_model(const language::Words& words, const std::string& action, const Choice& choice,
                           std::size_t count);

/// What the first table's columns were taken for, each with a word of the first row below the header.
struct ShownColumns {
    std::vector<std::string> meanings;  // by position
    std::vector<std::string> header;    // the words over them
    const outside::Table& table;
    int first_row = 0;  // below the header
};
nlohmann::json columns_model(const language::Words& words, const ShownColumns& columns, const app::Choices& meanings);

/// A field of a row that a person may correct, "line-ROW-NAME" in the form.
struct RowField {
    std::string_view name;
    std::string_view label = {};  // message id
    std::size_t limit = 0;
    /// Of an answer to a question: whether it is one. Without it the field is a text, kept when it differs from what was understood.
    bool (*is_answer)(const std::string&) = nullptr;
};
/// The texts among them as {name, label, value}.
nlohmann::json fields_model(const language::Words& words, std::span<const RowField> fields,
                            const std::function<std::string(std::string_view name)>& text);

/// {"code", "title"}: new, changed, same, gone.
nlohmann::json status_model(const language::Words& words, std::string_view code);
/// Sentences on the whole file: messages, then remarks, of which at most a hundred.
nlohmann::json file_warnings(const language::Words& words, const std::vector<std::string>& warnings,
                             const std::vector<Remark>& remarks);
/// "план.xlsx, шапка в строке 3"; of several tables their names.
std::string source_words(const language::Words& words, const std::string& file, int header_row,
                         const std::vector<std::string>& tables);
/// {value, title, href} of the last page; nothing for a figure that is nought. `message` has a plural.
void add_figure(nlohmann::json& figures, const language::Words& words, std::int64_t value, std::string_view message,
                const std::string& href);

/// app/import_upload.html, app/import_draft.html and app/import_done.html but for what the feature says.
nlohmann::json steps_model(const language::Words& words, int current);

}  // namespace veche::app::import
