#include "core/age_mark.hpp"

#include <algorithm>
#include <array>

namespace veche {

namespace {

constexpr std::array<std::string_view, 5> marks = {"0+", "6+", "12+", "16+", "18+"};

}  // namespace

std::string_view to_text(AgeMark mark)
{
    return marks[std::size_t(mark)];
}

std::optional<AgeMark> parse_age_mark(std::string_view text)
{
    const auto found = std::ranges::find(marks, text);
    return found == marks.end() ? std::nullopt : std::optional(AgeMark(found - marks.begin()));
}

}  // namespace veche
