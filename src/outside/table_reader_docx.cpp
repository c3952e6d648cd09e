#include <map>
#include <set>
#include <utility>

#include "outside/docx_styles.hpp"
#include "outside/marked_text.hpp"
#include "outside/table_reader.hpp"
#include "outside/xml_part.hpp"
#include "outside/zip_archive.hpp"

// The tables of a DOCX (ECMA-376 part 1, §17.4).
namespace veche::outside {

namespace {

/// What stands in the file but not on the page: deleted and moved-away text, field codes, and the second copy of
/// drawings.
bool is_off_page(std::string_view name)
{
    static const std::set<std::string_view> names = {"del", "moveFrom", "instrText", "delText", "Fallback",
                                                     "pPr", "rPr",      "tblPr",     "tcPr",    "trPr"};
    return names.contains(name);
}

/// Paragraphs between tables that may be their headings; a whole document above the first one is not.
constexpr std::size_t most_heading_bytes = 20'000;

class DocumentReader {
public:
    DocumentReader(const DocxStyles& styles, TableBuilder& tables) : styles_(styles), tables_(tables) {}

    void read(const pugi::xml_node& body) { read_between_tables(body, false, 0); }

private:
    struct Open {
        std::size_t row = 0, columns = 1, rows = 1;
    };

    /// Tables may stand anywhere, in text boxes too, that is inside a paragraph.
    void read_between_tables(const pugi::xml_node& node, bool in_paragraph, int depth)
    {
        if (depth > most_depth) throw Unreadable("file.broken");
        for (const auto& part : node.children()) {
            const bool paragraph = is(part, "p");
            if (is(part, "tbl")) {
                read_table(part);
            } else if (!is_off_page(local_name(part.name()))) {
                if (paragraph && !in_paragraph) add_heading(part);
                read_between_tables(part, in_paragraph || paragraph, depth + 1);
            }
        }
    }

    /// What stands nearest to the table is its heading.
    void add_heading(const pugi::xml_node& paragraph)
    {
        MarkedText text;
        add_paragraph(paragraph, text);
        const Cell words = text.cell();
        if (words.text.empty() || words.marks.struck) return;
        heading_ += (heading_.empty() ? "" : "\n") + words.text;
        if (heading_.size() > most_heading_bytes)
            heading_.erase(0, std::min(heading_.find('\n'), heading_.size() - 1) + 1);
    }

    void read_table(const pugi::xml_node& table)
    {
        tables_.start_table("");
        tables_.set_heading(std::exchange(heading_, {}));
        table_style_ = attribute(child(child(table, "tblPr"), "tblStyle"), "val");
        row_ = 0;
        open_.clear();
        in_table_ = true;
        read_rows(table, 0);
        in_table_ = false;
        while (!open_.empty()) close_area(open_.begin()->first);
        table_style_ = {};
    }

    /// Rows may stand inside content controls (w:sdt) and marks of insertion.
    void read_rows(const pugi::xml_node& node, int depth)
    {
        if (depth > most_depth) throw Unreadable("file.broken");
        for (const auto& part : node.children()) {
            if (is(part, "tr")) {
                const auto properties = child(part, "trPr");
                if (child(properties, "del")) continue;
                const auto hidden = child(properties, "hidden");
                if (hidden && (attribute(hidden, "val").empty() || is_on(attribute(hidden, "val"))))
                    tables_.hide_rows(row_, 1);
                column_ = number_attribute(child(properties, "gridBefore"), "val", 0);
                read_cells(part, 0);
                ++row_;
            } else if (!is_off_page(local_name(part.name()))) {
                read_rows(part, depth + 1);
            }
        }
    }

    void read_cells(const pugi::xml_node& node, int depth)
    {
        if (depth > most_depth) throw Unreadable("file.broken");
        for (const auto& part : node.children()) {
            if (is(part, "tc")) {
                read_cell(part);
            } else if (!is_off_page(local_name(part.name()))) {
                read_cells(part, depth + 1);
            }
        }
    }

    void read_cell(const pugi::xml_node& cell)
    {
        const auto properties = child(cell, "tcPr");
        const std::size_t columns = std::max<std::size_t>(number_attribute(child(properties, "gridSpan"), "val", 1), 1);
        const auto vertical = child(properties, "vMerge");
        const bool continued = vertical && attribute(vertical, "val") != "restart";
        if (continued && open_.contains(column_)) {
            ++open_[column_].rows;
        } else {
            close_area(column_);
            open_[column_] = {row_, columns, 1};
            if (!vertical) close_area(column_);
            tables_.put(row_, column_, cell_words(cell));
        }
        column_ += columns;
    }

