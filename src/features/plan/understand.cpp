#include "features/plan/understand.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "core/text.hpp"
#include "features/plan/understand_rows.hpp"
#include "features/plan/understand_words.hpp"

namespace veche::plan {

namespace {

constexpr std::array<std::pair<Column, std::string_view>, 9> column_names = {{{Column::number, "number"},
                                                                              {Column::title, "title"},
                                                                              {Column::when, "when"},
                                                                              {Column::place, "place"},
                                                                              {Column::responsible, "responsible"},
                                                                              {Column::audience, "audience"},
                                                                              {Column::kind, "kind"},
                                                                              {Column::age, "age"},
                                                                              {Column::other, "other"}}};

void warn(std::vector<std::string>& warnings, std::string_view id)
{
    if (std::find(warnings.begin(), warnings.end(), id) == warnings.end()) warnings.emplace_back(id);
}

struct Found {
    std::size_t table = 0;
    std::optional<Header> header;
    bool others = false;  // another table has as good a header
};

Found find_plan(const std::vector<outside::Table>& tables)
{
    Found found;
    for (std::size_t i = 0; i < tables.size(); ++i) {
        auto header = find_header(tables[i]);
        if (!header) continue;
        if (found.header && header->meanings <= found.header->meanings) {
            found.others = true;
            continue;
        }
        found.others = found.header.has_value();
        found.header = std::move(header);
        found.table = i;
    }
    if (found.header) return found;
    for (std::size_t i = 1; i < tables.size(); ++i)
        if (tables[i].rows.size() > tables[found.table].rows.size()) found.table = i;
    return found;
}

/// A table without a header is shown to the person, who says what the columns are; all its rows count.
Header no_header(const outside::Table& table)
{
    std::size_t width = 0;
    for (const auto& row : table.rows) width = std::max(width, row.size());
    Header header;
    header.first_row = 0;
    header.last_row = -1;
    header.columns.assign(width, Column::other);
    header.clock.assign(width, false);
    header.words.assign(width, "");
    return header;
}

void correct(Header& header, const std::vector<Column>& columns)
{
    for (std::size_t i = 0; i < header.columns.size() && i < columns.size(); ++i) {
        if (header.columns[i] != columns[i])
            header.clock[i] = columns[i] == Column::when && words::meaning_of(header.words[i]).clock;
        header.columns[i] = columns[i];
    }
}

class DraftMaker {
public:
    DraftMaker(Draft& draft, int year) : draft_(draft), year_(year) {}

    void add(const PlanRow& row)
    {
        switch (row.kind) {
            case PlanRow::Kind::section: start_section(row); break;
            case PlanRow::Kind::line: add_line(row); break;
            case PlanRow::Kind::more: add_to_last(row); break;
            case PlanRow::Kind::signature:
                // What is left out is said, unless it plainly is a signature.
                if (!row.alone.empty() && !words::is_signature(row.alone)) warn(draft_.warnings, "draft.rows_left_out");
                break;
            case PlanRow::Kind::total:
            case PlanRow::Kind::nothing: break;
        }
    }

    void finish(bool has_number_column)
    {
        close_section();
        if (draft_.lines.empty()) warn(draft_.warnings, "draft.no_lines");
        if (!draft_.lines.empty() && draft_.sections.empty()) warn(draft_.warnings, "draft.no_section");
        if (has_number_column) {
            check_numbers();
        } else if (!draft_.lines.empty()) {
            warn(draft_.warnings, "draft.no_numbers");
        }
    }

private:
    void start_section(const PlanRow& row)
    {
        close_section();
        section_ = words::section_title(row.alone.empty() ? row.title : row.alone);
        draft_.sections.push_back(section_);
        section_starts_.push_back(draft_.lines.size());
        in_section_ = true;
    }

    void close_section()
    {
        if (in_section_ && section_starts_.back() == draft_.lines.size()) warn(draft_.warnings, "draft.empty_section");
    }

    void add_line(const PlanRow& row)
    {
        DraftLine line;
        line.row = row.row + 1;
        line.section = section_;
        line.title = row.title;
        line.when = parse_when(row.when, year_);
        line.place = row.place;
        line.responsible = row.responsible;
        line.audience = row.audience;
        line.kind = row.kind_of;
        line.age_mark = row.age_mark;
        const auto number = words::parse_number(row.number);
        // "1.1", "2.1": parts of a tree, of which only the order is left in one list.
        if (number) line.number = number->parts == 1 ? number->value : static_cast<int>(draft_.lines.size()) + 1;
        if (!number && !one_line(row.number).empty()) warn(line.warnings, "draft.number_not_understood");
        if (line.title.empty()) warn(line.warnings, "draft.no_title");
        if (row.title_from_above) warn(line.warnings, "draft.title_from_above");
        if (row.when.empty()) warn(line.warnings, "draft.no_when");
        for (const auto& warning : line.when.warnings)
            if (!row.when.empty()) warn(line.warnings, warning);
        draft_.lines.push_back(std::move(line));
    }

