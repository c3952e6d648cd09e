#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/feature.hpp"
#include "features/bodies/body_name.hpp"
#include "features/bodies/commands.hpp"
#include "features/bodies/neighbours.hpp"

/// The directory of bodies: TOS, institutions, departments, enterprises, associations. features/bodies/README.md.
namespace veche::bodies {

app::Feature feature(Neighbours neighbours = {});

// What other features may ask. Those with a session stand in a command as well as in a query.

/// A body as a page of another feature names it.
struct Named {
    Id<Body> id{};
    std::string name;
};
std::string body_path(Id<Body> id);

/// Every name of the town and the body it means, by folded_name.
std::map<std::string, Id<Body>> list_names(db::Session& db, Id<app::Town> town);
/// Those that work, by name. A page built from it says view.built_from("bodies").
std::vector<Named> list_active(db::Session& db, Id<app::Town> town);
/// All that a page may have to name, closed ones too; by key.
std::map<Id<Body>, std::string> list_shown_names(db::Session& db, Id<app::Town> town);
/// Whether there is one that works.
bool is_active(db::Session& db, Id<app::Town> town, Id<Body> id);
/// The bodies for which this person speaks.
std::vector<Id<Body>> list_bodies_of(db::Session& db, Id<app::Town> town, Id<app::Account> account);

}  // namespace veche::bodies
