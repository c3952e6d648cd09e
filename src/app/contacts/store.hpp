#pragma once

#include "app/contacts/contacts.hpp"
#include "app/town.hpp"
#include "db/session.hpp"

namespace veche::app::store {

/// Empty ones of a town that has said nothing yet.
Contacts get_contacts(db::Session& db, Id<Town> town);
/// The town's row is locked by the caller.
void put_contacts(db::Session& tx, Id<Town> town, const Contacts& contacts);

}  // namespace veche::app::store