    /// The tail of a sentence in a row of its own goes to the line above, and both the line and the person are told.
    void add_to_last(const PlanRow& row)
    {
        if (draft_.lines.empty() || (in_section_ && section_starts_.back() == draft_.lines.size())) {
            add_line(row);
            return;
        }
        DraftLine& last = draft_.lines.back();
        const auto append = [](std::string& to, const std::string& more) {
            if (!more.empty()) to += (to.empty() ? "" : " ") + more;
        };
        append(last.title, row.title);
        append(last.place, row.place);
        append(last.audience, row.audience);
        for (const auto& body : row.responsible) last.responsible.push_back(body);
        if (!row.when.empty()) {
            last.when = parse_when(last.when.text.empty() ? row.when : last.when.text + " " + row.when, year_);
            std::erase_if(last.warnings,
                          [](const std::string& id) { return id.starts_with("when.") || id == "draft.no_when"; });
            for (const auto& warning : last.when.warnings) warn(last.warnings, warning);
        }
        warn(last.warnings, "draft.joined");
    }

    /// Some plans count anew in each section; then only within it must numbers differ.
    bool restarts() const
    {
        if (section_starts_.size() < 2) return false;
        for (const auto start : section_starts_)
            if (start >= draft_.lines.size() || draft_.lines[start].number != 1) return false;
        return true;
    }

    void check_numbers()
    {
        const bool anew = restarts();
        if (anew) warn(draft_.warnings, "draft.numbers_restart");
        std::map<std::pair<std::size_t, int>, std::size_t> first;
        std::size_t section = 0;
        int before = -1;  // no number yet
        for (std::size_t i = 0; i < draft_.lines.size(); ++i) {
            auto& line = draft_.lines[i];
            const bool new_section = section < section_starts_.size() && section_starts_[section] == i;
            while (section < section_starts_.size() && section_starts_[section] == i) ++section;
            if (anew && new_section) before = -1;
            if (!line.number) {
                if (std::find(line.warnings.begin(), line.warnings.end(), "draft.number_not_understood") ==
                    line.warnings.end())
                    warn(line.warnings, "draft.number_missing");
                continue;
            }
            const auto [known, is_new] = first.try_emplace({anew ? section : 0, *line.number}, i);
            if (!is_new) {
                warn(line.warnings, "draft.same_number");
                warn(draft_.lines[known->second].warnings, "draft.same_number");
            }
            if (before >= 0 && *line.number > before + 1) warn(line.warnings, "draft.number_gap");
            before = *line.number;
        }
    }

    Draft& draft_;
    int year_;
    std::string section_;
    std::vector<std::size_t> section_starts_;
    bool in_section_ = false;
};

}  // namespace

std::string_view to_text(Column column)
{
    for (const auto& [value, name] : column_names)
        if (value == column) return name;
    return "other";
}

std::optional<Column> parse_column(std::string_view text)
{
    for (const auto& [value, name] : column_names)
        if (name == text) return value;
    return std::nullopt;
}

Draft understand(const std::vector<outside::Table>& tables, int year, const std::optional<std::vector<Column>>& columns)
{
    Draft draft;
    if (tables.empty()) {
        draft.warnings = {"draft.no_header", "draft.no_lines"};
        return draft;
    }
    const Found found = find_plan(tables);
    const outside::Table& table = tables[found.table];
    Header header = found.header ? *found.header : no_header(table);
    if (!found.header) warn(draft.warnings, "draft.no_header");
    if (found.others) warn(draft.warnings, "draft.other_tables");
    if (columns) correct(header, *columns);

    draft.table = found.table;
    draft.header_row = header.last_row + 1;
    draft.columns = header.columns;
    draft.header = header.words;
    const bool has_title = std::count(header.columns.begin(), header.columns.end(), Column::title) > 0;
    const bool has_number = std::count(header.columns.begin(), header.columns.end(), Column::number) > 0;
    DraftMaker maker(draft, year);
    if (has_title)
        for (const auto& row : sort_rows(table, header)) maker.add(row);
    maker.finish(has_number);
    return draft;
}

}  // namespace veche::plan
