#include <algorithm>
#include <array>

#include "core/errors.hpp"
#include "outside/child.hpp"
#include "outside/sandbox.hpp"
#include "outside/table.hpp"
#include "outside/table_wire.hpp"

// The parent's side: starts the child and believes nothing of what it says.
namespace veche::outside {

namespace {

constexpr std::array<std::string_view, 17> refusals = {
    "file.missing",       "file.empty",      "file.too_large",       "file.not_a_table",      "file.broken",
    "file.broken_line",   "file.no_table",   "file.too_many_rows",   "file.too_many_columns", "file.long_cell",
    "file.too_slow",      "file.old_format", "file.binary_workbook", "file.numbers",          "file.page",
    "file.workbook_2003", "file.encoding"};

auto refuse_file(std::string_view message, std::vector<std::pair<std::string, std::string>> values = {})
{
    return refuse(RefusalKind::invalid, message, "file", std::move(values));
}

bool is_number(std::string_view text)
{
    return !text.empty() && text.size() <= 12 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// "file.too_many_rows\nmost=20000\n". Only known messages and plain numbers get through.
Result<std::vector<Table>> refusal_of(std::string_view said)
{
    const auto line = [&] {
        const auto end = said.find('\n');
        const auto first = said.substr(0, end);
        said.remove_prefix(end == std::string_view::npos ? said.size() : end + 1);
        return first;
    };
    const auto message = line();
    if (std::find(refusals.begin(), refusals.end(), message) == refusals.end()) return refuse_file("file.broken");
    std::vector<std::pair<std::string, std::string>> values;
    while (!said.empty() && values.size() < 3) {
        const auto value = line();
        const auto equals = value.find('=');
        if (equals == std::string_view::npos || !is_number(value.substr(equals + 1))) return refuse_file("file.broken");
        const auto name = value.substr(0, equals);
        if (name != "most" && name != "line") return refuse_file("file.broken");
        values.emplace_back(name, value.substr(equals + 1));
    }
    return refuse_file(message, std::move(values));
}

std::optional<std::string_view> unfit(const std::filesystem::path& file, const TableLimits& limits)
{
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (error || !std::filesystem::exists(status)) return "file.missing";
    if (!std::filesystem::is_regular_file(status)) return "file.not_a_table";
    const auto size = std::filesystem::file_size(file, error);
    if (error) return "file.missing";
    if (size == 0) return "file.empty";
    if (size > limits.file_bytes) return "file.too_large";
    return std::nullopt;
}

}  // namespace

Result<std::vector<Table>> read_tables(const std::filesystem::path& file, const TableLimits& limits,
                                       const std::vector<std::string>& reader_program)
{
    if (const auto message = unfit(file, limits)) return refuse_file(*message);
    auto arguments = reader_program;
    // Absolute, so that a file called "--help" is never taken for an option.
    arguments.push_back(std::filesystem::absolute(file).string());
    for (const auto number : {limits.rows, limits.columns, limits.cell_bytes, limits.unpacked_bytes})
        arguments.push_back(std::to_string(number));

    // Twice the text: signs and lengths come on top.
    auto child = run_child(arguments, {limits.memory_bytes, limits.seconds, 2 * limits.seconds, 2 * limits.text_bytes});
    switch (child.end) {
        case ChildResult::End::out_of_time: return refuse_file("file.too_slow");
        case ChildResult::End::too_much: return refuse_file("file.too_large");
        case ChildResult::End::crashed: return refuse_file("file.broken");
        case ChildResult::End::exited: break;
    }
    if (child.exit_code == 3) return refusal_of(child.output);
    if (child.exit_code == exit_cannot_work) throw Unavailable("a reader cannot be shut off from the system");
    auto tables = child.exit_code == 0 ? tables_from_wire(child.output, limits) : std::nullopt;
    child.output = {};
    if (!tables) return refuse_file("file.broken");
    if (tables->empty()) return refuse_file("file.no_table");
    return std::move(*tables);
}

}  // namespace veche::outside
