#include "features/plan/import/understand_maker.hpp"

#include <algorithm>
#include <map>

#include "core/fold.hpp"
#include "core/text.hpp"
#include "features/plan/import/understand_words.hpp"
#include "features/plan/line/model.hpp"

namespace veche::plan {

namespace {

void add_warning(std::vector<std::string>& warnings, std::string_view id)
{
    if (std::ranges::find(warnings, id) == warnings.end()) warnings.emplace_back(id);
}

bool is_warned(const DraftLine& line, std::string_view id)
{
    return std::ranges::find(line.warnings, id) != line.warnings.end();
}

/// A copy may have lost a field, but it has no other one.
bool same_or_empty(std::string_view a, std::string_view b)
{
    return a.empty() || b.empty() || folded_together(a) == folded_together(b);
}

std::string all_names(const std::vector<std::string>& names)
{
    std::string all;
    for (const auto& name : names) all.append(name).append(" ");
    return all;
}

/// The same words, or a month in common whatever the year: last year's concert is on another day of the same month.
bool at_the_same_time(const When& a, const When& b)
{
    if (a.text == b.text) return true;
    for (const auto& one : a.periods)
        for (const auto& other : b.periods)
            if (one.first.month() == other.first.month()) return true;
    return false;
}

bool is_there(const std::vector<PlanRow>& rows, PlanRow::Kind kind)
{
    return std::ranges::any_of(rows, [&](const PlanRow& row) { return row.kind == kind; });
}

}  // namespace

DraftMaker::DraftMaker(Draft& draft, const std::vector<outside::Table>& tables, int year)
    : draft_(draft), tables_(tables), year_(year)
{
    int rows = 0;
    for (const auto& table : tables) {
        rows_before_.push_back(rows);
        rows += int(table.rows.size());
    }
}

void DraftMaker::add_table(const PlanTable& table)
{
    const Mark before{draft_.lines.size(), draft_.sections.size(), section_starts_.size(), section_, in_section_};
    table_ = table.table;
    const auto rows = sort_rows(tables_[table.table], table.header);
    start_table(table, rows);
    for (const auto& row : rows) add(row);
    if (is_copy(before.lines)) return take_back(before, table);
    if (draft_.lines.size() > before.lines) table_starts_.push_back(before.lines);
    remember(before.lines);
    draft_.tables.push_back(
        {.table = table_, .name = app::import::name_of(tables_, table_), .lines = draft_.lines.size() - before.lines});
}

void DraftMaker::finish(bool has_number_column)
{
    close_section();
    if (draft_.lines.empty()) add_warning(draft_.warnings, "draft.no_lines");
    if (!draft_.lines.empty() && draft_.sections.empty()) add_warning(draft_.warnings, "draft.no_section");
    if (has_number_column) {
        check_numbers();
    } else if (!draft_.lines.empty()) {
        add_warning(draft_.warnings, "draft.no_numbers");
    }
    check_lengths();
    check_year();
}

/// When most dates are of one other year, the wrong file was taken, or the wrong year was said.
void DraftMaker::check_year()
{
    std::map<int, std::size_t> years;
    std::size_t dated = 0;
    for (const auto& line : draft_.lines) {
        if (line.when.periods.empty()) continue;
        ++dated;
        ++years[int(line.when.periods.front().first.year())];
    }
    for (const auto& [year, lines] : years)
        if (year != year_ && lines >= 2 && lines * 2 > dated)
            draft_.remarks.push_back({"draft.other_year", {{"year", std::to_string(year)}}});
}

void DraftMaker::begin_section(std::string title)
{
    close_section();
    section_ = std::move(title);
    if (std::ranges::find(draft_.sections, section_) == draft_.sections.end()) draft_.sections.push_back(section_);
    section_starts_.push_back(draft_.lines.size());
    in_section_ = true;
}

void DraftMaker::close_section()
{
    if (in_section_ && section_starts_.back() == draft_.lines.size())
        add_warning(draft_.warnings, "draft.empty_section");
}

/// A sheet begins anew; a document's table goes on with the section above, unless its heading says another.
void DraftMaker::start_table(const PlanTable& table, const std::vector<PlanRow>& rows)
{
    const bool sheet = !tables_[table.table].name.empty();
    if (sheet && !table.continues) {
        close_section();
        section_.clear();
        in_section_ = false;
    }
    if (table.section.empty() || table.section == section_) return;
    const auto first = std::ranges::find_if(
        rows, [](const PlanRow& row) { return row.kind == PlanRow::Kind::line || row.kind == PlanRow::Kind::section; });
    if (first == rows.end() || first->kind == PlanRow::Kind::section) return;
    if (table.by_heading || !is_there(rows, PlanRow::Kind::section)) begin_section(table.section);
}

void DraftMaker::add(const PlanRow& row)
{
    switch (row.kind) {
        case PlanRow::Kind::section:
            begin_section(words::section_title(row.alone.empty() ? row.title : row.alone));
            break;
        case PlanRow::Kind::line: add_line(row); break;
        case PlanRow::Kind::more: add_to_last(row); break;
        case PlanRow::Kind::signature:
            // What is left out is said, unless it plainly is a signature.
            if (!row.alone.empty() && !words::is_signature(row.alone))
                add_warning(draft_.warnings, "draft.rows_left_out");
            break;
        case PlanRow::Kind::total:
        case PlanRow::Kind::nothing: break;
    }
}

void DraftMaker::add_line(const PlanRow& row)
{
    DraftLine line;
    line.table = table_;
    line.row = row.row + 1;
    line.key = rows_before_[table_] + line.row;
    line.section = section_;
    line.title = row.title;
    line.when = language::parse_when(row.when, year_);
    line.place = row.place;
    line.responsible = row.responsible;
    line.audience = row.audience;
    line.kind = row.kind_of;
    line.age_mark = row.age_mark;
    const auto number = words::parse_number(row.number);
    // "1.1", "2.1": parts of a tree, of which only the order is left in one list.
    if (number) line.number = number->parts == 1 ? number->value : static_cast<int>(draft_.lines.size()) + 1;
    if (!number && !one_line(row.number).empty()) add_warning(line.warnings, "draft.number_not_understood");
    if (line.title.empty()) add_warning(line.warnings, "draft.no_title");
    if (row.title_from_above) add_warning(line.warnings, "draft.title_from_above");
    for (const auto& warning : row.warnings) add_warning(line.warnings, warning);
    if (row.when.empty()) add_warning(line.warnings, "draft.no_when");
    for (const auto& warning : line.when.warnings)
        if (!row.when.empty()) add_warning(line.warnings, warning);
    draft_.lines.push_back(std::move(line));
}

/// The tail of a sentence in a row of its own goes to the line above, and both the line and the person are told.
void DraftMaker::add_to_last(const PlanRow& row)
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
        last.when = language::parse_when(last.when.text.empty() ? row.when : last.when.text + " " + row.when, year_);
        std::erase_if(last.warnings,
                      [](const std::string& id) { return id.starts_with("when.") || id == "draft.no_when"; });
        for (const auto& warning : last.when.warnings) add_warning(last.warnings, warning);
    }
    for (const auto& warning : row.warnings)
        add_warning(last.warnings, warning == "draft.struck_line" ? "draft.struck" : warning);
    add_warning(last.warnings, "draft.joined");
}

