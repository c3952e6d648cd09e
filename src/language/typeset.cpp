#include "language/typeset.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstddef>
#include <span>

namespace veche::language {

namespace {

constexpr std::string_view no_break_space = "\u00A0";
constexpr std::string_view soft_hyphen = "\u00AD";
constexpr std::size_t long_word = 14;     // letters: shorter ones find room on a phone in a heading
constexpr std::size_t least_part = 3;     // letters of a word that stand alone on a line
constexpr std::size_t longest_word = 64;  // letters; what is longer is no word
constexpr int most_together = 3;          // no-break spaces in a row: more would make a line of their own

using WordList = std::span<const std::string_view>;

constexpr std::string_view short_words[] = {
    "в", "к", "с", "о", "у", "и", "а", "во", "ко", "со", "об", "от", "до", "по", "на", "за", "из", "не", "ни", "но",
    "В", "К", "С", "О", "У", "И", "А", "Во", "Ко", "Со", "Об", "От", "До", "По", "На", "За", "Из", "Не", "Ни", "Но"};
constexpr std::string_view particles[] = {"бы", "же", "ли", "б", "ж"};
/// They say what the next word is.
constexpr std::string_view shortenings[] = {"ул.", "пр.",  "пер.", "пл.",  "д.",    "г.", "кв.",
                                            "им.", "стр.", "с.",   "пос.", "корп.", "т.", "мкр."};

bool is_one_of(std::string_view word, WordList words)
{
    constexpr std::size_t longest = sizeof("корп.") - 1;
    return word.size() <= longest && std::ranges::find(words, word) != words.end();
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/// А–я, Ё, ё at `at`: its lower-case form as 0..31 for а..я, 32 for ё; -1 for anything else.
int letter_at(std::string_view text, std::size_t at)
{
    if (at + 1 >= text.size()) return -1;
    const auto lead = static_cast<unsigned char>(text[at]), trail = static_cast<unsigned char>(text[at + 1]);
    if (lead == 0xD0 && trail == 0x81) return 32;
    if (lead == 0xD1 && trail == 0x91) return 32;
    if (lead == 0xD0 && trail >= 0x90 && trail <= 0xBF) return (trail - 0x90) % 32;
    if (lead == 0xD1 && trail >= 0x80 && trail <= 0x8F) return trail - 0x80 + 16;
    return -1;
}

bool is_capital(std::string_view text, std::size_t at)
{
    return letter_at(text, at) >= 0 && static_cast<unsigned char>(text[at]) == 0xD0 &&
           static_cast<unsigned char>(text[at + 1]) <= 0xAF;
}

// --- What stays together ---

/// Without the quotes and brackets that open it: «В, (в.
std::string_view without_opening(std::string_view word)
{
    for (bool more = true; more;) {
        more = false;
        for (const std::string_view opening : {"«", "„", "“", "(", "\"", "["})
            if (word.starts_with(opening)) {
                word.remove_prefix(opening.size());
                more = true;
            }
    }
    return word;
}

std::string_view without_closing(std::string_view word)
{
    while (!word.empty() && std::string_view(",.;:!?").find(word.back()) != std::string_view::npos)
        word.remove_suffix(1);
    return word;
}

bool is_initial(std::string_view word)
{
    return word.size() == 3 && word[2] == '.' && is_capital(word, 0);
}

bool are_digits(std::string_view word)
{
    return !word.empty() && std::ranges::all_of(word, is_digit);
}

/// "6 июля", "118 мест", "12 000".
bool is_number_with_its_noun(std::string_view before, std::string_view after)
{
    if (before.empty() || !is_digit(before.back())) return false;
    if (letter_at(after, 0) >= 0) return true;
    const auto thousands = without_closing(after);
    return before.size() <= 3 && are_digits(before) && thousands.size() == 3 && are_digits(thousands);
}

bool stay_together(std::string_view before, std::string_view after)
{
    if (before.empty() || after.empty()) return false;
    const auto is_dash = [](std::string_view word) { return word == "—" || word == "–"; };
    if (is_dash(before) || is_dash(after)) return false;  // programs that read our pages look for it as it is typed
    const auto word = without_opening(before);
    if (word == "№" || word == "§") return true;
    if (is_one_of(word, short_words) || is_one_of(without_closing(after), particles)) return true;
    if (is_number_with_its_noun(word, after)) return true;
    if (is_initial(word)) return is_capital(after, 0);
    return is_one_of(word, shortenings) && (letter_at(after, 0) >= 0 || is_digit(after[0]) || after.starts_with("«"));
}

// --- Where a long word may be divided ---

/// What each letter from а to я, and ё, is: a vowel, a consonant (л, м, н and р apart from the others), й, ъ or ь.
constexpr std::string_view sounds = "vccccvccvjclllvcrccvcccccchvsvvvv";
static_assert(sounds.size() == 33);

/// The sounds of a word, and where it may be divided: once between each two vowels, as a compositor does it by ear. ь, ъ and й stay with
/// what is before them, a consonant and р together.
class Syllables {
public:
    void add(int letter) { sounds_[size_++] = sounds[static_cast<std::size_t>(letter)]; }
    bool is_full() const { return size_ == sounds_.size(); }
    std::size_t size() const { return size_; }

    std::bitset<longest_word> divisions() const
    {
        std::bitset<longest_word> found;
        for (std::size_t vowel = next_vowel(0); vowel < size_;) {
            const auto next = next_vowel(vowel + 1);
            const auto at = vowel + 1 + kept_before(std::string_view(sounds_.data() + vowel + 1, next - vowel - 1));
            if (next < size_ && at >= least_part && at + least_part <= size_) found.set(at);
            vowel = next;
        }
        return found;
    }

private:
    std::size_t next_vowel(std::size_t at) const
    {
        while (at < size_ && sounds_[at] != 'v') ++at;
        return at;
    }

    /// How many of the consonants between two vowels stay before the hyphen.
    static std::size_t kept_before(std::string_view between)
    {
        const auto sign = between.find_first_of("jhs");
        if (sign != std::string_view::npos && (sign + 1 < between.size() || between[sign] != 's')) return sign + 1;
        if (sign != std::string_view::npos) return between.size() > 2 ? 1 : 0;  // ста-тья, нос-тью
        if (between.size() < 2) return 0;
        return between == "cr" ? 0 : 1;  // изо-бра, цен-тра
    }

    std::array<char, longest_word> sounds_{};
    std::size_t size_ = 0;
};

/// A part of an address: kremlin@пример.рф, пример.рф/план.
bool is_part_of_address(std::string_view text, std::size_t begin, std::size_t end)
{
    constexpr std::string_view joints = "@/_\\.:=&#%";
    const auto is_joint = [&](std::size_t at) { return joints.find(text[at]) != std::string_view::npos; };
    if (begin > 0 && is_joint(begin - 1)) return true;
    if (end >= text.size()) return false;
    if (text[end] == '.' || text[end] == ':') return letter_at(text, end + 1) >= 0;  // else a sentence ends
    return is_joint(end);
}

class Compositor {
public:
    Compositor(std::string_view text, std::string& out) : text_(text), out_(out) {}

    void run()
    {
        int together = 0;
        for (std::size_t at = 0, end = end_of_word(0);;) {
            set_word(at, end);
            if (end == text_.size()) return;
            const auto next = end + width_of_space(end), next_end = end_of_word(next);
            const bool stays = next > end + 1 || (text_[end] == ' ' && together < most_together &&
                                                  stay_together(word(at, end), word(next, next_end)));
            together = stays ? together + 1 : 0;
            out_ += stays ? no_break_space : text_.substr(end, 1);
            at = next;
            end = next_end;
        }
    }

private:
    std::string_view word(std::size_t begin, std::size_t end) const { return text_.substr(begin, end - begin); }

    /// In bytes; 0 where there is none.
    std::size_t width_of_space(std::size_t at) const
    {
        if (text_[at] == ' ' || text_[at] == '\n') return 1;
        return text_[at] == no_break_space[0] && text_.substr(at).starts_with(no_break_space) ? no_break_space.size()
                                                                                              : 0;
    }

    std::size_t end_of_word(std::size_t at) const
    {
        while (at < text_.size() && width_of_space(at) == 0) ++at;
        return at;
    }

    void set_word(std::size_t begin, std::size_t end)
    {
        if (end - begin < 2 * long_word) {
            out_ += word(begin, end);
            return;
        }
        for (std::size_t at = begin; at < end;) {
            Syllables syllables;
            auto after = at;
            for (; after < end && !syllables.is_full() && letter_at(text_, after) >= 0; after += 2)
                syllables.add(letter_at(text_, after));
            if (after == at) {
                out_ += text_[at++];
                continue;
            }
            if (syllables.size() < long_word || is_part_of_address(text_, at, after))
                out_ += word(at, after);
            else
                divide(at, syllables);
            at = after;
        }
    }

    void divide(std::size_t begin, const Syllables& syllables)
    {
        const auto divisions = syllables.divisions();
        for (std::size_t letter = 0; letter < syllables.size(); ++letter) {
            if (divisions.test(letter)) out_ += soft_hyphen;
            out_ += text_.substr(begin + 2 * letter, 2);
        }
    }

    const std::string_view text_;
    std::string& out_;
};

}  // namespace

void typeset(std::string_view text, std::string& out)
{
    out.clear();
    if (text.find(' ') == std::string_view::npos && text.size() < 2 * long_word) {
        out = text;
        return;
    }
    Compositor(text, out).run();
}

std::string typeset(std::string_view text)
{
    std::string out;
    typeset(text, out);
    return out;
}

}  // namespace veche::language
