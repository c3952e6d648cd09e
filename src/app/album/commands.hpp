#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "app/album/model.hpp"
#include "app/album/store.hpp"
#include "app/work.hpp"

/// What becomes of albums, in a transaction of the owner's: it has locked its row, records the deed, and touches its pages.
namespace veche::app::album {

struct Changes {
    std::vector<PhotoChange> photos;
    std::vector<NewPhoto> fresh;  // their files are kept already
    std::vector<Id<Consent>> withdrawn;
};
/// Changes the photographs of an album, adds new ones, takes consents back. What somebody else changed meanwhile is left and told of,
/// everything else is done; a withdrawal is done always and hides its photograph. Refusals of fault_of and with_new, at "alt-ID",
/// "people-ID", "files"; album.consents_too_many at "consents-ID".
Result<Album> change_photos(Work& work, const Owner& owner, const Changes& changes);

/// The photograph is another picture now, with faces that nobody knows again; the former files are nobody's. Withdrawn consents
/// hide it no more, what is said of it stays. Refusal: album.changed_meanwhile (conflict). Throws NotFound.
Result<Photo> replace_picture(Work& work, const Owner& owner, const Photo& seen, const KeptPicture& files);

/// Of the owners decided together these are left, each public or not: albums of others are removed.
using store::Standing;
void settle(Work& work, std::string_view kind, std::int64_t part_of, std::span<const Standing> owners);
/// The owner `from` is `into` now, which has its photographs, as many as fit.
void hand_over(Work& work, const Owner& from, const Owner& into);

}  // namespace veche::app::album
