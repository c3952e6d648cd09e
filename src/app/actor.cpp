#include "app/actor.hpp"

#include <array>

namespace veche::app {

namespace {
constexpr std::array<std::string_view, 8> words = {"administrator", "press_officer", "organiser", "tos_chair",
                                                   "moderator",     "juror",         "clerk",     "region_viewer"};
}

std::string_view to_text(Role role)
{
    return words[static_cast<std::size_t>(role)];
}

std::optional<Role> parse_role(std::string_view text)
{
    for (const Role role : all_roles)
        if (to_text(role) == text) return role;
    return std::nullopt;
}

const Actor& the_program()
{
    static const Actor actor{.kind = Actor::Kind::system, .account = {}, .name = "veche", .roles = {}};
    return actor;
}

}  // namespace veche::app
