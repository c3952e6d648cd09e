#include "app/search_words.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "core/fold.hpp"
#include "core/letters.hpp"
#include "core/text.hpp"
#include "language/word_stem.hpp"

namespace veche::app::search {

namespace {

constexpr std::size_t letters_most = 40;  // of one word: more is no word, and an index has its bounds
constexpr std::size_t snippet_words = 24, words_before = 8, snippet_word_most = 80;

struct Word {
    std::string text;    // as fold() leaves it
    std::string joined;  // the compound it ends, written together: "wifi" beside "fi" of "wi-fi"
    bool picture = false;
};

bool is_number_sign(char32_t c)
{
    return c >= U'0' && c <= U'9';
}

/// "7-я", "7-й", "7я": what the number is of, nobody remembers when asking.
bool is_ordinal_ending(const std::u32string& word)
{
    static const std::set<std::u32string> endings = {U"й", U"я",  U"е",  U"ю",  U"го", U"му", U"м",  U"ми",
                                                     U"х", U"ая", U"ой", U"ый", U"ую", U"ые", U"ых", U"ое"};
    return endings.contains(word);
}

/// Cuts a folded text: at everything that is neither letter nor digit, and between letters and digits ("5класс").
class Cutter {
public:
    void feed(char32_t c)
    {
        if (is_word_letter(c)) {
            if (!word_.empty() && is_number_sign(word_.back()) != is_number_sign(c)) end_part();
            if (word_.size() < letters_most) word_ += c;
        } else if (c == U'-' || c == U'\'') {
            end_part();
        } else {
            end_chain();
            if (is_pictograph(c)) words_.push_back({.text = utf8({&c, 1}), .joined = "", .picture = true});
        }
    }

    std::vector<Word> take() &&
    {
        end_chain();
        return std::move(words_);
    }

private:
    void end_part()
    {
        if (word_.empty()) return;
        const bool after_number = !chain_.empty() && is_number_sign(chain_.back());
        if (!(after_number && is_ordinal_ending(word_))) {
            words_.push_back({.text = utf8(word_), .joined = "", .picture = false});
            if (chain_.size() < letters_most) chain_ += word_;
            ++parts_;
        }
        word_.clear();
    }

    void end_chain()
    {
        end_part();
        if (parts_ > 1) words_.back().joined = utf8(chain_);
        chain_.clear();
        parts_ = 0;
    }

