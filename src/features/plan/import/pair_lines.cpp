// One line must not become another: what is signed up for, printed and kept in diaries hangs on it.

#include "features/plan/import/pair_lines.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "core/fold.hpp"
#include "core/text.hpp"
#include "features/plan/import/understand_words.hpp"

namespace veche::plan {

namespace {

/// Pairs of titles that are compared one by one; beyond it only exact signs are asked.
constexpr std::size_t most_compared = 200'000;

/// Case, ё, spaces, quotes and points make no other title; what has no letters is itself.
std::string own_key(const std::string& title)
{
    auto key = words::title_key(title);
    return key.empty() ? title : key;
}

std::string joined_key(std::string key, std::string_view more)
{
    if (!key.empty()) key.append("\n").append(more);
    return key;
}

std::string number_key(std::optional<int> number)
{
    return number ? std::to_string(*number) : "";
}

std::string all_words(const Imported& words)
{
    if (words.never()) return {};
    std::string all;
    for (const auto* word : {&words.number, &words.section, &words.title, &words.when, &words.place, &words.responsible,
                             &words.audience, &words.kind, &words.age_mark})
        all.append(*word).append("\n");
    return all;
}

/// The beginnings of the words that tell one title from another.
std::set<std::string> telling_words(std::string_view title)
{
    constexpr std::size_t short_word = 3 * 2, kept = 5 * 2;  // bytes of Russian letters
    constexpr std::size_t words_told = 300;
    std::set<std::string> telling;
    for (auto& word : folded_words(shortened(title, words_told))) {
        const bool number = word.front() >= '0' && word.front() <= '9';
        if (number || word.size() > short_word) telling.insert(number ? word : word.substr(0, kept));
    }
    return telling;
}

bool is_similar(const std::set<std::string>& a, const std::set<std::string>& b)
{
    if (a.empty() || b.empty()) return false;
    const auto common =
        std::size_t(std::ranges::count_if(a, [&](const std::string& word) { return b.contains(word); }));
    return common == std::min(a.size(), b.size()) || common * 2 > a.size() + b.size() - common;
}

bool on_the_same_days(const LineContent& a, const LineContent& b)
{
    if (a.when.periods.empty() && b.when.periods.empty()) return !a.when.text.empty() && a.when.text == b.when.text;
    return a.when.periods == b.when.periods;
}

bool at_places_alike(const LineContent& a, const LineContent& b)
{
    return a.place.empty() || b.place.empty() || folded_together(a.place) == folded_together(b.place);
}

/// Pairs lines with drafts by one sign after another, the surest first.
class LinePairer {
public:
    LinePairer(const std::vector<Line>& lines, const std::vector<Incoming>& incoming)
        : lines_(lines), incoming_(incoming)
    {
        result.partner.resize(incoming.size());
        result.perhaps.resize(incoming.size());
        result.unsure.resize(incoming.size(), false);
        result.taken.resize(lines.size(), false);
    }

    void pair()
    {
        if (lines_.empty()) return;
        by_person();
        by([](const LineContent&, const Imported& w) { return all_words(w); });
        by([](const LineContent& c, const Imported&) { return joined_key(own_key(c.title), number_key(c.number)); });
        by([](const LineContent&, const Imported& w) { return joined_key(own_key(w.title), w.number); });
        by([](const LineContent& c, const Imported&) { return own_key(c.title); });
        by([](const LineContent&, const Imported& w) { return own_key(w.title); });
        // A renamed line. In plans that count anew in each section a number alone tells nothing.
        unsure_ = true;
        by_days_and_place();
        by([](const LineContent& c, const Imported&) { return joined_key(number_key(c.number), c.section); });
        by([](const LineContent& c, const Imported&) { return number_key(c.number); }, Often::never);
        doubt();
    }

    Pairing result;

private:
    using Key = std::function<std::string(const LineContent&, const Imported&)>;
    enum class Often { fine, never };  // whether a key may stand for several

    void join(std::size_t line, std::size_t draft)
    {
        result.partner[draft] = line;
        result.taken[line] = true;
        result.unsure[draft] = unsure_;
    }

    void by_person()
    {
        for (std::size_t i = 0; i < incoming_.size(); ++i) {
            if (!incoming_[i].same_as) continue;
            const auto line = std::size_t(std::ranges::find(lines_, *incoming_[i].same_as, &Line::id) - lines_.begin());
            if (line < lines_.size() && !result.taken[line]) join(line, i);
        }
    }

