#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "core/id.hpp"

namespace veche::app {

struct Account;  // the record is in features/accounts

/// What staff of a town may be; docs/glossary.md has the Russian words.
enum class Role { administrator, press_officer, organiser, tos_chair, moderator, juror, clerk, region_viewer };

std::string_view to_text(Role role);  // "press_officer"
std::optional<Role> parse_role(std::string_view text);
inline constexpr Role all_roles[] = {Role::administrator, Role::press_officer, Role::organiser, Role::tos_chair,
                                     Role::moderator,     Role::juror,         Role::clerk,     Role::region_viewer};

/// A set of roles: one person often holds two.
class Roles {
public:
    constexpr Roles() = default;
    constexpr Roles(std::initializer_list<Role> roles)
    {
        for (const Role role : roles) add(role);
    }
    constexpr void add(Role role) { bits_ |= 1u << static_cast<unsigned>(role); }
    constexpr bool has(Role role) const { return (bits_ & (1u << static_cast<unsigned>(role))) != 0; }
    constexpr bool empty() const { return bits_ == 0; }
    constexpr bool operator==(const Roles&) const = default;

private:
    unsigned bits_ = 0;
};

/// Who asks. Residents have no accounts yet, but rules already know them.
struct Actor {
    enum class Kind { anonymous, resident, staff, system };

    Kind kind = Kind::anonymous;
    Id<Account> account{};  // residents and staff
    std::string name;       // as shown to colleagues and in the audit
    Roles roles;            // staff of this town

    bool is_staff() const { return kind == Kind::staff; }
    bool has(Role role) const { return kind == Kind::system || (kind == Kind::staff && roles.has(role)); }
    bool has_any(std::initializer_list<Role> any) const
    {
        for (const Role role : any)
            if (has(role)) return true;
        return false;
    }
};

/// The program's own background work, as the audit names it.
const Actor& the_program();

/// What a route asks of an actor before its handler runs. Every route names one; there is no default, so a route without
/// a permission does not compile. Features declare theirs in access.hpp.
struct Permission {
    std::string_view name;  // "plan.edit"
    bool (*allows)(const Actor& actor);
};

/// For everybody, signed in or not.
inline constexpr Permission anyone{"anyone", [](const Actor&) { return true; }};

}  // namespace veche::app
