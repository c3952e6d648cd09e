#pragma once

#include <optional>
#include <string_view>
#include <vector>

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

/// A kind more exactly. Each is of one kind, kind_of().
enum class Subkind { photo, stage, relay, educational, creative, historical, scientific, initiative };

inline constexpr Subkind all_subkinds[] = {Subkind::photo,       Subkind::stage,     Subkind::relay,
                                           Subkind::educational, Subkind::creative,  Subkind::historical,
                                           Subkind::scientific,  Subkind::initiative};

std::string_view to_text(Subkind subkind);  // "photo", "stage", …
Kind kind_of(Subkind subkind);

/// A kind and, where it is known, which: what one word says, "quiz" or "historical". In addresses, forms and files it is that word.
struct FullKind {
    Kind kind = Kind::event;
    std::optional<Subkind> subkind;

    FullKind(Kind kind, std::optional<Subkind> subkind = std::nullopt) : kind(kind), subkind(subkind) {}
    FullKind(Subkind subkind) : kind(kind_of(subkind)), subkind(subkind) {}
    /// What was chosen: a kind chooses all of it.
    bool holds(const FullKind& other) const { return kind == other.kind && (!subkind || subkind == other.subkind); }
    bool operator==(const FullKind&) const = default;
};
std::string_view to_text(const FullKind& kind);
std::optional<FullKind> parse_full_kind(std::string_view text);
/// Every kind, with its subkinds behind it.
std::vector<FullKind> list_full_kinds();

/// The word of a kind in an office's file: "викторина", "историческая викторина".
std::string_view kind_word(const FullKind& kind);
/// The kind that a cell under "Вид" names: by its word, or by words that tell one ("Фотоконкурс"); nullopt when they tell none.
std::optional<FullKind> parse_kind_word(std::string_view cell);

/// The kind told by the words of the title, and if they tell nothing by those of its section; else event. The words of the title tell
/// the subkind too.
FullKind guess_kind(std::string_view title, std::string_view section);

}  // namespace veche::plan
