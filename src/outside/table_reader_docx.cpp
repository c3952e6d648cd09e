#include <map>
#include <set>

#include "outside/table_reader.hpp"
#include "outside/xml_part.hpp"
#include "outside/zip_archive.hpp"

// The tables of a DOCX (ECMA-376 part 1, §17.4).
namespace veche::outside {

namespace {

/// What stands in the file but not on the page: deleted and moved-away text, field codes, and the second copy of
/// drawings.
bool is_hidden(std::string_view name)
{
    static const std::set<std::string_view> names = {"del", "moveFrom", "instrText", "delText", "Fallback",
                                                     "pPr", "rPr",      "tblPr",     "tcPr",    "trPr"};
    return names.contains(name);
}

class DocumentReader {
public:
    explicit DocumentReader(TableBuilder& tables) : tables_(tables) {}

    void read(const pugi::xml_node& node, int depth = 0)
    {
        if (depth > most_depth) throw Unreadable("file.broken");
        for (const auto& part : node.children()) {
            if (is(part, "tbl")) {
                read_table(part);
            } else if (!is_hidden(local_name(part.name()))) {
                read(part, depth + 1);
            }
        }
    }

private:
    struct Open {
        std::size_t row = 0, columns = 1, rows = 1;
    };

    void read_table(const pugi::xml_node& table)
    {
        tables_.start_table("");
        row_ = 0;
        open_.clear();
        read_rows(table, 0);
        while (!open_.empty()) close_area(open_.begin()->first);
    }

    /// Rows may stand inside content controls (w:sdt) and marks of insertion.
    void read_rows(const pugi::xml_node& node, int depth)
    {
        if (depth > most_depth) throw Unreadable("file.broken");
        for (const auto& part : node.children()) {
            if (is(part, "tr")) {
                if (child(child(part, "trPr"), "del")) continue;
                column_ = number_attribute(child(child(part, "trPr"), "gridBefore"), "val", 0);
                read_cells(part, 0);
                ++row_;
            } else if (!is_hidden(local_name(part.name()))) {
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
            } else if (!is_hidden(local_name(part.name()))) {
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
            tables_.put(row_, column_, {cell_text(cell), {}, {}});
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

    std::string cell_text(const pugi::xml_node& cell)
    {
        std::string text;
        number_ = 0;
        add_paragraphs(cell, text, 0);
        text = clean_cell(text);
        // "1." in the first column is often Word's own numbering, which is nowhere in the text.
        if (text.empty() && number_ > 0) text = std::to_string(number_);
        return text;
    }

    /// Paragraphs of a cell and of tables nested in it, a line each.
    void add_paragraphs(const pugi::xml_node& node, std::string& text, int depth)
    {
        if (depth > most_depth) throw Unreadable("file.broken");
        for (const auto& part : node.children()) {
            if (is(part, "p")) {
                if (!text.empty()) text += '\n';
                add_runs(part, text, 0);
                count_in_list(child(child(part, "pPr"), "numPr"));
            } else if (!is_hidden(local_name(part.name()))) {
                add_paragraphs(part, text, depth + 1);
            }
        }
    }

    void count_in_list(const pugi::xml_node& place)
    {
        const auto list = attribute(child(place, "numId"), "val");
        if (list.empty() || list == "0" || number_attribute(child(place, "ilvl"), "val", 0) != 0) return;
        number_ = ++lists_[std::string(list)];
    }

    void add_runs(const pugi::xml_node& node, std::string& text, int depth)
    {
        if (depth > most_depth) throw Unreadable("file.broken");
        for (const auto& part : node.children()) {
            const auto name = local_name(part.name());
            if (name == "t") {
                text += part.child_value();
            } else if (name == "br" || name == "cr") {
                text += '\n';
            } else if (name == "tab") {
                text += ' ';
            } else if (name == "noBreakHyphen") {
                text += '-';
            } else if (!is_hidden(name)) {
                add_runs(part, text, depth + 1);
            }
        }
    }

    TableBuilder& tables_;
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
    DocumentReader(tables).read(child(xml.root(), "body"));
}

}  // namespace veche::outside
