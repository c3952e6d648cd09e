#include <algorithm>
#include <cstdio>
#include <fstream>
#include <new>

#include "core/ascii.hpp"
#include "core/text.hpp"
#include "outside/csv.hpp"
#include "outside/office_package.hpp"
#include "outside/sandbox.hpp"
#include "outside/table_reader.hpp"
#include "outside/table_wire.hpp"
#include "outside/text_encoding.hpp"
#include "outside/xml_part.hpp"
#include "outside/zip_archive.hpp"

// The child's side: tells the format by the content and prints the tables.
namespace veche::outside {

namespace {

std::string read_file(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in) throw Unreadable("file.missing");
    std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    if (bytes.empty()) throw Unreadable("file.empty");
    return bytes;
}

/// Formats that are tables to those who have them open: each is told by its name.
void refuse_strange_package(const ZipArchive& zip)
{
    if (zip.has("xl/workbook.bin")) throw Unreadable("file.binary_workbook");
    if (zip.has("Index/Document.iwa") || zip.has("Index.zip")) throw Unreadable("file.numbers");
}

void read_zip(std::string_view bytes, const TableLimits& limits, TableBuilder& tables)
{
    const ZipArchive zip(bytes, limits.unpacked_bytes);
    if (zip.has("mimetype")) {
        const auto type = zip.get("mimetype");
        for (const std::string_view kind : {"spreadsheet", "spreadsheet-template"})
            if (trimmed(type) == "application/vnd.oasis.opendocument." + std::string(kind))
                return read_ods(zip, tables);
        throw Unreadable("file.not_a_table");
    }
    refuse_strange_package(zip);
    const auto workbook =
        part_of_type(zip, {"spreadsheetml.sheet.main+xml", "spreadsheetml.template.main+xml",
                           "ms-excel.sheet.macroEnabled.main+xml", "ms-excel.template.macroEnabled.main+xml"});
    if (!workbook.empty()) return read_xlsx(zip, workbook, tables);
    const auto document =
        part_of_type(zip, {"wordprocessingml.document.main+xml", "wordprocessingml.template.main+xml",
                           "ms-word.document.macroEnabled.main+xml", "ms-word.template.macroEnabledTemplate.main+xml"});
    if (!document.empty()) return read_docx(zip, document, tables);
    // Writers that name no type of their main part say where it is.
    auto main = related_part(zip, "", "officeDocument");
    for (const std::string_view usual : {"xl/workbook.xml", "word/document.xml"})
        if (main.empty() && zip.has(std::string(usual))) main = usual;
    const auto content = main.empty() ? std::nullopt : zip.find(main);
    if (!content) throw Unreadable("file.not_a_table");
    const XmlPart root(*content);
    if (is(root.root(), "workbook")) return read_xlsx(zip, main, tables);
    if (is(root.root(), "document")) return read_docx(zip, main, tables);
    throw Unreadable("file.not_a_table");
}

/// Other kinds of text, by their first characters.
void refuse_markup(std::string_view text)
{
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    const auto beginning = text.substr(0, 1'000);
    if (text.starts_with('<')) {
        if (beginning.find("urn:schemas-microsoft-com:office:spreadsheet") != std::string_view::npos)
            throw Unreadable("file.workbook_2003");
        for (const std::string_view sign : {"<html", "<HTML", "<!DOCTYPE html", "<!doctype html", "<table", "<TABLE"})
            if (beginning.find(sign) != std::string_view::npos) throw Unreadable("file.page");
    }
    for (const std::string_view sign : {"<", "{\\rtf", "%PDF", "%!PS"})
        if (text.starts_with(sign)) throw Unreadable("file.not_a_table");
}

void read_text(std::string_view bytes, TableBuilder& tables)
{
    const auto decoded = decode_text(bytes);
    if (!decoded) throw Unreadable(is_text(bytes) ? "file.encoding" : "file.not_a_table");
    refuse_markup(*decoded);
    std::string_view text = *decoded;
    char delimiter = find_delimiter(text);
    // Excel's own hint on the first line.
    if (text.size() > 5 && equal_ignoring_case(text.substr(0, 4), "sep=") && (text[5] == '\r' || text[5] == '\n')) {
        delimiter = text[4];
        text.remove_prefix(text.substr(5).starts_with("\r\n") ? 7 : 6);
    }
    if (delimiter == '\0') throw Unreadable("file.no_table");
    tables.start_table("");
    std::size_t number = 0;
    try {
        read_csv(text, delimiter, [&](CsvRow&& row) {
            for (std::size_t column = 0; column < row.size(); ++column)
                tables.put(number, column, {clean_cell(without_guard(row[column]))});
            ++number;
            return true;
        });
    } catch (const UnclosedQuote& quote) {
        throw Unreadable("file.broken_line", {{"line", quote.line}});
    }
}

std::vector<Table> read_any(const std::filesystem::path& file, const TableLimits& limits)
{
    TableBuilder tables(limits);
    const std::string bytes = read_file(file);
    enter_sandbox(Threads::none);
    if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06")) {
        read_zip(bytes, limits, tables);
    } else if (bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) {
        throw Unreadable("file.old_format");
    } else {
        read_text(bytes, tables);
    }
    return tables.finish();
}

}  // namespace

int read_table_main(int argc, char** argv)
{
    TableLimits limits;
    if (argc != 7 || !take_argument(argv[3], limits.rows) || !take_argument(argv[4], limits.columns) ||
        !take_argument(argv[5], limits.cell_bytes) || !take_argument(argv[6], limits.unpacked_bytes))
        return 2;
    try {
        return child_answer(tables_to_wire(read_any(argv[2], limits)), 0);
    } catch (const Unreadable& unreadable) {
        std::string text = unreadable.what();
        for (const auto& [name, value] : unreadable.values()) text += "\n" + name + "=" + std::to_string(value);
        return child_answer(text, 3);
    } catch (const SandboxFailed&) {
        return exit_cannot_work;
    } catch (const std::bad_alloc&) {
        return child_answer("file.too_large", 3);
    } catch (const std::exception&) {
        return child_answer("file.broken", 3);
    }
}

}  // namespace veche::outside
