#include "features/accounts/commands_sign_in.hpp"

#include <nlohmann/json.hpp>

#include "app/token.hpp"
#include "features/accounts/model_one_time_code.hpp"
#include "features/accounts/store_sessions.hpp"

namespace veche::accounts {

using app::random_token;
using app::token_hash;

namespace {

constexpr Tally password_tallies[] = {Tally::account_at_address, Tally::account, Tally::address};

/// Whom a tally is about, hashed: addresses of people and of machines are not kept in the open.
std::string subject(Tally tally, const Email& email, const Visitor& visitor)
{
    const std::string network = network_of(visitor.peer);
    switch (tally) {
        case Tally::account_at_address: return token_hash(email.folded() + '\n' + network);
        case Tally::address: return token_hash(network);
        case Tally::account:
        case Tally::codes: return token_hash(email.folded());
    }
    return {};
}

bool is_known(app::Work& work, Id<app::Account> account, const Email& email, const Visitor& visitor)
{
    return store::is_known_address(work.tx, work.town.id, account, subject(Tally::account_at_address, email, visitor),
                                   work.now - known_address_lifetime);
}

void count_failure(app::Work& work, Tally tally, const Email& email, const Visitor& visitor)
{
    store::count_failure(work.tx, work.town.id, tally, subject(tally, email, visitor), work.now);
}

tl::unexpected<Refusal> too_many(std::chrono::milliseconds pause)
{
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(pause).count();
    return refuse(RefusalKind::too_many, "accounts.too_many", {}, {{"seconds", std::to_string(seconds)}});
}

std::chrono::milliseconds wait_of(app::Work& work, Tally tally, const Email& email, const Visitor& visitor)
{
    return wait(tally, store::find_failures(work.tx, work.town.id, tally, subject(tally, email, visitor)), work.now);
}

/// The visitor is who they say: failures are forgotten, the address is known, a session of a new name opens.
Secret<std::string> open_session(app::Work& work, const Colleague& colleague, const Visitor& visitor,
                                 std::string_view by)
{
    Attempt attempt;
    attempt.email = colleague.email;
    forgive(work, attempt, visitor);
    store::delete_failures(work.tx, work.town.id, Tally::account, subject(Tally::account, colleague.email, visitor));
    store::delete_failures(work.tx, work.town.id, Tally::codes, subject(Tally::codes, colleague.email, visitor));
    store::insert_known_address(work.tx, work.town.id, colleague.id,
                                subject(Tally::account_at_address, colleague.email, visitor), work.now);

    if (!visitor.former_session.empty()) {
        store::delete_session(work.tx, work.town.id, token_hash(visitor.former_session));
    }
    const Secret<std::string> token = random_token();
    store::insert_session(work.tx, work.town.id, work.new_id<Session>().value(), colleague.id,
                          {.kind = SessionKind::staff, .opened = work.now, .seen = work.now},
                          token_hash(token.reveal()));
    store::set_seen(work.tx, work.town.id, colleague.id, work.now);
    work.record("accounts.signed_in", to_text(colleague.id), {{"by", by}});
    return token;
}

/// What was used: "code", "recovery_code", or nothing when the code is wrong.
std::string_view use_code(app::Work& work, Id<app::Account> account, std::string_view typed)
{
    const auto factor = store::find_second_factor(work.tx, work.town.id, account);
    const auto key = factor && factor->secret ? TotpKey::parse(*factor->secret) : std::nullopt;
    if (const auto step = key ? matching_step(*key, typed, work.now, factor->last_step) : std::nullopt) {
        return store::use_step(work.tx, work.town.id, account, *step) ? "code" : "";
    }
    const auto recovery = parse_recovery_code(typed);
    if (!recovery) return "";
    const std::string hash = token_hash(recovery->reveal());
    return store::use_recovery_code(work.tx, work.town.id, account, hash, work.now) ? "recovery_code" : "";
}

}  // namespace

Result<Attempt> admit_attempt(app::Work& work, const Email& email, const Visitor& visitor)
{
    Attempt attempt{.email = email, .account = {}, .password_hash = {}};
    if (const auto colleague = store::find_colleague(work.tx, work.town.id, email)) {
        attempt.account = colleague->id;
        attempt.password_hash = store::password_hash(work.tx, work.town.id, colleague->id);
    }
    const bool known = is_known(work, attempt.account, email, visitor);
    for (const Tally tally : password_tallies) {
        if (tally == Tally::account && known) continue;
        const auto pause = wait_of(work, tally, email, visitor);
        if (pause.count() > 0) return too_many(pause);
    }
    for (const Tally tally : password_tallies) count_failure(work, tally, email, visitor);
    if (work.actor.is_staff()) {
        work.record("accounts.password_asked", to_text(work.actor.account), nlohmann::json::object());
    }
    return attempt;
}

bool is_right(Hashing& queue, const Attempt& attempt, const Secret<std::string>& password)
{
    if (attempt.password_hash.empty()) return queue.verify_nobody(password);
    return queue.verify(attempt.password_hash, password);
}

Result<Entry> enter(app::Work& work, const Attempt& attempt, const Visitor& visitor)
{
    // Closed or given a new password while the hash was made: what was checked is worth nothing now.
    if (attempt.password_hash.empty() ||
        store::password_hash(work.tx, work.town.id, attempt.account) != attempt.password_hash) {
        return refuse(RefusalKind::invalid, "accounts.sign_in.wrong");
    }
    const Colleague colleague = store::get_colleague(work.tx, work.town.id, attempt.account);
    if (!colleague.has_second_factor) {
        const bool must = must_set_second_factor(colleague.roles, false);
        return Entry{must ? Entry::Next::set_second_factor : Entry::Next::inside,
                     open_session(work, colleague, visitor, "password")};
    }
    const auto pause = wait_of(work, Tally::codes, colleague.email, visitor);
    if (pause.count() > 0 && !is_known(work, colleague.id, colleague.email, visitor)) return too_many(pause);
    const Secret<std::string> token = random_token();
    store::insert_second_step(work.tx, work.town.id, work.new_id<SecondStep>().value(), colleague.id, work.now,
                              token_hash(token.reveal()));
    return Entry{Entry::Next::second_step, token};
}

void forgive(app::Work& work, const Attempt& attempt, const Visitor& visitor)
{
    store::delete_failures(work.tx, work.town.id, Tally::account_at_address,
                           subject(Tally::account_at_address, attempt.email, visitor));
    // Others behind the same address, and strangers elsewhere, keep their failures: only this attempt is taken back.
    for (const Tally tally : {Tally::account, Tally::address})
        store::take_back_failure(work.tx, work.town.id, tally, subject(tally, attempt.email, visitor));
}

Result<SecondStepAnswer> take_second_step(app::Work& work, std::string_view token, std::string_view code,
                                          const Visitor& visitor)
{
    const std::string hash = token_hash(token);
    const auto row = store::count_second_step(work.tx, work.town.id, hash);
    if (!row || !is_open(row->step, work.now)) {
        store::delete_second_step(work.tx, work.town.id, hash);
        return SecondStepAnswer{SecondStepAnswer::Kind::gone, {}};
    }
    const Colleague colleague = store::get_colleague(work.tx, work.town.id, row->account);
    const std::string_view by = colleague.is_active() ? use_code(work, colleague.id, code) : "";
    if (by.empty()) {
        count_failure(work, Tally::codes, colleague.email, visitor);
        return SecondStepAnswer{SecondStepAnswer::Kind::wrong, {}};
    }
    store::delete_second_step(work.tx, work.town.id, hash);
    return SecondStepAnswer{SecondStepAnswer::Kind::inside, open_session(work, colleague, visitor, by)};
}

Result<bool> sign_out(app::Work& work, std::string_view session_token)
{
    const auto account = store::delete_session(work.tx, work.town.id, token_hash(session_token));
    if (account) work.record("accounts.signed_out", to_text(*account), nlohmann::json::object());
    return account.has_value();
}

}  // namespace veche::accounts
