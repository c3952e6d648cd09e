#pragma once

#include "app/contacts/contacts.hpp"
#include "app/town.hpp"
#include "db/session.hpp"

namespace veche::settings::store {

/// A town as it is stored; every change of it raises the version.
struct Saved {
    app::Town town;
    app::Contacts contacts;
    std::int64_t version = 0;
};
Saved get_town(db::Session& db, Id<app::Town> town);
/// The same inside a command: of two who change it the second waits.
Saved get_for_update(db::Session& tx, Id<app::Town> town);

}  // namespace veche::settings::store
