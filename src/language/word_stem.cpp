#include "language/word_stem.hpp"

#include <libstemmer.h>

#include <algorithm>
#include <map>
#include <memory>
#include <new>
#include <string_view>

#include "core/letters.hpp"

namespace veche::language {

namespace {

struct StemmerEnd {
    void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};
using Stemmer = std::unique_ptr<sb_stemmer, StemmerEnd>;

/// A Snowball stemmer keeps the word it works on, so each thread has its own.
std::string snowball(const char* algorithm, const std::string& word)
{
    thread_local std::map<std::string_view, Stemmer> stemmers;
    auto& stemmer = stemmers[algorithm];
    if (!stemmer) stemmer.reset(sb_stemmer_new(algorithm, "UTF_8"));
    if (!stemmer) throw std::bad_alloc();
    const auto* begin =
        sb_stemmer_stem(stemmer.get(), reinterpret_cast<const sb_symbol*>(word.data()), static_cast<int>(word.size()));
    if (!begin) throw std::bad_alloc();
    return {reinterpret_cast<const char*>(begin), static_cast<std::size_t>(sb_stemmer_length(stemmer.get()))};
}

/// Words of one syllable lose their only vowel, and nothing in the stem is left to tell them by; a few others have forms that no rule
/// leads to one stem.
const std::map<std::string_view, std::string_view>& odd_forms()
{
    static const std::map<std::string_view, std::string_view> forms = {
        {"дня", "ден"},      {"дню", "ден"},      {"днем", "ден"},          {"дне", "ден"},
        {"дни", "ден"},      {"дней", "ден"},     {"дням", "ден"},          {"днями", "ден"},
        {"днях", "ден"},     {"день", "ден"},     {"льда", "лед"},          {"льду", "лед"},
        {"льдом", "лед"},    {"льде", "лед"},     {"льды", "лед"},          {"лед", "лед"},
        {"льва", "лев"},     {"льву", "лев"},     {"львом", "лев"},         {"львы", "лев"},
        {"львов", "лев"},    {"лев", "лев"},      {"пса", "пес"},           {"псов", "пес"},
        {"псы", "пес"},      {"пес", "пес"},      {"сна", "сон"},           {"сны", "сон"},
        {"снов", "сон"},     {"сон", "сон"},      {"рта", "рот"},           {"рту", "рот"},
        {"рот", "рот"},      {"рва", "ров"},      {"рвы", "ров"},           {"ров", "ров"},
        {"люди", "люд"},     {"людей", "люд"},    {"людям", "люд"},         {"людьми", "люд"},
        {"людях", "люд"},    {"детьми", "дет"},   {"музей", "музе"},        {"музеи", "музе"},
        {"герой", "геро"},   {"герои", "геро"},   {"лицей", "лице"},        {"лицеи", "лице"},
        {"юбилей", "юбиле"}, {"юбилеи", "юбиле"}, {"аллей", "алле"},        {"хоккей", "хокке"},
        {"имя", "имн"},      {"время", "времн"},  {"гражданин", "граждан"}, {"гражданина", "граждан"},
        {"писем", "писм"},   {"песен", "песн"},   {"весен", "весн"},        {"ребят", "ребят"},
        {"друзья", "друг"},  {"друзей", "друг"},  {"друзьям", "друг"},      {"друзьями", "друг"},
        {"друзьях", "друг"}, {"детей", "дет"},    {"цветок", "цвет"},       {"цветка", "цвет"},
        {"цветком", "цвет"}, {"цветку", "цвет"}};
    return forms;
}

/// "ветераны", "украшена" and "фестивали" look like verbs to Snowball, which would part them from "ветеранов", "украшение", "фестиваль".
std::string with_what_was_taken(const std::string& word, std::string stem)
{
    const std::string_view rest = std::string_view(word).substr(std::min(stem.size(), word.size()));
    if (rest.starts_with("ен")) return stem + "ен";
    const bool open = stem.ends_with("а") || stem.ends_with("я");
    if (open && rest.starts_with("н")) return stem + "н";
    if (open && rest.starts_with("л")) return stem + "л";
    return stem;
}

bool is_vowel(char32_t c)
{
    return std::u32string_view(U"аеиоуыэюя").find(c) != std::u32string_view::npos;
}

/// "саженец", "саженц(ев)"; "ярмарок", "ярмарк(а)"; "писем", "письм(о)"; "копеек", "копейк(а)": the last е or о before one consonant
/// goes, in every word alike, so that all forms meet. What never loses its vowel only gets a stranger stem.
std::string without_fleeting_vowel(const std::string& stem)
{
    constexpr std::u32string_view last_ones = U"кцнлрмбвгтс";
    std::u32string word = code_points(stem);
    const auto size = word.size();
    if (size < 3 || last_ones.find(word.back()) == std::u32string_view::npos) return stem;
    char32_t& before = word[size - 2];
    if (before == U'ь') {
        word.erase(size - 2, 1);
        return utf8(word);
    }
    if (before != U'е' && before != U'о') return stem;
    if (!std::any_of(word.begin(), word.end() - 2, is_vowel)) return stem;
    if (is_vowel(word[size - 3])) {
        if (before == U'е') before = U'й';
    } else {
        word.erase(size - 2, 1);
    }
    return utf8(word);
}

}  // namespace

std::string word_stem(const std::string& word)
{
    const bool russian = word.find_first_of("\xD0\xD1\xD2\xD3") != std::string::npos;
    if (!russian) return snowball("english", word);
    if (const auto known = odd_forms().find(word); known != odd_forms().end()) return std::string(known->second);
    return without_fleeting_vowel(with_what_was_taken(word, snowball("russian", word)));
}

}  // namespace veche::language
