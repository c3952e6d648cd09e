#include "features/accounts/model_password.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "core/letters.hpp"
#include "core/text.hpp"

namespace veche::accounts {

namespace {

// Bits of one piece. A word of the list is one of about a thousand; the order of pieces is left out in favour of
// refusing.
constexpr int word_bits = 10;
constexpr int personal_bits = 2;
constexpr int row_bits = 6;
constexpr int year_bits = 7;
constexpr int repeat_bits = 1;
constexpr int digit_bits = 3;
constexpr int mark_bits = 2;
constexpr int letter_bits = 4;
constexpr std::size_t longest_word = 24;

constexpr std::u32string_view latin_keys = U"`qwertyuiop[]asdfghjkl;'zxcvbnm,.";
constexpr std::u32string_view cyrillic_keys = U"ейцукенгшщзхъфывапролджэячсмитьбю";

/// Neighbours on these lines, in either direction, are one movement of the hand or of the mind.
constexpr std::u32string_view rows[] = {U"1234567890-=",
                                        U"qwertyuiop[]",
                                        U"asdfghjkl;'",
                                        U"zxcvbnm,./",
                                        U"йцукенгшщзхъ",
                                        U"фывапролджэ",
                                        U"ячсмитьбю.",
                                        U"abcdefghijklmnopqrstuvwxyz",
                                        U"абвгдежзийклмнопрстуфхцчшщъыьэюя",
                                        U"1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.",
                                        U"qazwsxedcrfvtgbyhnujmik,ol.p",
                                        U"йфяцычувскамепинртгоьшлбщдю",
                                        U"1q2w3e4r5t6y7u8i9o0p",
                                        U"1й2ц3у4к5е6н7г8ш9щ0з",
                                        U"13579",
                                        U"24680"};

std::u32string other_layout(std::u32string_view word)
{
    std::u32string result;
    for (const char32_t c : word) {
        if (const auto at = cyrillic_keys.find(c, 1); at != std::u32string_view::npos)
            result += latin_keys[at];
        else if (const auto key = latin_keys.find(c); key != std::u32string_view::npos)
            result += cyrillic_keys[key];
        else
            result += c;
    }
    return result;
}

/// "p@ssw0rd" is "password" to everybody who guesses.
char32_t without_disguise(char32_t c)
{
    switch (c) {
        case U'0': return U'o';
        case U'1':
        case U'!': return U'i';
        case U'3': return U'e';
        case U'4':
        case U'@': return U'a';
        case U'5':
        case U'$': return U's';
        case U'7': return U't';
        default: return c;
    }
}

std::u32string folded(std::string_view text)
{
    std::u32string points = code_points(text);
    for (char32_t& c : points) c = small_letter(c);
    return points;
}

using Words = std::unordered_map<std::u32string, int>;

void add(Words& words, const std::u32string& word, int bits)
{
    if (word.size() < 3 || word.size() > longest_word) return;
    const auto [at, fresh] = words.emplace(word, bits);
    if (!fresh) at->second = std::min(at->second, bits);
}

const Words& listed_words()
{
    static const Words all = [] {
        Words words;
        for (const std::string_view text : password_words()) {
            const std::u32string word = folded(text);
            add(words, word, word_bits);
            add(words, other_layout(word), word_bits);
            std::u32string plain = word;
            for (char32_t& c : plain) c = without_disguise(c);
            add(words, plain, word_bits);
        }
        return words;
    }();
    return all;
}

bool is_letter(char32_t c)
{
    return (c >= U'a' && c <= U'z') || (c >= 0xC0 && c != 0xD7 && c != 0xF7);
}
bool is_digit(char32_t c)
{
    return c >= U'0' && c <= U'9';
}

int single_bits(char32_t c)
{
    return is_digit(c) ? digit_bits : is_letter(c) ? letter_bits : mark_bits;
}

/// Words of a name or an address, each by itself and on the other layout.
Words words_of_person(std::span<const std::string> personal)
{
    Words words;
    for (const std::string& text : personal) {
        std::u32string word;
        for (const char32_t c : folded(text) + U" ") {
            if (is_letter(c) || is_digit(c)) {
                word += c;
                continue;
            }
            add(words, word, personal_bits);
            add(words, other_layout(word), personal_bits);
            word.clear();
        }
    }
    return words;
}

/// Length of the walk along `row` that begins at `at`, forwards or backwards.
std::size_t walk_length(std::u32string_view text, std::size_t at, std::u32string_view row)
{
    const std::size_t start = row.find(text[at]);
    if (start == std::u32string_view::npos) return 0;
    std::size_t forward = 1;
    while (at + forward < text.size() && start + forward < row.size() && text[at + forward] == row[start + forward])
        ++forward;
    std::size_t back = 1;
    while (at + back < text.size() && back <= start && text[at + back] == row[start - back]) ++back;
    return std::max(forward, back);
}

/// Length of the piece at `at` that repeats what stands right before it ("абвабв") or `period` characters before.
std::size_t repeat_length(std::u32string_view text, std::size_t at)
{
    std::size_t longest = 0;
    for (std::size_t period = 1; period <= at; ++period) {
        std::size_t length = 0;
        while (at + length < text.size() && text[at + length] == text[at + length - period]) ++length;
        // A letter met before is no repeat; a block of three is, and so is the second of two equal neighbours.
        if (length >= 3 || (period == 1 && length >= 1)) longest = std::max(longest, length);
    }
    return longest;
}

bool is_year(std::u32string_view text, std::size_t at)
{
    if (at + 4 > text.size()) return false;
    const std::u32string_view four = text.substr(at, 4);
    return std::all_of(four.begin(), four.end(), is_digit) && (four.starts_with(U"19") || four.starts_with(U"20"));
}

/// Cheapest way to write the text, from left to right.
class Cover {
public:
    Cover(std::u32string text, const Words& personal)
        : text_(std::move(text)), personal_(personal), cost_(text_.size() + 1, far)
    {
        plain_ = text_;
        for (char32_t& c : plain_) c = without_disguise(c);
        cost_[0] = 0;
    }

