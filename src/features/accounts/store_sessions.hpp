#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "features/accounts/model_throttle.hpp"
#include "features/accounts/store.hpp"

/// SQL of signing in: sessions, second factors, recovery codes, tallies of failures.
namespace veche::accounts::store {

void insert_session(db::Session& tx, Town town, std::int64_t id, Account account, const Session& session,
                    std::string_view token_hash);

struct SessionRow {
    Session session;
    Colleague colleague;  // of an account that is active
};
/// One query: it is asked at every request that has a cookie.
std::optional<SessionRow> find_session(db::Session& db, Town town, std::string_view token_hash);
/// Returns whose it is, when it was last written to before `seen_before`.
std::optional<Account> touch_session(db::Session& tx, Town town, std::string_view token_hash, Instant seen_before,
                                     Instant now);
std::optional<Account> delete_session(db::Session& tx, Town town, std::string_view token_hash);
/// All sessions of an account but the one with this hash ("" for all), and its half-finished sign-ins.
void delete_sessions(db::Session& tx, Town town, Account account, std::string_view kept_hash);

void insert_second_step(db::Session& tx, Town town, std::int64_t id, Account account, Instant now,
                        std::string_view token_hash);
struct SecondStepRow {
    Account account;
    SecondStep step;  // attempts before this one
};
/// Counts one more attempt, and holds the row, so that parallel codes are counted one after another.
std::optional<SecondStepRow> count_second_step(db::Session& tx, Town town, std::string_view token_hash);
void delete_second_step(db::Session& tx, Town town, std::string_view token_hash);

struct SecondFactor {
    std::optional<std::string> secret;
    std::int64_t last_step = 0;
    std::optional<std::string> pending;
    std::optional<Instant> pending_at;
};
std::optional<SecondFactor> find_second_factor(db::Session& db, Town town, Account account);
void set_pending_secret(db::Session& tx, Town town, Account account, std::string_view secret, Instant now);
/// The pending secret is in force; `step` was its first code. False: another one is pending meanwhile.
bool confirm_pending_secret(db::Session& tx, Town town, Account account, std::string_view secret, std::int64_t step);
/// False: this code, or a later one, was used already.
bool use_step(db::Session& tx, Town town, Account account, std::int64_t step);
void delete_second_factor(db::Session& tx, Town town, Account account);

void replace_recovery_codes(db::Session& tx, Town town, Account account, std::span<const std::string> hashes);
/// False: there is no such code, or it was used.
bool use_recovery_code(db::Session& tx, Town town, Account account, std::string_view hash, Instant now);
std::int64_t count_recovery_codes(db::Session& db, Town town, Account account);

Failures find_failures(db::Session& db, Town town, Tally tally, std::string_view subject);
/// One more; the first again when the last is a day old.
void count_failure(db::Session& tx, Town town, Tally tally, std::string_view subject, Instant now);
void take_back_failure(db::Session& tx, Town town, Tally tally, std::string_view subject);
void delete_failures(db::Session& tx, Town town, Tally tally, std::string_view subject);

void insert_known_address(db::Session& tx, Town town, Account account, std::string_view subject, Instant now);
bool is_known_address(db::Session& db, Town town, Account account, std::string_view subject, Instant since);

/// What no rule can use any more at `now`: at most `most` of each kind; true when there may be more.
bool delete_expired(db::Session& tx, Town town, Instant now, int most);

}  // namespace veche::accounts::store
