#pragma once

#include <string>

#include "app/album/commands.hpp"
#include "app/erasure/owner.hpp"
#include "app/work.hpp"
#include "features/bodies/model.hpp"

namespace veche::bodies {

/// A body by hand. `id` comes from the form, so that the form sent twice makes one body. Refusals: bodies.name_taken at "name",
/// "short_name" or "names", bodies.too_many, bodies.changed_meanwhile when the key is there with other words.
Result<Body> add_body(app::Work& work, Id<Body> id, BodyContent content);

/// `version` is the one the person saw. In the same step a body may stop working, or begin again: what was typed is saved with it.
/// Refusals: bodies.name_taken, bodies.is_merged, bodies.changed_meanwhile (conflict; not when the body already is what was asked for,
/// as after a form sent twice). New names are announced as "bodies.names".
enum class Working { stops, begins };
Result<Body> edit_body(app::Work& work, Id<Body> id, std::int64_t version, BodyContent content,
                       std::optional<Working> working = {});

/// One more way in which it is written. Refusals: bodies.name_taken and text.empty at "name", bodies.is_merged.
Result<Body> add_name(app::Work& work, Id<Body> id, std::string name);

/// Two that are one: names and members go over to `into`, the row stays and points there. Both are locked in the order of their
/// keys, so that two who merge crosswise do not wait for each other for ever. Refusals of merged, and bodies.changed_meanwhile.
Result<Body> merge_body(app::Work& work, Id<Body> id, std::int64_t version, Id<Body> into);

/// Photographs of a body: its portrait is the first. The refusals of app::album::change_photos and replace_picture, bodies.is_merged.
inline constexpr std::string_view body_album = "body";
app::album::Owner album_owner(const Body& body);
Result<app::album::Album> change_photos(app::Work& work, Id<Body> id, const app::album::Changes& changes);
Result<app::album::Photo> replace_picture(app::Work& work, const app::album::Photo& seen,
                                          const app::KeptPicture& files);

/// Its contact erased on request goes from the search too, and a form opened before does not bring it back.
app::erasure::Owner erasing();

/// Who of the staff speaks for it; the account is looked up by the caller. Removing one who is not there changes nothing.
Result<Member> put_member(app::Work& work, Id<Body> id, Member member);
Result<Id<Body>> remove_member(app::Work& work, Id<Body> id, Id<app::Account> account);

}  // namespace veche::bodies
