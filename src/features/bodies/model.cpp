#include "features/bodies/model.hpp"

#include "core/fold.hpp"
#include "core/letters.hpp"

namespace veche::bodies {

std::string_view to_text(Kind kind)
{
    switch (kind) {
        case Kind::tos: return "tos";
        case Kind::institution: return "institution";
        case Kind::department: return "department";
        case Kind::enterprise: return "enterprise";
        case Kind::association: return "association";
        case Kind::other: break;
    }
    return "other";
}

std::optional<Kind> parse_kind(std::string_view text)
{
    for (const auto kind : all_kinds)
        if (to_text(kind) == text) return kind;
    return std::nullopt;
}

std::string_view to_text(const Stage& stage)
{
    if (std::holds_alternative<Active>(stage)) return "active";
    return std::holds_alternative<Closed>(stage) ? "closed" : "merged";
}

std::string_view to_text(Part part)
{
    return part == Part::chair ? "chair" : "member";
}

std::optional<Part> parse_part(std::string_view text)
{
    for (const auto part : {Part::chair, Part::member})
        if (to_text(part) == text) return part;
    return std::nullopt;
}

namespace {

bool is_merged(const Body& body)
{
    return std::holds_alternative<Merged>(body.stage);
}

Body with_stage(Body body, Stage stage, Instant now)
{
    if (body.stage == stage) return body;
    body.stage = stage;
    body.updated = now;
    ++body.version;
    return body;
}

}  // namespace

Result<Body> revise(Body body, BodyContent content, Instant now)
{
    if (is_merged(body)) return refuse(RefusalKind::closed, "bodies.is_merged");
    if (body.content == content) return body;
    body.content = std::move(content);
    body.updated = now;
    ++body.version;
    return body;
}

Result<Body> closed(Body body, Instant now)
{
    if (is_merged(body)) return refuse(RefusalKind::closed, "bodies.is_merged");
    return with_stage(std::move(body), Closed{}, now);
}

Result<Body> reopened(Body body, Instant now)
{
    if (is_merged(body)) return refuse(RefusalKind::closed, "bodies.is_merged");
    return with_stage(std::move(body), Active{}, now);
}

Result<Body> merged(Body body, const Body& into, Instant now)
{
    if (body.stage == Stage(Merged{into.id})) return body;
    if (is_merged(body)) return refuse(RefusalKind::closed, "bodies.is_merged", "into");
    if (body.id == into.id) return refuse(RefusalKind::invalid, "bodies.merge_same", "into");
    if (!into.active()) return refuse(RefusalKind::invalid, "bodies.merge_into_closed", "into");
    return with_stage(std::move(body), Merged{into.id}, now);
}

namespace {

constexpr std::u32string_view tight = U"№-/(),.";

bool is_one_of(char32_t c, std::u32string_view set)
{
    return set.find(c) != std::u32string_view::npos;
}

}  // namespace

std::string folded_name(std::string_view name)
{
    std::u32string key;
    bool space = false;
    for (const char32_t c : code_points(fold(name))) {
        if (c == U' ' || c == U'\'') {
            space = true;
            continue;
        }
        if (space && !key.empty() && !is_one_of(key.back(), tight) && !is_one_of(c, tight)) key += U' ';
        space = false;
        key += c;
    }
    return utf8(key);
}

Kind guess_kind(std::string_view name)
{
    struct Sound {
        std::string_view words;  // beginnings, with a space before each
        Kind kind;
    };
    static constexpr Sound sounds[] = {
        {"тос", Kind::tos},
        {"отдел", Kind::department},
        {"управлени", Kind::department},
        {"комитет", Kind::department},
        {"администраци", Kind::department},
        {"совет ветеранов", Kind::association},
        {"общественн", Kind::association},
        {"объединен", Kind::association},
        {"союз", Kind::association},
        {"мбу", Kind::institution},
        {"мау", Kind::institution},
        {"гбу", Kind::institution},
        {"школ", Kind::institution},
        {"лице", Kind::institution},
        {"гимнази", Kind::institution},
        {"библиотек", Kind::institution},
        {"музе", Kind::institution},
        {"дом культуры", Kind::institution},
        {"дворец", Kind::institution},
        {"центр", Kind::institution},
        {"ооо", Kind::enterprise},
        {"ао ", Kind::enterprise},
        {"пао", Kind::enterprise},
        {"завод", Kind::enterprise},
        {"предприяти", Kind::enterprise},
    };
    const std::string text = " " + folded_name(name) + " ";
    for (const auto& sound : sounds)
        if (text.find(" " + std::string(sound.words)) != std::string::npos) return sound.kind;
    return Kind::other;
}

}  // namespace veche::bodies
