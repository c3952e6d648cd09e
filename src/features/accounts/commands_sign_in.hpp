#pragma once

#include <string>
#include <string_view>

#include "app/work.hpp"
#include "core/secret.hpp"
#include "features/accounts/hashing.hpp"
#include "features/accounts/model.hpp"

/// Signing in, in three parts: an attempt is admitted and counted (a command), the password is checked (outside the
/// lane, it costs a hash), and the visitor enters (a command). An attempt counts as a failure from the moment it is
/// admitted, so a thousand at once cannot slip past the count.
namespace veche::accounts {

/// The browser that asks.
struct Visitor {
    std::string_view peer;                 // its address
    std::string_view former_session = {};  // ends when a new one opens
};

struct Attempt {
    Email email;
    Id<app::Account> account{};  // none: nobody here has this address
    std::string password_hash;   // empty: this account cannot sign in
};

/// Refuses with accounts.too_many {seconds} while a tally has to wait.
Result<Attempt> admit_attempt(app::Work& work, const Email& email, const Visitor& visitor);

/// Costs the same whether or not there is such an account.
bool is_right(Hashing& queue, const Attempt& attempt, const Secret<std::string>& password);

struct Entry {
    enum class Next { second_step, set_second_factor, inside };
    Next next = Next::inside;
    Secret<std::string> token;  // of the session, or of the second step
};

/// After is_right(). Refuses with accounts.sign_in.wrong when the account changed meanwhile.
Result<Entry> enter(app::Work& work, const Attempt& attempt, const Visitor& visitor);

/// The password was right for somebody who is signed in already (changing the password, the second factor): the attempt
/// is no failure.
void forgive(app::Work& work, const Attempt& attempt, const Visitor& visitor);

struct SecondStepAnswer {
    enum class Kind { inside, wrong, gone };  // gone: too late or too many, sign in again
    Kind kind = Kind::gone;
    Secret<std::string> token;  // of the session
};
/// A code of the application or a recovery code. A wrong one is kept as a failure, so it is an answer and no refusal.
Result<SecondStepAnswer> take_second_step(app::Work& work, std::string_view token, std::string_view code,
                                          const Visitor& visitor);

/// Ends one session; nothing happens when there is none.
Result<bool> sign_out(app::Work& work, std::string_view session_token);

}  // namespace veche::accounts