    std::vector<Word> words_;
    std::u32string word_, chain_;
    int parts_ = 0;
};

std::vector<Word> cut(std::string_view text)
{
    Cutter cutter;
    for (const char32_t c : code_points(fold(text))) cutter.feed(c);
    return std::move(cutter).take();
}

/// In every text, so they tell nothing; and a question with a preposition of its own must not fail by it.
bool is_everywhere(const std::string& word)
{
    static const std::set<std::string, std::less<>> words = [] {
        std::set<std::string, std::less<>> folded;
        for (const std::string_view one :
             {"и",   "а",   "в",   "во", "на",  "с",  "со",  "к",   "ко",   "у",    "о",   "об",  "обо",
              "от",  "ото", "до",  "из", "изо", "за", "по",  "под", "над",  "при",  "про", "для", "не",
              "ни",  "но",  "или", "же", "ли",  "бы", "то",  "как", "что",  "the",  "a",   "an",  "of",
              "and", "or",  "in",  "on", "at",  "to", "for", "by",  "with", "from", "is"})
            folded.insert(fold(one));
        return folded;
    }();
    return words.contains(word);
}

/// Letters that look alike are one after stemming too: what is asked for as a beginning does not know its alphabet yet.
std::string key_of(const std::string& word)
{
    return fold_part(language::word_stem(word));
}

bool begins(const std::string& stem, const Question& question)
{
    return !question.beginning.empty() && stem.starts_with(question.beginning);
}

bool is_asked(const std::string& stem, const Question& question)
{
    return std::ranges::find(question.stems, stem) != question.stems.end() || begins(stem, question);
}

std::vector<std::string_view> pieces_of(std::string_view text)
{
    std::vector<std::string_view> pieces;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (end > 0) pieces.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return pieces;
}

bool is_asked_piece(std::string_view piece, const Question& question)
{
    return std::ranges::any_of(list_stems(piece), [&](const auto& stem) { return is_asked(stem, question); });
}

/// Without the quotes and points around it.
std::string marked_piece(std::string_view piece)
{
    const std::u32string points = code_points(piece);
    const auto is_mark = [](char32_t c) { return !is_word_letter(c) && !is_pictograph(c); };
    std::size_t from = 0, until = points.size();
    while (from < until && is_mark(points[from])) ++from;
    while (until > from && is_mark(points[until - 1])) --until;
    const std::u32string_view all = points;
    return utf8(all.substr(0, from)) + '\x02' + utf8(all.substr(from, until - from)) + '\x03' + utf8(all.substr(until));
}

}  // namespace

std::vector<std::string> list_stems(std::string_view text)
{
    std::set<std::string> stems;
    for (const auto& word : cut(text)) {
        if (stems.size() >= words_most) break;
        if (!is_everywhere(word.text)) stems.insert(word.picture ? word.text : key_of(word.text));
        if (!word.joined.empty()) stems.insert(key_of(word.joined));
    }
    return {stems.begin(), stems.end()};
}

Question parse_question(std::string_view query)
{
    auto words = cut(query.substr(0, 400));
    const auto keep_if_any = [&](auto telling) {
        if (std::ranges::any_of(words, telling)) std::erase_if(words, [&](const Word& word) { return !telling(word); });
    };
    keep_if_any([](const Word& word) { return !word.picture; });
    // The last one may be the beginning of another: "по" of "поход".
    const std::string last = words.empty() || words.back().picture ? "" : fold_part(words.back().text);
    const std::string last_word = words.empty() ? "" : words.back().text;
    keep_if_any([](const Word& word) { return !is_everywhere(word.text); });
    if (words.size() > question_most) words.resize(question_most);
    Question question;
    for (const auto& word : words) {
        std::string stem = word.picture ? word.text : key_of(word.text);
        if (std::ranges::find(question.stems, stem) == question.stems.end()) question.stems.push_back(std::move(stem));
    }
    const bool asked = !words.empty() && words.back().text == last_word;
    if (asked && count_code_points(last) >= beginning_least) {
        question.beginning = last;
        // Beside the last of the stems, even when it was asked before.
        const std::string stem = key_of(last_word);
        std::erase(question.stems, stem);
        question.stems.push_back(stem);
    }
    return question;
}

std::string snippet_of(std::string_view text, const Question& question)
{
    const std::string line = one_line(text);
    const auto pieces = pieces_of(line);
    const auto first = std::ranges::find_if(pieces, [&](auto piece) { return is_asked_piece(piece, question); });
    const auto at = first == pieces.end() ? 0 : std::size_t(first - pieces.begin());
    const std::size_t from = at > words_before ? at - words_before : 0;
    const std::size_t until = std::min(pieces.size(), from + snippet_words);
    std::string snippet = from > 0 ? "…" : "";
    for (std::size_t i = from; i < until; ++i) {
        if (!snippet.empty()) snippet += ' ';
        const std::string piece = shortened(pieces[i], snippet_word_most);
        snippet += is_asked_piece(piece, question) ? marked_piece(piece) : piece;
    }
    return until < pieces.size() ? snippet + " …" : snippet;
}

std::size_t count_found(std::string_view text, const Question& question)
{
    const auto stems = list_stems(text);
    std::size_t found = 0;
    for (std::size_t i = 0; i < question.stems.size(); ++i) {
        const bool last = i + 1 == question.stems.size();
        found += std::ranges::any_of(
            stems, [&](const auto& stem) { return stem == question.stems[i] || (last && begins(stem, question)); });
    }
    return found;
}

}  // namespace veche::app::search
