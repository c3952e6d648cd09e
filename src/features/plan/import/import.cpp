#include "features/plan/import/import.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "app/import/tables.hpp"
#include "core/expect.hpp"
#include "core/text.hpp"
#include "core/whole.hpp"
#include "features/plan/import/understand_tables.hpp"

namespace veche::plan {

using nlohmann::json;

app::import::Beginning beginning_of(int year, const std::string& file_name, std::vector<outside::Table> tables)
{
    return {.kind = std::string(import_kind),
            .about = std::to_string(year),
            .file_name = file_name,
            .tables = app::import::without_hidden_words(std::move(tables), end_of_header)};
}

int year_of(const app::import::Pending& pending)
{
    return parse_whole(pending.about, Plan::first_year, Plan::last_year).value();
}

namespace {

/// "Комитет по делам молодёжи; ТОС" as the form shows it.
std::vector<std::string> split_names(std::string_view text)
{
    std::vector<std::string> names;
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(";\n"), text.size());
        std::string name = shortened(one_line(text.substr(0, end)), name_limit);
        if (!name.empty() && names.size() < responsible_most) names.push_back(std::move(name));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return names;
}

void correct_field(DraftLine& line, const std::string& field, const std::string& value, int year)
{
    if (field == "title")
        line.title = value;
    else if (field == "place")
        line.place = value;
    else if (field == "audience")
        line.audience = value;
    else if (field == "responsible")
        line.responsible = split_names(value);
    else if (field == "when") {
        std::erase_if(line.warnings,
                      [](const std::string& id) { return id.starts_with("when.") || id == "draft.no_when"; });
        line.when = language::parse_when(value, year);
        line.warnings.insert(line.warnings.end(), line.when.warnings.begin(), line.when.warnings.end());
    }
    if (field == "title" && !value.empty()) std::erase(line.warnings, "draft.no_title");
}

}  // namespace

Draft corrected(Draft draft, const Corrections& corrections, int year)
{
    for (auto& line : draft.lines) {
        const auto found = corrections.find(line.key);
        if (found == corrections.end()) continue;
        for (const auto& [field, value] : found->second) correct_field(line, field, value, year);
    }
    return draft;
}

LineContent content_of(const DraftLine& line)
{
    LineContent content;
    content.number = line.number;
    content.section = shortened(line.section, section_limit);
    content.title = shortened(line.title, title_limit);
    content.kind = line.kind.value_or(guess_kind(line.title, line.section));
    content.age_mark = line.age_mark;
    content.when = line.when;
    content.place = shortened(line.place, place_limit);
    for (const auto& name : line.responsible)
        if (content.responsible.size() < responsible_most) content.responsible.push_back(shortened(name, name_limit));
    content.audience = shortened(line.audience, audience_limit);
    return content;
}

namespace {

void take_pair(Incoming& incoming, int key, const Corrections& corrections)
{
    const auto fields = corrections.find(key);
    if (fields == corrections.end()) return;
    const auto said = fields->second.find("same");
    if (said == fields->second.end()) return;
    incoming.apart = said->second == "new";
    incoming.same_as = parse_id<Line>(said->second);
}

}  // namespace

std::vector<Incoming> incoming_lines(const Draft& as_read, const Draft& corrected, const Corrections& corrections)
{
    VECHE_EXPECT(as_read.lines.size() == corrected.lines.size());
    std::vector<std::string Imported::*> silent;
    const auto look_for = [&](Column column, std::string Imported::*words) {
        if (std::ranges::find(as_read.columns, column) == as_read.columns.end()) silent.push_back(words);
    };
    look_for(Column::place, &Imported::place);
    look_for(Column::responsible, &Imported::responsible);
    look_for(Column::audience, &Imported::audience);
    look_for(Column::kind, &Imported::kind);
    look_for(Column::age, &Imported::age_mark);
    std::vector<Incoming> incoming;
    incoming.reserve(corrected.lines.size());
    for (std::size_t i = 0; i < corrected.lines.size(); ++i) {
        Incoming one{.content = content_of(corrected.lines[i]),
                     .words = imported_words(content_of(as_read.lines[i])),
                     .warnings = corrected.lines[i].warnings,
                     .silent = silent};
        take_pair(one, corrected.lines[i].key, corrections);
        if (!as_read.lines[i].kind) one.words.kind.clear();
        if (!as_read.lines[i].age_mark) one.words.age_mark.clear();
        incoming.push_back(std::move(one));
    }
    return incoming;
}

Result<ImportResult> import_draft(app::Work& work, int year, const Draft& draft, Announcing announcing,
                                  const std::string& move_reason)
{
    return import_lines(work, year, incoming_lines(draft, draft), announcing, move_reason);
}

UnderstoodImport understood(const app::import::Pending& pending)
{
    std::vector<Column> columns;
    for (const auto& word : pending.columns) columns.push_back(parse_column(word).value());
    const int year = year_of(pending);
    auto as_read = understand(pending.tables, year, columns.empty() ? std::nullopt : std::optional(std::move(columns)));
    auto draft = corrected(as_read, pending.corrections, year);
    auto incoming = incoming_lines(as_read, draft, pending.corrections);
    return {std::move(as_read), std::move(draft), std::move(incoming)};
}

namespace {

std::string store_result(const ImportResult& r)
{
    return json{r.fresh, r.changed, r.same, r.gone, r.announced, r.doubtful}.dump();
}

}  // namespace

ImportResult load_result(const std::string& text)
{
    const auto n = json::parse(text).get<std::array<int, 6>>();
    return {.fresh = n[0], .changed = n[1], .same = n[2], .gone = n[3], .announced = n[4], .doubtful = n[5]};
}

app::import::Take taking(const app::import::Pending& wished, const std::string& move_reason)
{
    return [year = year_of(wished), incoming = understood(wished).incoming,
            move_reason](app::Work& work) -> Result<std::string> {
        const auto result = import_lines(work, year, incoming, Announcing::later, move_reason);
        if (!result) return tl::unexpected(result.error());
        return store_result(*result);
    };
}

}  // namespace veche::plan
