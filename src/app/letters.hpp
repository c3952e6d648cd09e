#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/work.hpp"
#include "core/email.hpp"
#include "language/language.hpp"

namespace veche::app {

/// A letter on its way out. It is a row of the transaction that wrote it, so it leaves only if the deed was done; the sender
/// (app/letter_sender.hpp) takes it from there, tries again while the mail server is away, and never delays the deed.
struct Letter {
    struct Attachment {
        std::string name;        // "event.ics"
        std::string media_type;  // "text/calendar; charset=utf-8; method=PUBLISH"
        std::string content;     // bytes, at most 256 KB together
    };
    /// Who can make the program write to this address. What any stranger can cause by typing somebody's address into a form
    /// goes out three times an hour and ten times a day to one mailbox; more is withheld, or the town would be a weapon.
    enum class Cause { town, stranger };

    Email to;
    std::string subject;  // one line
    std::string text;     // plain text, lines as they are to stand
    std::string kind;  // "participation.accepted": for figures and the log; "letter_kind.<kind>" is its name for people
    /// The same key is queued once for ever in a town: "participation.reminder/01h…". A deed done twice sends one letter.
    std::string key;
    Cause cause = Cause::town;
    /// One address (https) that ends the subscription by a POST without a question (RFC 8058); for what was subscribed to only.
    std::optional<std::string> unsubscribe = {};
    /// What mail programs sort by, for what is sent to subscribers: "news.yurga.example" (RFC 2919, letters, digits, .-_).
    std::string list_id = {};
    std::optional<Instant> not_after = {};  // worth nothing later: a reminder of what is over
    std::vector<Attachment> attachments = {};
};

/// Puts it in the queue of this town, within this transaction.
void send(Work& work, const Letter& letter);

/// Whether the town has queued this key before: to write nothing that `send` would drop.
bool is_queued(Work& work, std::string_view key);

/// Nothing of a feature's letters to this address is kept, and what waits goes no more: their owner is to be forgotten. `feature` begins
/// the kinds: "subscriptions".
void erase_letters(Work& work, const Email& to, std::string_view feature);

/// There is no such mailbox: the letter is marked and its words go, and `letter.bounced` {letter, kind, key, mailbox} tells those
/// who keep the address. False when there is no such letter, or it is marked already.
bool bounce(Work& work, Id<Letter> letter, std::string_view why);

/// The words of letters, for commands and listeners, which have no page of their own.
const language::Words& letter_words(language::Code code = language::Code::ru);

/// Thirty days unsent, and a letter goes no more; seven days after a refusal its words are gone, and ninety days after it was
/// queued whom it was for: then only its kind, its key and how it ended are kept.
void forget_old_letters(Work& work);

}  // namespace veche::app