bool DraftMaker::repeats(const DraftLine& line, const DraftLine& earlier) const
{
    return at_the_same_time(line.when, earlier.when) && same_or_empty(line.place, earlier.place) &&
           same_or_empty(all_names(line.responsible), all_names(earlier.responsible));
}

/// More than half of a table's lines are in the draft already: it is a copy of the plan, a summary, or last year's. The
/// repeated lines of a table that is none are kept, and a warning stands beside each.
bool DraftMaker::is_copy(std::size_t first)
{
    std::vector<std::size_t> repeated;
    for (std::size_t i = first; i < draft_.lines.size(); ++i) {
        const auto found = by_title_.find(words::title_key(draft_.lines[i].title));
        if (found == by_title_.end()) continue;
        if (std::ranges::any_of(found->second, [&](auto one) { return repeats(draft_.lines[i], draft_.lines[one]); }))
            repeated.push_back(i);
    }
    if (repeated.size() * 2 > draft_.lines.size() - first) return true;
    for (const auto i : repeated) add_warning(draft_.lines[i].warnings, "draft.repeated");
    return false;
}

void DraftMaker::take_back(const Mark& mark, const PlanTable& table)
{
    const auto lines = draft_.lines.size() - mark.lines;
    draft_.lines.resize(mark.lines);
    draft_.sections.resize(mark.sections);
    section_starts_.resize(mark.starts);
    section_ = mark.section;
    in_section_ = mark.in_section;
    draft_.remarks.push_back(
        {"draft.table_copy", {{"table", app::import::name_of(tables_, table.table)}, {"rows", std::to_string(lines)}}});
}

