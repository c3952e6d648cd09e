#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/context.hpp"
#include "app/forms/form_model.hpp"
#include "core/errors.hpp"
#include "outside/table_writer.hpp"

namespace veche::app {

/// A page of an office list. What was chosen stands in the address, the page begins after a key (never at a number: rows come and go
/// while one reads), and the same rows come as a file.
class Listing {
public:
    static constexpr std::size_t page_rows = 100;

    /// `path`: of the list, "/office/bodies". `filters` has to outlive it: lines, selects and boxes.
    Listing(const web::Request& request, std::string path, web::FormFields filters);

    /// "" when nothing was chosen.
    const std::string& text(std::string_view filter) const;
    bool flag(std::string_view filter) const { return text(filter) == "1"; }
    /// The key after which the page begins; "" on the first.
    const std::string& after() const { return text("after"); }
    /// The same where the key is an id: zero on the first page. NotFound for what is no key.
    template <class Of>
    Id<Of> after_id() const
    {
        if (after().empty()) return {};
        const auto id = parse_id<Of>(after());
        if (!id) throw NotFound("page of " + path_);
        return *id;
    }
    bool any() const;

    /// The list with the same choice: another page of it, or (ending ".csv") the file.
    std::string address(std::string_view after = {}, std::string_view ending = {}) const;

    /// Of page_rows + 1 rows that were asked for the last one only says that there are more.
    template <class Row>
    bool cut(std::vector<Row>& rows) const
    {
        const bool more = rows.size() > page_rows;
        if (more) rows.resize(page_rows);
        return more;
    }

    /// "filter" of app/list_filter.
    nlohmann::json filter_model(const language::Words& words, std::map<std::string_view, Choices> choices) const;
    /// "pager" of app/pager: false when all is on one page. `last`: the key of the last row, when there are more; else "".
    nlohmann::json pager_model(std::string_view last) const;

private:
    const web::Request& request_;
    std::string path_;
    web::FormFields filters_;
};

/// A list as a file: CSV when the address ends so, else XLSX.
web::Response list_file(const Context& context, const outside::Sheet& sheet, std::string_view name);

}  // namespace veche::app
