#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "features/plan/import/understand_rows.hpp"
#include "features/plan/import/understand_tables.hpp"

namespace veche::plan {

/// Puts the lines of a draft together, table after table.
class DraftMaker {
public:
    DraftMaker(Draft& draft, const std::vector<outside::Table>& tables, int year);

    /// The table's lines; none of them, and a remark, when most of them are in the draft already.
    void add_table(const PlanTable& table);
    void finish(bool has_number_column);

private:
    struct Mark {  // how far the draft had come before a table
        std::size_t lines = 0, sections = 0, starts = 0;
        std::string section;
        bool in_section = false;
    };

    void begin_section(std::string title);
    void close_section();
    void start_table(const PlanTable& table, const std::vector<PlanRow>& rows);
    void add(const PlanRow& row);
    void add_line(const PlanRow& row);
    void add_to_last(const PlanRow& row);
    bool repeats(const DraftLine& line, const DraftLine& earlier) const;
    bool is_copy(std::size_t first);
    void take_back(const Mark& mark, const PlanTable& table);
    void remember(std::size_t first);
    bool begin_at_one(const std::vector<std::size_t>& starts) const;
    std::vector<std::size_t> number_groups();
    void check_numbers();
    void check_lengths();
    void check_year();

    Draft& draft_;
    const std::vector<outside::Table>& tables_;
    const int year_;
    std::size_t table_ = 0;
    std::vector<int> rows_before_;  // of the file's tables
    std::string section_;
    std::vector<std::size_t> section_starts_, table_starts_;
    bool in_section_ = false;
    std::map<std::string, std::vector<std::size_t>> by_title_;  // the lines of the tables before this one
};

}  // namespace veche::plan
