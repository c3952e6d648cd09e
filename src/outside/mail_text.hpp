#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/email.hpp"
#include "core/time.hpp"

namespace veche::outside {

/// A letter as it is to be written down. Whatever these texts hold, they cannot add a header, a recipient or a part.
struct MailText {
    struct Attachment {
        std::string name;        // as the reader shall see it, any language
        std::string media_type;  // "text/calendar; charset=utf-8; method=PUBLISH"
        std::string content;     // bytes
    };
    Email from, to;
    std::string from_name;  // may be empty
    std::string subject;
    std::string text;  // UTF-8, lines end with "\n"
    Instant date{};
    std::string message_id;   // "01h…-9f…@town.example", without brackets
    std::string unsubscribe;  // https address, or ""
    std::string list_id;      // "news.town.example", or ""
    std::vector<Attachment> attachments;
};

/// RFC 5322 text with CRLF, ASCII only (but for an address that is not), no line over 998 bytes and none that begins with a
/// dot: words in headers by RFC 2047, names of files by RFC 2231, bodies in base 64 or quoted-printable by RFC 2045. Marked
/// Auto-Submitted (RFC 3834), so that nobody's absence note answers it.
std::string compose_mail(const MailText& mail);

/// One header line, folded, of words in any language: what is not plain ASCII is encoded, whatever would end a line is a space.
std::string words_header(std::string_view name, std::string_view words);

/// RFC 2045 §6.7, for text that is mostly Latin letters.
std::string quoted_printable(std::string_view text);

}  // namespace veche::outside