    bool is_free(std::size_t draft) const { return !result.partner[draft] && !incoming_[draft].apart; }

    /// A number alone makes no line another one: the title must be alike, or the days and the place the same.
    bool fits(std::size_t line, std::size_t draft) const
    {
        const auto& mine = lines_[line].content;
        const auto& file = incoming_[draft].content;
        return similar_titles(mine.title, file.title) || (on_the_same_days(mine, file) && at_places_alike(mine, file));
    }

    void by(const Key& key, Often often = Often::fine)
    {
        std::map<std::string, std::vector<std::size_t>> waiting;
        std::map<std::string, std::size_t> in_plan, in_file;
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            const auto text = key(lines_[i].content, lines_[i].imported);
            ++in_plan[text];
            if (!result.taken[i] && !text.empty()) waiting[text].push_back(i);
        }
        for (const auto& one : incoming_) ++in_file[key(one.content, one.words)];
        for (std::size_t i = 0; i < incoming_.size(); ++i) {
            if (!is_free(i)) continue;
            const auto text = key(incoming_[i].content, incoming_[i].words);
            const auto found = waiting.find(text);
            if (found == waiting.end()) continue;
            if (often == Often::never && (in_plan[text] > 1 || in_file[text] > 1)) continue;
            auto& list = found->second;
            const auto line = std::ranges::find_if(list, [&](std::size_t one) { return !unsure_ || fits(one, i); });
            if (line == list.end()) continue;
            join(*line, i);
            list.erase(line);
        }
    }

    /// The same days and place and a title alike, when it can be only one.
    void by_days_and_place()
    {
        const auto key = [](const LineContent& content) {
            return content.when.periods.empty()
                       ? ""
                       : store_periods(content.when.periods) + "\n" + folded_together(content.place);
        };
        std::map<std::string, std::vector<std::size_t>> waiting;
        for (std::size_t i = 0; i < lines_.size(); ++i)
            if (!result.taken[i]) waiting[key(lines_[i].content)].push_back(i);
        std::map<std::size_t, std::vector<std::size_t>> wanted;  // line -> drafts
        std::size_t compared = 0;
        for (std::size_t i = 0; i < incoming_.size(); ++i) {
            const auto text = key(incoming_[i].content);
            const auto found = waiting.find(text);
            if (!is_free(i) || text.empty() || found == waiting.end()) continue;
            if ((compared += found->second.size()) > most_compared) return;
            std::vector<std::size_t> alike;
            for (const auto line : found->second)
                if (similar_titles(lines_[line].content.title, incoming_[i].content.title)) alike.push_back(line);
            if (alike.size() == 1) wanted[alike.front()].push_back(i);
        }
        for (const auto& [line, drafts] : wanted)
            if (drafts.size() == 1) join(line, drafts.front());
    }

    /// What a person is asked about: the free line of the same number, else one with a title alike.
    void doubt()
    {
        std::vector<std::size_t> free;
        for (std::size_t i = 0; i < lines_.size(); ++i)
            if (!result.taken[i] && !lines_[i].imported.never()) free.push_back(i);
        std::vector<std::set<std::string>> words;
        for (const auto line : free) words.push_back(telling_words(lines_[line].content.title));
        std::size_t compared = 0;
        for (std::size_t i = 0; i < incoming_.size(); ++i) {
            if (result.partner[i]) continue;
            if ((compared += free.size()) > most_compared) return;
            const auto& content = incoming_[i].content;
            const auto own = telling_words(content.title);
            for (std::size_t at = 0; at < free.size(); ++at) {
                const bool alike = is_similar(words[at], own);
                const bool numbered = content.number && lines_[free[at]].content.number == content.number;
                if (alike || (numbered && !result.perhaps[i])) result.perhaps[i] = free[at];
                if (alike) break;
            }
        }
    }

    const std::vector<Line>& lines_;
    const std::vector<Incoming>& incoming_;
    bool unsure_ = false;
};

}  // namespace

bool similar_titles(std::string_view a, std::string_view b)
{
    return is_similar(telling_words(a), telling_words(b));
}

Pairing pair_lines(const std::vector<Line>& lines, const std::vector<Incoming>& incoming)
{
    LinePairer pairer(lines, incoming);
    pairer.pair();
    return std::move(pairer.result);
}

}  // namespace veche::plan
