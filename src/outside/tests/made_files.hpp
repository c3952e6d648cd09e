#pragma once

#include <stdlib.h>
#include <zip.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "outside/table.hpp"

/// Files made by the tests themselves, so that hostile ones need not lie in the repository.
namespace made {

class Folder {
public:
    Folder()
    {
        std::string name = (std::filesystem::temp_directory_path() / "veche-test-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        path_ = name;
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::filesystem::path file(const std::string& name, const std::string& content) const
    {
        std::ofstream(path_ / name, std::ios::binary) << content;
        return path_ / name;
    }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

using Entries = std::vector<std::pair<std::string, std::string>>;

inline std::filesystem::path zip(const Folder& folder, const std::string& name, const Entries& entries,
                                 const char* password = nullptr)
{
    const auto path = folder.path() / name;
    int error = 0;
    zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
    for (const auto& [entry, content] : entries) {
        zip_source_t* source = zip_source_buffer(archive, content.data(), content.size(), 0);
        const zip_int64_t index = zip_file_add(archive, entry.c_str(), source, ZIP_FL_ENC_UTF_8);
        if (password) zip_file_set_encryption(archive, static_cast<zip_uint64_t>(index), ZIP_EM_AES_256, password);
    }
    if (zip_close(archive) != 0) throw std::runtime_error("no zip");
    return path;
}

inline const std::string xml_start = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

struct Xlsx {
    std::string sheet;  // inside <worksheet>
    std::string styles = "<cellXfs count=\"1\"><xf numFmtId=\"0\"/></cellXfs>";
    std::string shared = "";         // <si>…</si>
    std::string workbook = "";       // <workbookPr …/>
    std::string before = xml_start;  // of the sheet's part

    std::filesystem::path write(const Folder& folder, const std::string& name = "made.xlsx") const
    {
        return zip(folder, name, entries());
    }
    Entries entries() const
    {
        const std::string types = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
        const std::string kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
        return {
            {"[Content_Types].xml", xml_start + "<Types><Override PartName=\"/xl/workbook.xml\" ContentType=\"" +
                                        types + "sheet.main+xml\"/></Types>"},
            {"xl/workbook.xml", xml_start + "<workbook>" + workbook +
                                    "<sheets><sheet name=\"Лист1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"},
            {"xl/_rels/workbook.xml.rels",
             xml_start + "<Relationships><Relationship Id=\"rId1\" Type=\"" + kinds +
                 "worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"" + kinds +
                 "styles\" Target=\"styles.xml\"/><Relationship Id=\"rId3\" Type=\"" + kinds +
                 "sharedStrings\" Target=\"/xl/sharedStrings.xml\"/></Relationships>"},
            {"xl/styles.xml", xml_start + "<styleSheet>" + styles + "</styleSheet>"},
            {"xl/sharedStrings.xml", xml_start + "<sst>" + shared + "</sst>"},
            {"xl/worksheets/sheet1.xml", before + "<worksheet>" + sheet + "</worksheet>"}};
    }
};

inline std::filesystem::path ods(const Folder& folder, const std::string& tables)
{
    return zip(folder, "made.ods",
               {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
                {"content.xml", xml_start + "<office:document-content><office:body><office:spreadsheet>" + tables +
                                    "</office:spreadsheet></office:body></office:document-content>"}});
}

inline std::filesystem::path docx(const Folder& folder, const std::string& body)
{
    return zip(folder, "made.docx",
               {{"[Content_Types].xml",
                 xml_start + "<Types><Override PartName=\"/word/document.xml\" ContentType=\"application/"
                             "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>"},
                {"word/document.xml", xml_start + "<w:document><w:body>" + body + "</w:body></w:document>"}});
}

/// The test program is its own reader child, see reader_child_test.cpp.
inline const std::vector<std::string> reader = {"/proc/self/exe", "read-table"};

/// The texts of a table, "|" between the cells.
inline std::vector<std::string> texts(const veche::outside::Table& table)
{
    std::vector<std::string> rows;
    for (const auto& row : table.rows) {
        std::string line;
        for (const auto& cell : row) line += (&cell == row.data() ? "" : "|") + cell.text;
        rows.push_back(line);
    }
    return rows;
}

}  // namespace made
