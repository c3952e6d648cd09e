#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/album/files.hpp"
#include "app/feature.hpp"
#include "features/bodies/commands.hpp"

/// The directory of bodies: TOS, institutions, departments, enterprises, associations. features/bodies/README.md.
namespace veche::bodies {

/// A list of public lines of the plan: what the body answers for, or helps with.
struct LinesPart {
    std::string title;     // "Проводит"
    nlohmann::json cards;  // as plan/part_line shows them
};

/// What other features say on a body's page. They know bodies; bodies do not know them: program/installation.cpp hands these functions
/// over when it puts the features together.
struct Neighbours {
    /// Kept like the page itself: everything it was made from is named by View::built_from; nothing in it is about the reader.
    std::function<std::vector<LinesPart>(app::View&, const language::Words&, Id<Body>)> lines;
};

/// `media`: where photographs are kept; without it nobody can add any.
app::Feature feature(Neighbours neighbours = {}, std::shared_ptr<const app::Media> media = {});
/// Those who keep the directory see its photographs before the town does.
app::album::Keepers photo_keepers();

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
/// Every name of the town under the keys that folding and the order of the dictionary give it now. Of two bodies that now have one name the former owner of the
/// key keeps it; the other shows its name and is found by it no more until a person has looked at the two.
void refold_names(app::Work& work);
/// Those that work, by name. A page built from it says view.built_from("bodies").
std::vector<Named> list_active(db::Session& db, Id<app::Town> town);
/// As a page may name it, closed or not; of one that was merged the body it is now.
std::optional<Named> find_shown(db::Session& db, Id<app::Town> town, Id<Body> id);
/// The bodies for which this person speaks.
std::vector<Id<Body>> list_bodies_of(db::Session& db, Id<app::Town> town, Id<app::Account> account);

}  // namespace veche::bodies
