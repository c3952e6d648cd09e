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

/// Whose name it is, however it is written.
std::optional<Id<Body>> find_named(db::Session& db, Id<app::Town> town, std::string_view name);
/// Every name of the town and the body it means, by folded_name.
std::map<std::string, Id<Body>> list_names(db::Session& db, Id<app::Town> town);
/// Every name of the town under the key that folded_name() gives it now. Of two bodies that now have one name the former owner of the
/// key keeps it; the other shows its name and is found by it no more until a person has looked at the two.
void refold_names(app::Work& work);
/// Those that work, by name. A page built from it says view.built_from("bodies").
std::vector<Named> list_active(db::Session& db, Id<app::Town> town);
/// As a page may name it, closed or not; of one that was merged the body it is now.
std::optional<Named> find_shown(db::Session& db, Id<app::Town> town, Id<Body> id);
/// The bodies for which this person speaks.
std::vector<Id<Body>> list_bodies_of(db::Session& db, Id<app::Town> town, Id<app::Account> account);

}  // namespace veche::bodies
