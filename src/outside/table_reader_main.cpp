#include <charconv>
#include <cstdio>
#include <fstream>
#include <new>

#include "outside/csv.hpp"
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

/// Name of the part whose content type ends so; "" when there is none.
std::string main_part(const ZipArchive& zip, std::initializer_list<std::string_view> kinds)
{
    const XmlPart types(zip.get("[Content_Types].xml"));
    for (const auto& node : types.root().children()) {
        const auto type = attribute(node, "ContentType");
        const auto part = attribute(node, "PartName");
        for (const auto kind : kinds)
            if (is(node, "Override") && part.starts_with('/') && type.find(kind) != std::string_view::npos)
                return std::string(part.substr(1));
    }
    return "";
}

void read_zip(const std::filesystem::path& file, const TableLimits& limits, TableBuilder& tables)
{
    const ZipArchive zip(file, limits.unpacked_bytes);
    if (zip.has("mimetype")) {
        if (!zip.get("mimetype").starts_with("application/vnd.oasis.opendocument.spreadsheet"))
            throw Unreadable("file.not_a_table");
        return read_ods(zip, tables);
    }
    if (!zip.has("[Content_Types].xml")) throw Unreadable("file.not_a_table");
    const auto workbook = main_part(zip, {"spreadsheetml.sheet.main+xml", "spreadsheetml.template.main+xml",
                                          "ms-excel.sheet.macroEnabled.main+xml"});
    if (!workbook.empty()) return read_xlsx(zip, workbook, tables);
    const auto document = main_part(zip, {"wordprocessingml.document.main+xml", "wordprocessingml.template.main+xml",
                                          "ms-word.document.macroEnabled.main+xml"});
    if (!document.empty()) return read_docx(zip, document, tables);
    if (zip.has("xl/workbook.xml")) return read_xlsx(zip, "xl/workbook.xml", tables);
    if (zip.has("word/document.xml")) return read_docx(zip, "word/document.xml", tables);
    throw Unreadable("file.not_a_table");
}

/// Other kinds of text, by their first characters.
bool is_markup(std::string_view text)
{
    const auto start = text.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos) return false;
    text.remove_prefix(start);
    for (const std::string_view sign : {"<", "{\\rtf", "%PDF", "%!PS"})
        if (text.starts_with(sign)) return true;
    return false;
}

void read_text(std::string_view bytes, TableBuilder& tables)
{
    const auto decoded = decode_text(bytes);
    if (!decoded || is_markup(*decoded)) throw Unreadable("file.not_a_table");
    std::string_view text = *decoded;
    char delimiter = find_delimiter(text);
    // Excel's own hint on the first line.
    if (text.size() > 5 && text.starts_with("sep=") && (text[5] == '\r' || text[5] == '\n')) {
        delimiter = text[4];
        text.remove_prefix(text.substr(5).starts_with("\r\n") ? 7 : 6);
    }
    if (delimiter == '\0') throw Unreadable("file.no_table");
    tables.start_table("");
    std::size_t number = 0;
    try {
        read_csv(text, delimiter, [&](CsvRow&& row) {
            for (std::size_t column = 0; column < row.size(); ++column)
                tables.put(number, column, {clean_cell(without_guard(row[column])), {}, {}});
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
    if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06")) {
        read_zip(file, limits, tables);
    } else if (bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) {
        throw Unreadable("file.old_format");
    } else {
        read_text(bytes, tables);
    }
    return tables.finish();
}

bool parse(const char* text, std::size_t& into)
{
    const std::string_view digits(text);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), into);
    return error == std::errc() && end == digits.data() + digits.size();
}

int print(std::string_view text, int exit_code)
{
    const bool whole = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    return whole ? exit_code : 1;
}

}  // namespace

int read_table_main(int argc, char** argv)
{
    TableLimits limits;
    if (argc != 7 || !parse(argv[3], limits.rows) || !parse(argv[4], limits.columns) ||
        !parse(argv[5], limits.cell_bytes) || !parse(argv[6], limits.unpacked_bytes))
        return 2;
    try {
        return print(tables_to_wire(read_any(argv[2], limits)), 0);
    } catch (const Unreadable& unreadable) {
        std::string text = unreadable.what();
        for (const auto& [name, value] : unreadable.values()) text += "\n" + name + "=" + std::to_string(value);
        return print(text, 3);
    } catch (const std::bad_alloc&) {
        return print("file.too_large", 3);
    } catch (const std::exception&) {
        return print("file.broken", 3);
    }
}

}  // namespace veche::outside
