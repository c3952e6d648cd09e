// A stranger's text file from bytes to a draft of a plan: never a crash, never a field that is not clean text, and what
// is written as CSV is read back the same.

#include <cstdint>
#include <string_view>

#include "app/import/header.hpp"
#include "app/import/rows.hpp"
#include "app/import/table_words.hpp"
#include "app/import/tables.hpp"
#include "core/age_mark.hpp"  // what an include names is what is linked: cmake/fuzz.cmake
#include "core/text.hpp"
#include "features/plan/import/understand.hpp"
#include "features/plan/line/kind.hpp"
#include "language/when/when.hpp"
#include "outside/csv.hpp"
#include "outside/text_encoding.hpp"

namespace {

using namespace veche;

constexpr std::size_t most_rows = 300;

void must(bool holds)
{
    if (!holds) __builtin_trap();
}

void check_again(const outside::CsvRow& row)
{
    std::string written;
    for (const auto& field : row) written += (&field == row.data() ? "" : ";") + outside::csv_field(field);
    bool read = false;
    outside::read_csv(written, ';', [&](outside::CsvRow&& again) {
        must(!read && again.size() == row.size());
        read = true;
        for (std::size_t i = 0; i < row.size(); ++i) must(outside::without_guard(again[i]) == row[i]);
        return true;
    });
    must(read || (row.size() == 1 && row[0].empty()));
}

void check(const plan::Draft& draft, std::size_t rows)
{
    must(draft.columns.size() == draft.header.size());
    must(draft.lines.size() <= rows);
    for (const auto& line : draft.lines) {
        must(line.row >= 1 && static_cast<std::size_t>(line.row) <= rows);
        must(is_clean_utf8(line.title) && is_clean_utf8(line.when.text) && is_clean_utf8(line.section));
        must(!line.title.empty() || !line.warnings.empty());
        for (const auto& body : line.responsible) must(!body.empty() && is_clean_utf8(body));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto text = outside::decode_text({reinterpret_cast<const char*>(data), size});
    if (!text) return 0;
    must(is_clean_utf8(*text));
    const char delimiter = outside::find_delimiter(*text);
    outside::Table table;
    try {
        outside::read_csv(*text, delimiter == '\0' ? ';' : delimiter, [&](outside::CsvRow&& row) {
            check_again(row);
            table.rows.emplace_back();
            for (auto& field : row) table.rows.back().push_back({std::string(outside::without_guard(field)), {}, {}});
            return table.rows.size() < most_rows;
        });
    } catch (const outside::UnclosedQuote& quote) {
        must(quote.line >= 1);
    }
    const std::size_t rows = table.rows.size();
    check(plan::understand({std::move(table)}, 2021), rows);
    return 0;
}
