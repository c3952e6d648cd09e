#include <xlsxwriter.h>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "core/text.hpp"
#include "outside/table_writer.hpp"

namespace veche::outside {

namespace {

constexpr std::size_t most_in_a_cell = 32'767;  // of Excel, in characters
constexpr std::size_t most_in_a_name = 31;

/// The library writes only to a file. It is gone when this object is.
class TemporaryFile {
public:
    TemporaryFile()
    {
        path_ = (std::filesystem::temp_directory_path() / "veche-XXXXXX").string();
        const int descriptor = mkstemp(path_.data());
        if (descriptor < 0) throw std::runtime_error("no temporary file for a sheet");
        close(descriptor);
    }
    ~TemporaryFile() { unlink(path_.c_str()); }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    const std::string& path() const { return path_; }
    std::string content() const
    {
        std::ifstream in(path_, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    }

private:
    std::string path_;
};

/// Excel refuses these characters in a sheet's name, and a name that is empty or longer than 31.
std::string sheet_name(std::string_view wanted)
{
    std::string name = one_line(wanted);
    for (char& c : name)
        if (std::string_view("[]:*?/\\'").find(c) != std::string_view::npos) c = ' ';
    name = shortened(trimmed(name), most_in_a_name);
    return name.empty() ? "План" : name;
}

class SheetWriter {
public:
    SheetWriter(lxw_workbook* book, const Sheet& sheet)
        : sheet_(sheet),
          page_(workbook_add_worksheet(book, sheet_name(sheet.name).c_str())),
          last_column_(static_cast<lxw_col_t>(sheet.columns.empty() ? 0 : sheet.columns.size() - 1))
    {
        heading_ = format(book, true, false);
        format_set_align(heading_, LXW_ALIGN_CENTER);
        header_ = format(book, true, true);
        format_set_align(header_, LXW_ALIGN_CENTER);
        format_set_bg_color(header_, 0xEEF1F4);
        section_ = format(book, true, true);
        text_ = format(book, false, true);
    }

    void write()
    {
        for (std::size_t i = 0; i < sheet_.columns.size(); ++i)
            worksheet_set_column(page_, static_cast<lxw_col_t>(i), static_cast<lxw_col_t>(i), sheet_.columns[i].width,
                                 nullptr);
        for (const auto& line : sheet_.heading) write_wide(line, heading_);
        const lxw_row_t header = row_;
        for (std::size_t i = 0; i < sheet_.columns.size(); ++i) write_text(i, sheet_.columns[i].title, header_);
        ++row_;
        for (const auto& row : sheet_.rows) write_row(row);
        set_up_print(header);
        // The numbers of the lines are texts on purpose; without this Excel puts a green mark into each of their cells.
        const std::string all = "A1:XFD" + std::to_string(row_ + 1);
        worksheet_ignore_errors(page_, LXW_IGNORE_NUMBER_STORED_AS_TEXT, all.c_str());
    }

private:
    static lxw_format* format(lxw_workbook* book, bool bold, bool border)
    {
        lxw_format* made = workbook_add_format(book);
        format_set_text_wrap(made);
        format_set_align(made, LXW_ALIGN_VERTICAL_TOP);
        if (bold) format_set_bold(made);
        if (border) format_set_border(made, LXW_BORDER_THIN);
        return made;
    }

    void write_row(const Sheet::Row& row)
    {
        if (row.kind == Sheet::RowKind::section) {
            write_wide(row.cells.empty() ? std::string() : row.cells.front(), section_);
            return;
        }
        for (std::size_t i = 0; i < row.cells.size() && i < sheet_.columns.size(); ++i)
            write_text(i, row.cells[i], text_);
        ++row_;
    }

    void write_text(std::size_t column, const std::string& text, lxw_format* look)
    {
        worksheet_write_string(page_, row_, static_cast<lxw_col_t>(column), shortened(text, most_in_a_cell).c_str(),
                               look);
    }

    void write_wide(const std::string& text, lxw_format* look)
    {
        if (last_column_ > 0) {
            worksheet_merge_range(page_, row_, 0, row_, last_column_, shortened(text, most_in_a_cell).c_str(), look);
        } else {
            write_text(0, text, look);
        }
        ++row_;
    }

    void set_up_print(lxw_row_t header)
    {
        worksheet_freeze_panes(page_, header + 1, 0);
        worksheet_repeat_rows(page_, header, header);
        worksheet_set_landscape(page_);
        worksheet_set_paper(page_, 9);  // A4
        worksheet_fit_to_pages(page_, 1, 0);
        worksheet_set_margins(page_, 0.5, 0.4, 0.5, 0.6);
        worksheet_set_footer(page_, "&R&P / &N");
    }

    const Sheet& sheet_;
    lxw_worksheet* page_;
    lxw_col_t last_column_;
    lxw_row_t row_ = 0;
    lxw_format* heading_ = nullptr;
    lxw_format* header_ = nullptr;
    lxw_format* section_ = nullptr;
    lxw_format* text_ = nullptr;
};

}  // namespace

std::string write_xlsx(const Sheet& sheet)
{
    const TemporaryFile file;
    std::string folder = std::filesystem::path(file.path()).parent_path().string();
    lxw_workbook_options options{};
    options.tmpdir = folder.data();
    lxw_workbook* book = workbook_new_opt(file.path().c_str(), &options);
    if (book == nullptr) throw std::runtime_error("no workbook for a sheet");
    lxw_doc_properties properties{};
    properties.created = 1'609'459'200;  // any fixed moment: the same plan gives the same bytes, so that its ETag holds
    workbook_set_properties(book, &properties);
    SheetWriter(book, sheet).write();
    if (workbook_close(book) != LXW_NO_ERROR) throw std::runtime_error("a sheet could not be written");
    return file.content();
}

}  // namespace veche::outside
