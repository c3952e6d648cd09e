#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace veche::outside {

/// What a mail server reports of a letter that it had taken (RFC 3464).
struct MailReport {
    enum class Action { failed, delayed, other };  // delivered, relayed and expanded are no trouble
    Action action = Action::other;
    std::string status;     // RFC 3463: "5.1.1", "" when there is none
    std::string diagnosis;  // "550 5.1.1 no such user", one line, "" when there is none
};

/// The report on the first recipient, or nullopt for mail that is no report of delivery (an absence note, a person's answer, an
/// advertisement). Reads any bytes.
std::optional<MailReport> parse_mail_report(std::string_view message);

/// All places of the message that look like our mark, "01h…-0123…" (13 characters, a dash, 20 hex digits), in order, each once:
/// whether one is ours its signature tells. It stands in the address the report came to, and in the letter that came back.
std::vector<std::string> marks_in(std::string_view message);

}  // namespace veche::outside
