#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "app/actor.hpp"
#include "core/id.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

namespace veche::bodies {

/// What a body is. TOS: территориальное общественное самоуправление, 131-FZ art. 27.
enum class Kind { tos, institution, department, enterprise, association, other };
inline constexpr Kind all_kinds[] = {Kind::tos,        Kind::institution, Kind::department,
                                     Kind::enterprise, Kind::association, Kind::other};
std::string_view to_text(Kind kind);
std::optional<Kind> parse_kind(std::string_view text);

/// What a person says about a body.
struct BodyContent {
    Kind kind = Kind::other;
    std::string name;                      // in full, as on its sign
    std::string short_name;                // as people say it; may be empty
    std::vector<std::string> other_names;  // how else the plan writes it
    std::string about, contact;            // for the public
    std::string email, phone;              // for the office only

    bool operator==(const BodyContent&) const = default;
};

struct Body;
struct Active {
    bool operator==(const Active&) const = default;
};
/// It works no more; its page and what it did stay.
struct Closed {
    bool operator==(const Closed&) const = default;
};
/// It was the same as another, which has its names now. One step: `into` is never merged itself.
struct Merged {
    Id<Body> into{};
    bool operator==(const Merged&) const = default;
};
using Stage = std::variant<Active, Closed, Merged>;
std::string_view to_text(const Stage& stage);  // "active", "closed", "merged"

struct Body {
    Id<Body> id{};
    BodyContent content;
    Stage stage = Active{};
    std::int64_t version = 1;  // rises with every change: two people editing
    Instant created{}, updated{};

    bool active() const { return std::holds_alternative<Active>(stage); }
    const std::string& shown() const { return content.short_name.empty() ? content.name : content.short_name; }
};

/// Whom of the staff a body has.
enum class Part { chair, member };
std::string_view to_text(Part part);
std::optional<Part> parse_part(std::string_view text);

struct Member {
    Id<app::Account> account{};
    Part part = Part::member;
};

// When two spellings are one name: docs/rules/bodies.md.

/// The key under which a name is unique in its town: fold() of it, apostrophes as spaces, one space between words
/// and none beside № - / ( ) , and full stops. Two names are one body only when their keys are equal: nothing is
/// guessed from likeness, because a wrong link says of a body what it never promised. "" when nothing of the name is left.
std::string folded_name(std::string_view name);

/// What a name sounds like, for a form that a person still looks at: "МБУК «ЦБС»" is an institution.
Kind guess_kind(std::string_view name);

/// A town's directory is read as a whole: it has an end.
inline constexpr std::int64_t bodies_most = 1'000;
inline constexpr std::size_t name_limit = 500, about_limit = 2'000, contact_limit = 500, phone_limit = 100,
                             names_most = 50;

/// The body with new content; version up when something changed. Refusal: bodies.is_merged.
Result<Body> revise(Body body, BodyContent content, Instant now);
/// Works no more, and works again. Twice changes nothing. Refusal: bodies.is_merged.
Result<Body> closed(Body body, Instant now);
Result<Body> reopened(Body body, Instant now);
/// Refusals at "into": bodies.merge_same, bodies.merge_into_closed; bodies.is_merged when it was merged into another.
Result<Body> merged(Body body, const Body& into, Instant now);

}  // namespace veche::bodies
