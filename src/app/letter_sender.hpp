#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "app/config.hpp"
#include "app/repeating.hpp"
#include "app/site.hpp"
#include "app/store_letters.hpp"

namespace veche::app {

/// How long a letter is put off after its `failures`-th "later" (1 for the first): twice as long each time, at most six hours;
/// nullopt when three days have passed in this way, and it is given up.
std::optional<std::chrono::seconds> letter_pause(std::int64_t failures, std::chrono::seconds first);

/// While a sender holds a letter nobody else takes it. Longer than the longest talk with a server.
inline constexpr std::chrono::minutes letter_lease{5};

/// One thread that takes letters out of the queue and gives them to the mail server, one at a time: claimed in one transaction,
/// settled in another, and none open while the server is spoken to. Apart from Jobs, which a slow server would hold up. Several
/// processes may run it side by side. A process that dies between the server's yes and the second transaction makes a letter
/// come twice; none is lost.
class LetterSender {
public:
    LetterSender(Site& site, MailConfig mail);
    void start();
    void stop() { repeating_.stop(); }
    /// What is due now, of all towns in turn; tests call it instead of start(). Returns the number of letters tried.
    int run_once();

private:
    bool send_one(const Town& town);
    void meet_server();
    void remember_server();
    outside::Attempt deliver(const Town& town, const store::LetterRow& letter);
    void settle(const Town& town, const store::ClaimedLetter& claimed, const outside::Attempt& attempt);

    Site& site_;
    MailConfig mail_;
    outside::MailClient client_;
    Instant paused_until_{}, meet_at_{};
    std::int64_t sender_failures_ = 0;  // in a row
    Repeating repeating_{"letters"};
};

}  // namespace veche::app
