#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/participation/entry/store.hpp"

/// Those who signed up, as contacts: the same contact of several occasions is one. While their names are kept.
namespace veche::participation::store {

struct Contact {
    Id<Entry> entry{};  // the latest
    std::string name, email, phone;
    std::int64_t occasions = 0;  // signed up for, and not called off
    std::int64_t came = 0;       // of those, where somebody of the entry was marked
};
/// By name; those whose contact or guests have `sought` (folded, fold_part) in them, with "" all; after the one of that entry.
std::vector<Contact> list_contacts(db::Session& db, Town town, const std::string& sought,
                                   std::optional<Id<Entry>> after, int limit);

struct ContactEntry {
    Entry entry;
    std::int64_t came = 0;  // of its guests
};
/// All entries of the contact of this one, cancelled ones too, the latest first. Throws NotFound; none of one whose names are blanked.
std::vector<ContactEntry> list_of_contact(db::Session& db, Town town, Id<Entry> entry, int limit);

}  // namespace veche::participation::store
