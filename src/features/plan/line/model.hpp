#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/age_mark.hpp"
#include "core/id.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "features/plan/line/kind.hpp"
#include "language/when/programme.hpp"
#include "language/when/when.hpp"

namespace veche::plan {

using language::Period, language::Precision, language::Repeat, language::When;

/// The Plan of one year of one town.
struct Plan {
    Id<Plan> id{};
    int year = 0;
    std::string title;

    static constexpr int first_year = 1990, last_year = 2100;
};

struct YearCount {
    int year = 0;
    std::int64_t lines = 0;
};

struct Section {
    Id<Section> id{};
    std::string title;
};

/// What a person says about a line: in the office's file, or in the form.
struct LineContent {
    std::optional<int> number;
    std::string section;  // its title, "" for none
    std::string title;
    FullKind kind = Kind::event;
    When when;
    std::string place;
    std::vector<std::string> responsible;
    std::string audience;
    std::optional<AgeMark> age_mark;
    language::Programme programme;  // of each of its days; the office's file says nothing of it

    bool operator==(const LineContent&) const = default;
};

/// In the plan, not yet told to the public.
struct Planned {
    bool operator==(const Planned&) const = default;
};
/// On the portal, in feeds and calendars. Needs an age mark (436-FZ art. 11–12: a mark on the announcement of an event).
struct Announced {
    Instant at{};
    bool operator==(const Announced&) const = default;
};
using Stage = std::variant<Planned, Announced>;
std::string_view to_text(const Stage& stage);  // "planned", "announced"

/// Still to come, or nobody has told yet how it went.
struct Ahead {
    bool operator==(const Ahead&) const = default;
};
/// It took place. The days may differ from the plan's; both belong to it.
struct Held {
    Day first{}, last{};
    std::int64_t participants = 0;
    std::string summary;  // a sentence for the public
    Instant told{};       // when it was reported

    bool operator==(const Held&) const = default;
};
/// It does not take place.
struct Cancelled {
    std::string reason;  // for the public
    Instant told{};

    bool operator==(const Cancelled&) const = default;
};
using Outcome = std::variant<Ahead, Held, Cancelled>;
std::string_view to_text(const Outcome& outcome);  // "ahead", "held", "cancelled"

/// One of the times at which a line is to happen: a festival in four yards has four, each with its own fact. The key
/// outlives moves, so that photos, sign-ups and marks of attendance stay with it.
struct Happening {
    Id<Happening> id{};
    std::optional<Period> period;  // nullopt: the line has no date that is known
    Outcome outcome = Ahead{};

    bool settled() const { return !std::holds_alternative<Ahead>(outcome); }
    bool operator==(const Happening&) const = default;
};

/// The time of an announced line was changed. The former one stays for all to see.
struct Move {
    When former;
    std::string reason;
    Instant at{};

    bool operator==(const Move&) const = default;
};

/// What the line as a whole has come to: ahead while any of its happenings is; held when at least one was.
enum class Standing { ahead, held, cancelled };
std::string_view to_text(Standing standing);  // "ahead", "held", "cancelled"

/// The words of a line as they stood in the office's file at the last import: the common ancestor when the file comes again.
struct Imported {
    std::string number, section, title, when, place, responsible, audience;
    std::string kind, age_mark;  // "" when the file has no column for it

    bool operator==(const Imported&) const = default;
    bool never() const { return *this == Imported{}; }
};
Imported imported_words(const LineContent& content);

struct Line;

/// A line of a file on its way into the plan.
struct Incoming {
    LineContent content;  // what the line is to be, the corrections of the import in it
    Imported words;       // what the file itself says
    std::vector<std::string> warnings;
    std::vector<std::string Imported::*> silent;     // the file has no such column: it says nothing, not "nothing"
    std::optional<Id<Line>> same_as = std::nullopt;  // a person has said which line of the plan it is
    bool apart = false;                              // a person has said that it is none of them
};

/// The file says "no longer" or "not yet" of it, or has an age that nobody can read: a person decides whether the public is told.
bool needs_a_person(const std::vector<std::string>& warnings);

struct Line {
    Id<Line> id{};
    Id<Plan> plan{};
    int year = 0;
    LineContent content;
    Stage stage = Planned{};
    std::vector<std::string> warnings;  // message ids that nobody has dealt with
    Imported imported;
    std::vector<Happening> happenings;  // in the order of content.when.periods; exactly one when there are none
    std::vector<Move> moves;            // the earliest first
    std::int64_t position = 0;          // order in the plan
    std::int64_t sequence =
        0;  // RFC 5545 SEQUENCE: rises when an announced line's time, place, title, programme or outcome changes, or it is withdrawn
    std::int64_t version = 1;  // rises with every change: two people editing
    Instant created{};
    Instant updated{};

    bool announced() const { return std::holds_alternative<Announced>(stage); }
    Standing standing() const;
};

/// Limits of the texts, in code points.
inline constexpr std::size_t title_limit = 5000, place_limit = 5000, audience_limit = 5000, name_limit = 2000,
                             section_limit = 2000, when_limit = 500, responsible_most = 200;

/// Announces a line. Refusal: plan.no_age_mark at "age". Announcing twice changes nothing.
Result<Line> announce(Line line, Instant now);
/// Takes it off the portal again. SEQUENCE up: whatever changes before it is announced again, calendars have an older one.
Line withdraw(Line line, Instant now);
/// The line with new content: version up, warnings of what a person has settled gone (kind and age settle nothing), SEQUENCE
/// up if calendars must know. Refusal: plan.no_age_mark at "age" when an announced line would lose its mark.
Result<Line> revise(Line line, LineContent content, Instant now);

/// A person has looked at the whole line and saved it: only the warnings of its time stay.
Line settle(Line line, Instant now);

/// The mark the words suggest ("от 16 лет" → 16+, "дети 5–14 лет" → 0+); 0+ when they say nothing. A proposal: a person
/// is asked to look at it before announcing.
AgeMark propose_age_mark(const LineContent& content);

bool is_year(int year);

/// How the lines of a file meet those of the plan.
struct Match {
    enum class Kind { fresh, same, changed, gone };
    Kind kind = Kind::same;
    std::optional<std::size_t> line;   // index into the plan's lines: all but fresh
    std::optional<std::size_t> draft;  // index into the file's lines: all but gone
    LineContent merged;                // what the line will be; unused when gone
    std::vector<std::string> changed;  // fields that the file changed: "title", "when", …
    std::vector<std::string> kept;     // fields where the file changed what a person had changed too: theirs is kept
    std::optional<std::size_t> perhaps =
        std::nullopt;     // fresh: a line that it may be under another name; a person is asked
    bool unsure = false;  // paired under another title; a person may part them
};
/// Pairs by what a person has said, by all words of the last import, by title (folded; that of now or of the last import), of
/// several with the same by number, then under another title: docs/rules/import.md. Three-way merge per field: what a person
/// changed after the former import stays; what only the file changed is taken; what was corrected in this import is a person's
/// latest word. Pure; both lists are in their own order; result: the file's lines in order, then the gone ones.
std::vector<Match> match_import(const std::vector<Line>& lines, const std::vector<Incoming>& incoming);

}  // namespace veche::plan
