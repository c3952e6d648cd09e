#pragma once

#include <map>
#include <string>
#include <vector>

#include <pugixml.hpp>

#include "outside/cell_format.hpp"
#include "outside/marked_text.hpp"
#include "outside/office_package.hpp"

// What the sheets of an XLSX share: styles, texts, the epoch.
namespace veche::outside {

/// The words of a <si> or <is>. Whether a run is crossed out may be left to the cell's own font.
class XlsxText {
public:
    XlsxText() = default;
    explicit XlsxText(const pugi::xml_node& item);

    /// Whether formats may add words to it: nobody formats text that is formatted word by word.
    bool is_plain() const { return runs_.size() <= 1; }
    Cell cell(bool struck_by_cell) const;

private:
    enum class Strike { by_cell, on, off };
    struct Run {
        std::string words;
        Strike strike = Strike::by_cell;
    };
    std::vector<Run> runs_;
};

struct XlsxStyle {
    CellFormat format;
    bool struck = false;
};

struct XlsxBook {
    std::vector<XlsxText> shared;   // sharedStrings
    std::vector<XlsxStyle> styles;  // by the cell's style number
    Epoch epoch = Epoch::year_1900;
    bool computed_at_opening = false;  // its writer could not compute: a nought stored beside a formula means nothing
};

XlsxBook read_xlsx_book(const ZipArchive& zip, const pugi::xml_node& workbook,
                        const std::map<std::string, Relation>& relations);

/// Excel writes characters that XML cannot hold as _x000D_; "_x005F_" is the underscore itself.
std::string without_xlsx_escapes(std::string_view text);

}  // namespace veche::outside
