#pragma once

#include <optional>
#include <string>

#include "app/contacts/contacts.hpp"
#include "app/work.hpp"
#include "core/result.hpp"

namespace veche::settings {

/// What an administrator says about the town.
struct TownContent {
    std::string name;
    language::Zone zone = language::Zone::find("UTC").value();
    std::string colour;
    app::Contacts contacts;
    std::optional<std::string> emblem;  // checked markup; "" takes it away, nothing leaves it as it is
};

/// `version` is the one the person saw. Refusal: settings.changed_meanwhile (conflict; not when the town already is what was asked for, as
/// after a form sent twice).
Result<bool> save_town(app::Work& work, std::int64_t version, const TownContent& content);

}  // namespace veche::settings
