#pragma once

// Questions that an organiser adds to a form which residents fill in: what they are, whom they are asked, and what may become of them
// once they were answered (docs/rules/questions.md). All pure.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/result.hpp"

namespace veche::app::questions {

enum class Kind {
    text,  // one line
    paragraphs,
    choice,   // one of some
    several,  // any of some
    number,   // whole
};
enum class Scope {
    once,  // of the whole entry
    each,  // of each person in it
};
enum class Moment {
    at_once,     // in the form itself
    afterwards,  // in a form of its own, of those who were accepted
};
std::string_view to_text(Kind kind);
std::string_view to_text(Scope scope);
std::string_view to_text(Moment moment);
std::optional<Kind> parse_kind(std::string_view text);
std::optional<Scope> parse_scope(std::string_view text);
std::optional<Moment> parse_moment(std::string_view text);
inline constexpr Kind all_kinds[] = {Kind::text, Kind::paragraphs, Kind::choice, Kind::several, Kind::number};
inline constexpr Scope all_scopes[] = {Scope::each, Scope::once};
inline constexpr Moment all_moments[] = {Moment::at_once, Moment::afterwards};
inline bool has_choices(Kind kind)
{
    return kind == Kind::choice || kind == Kind::several;
}

/// One of the answers to choose from. Answers hold its number, which is given once, so that another title is another word in all of them.
struct Choice {
    int number = 0;  // 0: a new one
    std::string title;
    bool retired = false;  // offered no more; was answered with

    bool operator==(const Choice&) const = default;
};

/// Asked of those only who gave this answer to an earlier question.
struct After {
    Id<struct Question> question{};
    int choice = 0;

    bool operator==(const After&) const = default;
};

struct QuestionContent {
    std::string title, hint;
    Kind kind = Kind::text;
    Scope scope = Scope::each;
    Moment moment = Moment::at_once;
    bool obligatory = false;
    std::vector<Choice> choices{};                // in order; those offered no more come last
    std::optional<std::int64_t> least{}, most{};  // of a number
    std::optional<int> age_least{}, age_most{};   // in full years, of the person
    std::optional<After> after{};

    bool by_age() const { return age_least || age_most; }
    bool operator==(const QuestionContent&) const = default;
};
inline constexpr std::size_t title_limit = 200, hint_limit = 500, choice_limit = 100;
/// Of answers.
inline constexpr std::size_t text_limit = 300, paragraphs_limit = 2'000;
inline constexpr std::int64_t number_most = 1'000'000'000;  // from 0
inline constexpr int age_limit = 120;
/// Asked and offered at the same time; and with those asked and offered no more.
inline constexpr std::size_t questions_most = 20, choices_most = 20, questions_kept = 60, choices_kept = 60;

struct Question {
    Id<Question> id{};
    QuestionContent content;
    int choices_made = 0;      // numbers given so far
    bool retired = false;      // asked no more; was answered
    std::int64_t version = 0;  // 0: not there yet

    /// Null when it has no such choice.
    const Choice* find_choice(int number) const;
    bool operator==(const Question&) const = default;
};

/// The questions of one form, in order.
struct Questions {
    std::string owner;  // whose: "sign-up/01h…"
    std::vector<Question> all;
    std::int64_t version = 0;  // rises with each change; 0: nobody has ever asked anything

    const Question* find(Id<Question> id) const;
    std::vector<const Question*> asked(Moment moment) const;
    /// Some question of the moment is for some ages only, so the form has to ask how old people are.
    bool need_ages(Moment moment) const;
};

// What an organiser does. Each gives back the questions as they are to be, or says beside which field of the question's form what is wrong.

/// What a question asks becomes `content`; one that is not there is added at the end. A choice of `content` with a title that was offered
/// before is that one again. `answered`: there are answers to it, so what they mean must stay: choices that are left out are retired, and
/// another kind or scope is refused.
///
/// Refusals: questions.too_many {most}, choices_needed, choices_not_needed, too_many_choices {most}, choice_twice {title}, bounds_wrong,
/// bounds_not_needed, ages_wrong, ages_of_each, kind_fixed, scope_fixed; at "after" after_wrong; others_depend {title} at "".
Result<Questions> with_content(Questions questions, Id<Question> id, QuestionContent content, bool answered);

enum class Direction { up, down };
/// Past the next one that is asked at the same moment. At an end nothing changes. Refusal: questions.order_depends {title}.
Result<Questions> moved(Questions questions, Id<Question> id, Direction direction);

/// Asked no more: retired, and without answers gone. Refusal: others_depend {title}.
Result<Questions> without(Questions questions, Id<Question> id, bool answered);
/// A retired one is asked again, at the end. Refusals: too_many {most}, after_wrong.
Result<Questions> restored(Questions questions, Id<Question> id);

/// The questions on whose answers `content` may depend, of those before it: with choices, asked no later, and once or of each as it is.
bool may_follow(const QuestionContent& content, const QuestionContent& earlier);

}  // namespace veche::app::questions