    int bits()
    {
        for (std::size_t at = 0; at < text_.size(); ++at) {
            reach(at, 1, single_bits(text_[at]));
            words_from(at);
            for (const auto row : rows) {
                const std::size_t walk = walk_length(text_, at, row);
                if (walk >= 3) reach(at, walk, row_bits);
            }
            if (const std::size_t again = repeat_length(text_, at); again > 0) reach(at, again, repeat_bits);
            if (is_year(text_, at)) reach(at, 4, year_bits);
        }
        return cost_.back();
    }

private:
    static constexpr int far = std::numeric_limits<int>::max() / 2;

    void reach(std::size_t at, std::size_t length, int bits)
    {
        for (std::size_t end = at + 1; end <= at + length; ++end) cost_[end] = std::min(cost_[end], cost_[at] + bits);
    }

    void words_from(std::size_t at)
    {
        for (std::size_t length = 3; length <= longest_word && at + length <= text_.size(); ++length) {
            for (const std::u32string* form : {&text_, &plain_}) {
                const std::u32string piece = form->substr(at, length);
                for (const Words* words : {&listed_words(), &personal_}) {
                    const auto found = words->find(piece);
                    if (found != words->end())
                        cost_[at + length] = std::min(cost_[at + length], cost_[at] + found->second);
                }
            }
        }
    }

    std::u32string text_;
    std::u32string plain_;
    const Words& personal_;
    std::vector<int> cost_;
};

}  // namespace

int guess_bits(std::string_view password, std::span<const std::string> personal)
{
    const Words words = words_of_person(personal);
    return Cover(folded(password), words).bits();
}

Result<Secret<std::string>> parse_password(std::string_view raw, std::string_view field, std::size_t least,
                                           std::span<const std::string> personal)
{
    const bool one_line = raw.find_first_of("\t\r\n") == std::string_view::npos;
    if (!is_clean_utf8(raw) || !one_line) return refuse(RefusalKind::invalid, "text.broken", field);
    const std::size_t length = count_code_points(raw);
    if (length < least) {
        return refuse(RefusalKind::invalid, "accounts.password.short", field, {{"least", std::to_string(least)}});
    }
    if (length > password_most) {
        return refuse(RefusalKind::invalid, "accounts.password.long", field, {{"most", std::to_string(password_most)}});
    }
    if (guess_bits(raw, personal) < least_bits(least)) {
        return refuse(RefusalKind::invalid, "accounts.password.guessable", field);
    }
    return Secret<std::string>(std::string(raw));
}

}  // namespace veche::accounts
