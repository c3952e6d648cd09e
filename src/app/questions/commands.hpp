#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

#include "app/questions/answers.hpp"
#include "app/work.hpp"

namespace veche::app::questions {

/// The questions of an owner. A page names the owner's topics.
Questions find_questions(View& view, std::string_view owner);

// What a colleague did to them. A version is the one that they saw.

struct Put {
    Id<Question> id{};
    std::int64_t version = 0;  // of the question; 0: a new one, and sent twice it is one
    QuestionContent content;
};
struct Move {
    Id<Question> id{};
    std::int64_t version = 0;  // of the order, Questions::version
    Direction direction = Direction::up;
};
struct Retire {
    Id<Question> id{};
};
struct Restore {
    Id<Question> id{};
};
using Edit = std::variant<Put, Move, Retire, Restore>;

/// Does it, in a transaction of the owner's feature: it has locked its own row, so that nobody answers meanwhile, records the deed and
/// touches its pages. Refusals of the model's functions; questions.changed_meanwhile and questions.gone_meanwhile (conflict: sent again it is a new
/// question), questions.retired_meanwhile. Throws NotFound.
Result<Questions> edit_questions(Work& work, std::string_view owner, const Edit& edit, const Answered& answered);

/// What was read by questions of this version is to be kept now. Refusal when they have changed since: questions.changed_while_filling
/// (conflict).
Result<Questions> unchanged(Work& work, std::string_view owner, std::int64_t version);

}  // namespace veche::app::questions
