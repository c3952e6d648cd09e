#pragma once

// What was answered: a value that the feature which asks keeps as rows, how whom a question is for follows from it, and how it is said again.
// All pure.

#include <compare>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "app/questions/model.hpp"
#include "language/language.hpp"

namespace veche::app::questions {

/// The position of an answer that is the whole entry's.
inline constexpr int whole_entry = -1;

/// What is answered, and for whom: a person by the position in the entry, or the whole entry.
struct Place {
    Id<Question> question{};
    int position = whole_entry;

    auto operator<=>(const Place&) const = default;
};
/// Each pair is a row of the table that keeps them: question, position, value. A text as it was typed; of a choice its number; of
/// several their numbers, a space between; of a number its digits. What was not answered is not there.
using Answers = std::map<Place, std::string>;

/// Questions to which somebody gave an answer.
using Answered = std::set<Id<Question>>;

/// Somebody of the entry, as far as a question depends on them.
struct Person {
    int position = 0;  // in the entry; while a form is read, the number of the row
    std::optional<int> age{};
};

/// The numbers of an answer by choices; what is none is left out.
std::vector<int> choices_of(std::string_view value);
std::string value_of(const std::vector<int>& choices);

/// Where the answer to a question about this person stands: theirs, or the whole entry's.
Place place_of(const Question& question, int position);

/// By the age of the person; an unknown one fits no bounds.
bool fits_age(const Question& question, const Person& person);
/// By the answer to the earlier question, where it depends on one.
bool fits_answer(const Questions& questions, const Question& question, const Person& person, const Answers& answers);
/// Whether it is asked of the person, or of the entry ({whole_entry}).
bool applies(const Questions& questions, const Question& question, const Person& person, const Answers& answers);

/// How many obligatory answers the moment still lacks.
int lacking(const Questions& questions, Moment moment, std::span<const Person> persons, const Answers& answers);

/// Puts what a form asked into what was answered before: what was left empty there ("") goes, what it did not ask stays.
void put(Answers& answers, const Answers& read);
/// The same answers at other positions: `positions` from old to new. Those of nobody in it are left out; the entry's stay.
Answers at_positions(const Answers& answers, const std::map<int, int>& positions);

// In words, for pages, lists and files.

/// "Для тех, кому нет 14." "" when it is for everybody.
std::string for_whom(const language::Words& words, const Questions& questions, const Question& question);
/// The titles of what was chosen, retired ones too; a text as it is.
std::string in_words(const Question& question, std::string_view value);

/// The questions that a list shows: those that are asked, and retired ones that were answered, in order.
std::vector<const Question*> shown(const Questions& questions, const Answered& answered);
/// The columns of a file with a row for each person, in the order of `shown`: what the entry answered stands in each of its rows.
std::vector<std::string> columns(std::span<const Question* const> shown);
std::vector<std::string> cells(std::span<const Question* const> shown, const Answers& answers, int position);

/// "answers"[] of {{>questions/part_answers}}: (title, answer), of the entry or of one person, answered ones only.
nlohmann::json answers_model(const Questions& questions, const Answers& answers, int position);

}  // namespace veche::app::questions
