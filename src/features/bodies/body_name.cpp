#include "features/bodies/body_name.hpp"

#include "core/letters.hpp"
#include "language/collation.hpp"

namespace veche::bodies {

namespace {

constexpr std::u32string_view spaces = U" \t\n\r\u00A0\u2002\u2003\u2007\u2009\u200A\u202F\u3000";
constexpr std::u32string_view quotes =
    U"\"'`\u00AB\u00BB\u2018\u2019\u201A\u201B\u201C\u201D\u201E\u201F\u2032\u2033\u2039\u203A";
constexpr std::u32string_view dashes = U"-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uFE63\uFF0D";
/// Soft hyphen, zero-width signs, the mark at a file's beginning: a reader does not see them.
constexpr std::u32string_view unseen = U"\u00AD\u200B\u200C\u200D\u2060\uFEFF";
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
    for (const char32_t c : code_points(language::normalized(name))) {
        if (is_one_of(c, unseen)) continue;
        if (is_one_of(c, spaces) || is_one_of(c, quotes)) {
            space = true;
            continue;
        }
        const char32_t letter = is_one_of(c, dashes) ? U'-' : small_letter(c);
        if (space && !key.empty() && !is_one_of(key.back(), tight) && !is_one_of(letter, tight)) key += U' ';
        space = false;
        key += letter;
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