    void close_area(std::size_t column)
    {
        const auto area = open_.find(column);
        if (area == open_.end()) return;
        tables_.merge(area->second.row, column, area->second.rows, area->second.columns);
        open_.erase(area);
    }

    Cell cell_words(const pugi::xml_node& node)
    {
        MarkedText text;
        number_ = 0;
        mark_hidden_ = false;
        add_paragraphs(node, text, 0);
        Cell cell = text.cell();
        // "1." in the first column is often Word's own numbering, which is nowhere in the text.
        if (cell == Cell{} && number_ > 0) cell.text = std::to_string(number_);
        return cell;
    }

    /// Paragraphs of a cell and of tables nested in it, a line each.
    void add_paragraphs(const pugi::xml_node& node, MarkedText& text, int depth)
    {
        if (depth > most_depth) throw Unreadable("file.broken");
        for (const auto& part : node.children()) {
            if (is(part, "p")) {
                add_paragraph(part, text);
                count_in_list(child(child(part, "pPr"), "numPr"));
            } else if (!is_off_page(local_name(part.name()))) {
                add_paragraphs(part, text, depth + 1);
            }
        }
    }

    /// A paragraph whose mark is hidden goes on in the line of the next one.
    void add_paragraph(const pugi::xml_node& paragraph, MarkedText& text)
    {
        const auto properties = child(paragraph, "pPr");
        if (mark_hidden_) {
            text.add(" ");
        } else {
            text.new_line();
        }
        place_ = {table_style_, attribute(child(properties, "pStyle"), "val")};
        add_runs(paragraph, text, MarkedText::Ink::plain, 0);
        mark_hidden_ = child(properties, "rPr") && docx_look(child(properties, "rPr")).hidden.value_or(false);
    }

    void count_in_list(const pugi::xml_node& place)
    {
        const auto list = attribute(child(place, "numId"), "val");
        if (list.empty() || list == "0" || number_attribute(child(place, "ilvl"), "val", 0) != 0) return;
        number_ = ++lists_[std::string(list)];
    }

    void add_runs(const pugi::xml_node& node, MarkedText& text, MarkedText::Ink ink, int depth)
    {
        if (depth > most_depth) throw Unreadable("file.broken");
        for (const auto& part : node.children()) {
            const auto name = local_name(part.name());
            if (name == "t") {
                text.add(part.child_value(), ink);
            } else if (name == "br" || name == "cr") {
                text.add("\n", ink);
            } else if (name == "tab") {
                text.add(" ", ink);
            } else if (name == "noBreakHyphen") {
                text.add("-", ink);
            } else if (name == "r") {
                add_runs(part, text, ink_of(child(part, "rPr")), depth + 1);
            } else if (!is_off_page(name) && (in_table_ || name != "tbl")) {
                add_runs(part, text, ink, depth + 1);
            }
        }
    }

    MarkedText::Ink ink_of(const pugi::xml_node& run_properties) const
    {
        if (styles_.is_hidden(place_, run_properties)) return MarkedText::Ink::hidden;
        return styles_.is_struck(place_, run_properties) ? MarkedText::Ink::struck : MarkedText::Ink::plain;
    }

    const DocxStyles& styles_;
    TableBuilder& tables_;
    std::string heading_;           // what was said since the table before
    std::string_view table_style_;  // by their ids
    DocxStyles::Place place_;       // of the paragraph being read
    bool mark_hidden_ = false;      // of the paragraph before
    bool in_table_ = false;         // then a table in a text box is words of its cell
    std::size_t row_ = 0;
    std::size_t column_ = 0;
    std::size_t number_ = 0;                    // of the last list paragraph in this cell
    std::map<std::size_t, Open> open_;          // vertical merges still going on, by column
    std::map<std::string, std::size_t> lists_;  // how far each numbered list has come
};

}  // namespace

void read_docx(const ZipArchive& zip, const std::string& document, TableBuilder& tables)
{
    const XmlPart xml(zip.get(document));
    const DocxStyles styles(zip, document);
    DocumentReader(styles, tables).read(child(xml.root(), "body"));
}

}  // namespace veche::outside
