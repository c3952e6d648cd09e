#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/secret.hpp"

namespace veche::outside {

enum class MailTls {
    required,  // STARTTLS or nothing
    none,      // in the open: a server on this machine, or in a network that is trusted
};

/// The server that takes our letters and carries them on.
struct MailServer {
    std::string url;  // "smtps://mail.town.example:465", "smtp://127.0.0.1:25"
    std::string user;
    Secret<> password;
    MailTls tls = MailTls::required;
    std::string authorities;   // file of certificates that are trusted instead of the system's; "" for the system's
    std::string introduction;  // the name we give in EHLO
};

/// What is wrong with the address of a mail server; "" when nothing is.
std::string fault_of_mail_url(const std::string& url);
/// Whether it names this very machine.
bool is_loopback_mail_url(const std::string& url);

enum class Delivery {
    accepted,      // the server has it now
    dead_address,  // there is no such mailbox, and there will be none
    later,         // this letter is not taken at present
    no_sender,  // the server is not there, or does not take letters from us at all: another letter would fare no better
};

struct Attempt {
    Delivery delivery = Delivery::later;
    std::string answer;  // what the server said, or what went wrong: one line, no secrets
};

/// What an answer to RCPT TO tells of the address: dead only for what RFC 3463 calls a bad destination (5.1.0–5.1.6, 5.1.10), a
/// closed mailbox (5.2.1), or a bare 550, 551, 553. A full mailbox (5.2.2) and a refusal by policy (5.7.x) pass; nobody is struck
/// from a list for them.
Delivery delivery_of_recipient_answer(std::string_view answer);
/// The same of a status of RFC 3463 alone ("5.1.1").
bool is_dead_status(std::string_view status);

/// Speaks SMTP. Keeps its connection for the next letter. One thread at a time.
class MailClient {
public:
    explicit MailClient(MailServer server);
    ~MailClient();
    MailClient(const MailClient&) = delete;
    MailClient& operator=(const MailClient&) = delete;

    /// Gives the text of compose_mail() to the server. Takes two minutes at the most, and as long again to say goodbye to a server
    /// that does not answer; set `stop` to break off within a second.
    Attempt send(const std::string& envelope_from, const std::string& to, const std::string& text,
                 const std::atomic<bool>& stop);

    /// Says hello and no more, to hear what the server can do.
    void greet(const std::atomic<bool>& stop);
    /// Whether it takes addresses with other than Latin letters before @ (SMTPUTF8, RFC 6531); nullopt until it was heard.
    std::optional<bool> takes_any_name() const;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

inline constexpr std::chrono::seconds mail_time_most{120};

}  // namespace veche::outside
