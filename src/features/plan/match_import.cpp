// How a file that comes again meets the plan that people have worked on since: nothing they did is lost, nothing the office
// changed is missed. docs/rules/import.md tells it with examples.

#include <algorithm>
#include <map>
#include <unordered_map>

#include "features/plan/model.hpp"

namespace veche::plan {

namespace {

struct Field {
    const char* name;
    std::string Imported::*words;
    void (*take)(LineContent& into, const LineContent& from);
};

constexpr Field fields[] = {
    {"number", &Imported::number, [](LineContent& into, const LineContent& from) { into.number = from.number; }},
    {"section", &Imported::section, [](LineContent& into, const LineContent& from) { into.section = from.section; }},
    {"title", &Imported::title, [](LineContent& into, const LineContent& from) { into.title = from.title; }},
    {"when", &Imported::when, [](LineContent& into, const LineContent& from) { into.when = from.when; }},
    {"place", &Imported::place, [](LineContent& into, const LineContent& from) { into.place = from.place; }},
    {"responsible", &Imported::responsible,
     [](LineContent& into, const LineContent& from) { into.responsible = from.responsible; }},
    {"audience", &Imported::audience,
     [](LineContent& into, const LineContent& from) { into.audience = from.audience; }},
};

Match merge(const Line& line, std::size_t line_index, const LineContent& draft, std::size_t draft_index)
{
    Match match{.kind = Match::Kind::same,
                .line = line_index,
                .draft = draft_index,
                .merged = line.content,
                .changed = {},
                .kept = {}};
    const Imported theirs = imported_words(draft);
    const Imported ours = imported_words(line.content);
    for (const auto& field : fields) {
        const auto& was = line.imported.*field.words;
        const auto& now = theirs.*field.words;
        const auto& mine = ours.*field.words;
        if (now == mine || now == was) continue;  // nothing new in the file, or a person wrote the same already
        if (mine == was || line.imported.never()) {
            field.take(match.merged, draft);
            match.changed.push_back(field.name);
        } else {
            match.kept.push_back(field.name);
        }
    }
    if (!match.changed.empty() || !match.kept.empty()) match.kind = Match::Kind::changed;
    return match;
}

/// Title and number alone tell lines apart: a title may move to another section, a number may be given anew.
class Pairing {
public:
    explicit Pairing(const std::vector<Line>& lines) : taken_(lines.size(), false)
    {
        for (std::size_t i = 0; i < lines.size(); ++i) {
            by_title_.emplace(lines[i].content.title, i);
            if (lines[i].imported.title != lines[i].content.title) by_title_.emplace(lines[i].imported.title, i);
            if (lines[i].content.number) by_number_.emplace(*lines[i].content.number, i);
        }
    }

    std::optional<std::size_t> by_title(const LineContent& draft)
    {
        return take(by_title_.equal_range(draft.title), draft.number);
    }
    std::optional<std::size_t> by_number(const LineContent& draft)
    {
        if (!draft.number) return std::nullopt;
        return take(by_number_.equal_range(*draft.number), std::nullopt);
    }
    bool taken(std::size_t line) const { return taken_[line]; }
    void number_of(std::size_t line, std::optional<int> number) { numbers_[line] = number; }

private:
    /// Of several with the same title the one with the same number, else the first that is free.
    template <class Range>
    std::optional<std::size_t> take(Range range, std::optional<int> number)
    {
        std::optional<std::size_t> best;
        for (auto at = range.first; at != range.second; ++at) {
            const auto line = at->second;
            if (taken_[line]) continue;
            const bool exact = number && numbers_.contains(line) && numbers_.at(line) == number;
            if (!best || exact || (line < *best && !found_exact_)) best = line;
            found_exact_ = found_exact_ || exact;
            if (exact) break;
        }
        found_exact_ = false;
        if (best) taken_[*best] = true;
        return best;
    }

    std::multimap<std::string, std::size_t> by_title_;
    std::multimap<int, std::size_t> by_number_;
    std::unordered_map<std::size_t, std::optional<int>> numbers_;
    std::vector<bool> taken_;
    bool found_exact_ = false;
};

}  // namespace

std::vector<Match> match_import(const std::vector<Line>& lines, const std::vector<LineContent>& drafts)
{
    Pairing pairing(lines);
    for (std::size_t i = 0; i < lines.size(); ++i) pairing.number_of(i, lines[i].content.number);
    std::vector<std::optional<std::size_t>> partner(drafts.size());
    for (std::size_t i = 0; i < drafts.size(); ++i) partner[i] = pairing.by_title(drafts[i]);
    for (std::size_t i = 0; i < drafts.size(); ++i)
        if (!partner[i]) partner[i] = pairing.by_number(drafts[i]);

    std::vector<Match> matches;
    matches.reserve(drafts.size());
    for (std::size_t i = 0; i < drafts.size(); ++i) {
        if (partner[i])
            matches.push_back(merge(lines[*partner[i]], *partner[i], drafts[i], i));
        else
            matches.push_back({.kind = Match::Kind::fresh,
                               .line = std::nullopt,
                               .draft = i,
                               .merged = drafts[i],
                               .changed = {},
                               .kept = {}});
    }
    for (std::size_t i = 0; i < lines.size(); ++i) {
        // A line that people added by hand was never in a file and cannot be gone from it.
        if (!pairing.taken(i) && !lines[i].imported.never())
            matches.push_back(
                {.kind = Match::Kind::gone, .line = i, .draft = std::nullopt, .merged = {}, .changed = {}, .kept = {}});
    }
    return matches;
}

}  // namespace veche::plan
