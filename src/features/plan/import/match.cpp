// How a file that comes again meets the plan that people have worked on since: nothing they did is lost, nothing the office
// changed is missed.

#include <algorithm>

#include "features/plan/import/pair_lines.hpp"
#include "features/plan/line/model.hpp"

namespace veche::plan {

namespace {

struct ImportedField {
    const char* name;
    std::string Imported::*words;
    void (*take)(LineContent& into, const LineContent& from);
};

constexpr ImportedField fields[] = {
    {"number", &Imported::number, [](LineContent& into, const LineContent& from) { into.number = from.number; }},
    {"section", &Imported::section, [](LineContent& into, const LineContent& from) { into.section = from.section; }},
    {"title", &Imported::title, [](LineContent& into, const LineContent& from) { into.title = from.title; }},
    {"when", &Imported::when, [](LineContent& into, const LineContent& from) { into.when = from.when; }},
    {"place", &Imported::place, [](LineContent& into, const LineContent& from) { into.place = from.place; }},
    {"responsible", &Imported::responsible,
     [](LineContent& into, const LineContent& from) { into.responsible = from.responsible; }},
    {"audience", &Imported::audience,
     [](LineContent& into, const LineContent& from) { into.audience = from.audience; }},
    {"kind", &Imported::kind, [](LineContent& into, const LineContent& from) { into.kind = from.kind; }},
    {"age", &Imported::age_mark, [](LineContent& into, const LineContent& from) { into.age_mark = from.age_mark; }},
};

/// A person gave the days beside the words.
bool dated_by_hand(const Line& line)
{
    return line.content.when.periods != language::parse_when(line.content.when.text, line.year).periods;
}

/// What the line would be, had nobody touched it since the last import.
Imported untouched_words(const Line& line)
{
    Imported was = line.imported;
    if (was.kind.empty() && !was.never()) was.kind = to_text(guess_kind(was.title, was.section));
    return was;
}

enum class Change { none, take, keep };

/// One field: `was` at the last import, `mine` in the plan now, `file` in the file now, `wished` after the corrections of this
/// import.
Change merge_field(std::string_view was, std::string_view mine, std::string_view file, std::string_view wished)
{
    if (wished == mine) return Change::none;
    if (wished != file) return Change::take;           // corrected just now
    if (file == was) return Change::none;              // nothing new in the file
    return mine == was ? Change::take : Change::keep;  // whether a person has changed it meanwhile
}

Change merge_when(const Line& line, const Incoming& incoming)
{
    const auto& mine = line.content.when;
    const auto& wished = incoming.content.when;
    const Change change = merge_field(line.imported.when, mine.text, incoming.words.when, wished.text);
    if (change != Change::take || wished.text != incoming.words.when || !dated_by_hand(line)) return change;
    return wished.periods == mine.periods ? Change::none : Change::keep;
}

Match merge(const Line& line, std::size_t line_index, const Incoming& incoming, std::size_t draft_index)
{
    Match match{.kind = Match::Kind::same,
                .line = line_index,
                .draft = draft_index,
                .merged = line.content,
                .changed = {},
                .kept = {}};
    const Imported was = untouched_words(line);
    const Imported mine = imported_words(line.content);
    const Imported wished = imported_words(incoming.content);
    for (const auto& field : fields) {
        const bool optional = field.words == &Imported::kind || field.words == &Imported::age_mark;
        if (optional && (incoming.words.*field.words).empty()) continue;  // the file says nothing of it
        const bool silent = std::ranges::find(incoming.silent, field.words) != incoming.silent.end();
        if (silent && (wished.*field.words).empty()) continue;
        const Change change =
            field.words == &Imported::when
                ? merge_when(line, incoming)
                : merge_field(was.*field.words, mine.*field.words, incoming.words.*field.words, wished.*field.words);
        if (change == Change::take) {
            field.take(match.merged, incoming.content);
            match.changed.push_back(field.name);
        }
        if (change == Change::keep) match.kept.push_back(field.name);
    }
    if (!match.changed.empty() || !match.kept.empty()) match.kind = Match::Kind::changed;
    return match;
}

}  // namespace

std::vector<Match> match_import(const std::vector<Line>& lines, const std::vector<Incoming>& incoming)
{
    const Pairing pairing = pair_lines(lines, incoming);
    std::vector<Match> matches;
    matches.reserve(incoming.size());
    for (std::size_t i = 0; i < incoming.size(); ++i) {
        if (const auto line = pairing.partner[i])
            matches.push_back(merge(lines[*line], *line, incoming[i], i));
        else
            matches.push_back({.kind = Match::Kind::fresh,
                               .line = std::nullopt,
                               .draft = i,
                               .merged = incoming[i].content,
                               .changed = {},
                               .kept = {},
                               .perhaps = pairing.perhaps[i]});
        matches.back().unsure = pairing.unsure[i];
    }
    for (std::size_t i = 0; i < lines.size(); ++i) {
        // A line that people added by hand was never in a file and cannot be gone from it.
        if (!pairing.taken[i] && !lines[i].imported.never())
            matches.push_back(
                {.kind = Match::Kind::gone, .line = i, .draft = std::nullopt, .merged = {}, .changed = {}, .kept = {}});
    }
    return matches;
}

}  // namespace veche::plan
