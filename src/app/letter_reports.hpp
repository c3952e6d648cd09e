#pragma once

#include <string_view>

#include "app/site.hpp"

namespace veche::app {

enum class ReportOutcome {
    bounced,      // the address is dead; "letter.bounced" is announced
    noted,        // it was about a letter of ours and is no reason to strike anybody
    not_a_report  // or not about a letter of ours
};

/// Takes a message that came back to the address of reports. `letter.bounced` {letter, kind, key, mailbox} tells who keeps
/// the address that nobody reads there. The same report twice is one.
ReportOutcome take_mail_report(Site& site, std::string_view message);

}  // namespace veche::app
