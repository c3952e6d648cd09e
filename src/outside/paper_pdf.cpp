#include <algorithm>
#include <functional>
#include <vector>

#include <cairo-pdf.h>
#include <fmt/format.h>

#include "outside/drawing.hpp"
#include "outside/paper.hpp"

namespace veche::outside {

namespace {

using drawing::Layout;
using drawing::points_of_mm;

constexpr double cell_side = 4, cell_top = 3;

std::string markup_of(const PaperText& text, bool bold)
{
    std::string markup;
    for (const auto& run : text) {
        std::string one = drawing::escaped(run.text);
        if (run.struck) one = "<s>" + one + "</s>";
        if (run.small) one = "<span size=\"85%\" foreground=\"#52606d\">" + one + "</span>";
        if (run.bold || bold) one = "<b>" + one + "</b>";
        markup += one;
    }
    return markup;
}

/// One cell on its way onto paper: lines that are still to be drawn.
struct DrawnCell {
    Layout layout;
    int next = 0;  // line

    /// The height of lines next..end; `fitting` is how many of them are within `room`.
    double height(double room, int* fitting) const
    {
        double all = 0;
        int lines = 0;
        const int count = pango_layout_get_line_count(layout.get());
        for (int i = next; i < count; ++i) {
            const double one = line_height(i);
            if (all + one > room) break;
            all += one;
            ++lines;
        }
        if (fitting) *fitting = lines;
        return all;
    }
    double line_height(int index) const
    {
        PangoRectangle logical;
        pango_layout_line_get_extents(pango_layout_get_line_readonly(layout.get(), index), nullptr, &logical);
        return double(logical.height) / PANGO_SCALE;
    }
    bool done() const { return next >= pango_layout_get_line_count(layout.get()); }
};

class Sheet {
public:
    Sheet(const Paper& paper, int pages)
        : paper_(paper),
          landscape_(paper.orientation == Orientation::landscape),
          width_(points_of_mm * side(landscape_)),
          height_(points_of_mm * side(!landscape_)),
          left_(points_of_mm * paper.margins.left),
          right_(width_ - points_of_mm * paper.margins.right),
          bottom_(height_ - points_of_mm * paper.margins.bottom - foot),
          pages_(pages),
          pdf_(width_, height_, paper.title, paper.author, paper.made)
    {
        begin_page();
    }

    void draw()
    {
        for (const auto& block : paper_.blocks) std::visit([this](const auto& one) { put(one); }, block);
        end_page();
    }
    int pages() const { return page_; }
    std::string finish() { return pdf_.finish(); }

private:
    static constexpr double foot = 16;

    double side(bool longer) const
    {
        const double small = paper_.size == PaperSize::a4 ? 210 : 297, large = paper_.size == PaperSize::a4 ? 297 : 420;
        return longer ? large : small;
    }
    cairo_t* pen() { return pdf_.pen(); }
    double room() const { return bottom_ - y_; }

    void begin_page()
    {
        ++page_;
        y_ = points_of_mm * paper_.margins.top;
    }

    void end_page()
    {
        const auto size = paper_.text_points * 0.8;
        const auto footer = drawing::layout(pen(), paper_.footer, {size, 400}, (right_ - left_) * 0.8);
        std::string text = paper_.page_of;
        const auto fill = [&](std::string_view word, int value) {
            if (const auto at = text.find(word); at != std::string::npos)
                text.replace(at, word.size(), std::to_string(value));
        };
        fill("{page}", page_);
        fill("{pages}", std::max(pages_, page_));
        const auto number = drawing::layout(pen(), text, {size, 400}, -1);
        colour(0x52, 0x60, 0x6d);
        show(footer.get(), left_, bottom_ + 6);
        show(number.get(), right_ - drawing::width_of(number.get()), bottom_ + 6);
        colour(0x16, 0x20, 0x2b);
        cairo_show_page(pen());
    }

    void new_page()
    {
        end_page();
        begin_page();
    }

    void colour(int red, int green, int blue) { cairo_set_source_rgb(pen(), red / 255.0, green / 255.0, blue / 255.0); }

    void show(PangoLayout* layout, double x, double y)
    {
        cairo_move_to(pen(), x, y);
        pango_cairo_show_layout(pen(), layout);
    }

    void tagged(const char* tag, const std::function<void()>& drawn)
    {
        cairo_tag_begin(pen(), tag, nullptr);
        drawn();
        cairo_tag_end(pen(), tag);
    }

    void outline(const std::string& text, int* parent)
    {
        const int made = cairo_pdf_surface_add_outline(
            pdf_.surface(), parent ? *parent : CAIRO_PDF_OUTLINE_ROOT, text.c_str(),
            fmt::format("page={} pos=[{:.0f} {:.0f}]", page_, left_, std::max(y_ - 4, 0.0)).c_str(),
            CAIRO_PDF_OUTLINE_FLAG_OPEN);
        if (!parent) heading_ = made;
    }

