#pragma once

#include <optional>
#include <string_view>

namespace veche::plan {

/// What sort of thing a line of the plan is. docs/rules/kind.md says how it is guessed; a person may correct it.
enum class Kind {
    event,    // a feast, a concert, an exhibition: one comes and looks
    contest,  // one sends in or shows something, and a jury decides
    quiz,     // one answers questions
    sport,
    action,        // акция: everybody does a part within a stretch of time; a vote, a collection of ideas
    meeting,       // one comes and speaks
    improvement,   // благоустройство: the town itself gets better
    publications,  // a series of articles, videos, lectures
};

inline constexpr Kind all_kinds[] = {Kind::event,  Kind::contest, Kind::quiz,        Kind::sport,
                                     Kind::action, Kind::meeting, Kind::improvement, Kind::publications};

std::string_view to_text(Kind kind);  // "event", "contest", …
std::optional<Kind> parse_kind(std::string_view text);

/// The word of a kind in an office's file: "викторина".
std::string_view kind_word(Kind kind);
/// The kind that a cell under "Вид" names: by its word, or by words that tell one ("Фотоконкурс"); nullopt when they tell none.
std::optional<Kind> parse_kind_word(std::string_view cell);

/// The kind told by the words of the title, and if they tell nothing by those of its section; else event.
Kind guess_kind(std::string_view title, std::string_view section);

}  // namespace veche::plan
