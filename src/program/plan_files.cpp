#include <algorithm>
#include <fstream>

#include <fmt/format.h>

#include "features/plan/program.hpp"
#include "program/installation.hpp"

namespace veche::program {

namespace {

/// Everything that was left out or is doubtful: of the file first, then line by line.
void print_warnings(const language::Words& words, const plan::Draft& draft)
{
    for (const auto& warning : draft.warnings) fmt::print("file: {}\n", words.say(warning));
    for (const auto& remark : draft.remarks) fmt::print("file: {}\n", words.say(remark.message, remark.values));
    for (const auto& line : draft.lines) {
        std::string name = line.number ? std::to_string(*line.number) : fmt::format("row {}", line.row);
        const auto table = std::ranges::find(draft.tables, line.table, &plan::DraftTable::table);
        if (draft.tables.size() > 1 && table != draft.tables.end()) name = table->name + ", " + name;
        for (const auto& warning : line.warnings) fmt::print("{}: {}\n", name, words.say(warning));
    }
}

}  // namespace

int import_plan(const app::Config& config, const ImportWish& wish)
{
    auto installation = open_installation(config);
    const auto town = installation.town(wish.town);
    const auto& words = installation.site->words(language::Code::ru);
    if (!std::filesystem::exists(wish.file)) throw Mistake("the file " + wish.file + " is not there");
    const auto draft = plan::read_draft(wish.file, wish.year);
    if (!draft) throw Mistake(words.say(draft.error()));

    Result<plan::ImportResult> result;
    installation.change(*town, [&](app::Work& work) {
        result =
            plan::import_draft(work, wish.year, *draft, wish.announce ? plan::Announcing::now : plan::Announcing::later,
                               words.say("plan.moved_by_file"));
        return result ? db::Outcome::keep : db::Outcome::roll_back;
    });
    if (!result) throw Mistake(words.say(result.error()));
    if (wish.json) {
        fmt::print("{}\n", plan::draft_json(*draft).dump(2));
        return 0;
    }
    print_warnings(words, *draft);
    fmt::print("{} lines in {} sections: {} new, {} changed, {} same, {} gone from the file, {} announced\n",
               draft->lines.size(), draft->sections.size(), result->fresh, result->changed, result->same, result->gone,
               result->announced);
    if (result->waiting > 0) fmt::print("{} not announced: somebody must look at them first\n", result->waiting);
    return 0;
}

int export_plan(const app::Config& config, const ExportWish& wish)
{
    const auto ending = std::filesystem::path(wish.file).extension();
    const auto format = ending == ".xlsx"   ? plan::FileFormat::xlsx
                        : ending == ".csv"  ? plan::FileFormat::csv
                        : ending == ".json" ? plan::FileFormat::json
                                            : throw Mistake("the file's name must end with .xlsx, .csv or .json");
    auto installation = open_installation(config);
    const auto town = installation.town(wish.town);
    std::string text;
    try {
        installation.database->read([&](db::Session& session) {
            app::View view(session, *town, command_line(), now());
            text = plan::export_year(view, installation.site->words(language::Code::ru), wish.year, format);
        });
    } catch (const NotFound&) {
        throw Mistake(fmt::format("there is no plan for {}", wish.year));
    }
    std::ofstream out(wish.file, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (!out) throw Mistake(wish.file + " cannot be written");
    return 0;
}

}  // namespace veche::program