void DraftMaker::remember(std::size_t first)
{
    for (std::size_t i = first; i < draft_.lines.size(); ++i) {
        auto title = words::title_key(draft_.lines[i].title);
        if (!title.empty()) by_title_[title].push_back(i);
    }
}

/// Some plans count anew in each section, or on each sheet; then only within it must numbers differ.
bool DraftMaker::begin_at_one(const std::vector<std::size_t>& starts) const
{
    if (starts.size() < 2) return false;
    return std::ranges::all_of(
        starts, [&](auto start) { return start < draft_.lines.size() && draft_.lines[start].number == 1; });
}

/// Of each line, the group within which its number stands alone.
std::vector<std::size_t> DraftMaker::number_groups()
{
    std::vector<std::size_t> groups(draft_.lines.size(), 0);
    const bool by_section = begin_at_one(section_starts_);
    if (!by_section && !begin_at_one(table_starts_)) return groups;
    add_warning(draft_.warnings, by_section ? "draft.numbers_restart" : "draft.numbers_restart_table");
    const auto& starts = by_section ? section_starts_ : table_starts_;
    for (std::size_t i = 0; i < groups.size(); ++i)
        groups[i] = std::size_t(std::ranges::upper_bound(starts, i) - starts.begin());
    return groups;
}

void DraftMaker::check_numbers()
{
    const auto groups = number_groups();
    std::map<std::pair<std::size_t, int>, std::size_t> first;
    int before = -1;  // no number yet
    for (std::size_t i = 0; i < draft_.lines.size(); ++i) {
        auto& line = draft_.lines[i];
        if (i > 0 && groups[i] != groups[i - 1]) before = -1;
        if (!line.number) {
            if (!is_warned(line, "draft.number_not_understood")) add_warning(line.warnings, "draft.number_missing");
            continue;
        }
        const auto [known, is_new] = first.try_emplace({groups[i], *line.number}, i);
        if (!is_new) {
            add_warning(line.warnings, "draft.same_number");
            add_warning(draft_.lines[known->second].warnings, "draft.same_number");
        }
        if (before >= 0 && *line.number > before + 1) add_warning(line.warnings, "draft.number_gap");
        before = *line.number;
    }
}

/// What the plan cannot hold whole is said before it is cut.
void DraftMaker::check_lengths()
{
    for (auto& line : draft_.lines) {
        bool cut = line.responsible.size() > responsible_most;
        const auto look = [&](const std::string& text, std::size_t limit) {
            cut = cut || (text.size() > limit && count_code_points(text) > limit);
        };
        look(line.title, title_limit);
        look(line.place, place_limit);
        look(line.audience, audience_limit);
        look(line.section, section_limit);
        for (const auto& name : line.responsible) look(name, name_limit);
        if (cut) add_warning(line.warnings, "draft.cut");
    }
}

}  // namespace veche::plan
