#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// What the search keeps of a text and asks of it. Both go through one function, so that what looks the same is found; nothing here
/// knows a database, so that both engines find the same. docs/rules/search.md.
namespace veche::app::search {

inline constexpr std::size_t words_most = 2'000;   // different ones of a document
inline constexpr std::size_t question_most = 8;    // words of a question; the others are not asked
inline constexpr std::size_t beginning_least = 2;  // letters of a word being typed

/// The stems of a text, each once, sorted. Words that every text has ("и", "на") are left out.
std::vector<std::string> list_stems(std::string_view text);

struct Question {
    std::vector<std::string> stems;  // all must be there
    std::string beginning;           // what a word begins with, beside the last of `stems`; "" when it is too short
    bool empty() const { return stems.empty(); }
};
/// Pictures count when nothing else is asked, and words that every text has are left out unless they are the whole question.
Question parse_question(std::string_view query);

/// Some 24 words of the text around the first that was asked for, with \x02 and \x03 around each that was.
std::string snippet_of(std::string_view text, const Question& question);
/// How many of the words asked for are in it.
std::size_t count_found(std::string_view text, const Question& question);

}  // namespace veche::app::search
