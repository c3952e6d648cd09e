#include "features/accounts/model.hpp"

namespace veche::accounts {

std::string_view to_text(const Stage& stage)
{
    if (std::holds_alternative<Invited>(stage)) return "invited";
    if (std::holds_alternative<Active>(stage)) return "active";
    return "closed";
}

std::string_view to_text(SessionKind kind)
{
    return kind == SessionKind::staff ? "staff" : "resident";
}

bool is_alive(const Session& session, Instant now)
{
    const Lifetimes limits = lifetimes(session.kind);
    return now < session.seen + limits.idle && now < session.opened + limits.absolute;
}

bool wants_touch(const Session& session, Instant now)
{
    return now - session.seen >= touch_interval;
}

bool is_open(const SecondStep& step, Instant now)
{
    return now < step.opened + second_step_lifetime && step.attempts < second_step_attempts;
}

bool is_open(const Invitation& invitation, Instant now)
{
    return !invitation.used && now < invitation.made + invitation_lifetime;
}

bool must_set_second_factor(app::Roles roles, bool has_second_factor)
{
    return roles.has(app::Role::administrator) && !has_second_factor;
}

Result<void> may_lose_administrator(const Colleague& colleague, std::int64_t others)
{
    const bool counts = colleague.is_active() && colleague.roles.has(app::Role::administrator);
    if (counts && others == 0) return refuse(RefusalKind::closed, "accounts.administrator.last");
    return {};
}

Result<void> may_have_roles(const Colleague& colleague, app::Roles roles, std::int64_t other_administrators)
{
    if (std::holds_alternative<Closed>(colleague.stage))
        return refuse(RefusalKind::closed, "accounts.colleague.closed");
    if (roles.has(app::Role::administrator)) return {};
    return may_lose_administrator(colleague, other_administrators);
}

std::string next_path(std::string_view wish, std::string_view otherwise)
{
    constexpr std::size_t longest = 1000;
    // The path waits in a cookie while the code is asked for: what ends a cookie's value is not ours either.
    constexpr std::string_view foreign = "\\;,\"<>";
    const bool ours = wish.size() <= longest && wish.starts_with('/') && !wish.starts_with("//") &&
                      std::none_of(wish.begin(), wish.end(), [&](unsigned char c) {
                          return c <= 0x20 || c >= 0x7F || foreign.find(char(c)) != foreign.npos;
                      });
    return std::string(ours ? wish : otherwise);
}

}  // namespace veche::accounts
