#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/work.hpp"
#include "core/email.hpp"

namespace veche::app {

/// A letter on its way out. It is a row of the transaction that wrote it, so it leaves only if the deed was done; the sending job
/// (app/jobs.cpp) takes it from there, tries again while the mail server is away, and never delays the deed.
struct Letter {
    struct Attachment {
        std::string name;        // "event.ics"
        std::string media_type;  // "text/calendar; charset=utf-8; method=PUBLISH"
        std::string content;     // at most 256 KB
    };
    Email to;
    std::string subject;  // one line
    std::string text;     // plain text, lines as they are to stand
    std::string kind;     // "participation.accepted": for figures and the log; the same words as a message id
    /// The same key is queued once for ever in a town: "participation.reminder/01h…". A deed done twice sends one letter.
    std::string key;
    /// One address (https) that ends the subscription by a POST without a question (RFC 8058); for what was subscribed to only.
    std::optional<std::string> unsubscribe;
    std::optional<Instant> not_after;  // worth nothing later: a reminder of what is over
    std::vector<Attachment> attachments;
};

/// Puts it in the queue of this town, within this transaction.
void send(Work& work, const Letter& letter);

}  // namespace veche::app