    /// A text over the width, its lines never torn from a page that is too short for them.
    void put_text(const std::string& markup, double size, int weight, TextAlign align, double x, double width,
                  const char* tag)
    {
        auto layout = drawing::layout_markup(pen(), markup, {size, weight}, width);
        pango_layout_set_alignment(layout.get(), align == TextAlign::start    ? PANGO_ALIGN_LEFT
                                                 : align == TextAlign::centre ? PANGO_ALIGN_CENTER
                                                                              : PANGO_ALIGN_RIGHT);
        DrawnCell cell{std::move(layout)};
        tagged(tag, [&] {
            while (!cell.done()) {
                if (cell.line_height(cell.next) > room()) new_page();
                y_ += draw_lines(cell, x, y_, room());
            }
        });
    }

    /// Draws the lines that fit from `y` on; gives their height. At least one is drawn: a line higher than a page is cut.
    double draw_lines(DrawnCell& cell, double x, double y, double room)
    {
        int fitting = 0;
        double height = cell.height(room, &fitting);
        if (fitting == 0 && !cell.done()) {
            fitting = 1;
            height = cell.line_height(cell.next);
        }
        const int end = cell.next + fitting;
        for (; cell.next < end; ++cell.next) {
            PangoLayoutLine* line = pango_layout_get_line_readonly(cell.layout.get(), cell.next);
            PangoRectangle logical;
            pango_layout_line_get_extents(line, nullptr, &logical);
            const double free = double(pango_layout_get_width(cell.layout.get()) - logical.width) / PANGO_SCALE;
            const auto align = pango_layout_get_alignment(cell.layout.get());
            const double shift = align == PANGO_ALIGN_LEFT ? 0 : align == PANGO_ALIGN_CENTER ? free / 2 : free;
            cairo_move_to(pen(), x + shift, y + double(-logical.y) / PANGO_SCALE);
            pango_cairo_show_layout_line(pen(), line);
            y += double(logical.height) / PANGO_SCALE;
        }
        return height;
    }

    void line_to_sign(double x, double width)
    {
        y_ += paper_.text_points * 2;
        cairo_set_line_width(pen(), 0.6);
        cairo_move_to(pen(), x, y_);
        cairo_line_to(pen(), x + width, y_);
        cairo_stroke(pen());
        y_ += 3;
    }

    void put(const PaperApproval& block)
    {
        const double width = std::min(230.0, (right_ - left_) * 0.45), x = right_ - width;
        const double size = paper_.text_points;
        put_text(drawing::escaped(block.word), size + 1, 700, TextAlign::start, x, width, "P");
        y_ += 2;
        if (block.post.empty())
            line_to_sign(x, width);
        else
            put_text(drawing::escaped(block.post), size, 400, TextAlign::start, x, width, "P");
        line_to_sign(x, block.name.empty() ? width : width * 0.45);
        if (!block.name.empty()) {
            y_ -= 3 + size * 1.3;
            put_text(drawing::escaped(block.name), size, 400, TextAlign::end, x, width, "P");
        }
        if (!block.below.empty()) put_text(drawing::escaped(block.below), size, 400, TextAlign::start, x, width, "P");
        y_ += 10;
    }

    void put(const PaperHeading& block)
    {
        outline(block.text, nullptr);
        put_text(drawing::escaped(block.text), paper_.text_points * 1.6, 700, TextAlign::centre, left_, right_ - left_,
                 "H1");
        if (!block.below.empty())
            put_text(drawing::escaped(block.below), paper_.text_points, 400, TextAlign::centre, left_, right_ - left_,
                     "P");
        y_ += 10;
    }

    void put(const PaperParagraph& block)
    {
        put_text(markup_of(block.text, false), paper_.text_points, 400, block.align, left_, right_ - left_, "P");
        y_ += 6;
    }

    void put(const PaperSignatures& block)
    {
        for (const auto& one : block.signatures) {
            if (room() < paper_.text_points * 4) new_page();
            y_ += paper_.text_points * 1.5;
            const double third = (right_ - left_) / 3;
            const auto post = drawing::layout(pen(), one.post, {paper_.text_points, 400}, third - 10);
            const auto name = drawing::layout(pen(), one.name, {paper_.text_points, 400}, third - 10);
            const double height = std::max(drawing::height_of(post.get()), drawing::height_of(name.get()));
            show(post.get(), left_, y_);
            show(name.get(), left_ + 2 * third, y_);
            cairo_set_line_width(pen(), 0.6);
            cairo_move_to(pen(), left_ + third, y_ + height - 2);
            cairo_line_to(pen(), left_ + 2 * third - 10, y_ + height - 2);
            cairo_stroke(pen());
            y_ += height;
        }
    }

    // Tables.

    struct Grid {
        const PaperTable& table;
        std::vector<double> edges;  // left edge of each column, and the right one of the last
    };

