#pragma once

#include <memory>

#include <nlohmann/json.hpp>

#include "app/contacts/contacts.hpp"
#include "app/context.hpp"

namespace veche::app {

/// Of the town, kept in memory until its settings change.
std::shared_ptr<const Contacts> contacts_of(Context& context);

/// {phone, href, hours} for {{>app/call_us}} beside a public form: whom to call when it does not work out; false while the town has named no number. Not
/// within a read or a change.
nlohmann::json call_us_model(Context& context);

}  // namespace veche::app
