#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/town.hpp"
#include "db/session.hpp"
#include "features/bodies/model.hpp"

/// All SQL of the feature.
namespace veche::bodies::store {

using Town = Id<app::Town>;
using Account = Id<app::Account>;

/// Which bodies are listed; as it is, all that are not merged.
struct Wanted {
    std::optional<Kind> kind = {};
    bool closed = true;     // those that work no more, too
    std::string part = {};  // of any of its names, by fold_part
    Id<Body> after = {};    // the list goes on behind it, merged meanwhile or not
    int limit = bodies_most;
};
/// With their other names, by name as people sort them.
std::vector<Body> list_bodies(db::Session& db, Town town, const Wanted& wanted);
std::int64_t count_bodies(db::Session& db, Town town);
std::optional<Body> find_body(db::Session& db, Town town, Id<Body> id);
/// The same inside a command: of two who change it the second waits. Throws NotFound.
/// Until the end of the transaction nobody else changes it; nothing when it is not there.
void lock_body(db::Session& tx, Town town, Id<Body> id);
Body get_for_update(db::Session& tx, Town town, Id<Body> id);

/// False when the key is taken: the same form sent twice.
bool insert_body(db::Session& tx, Town town, const Body& body);
void update_body(db::Session& tx, Town town, const Body& body);

/// One way in which a body is written.
struct Name {
    std::string folded;
    Id<Body> body{};
    std::string words;
};
/// Whose it is; nullopt when nobody's.
std::optional<Id<Body>> find_name(db::Session& db, Town town, std::string_view folded);
std::vector<Name> list_names(db::Session& db, Town town);
std::vector<Name> list_names_of(db::Session& db, Town town, Id<Body> body);
/// False when it is another body's name.
bool put_name(db::Session& tx, Town town, const Name& name);
void delete_name(db::Session& tx, Town town, std::string_view folded);

/// Names, members and what was merged into it before go over to `into`.
void hand_over(db::Session& tx, Town town, Id<Body> from, Id<Body> into);

std::vector<Member> list_members(db::Session& db, Town town, Id<Body> body);
void put_member(db::Session& tx, Town town, Id<Body> body, const Member& member);
std::int64_t delete_member(db::Session& tx, Town town, Id<Body> body, Account account);
/// The active bodies that somebody speaks for.
std::vector<Id<Body>> list_bodies_of(db::Session& db, Town town, Account account);

}  // namespace veche::bodies::store