    std::vector<DrawnCell> cells_of(const Grid& grid, const PaperTable::Row& row)
    {
        const bool section = row.kind == PaperTable::RowKind::section;
        const std::size_t count = section ? 1 : grid.table.columns.size();
        std::vector<DrawnCell> cells;
        for (std::size_t i = 0; i < count; ++i) {
            const double width = (section ? grid.edges.back() : grid.edges[i + 1]) - grid.edges[i] - 2 * cell_side;
            const PaperText empty;
            auto layout = drawing::layout_markup(
                pen(), markup_of(i < row.cells.size() ? row.cells[i] : empty, row.kind != PaperTable::RowKind::line),
                {paper_.text_points, 400}, width);
            const auto align = grid.table.columns[i].align;
            if (!section && align != TextAlign::start)
                pango_layout_set_alignment(layout.get(),
                                           align == TextAlign::centre ? PANGO_ALIGN_CENTER : PANGO_ALIGN_RIGHT);
            cells.push_back({std::move(layout)});
        }
        return cells;
    }

    static double height_of(const std::vector<DrawnCell>& cells)
    {
        double height = 0;
        for (const auto& cell : cells) height = std::max(height, cell.height(1e9, nullptr));
        return height + 2 * cell_top;
    }

    /// One row, or as much of it as there is room for; true when nothing is left.
    bool draw_row(const Grid& grid, std::vector<DrawnCell>& cells, bool shaded, const char* tag)
    {
        const double inside = room() - 2 * cell_top;
        double height = 0;
        for (const auto& cell : cells) {
            int fitting = 0;
            double one = cell.height(inside, &fitting);
            if (fitting == 0 && !cell.done()) one = cell.line_height(cell.next);
            height = std::max(height, one);
        }
        height += 2 * cell_top;
        const double right = grid.edges.back();
        if (shaded) {
            cairo_set_source_rgb(pen(), 0.955, 0.962, 0.97);
            cairo_rectangle(pen(), grid.edges.front(), y_, right - grid.edges.front(), height);
            cairo_fill(pen());
            colour(0x16, 0x20, 0x2b);
        }
        tagged("TR", [&] {
            for (std::size_t i = 0; i < cells.size(); ++i)
                tagged(tag, [&] { draw_lines(cells[i], grid.edges[i] + cell_side, y_ + cell_top, inside); });
        });
        cairo_set_source_rgb(pen(), 0.55, 0.6, 0.65);
        cairo_set_line_width(pen(), 0.5);
        cairo_rectangle(pen(), grid.edges.front(), y_, right - grid.edges.front(), height);
        for (std::size_t i = 1; i < cells.size(); ++i) {
            cairo_move_to(pen(), grid.edges[i], y_);
            cairo_line_to(pen(), grid.edges[i], y_ + height);
        }
        cairo_stroke(pen());
        colour(0x16, 0x20, 0x2b);
        y_ += height;
        return std::ranges::all_of(cells, &DrawnCell::done);
    }

    void draw_titles(const Grid& grid)
    {
        PaperTable::Row row{PaperTable::RowKind::total, {}};
        for (const auto& column : grid.table.columns) row.cells.push_back({{column.title, true}});
        auto cells = cells_of(grid, row);
        draw_row(grid, cells, true, "TH");
    }

    void next_table_page(const Grid& grid)
    {
        cairo_tag_end(pen(), "Table");
        new_page();
        cairo_tag_begin(pen(), "Table", nullptr);
        draw_titles(grid);
    }

    void put(const PaperTable& table)
    {
        Grid grid{table, {left_}};
        double all = 0;
        for (const auto& column : table.columns) all += column.width;
        for (const auto& column : table.columns)
            grid.edges.push_back(grid.edges.back() + (right_ - left_) * column.width / all);
        if (room() < paper_.text_points * 8) new_page();
        cairo_tag_begin(pen(), "Table", nullptr);
        draw_titles(grid);
        const double page = bottom_ - points_of_mm * paper_.margins.top - paper_.text_points * 4;
        for (std::size_t i = 0; i < table.rows.size(); ++i) {
            const auto& row = table.rows[i];
            auto cells = cells_of(grid, row);
            const bool section = row.kind == PaperTable::RowKind::section;
            double needed = height_of(cells);
            // A section's name never stands alone at the foot of a page.
            if (section && i + 1 < table.rows.size()) needed += height_of(cells_of(grid, table.rows[i + 1]));
            if (needed > room() && (needed <= page || room() < paper_.text_points * 6)) next_table_page(grid);
            if (section && !row.cells.empty() && !row.cells[0].empty()) outline(row.cells[0][0].text, &heading_);
            while (!draw_row(grid, cells, row.kind != PaperTable::RowKind::line, "TD")) next_table_page(grid);
        }
        cairo_tag_end(pen(), "Table");
        y_ += 8;
    }

    const Paper& paper_;
    bool landscape_;
    double width_, height_, left_, right_, bottom_;
    int pages_, page_ = 0, heading_ = 0;
    double y_ = 0;
    drawing::Pdf pdf_;
};

}  // namespace

std::string write_pdf(const Paper& paper)
{
    const drawing::Desk desk;
    // Twice: how many pages there are is known only after they were drawn.
    Sheet measured(paper, 0);
    measured.draw();
    Sheet sheet(paper, measured.pages());
    sheet.draw();
    return sheet.finish();
}

}  // namespace veche::outside
