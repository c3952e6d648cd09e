#include "features/bodies/body_name.hpp"

#include "core/fold.hpp"
#include "core/letters.hpp"

namespace veche::bodies {

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
