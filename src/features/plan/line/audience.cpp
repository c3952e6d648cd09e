#include "features/plan/line/audience.hpp"

#include <algorithm>
#include <string>

#include "core/fold.hpp"

namespace veche::plan {

namespace {

struct Sign {
    AudienceGroup group;
    std::string_view beginning;  // of a word
};

/// In the order of the groups. "все" is a word of its own below: «всероссийский» names nobody.
constexpr Sign signs[] = {
    {AudienceGroup::families, "семь"},  {AudienceGroup::families, "семей"},     {AudienceGroup::families, "родител"},
    {AudienceGroup::families, "мам"},   {AudienceGroup::children, "дет"},       {AudienceGroup::children, "ребен"},
    {AudienceGroup::children, "ребят"}, {AudienceGroup::children, "школьник"},  {AudienceGroup::children, "дошкол"},
    {AudienceGroup::children, "учащ"},  {AudienceGroup::children, "ученик"},    {AudienceGroup::children, "воспитан"},
    {AudienceGroup::youth, "молод"},    {AudienceGroup::youth, "студен"},       {AudienceGroup::youth, "подрост"},
    {AudienceGroup::youth, "юнош"},     {AudienceGroup::youth, "старшеклассн"}, {AudienceGroup::elders, "пенсионер"},
    {AudienceGroup::elders, "ветеран"}, {AudienceGroup::elders, "пожил"},       {AudienceGroup::elders, "старшего"},
    {AudienceGroup::elders, "старшее"}, {AudienceGroup::elders, "долголет"},
};

constexpr std::string_view signs_of_everyone[] = {"жител", "населени", "горожан", "желающ", "гражд", "гост"};

bool has_beginning(const std::vector<std::string>& words, std::string_view beginning)
{
    const std::string folded = fold(beginning);
    return std::ranges::any_of(words, [&](const std::string& word) { return word.starts_with(folded); });
}

bool is_for_all(const std::vector<std::string>& words)
{
    return std::ranges::any_of(words,
                               [](const std::string& word) { return word == fold("все") || word == fold("всех"); });
}

}  // namespace

std::string_view to_text(AudienceGroup group)
{
    switch (group) {
        case AudienceGroup::everyone: return "everyone";
        case AudienceGroup::families: return "families";
        case AudienceGroup::children: return "children";
        case AudienceGroup::youth: return "youth";
        case AudienceGroup::elders: break;
    }
    return "elders";
}

std::optional<AudienceGroup> parse_audience_group(std::string_view text)
{
    for (const auto group : audience_groups)
        if (to_text(group) == text) return group;
    return std::nullopt;
}

std::vector<AudienceGroup> groups_in(std::string_view audience)
{
    const auto words = folded_words(audience);
    std::vector<AudienceGroup> groups;
    for (const auto& sign : signs)
        if (has_beginning(words, sign.beginning) && std::ranges::find(groups, sign.group) == groups.end())
            groups.push_back(sign.group);
    // «Жители старшего возраста» are not everybody; «все жители, дети» are.
    const bool residents =
        std::ranges::any_of(signs_of_everyone, [&](auto sign) { return has_beginning(words, sign); });
    const bool everyone = is_for_all(words) || (groups.empty() && residents);
    if (everyone) groups.insert(groups.begin(), AudienceGroup::everyone);
    return groups;
}

bool names_group(std::string_view audience, AudienceGroup group)
{
    const auto groups = groups_in(audience);
    return std::ranges::find(groups, group) != groups.end();
}

}  // namespace veche::plan
