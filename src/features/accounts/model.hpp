#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "app/actor.hpp"
#include "core/email.hpp"
#include "core/id.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "core/time.hpp"

namespace veche::accounts {

using veche::Email;

/// Asked to come, has not chosen a password yet.
struct Invited {
    bool operator==(const Invited&) const = default;
};
struct Active {
    bool operator==(const Active&) const = default;
};
/// Left: cannot sign in, stays in the lists and in the audit.
struct Closed {
    Instant at;
    bool operator==(const Closed&) const = default;
};
using Stage = std::variant<Invited, Active, Closed>;
std::string_view to_text(const Stage& stage);  // "invited", "active", "closed"

struct Colleague {
    Id<app::Account> id{};
    Email email;
    std::string name;  // empty until an invitation is taken up
    app::Roles roles;
    Stage stage;
    bool has_second_factor = false;

    /// Colleagues see the name, or the address while there is none.
    const std::string& shown() const { return name.empty() ? email.text() : name; }
    bool is_active() const { return std::holds_alternative<Active>(stage); }
};

// Sessions ------------------------------------------------------------------------------------------------------------

struct Lifetimes {
    std::chrono::milliseconds idle;
    std::chrono::milliseconds absolute;
};
inline constexpr Lifetimes staff_lifetimes{std::chrono::minutes(30), std::chrono::hours(12)};
inline constexpr Lifetimes resident_lifetimes{std::chrono::hours(24 * 14), std::chrono::hours(24 * 90)};

enum class SessionKind { staff, resident };
std::string_view to_text(SessionKind kind);
constexpr Lifetimes lifetimes(SessionKind kind)
{
    return kind == SessionKind::staff ? staff_lifetimes : resident_lifetimes;
}

struct Session {
    SessionKind kind = SessionKind::staff;
    Instant opened;
    Instant seen;
};
/// From the very moment of expiry on it is dead.
bool is_alive(const Session& session, Instant now);
/// At most one write a minute per session, however many pages it reads.
inline constexpr std::chrono::milliseconds touch_interval = std::chrono::minutes(1);
bool wants_touch(const Session& session, Instant now);

// Between password and second factor ----------------------------------------------------------------------------------

/// The password was right, the code is awaited.
struct SecondStep {
    Instant opened;
    int attempts = 0;  // codes tried
};
inline constexpr std::chrono::milliseconds second_step_lifetime = std::chrono::minutes(10);
inline constexpr int second_step_attempts = 5;
bool is_open(const SecondStep& step, Instant now);

// Invitations ---------------------------------------------------------------------------------------------------------

/// A link by which one person once chooses a password: the first one, or a new one.
struct Invitation {
    Instant made;
    std::optional<Instant> used;
};
inline constexpr std::chrono::milliseconds invitation_lifetime = std::chrono::hours(24 * 7);
bool is_open(const Invitation& invitation, Instant now);

// Decisions -----------------------------------------------------------------------------------------------------------

/// An administrator without a second factor may do nothing but set one up.
bool must_set_second_factor(app::Roles roles, bool has_second_factor);

/// A town always keeps an administrator who can sign in: `others` are the active administrators besides this person.
Result<void> may_lose_administrator(const Colleague& colleague, std::int64_t others);

/// Result of changing the roles of `person` to `roles`.
Result<void> may_have_roles(const Colleague& colleague, app::Roles roles, std::int64_t other_administrators);

/// Where to go after signing in: a path of our own ("/office/plan?x=1"), else `otherwise`. "//host", a backslash,
/// control characters and whole addresses are not paths of our own.
std::string next_path(std::string_view wish, std::string_view otherwise);

}  // namespace veche::accounts
