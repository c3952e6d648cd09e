#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "core/time.hpp"

/// How guessing of passwords is slowed down.
///
/// Three tallies of failures are kept: of an account from one address, of an account from anywhere, of an address for
/// any account. Nothing is ever locked: the wait after the last failure grows to a ceiling, so a stranger can slow an
/// administrator down but not shut them out. The ceiling of an account from anywhere is short, and does not hold for an
/// address from which this account has signed in before.
namespace veche::accounts {

enum class Tally { account_at_address, account, address, codes };
std::string_view to_text(Tally tally);

struct Failures {
    int count = 0;
    Instant last{};
    bool operator==(const Failures&) const = default;
};

struct Pace {
    int free;                              // failures without a wait
    std::chrono::milliseconds first_wait;  // doubled with each failure after the free ones
    std::chrono::milliseconds ceiling;
};
constexpr Pace pace(Tally tally)
{
    using namespace std::chrono_literals;
    switch (tally) {
        case Tally::account_at_address: return {5, 1s, 15min};
        case Tally::account: return {30, 1s, 5s};
        case Tally::address: return {50, 1s, 1min};
        // Who gets so far knows the password: a million codes must stay out of reach of a thousand addresses.
        case Tally::codes: return {20, 1s, 15min};
    }
    return {0, 1s, 15min};
}

/// Failures older than this count no more.
inline constexpr std::chrono::milliseconds failures_lifetime = std::chrono::hours(24);
/// An address is known to an account so long after a sign-in there.
inline constexpr std::chrono::milliseconds known_address_lifetime = std::chrono::hours(24 * 30);

/// How long the next attempt has to wait; zero: now.
std::chrono::milliseconds wait(Tally tally, const Failures& failures, Instant now);

/// The address as a tally's subject: IPv6 by its /64, because one line has 2^64 of them; IPv4 in whole.
std::string network_of(std::string_view peer);

}  // namespace veche::accounts
