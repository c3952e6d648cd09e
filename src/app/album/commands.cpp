#include "app/album/commands.hpp"

#include <algorithm>

#include "core/errors.hpp"
#include "core/fold.hpp"

namespace veche::app::album {

namespace {

std::string photo_object(Id<Photo> id)
{
    return "photo/" + to_text(id);
}

void remove(Work& work, Id<Photo> id)
{
    store::delete_photo(work.tx, work.town.id, id);
    store::let_consents_end(work.tx, work.town.id, id, work.now);
    media::release(work, photo_object(id));
}

std::vector<Consent> of_photo(const std::vector<Consent>& consents, Id<Photo> photo)
{
    std::vector<Consent> own;
    std::ranges::copy_if(consents, std::back_inserter(own), [&](const Consent& one) { return one.photo == photo; });
    return own;
}

/// Whether the changes may be done, by what stands in the database now.
std::optional<Refusal> fault_of(const std::vector<Photo>& photos, const std::vector<Consent>& consents,
                                const Changes& changes)
{
    for (const auto& change : changes.photos) {
        const auto photo = std::ranges::find(photos, change.id, &Photo::id);
        if (photo == photos.end()) continue;
        const auto own = of_photo(consents, change.id);
        auto fault = fault_of(*photo, change, own);
        if (!fault && own.size() + change.consents.size() > consents_most)
            fault = Refusal{
                RefusalKind::invalid, "album.consents_too_many", "consents", {{"most", std::to_string(consents_most)}}};
        if (!fault) continue;
        fault->field += "-" + to_text(change.id);
        return fault;
    }
    return std::nullopt;
}

/// New consents are noted; those of the same person that were withdrawn before hide nothing any more.
void note(Work& work, const PhotoChange& change, const std::vector<Consent>& known)
{
    for (const auto& fresh : change.consents) {
        const auto is_noted = [&](const Consent& old) {
            return old.photo == change.id && old.is_live() && old.person == fresh.person &&
                   old.given_by == fresh.given_by && old.given == fresh.given;
        };
        if (std::ranges::any_of(known, is_noted)) continue;  // the form sent twice
        const Consent consent{.id = work.new_id<Consent>(),
                              .photo = change.id,
                              .person = fresh.person,
                              .given_by = fresh.given_by,
                              .text = consent_text,
                              .given = fresh.given};
        store::insert_consent(work.tx, work.town.id, consent, work.now);
        for (auto old : known) {
            if (old.photo != change.id || !old.hides() || fold(old.person) != fold(fresh.person)) continue;
            old.settled = true;
            store::update_consent(work.tx, work.town.id, old);
        }
    }
}

void note_all(Work& work, const Changes& changes, const Album& album, const std::vector<Consent>& known)
{
    for (const auto& change : changes.photos) {
        const bool stays = std::ranges::find(album.photos, change.id, &Photo::id) != album.photos.end();
        if (stays && std::ranges::find(album.meanwhile, change.id) == album.meanwhile.end()) note(work, change, known);
    }
}

/// Who agreed to be seen on photographs that came with it; of a picture that was there already nothing is said anew.
void note_fresh(Work& work, const Changes& changes, const Album& album)
{
    for (const auto& fresh : changes.fresh)
        if (std::ranges::find(album.photos, fresh.id, &Photo::id) != album.photos.end())
            note(work, {.id = fresh.id, .words = {}, .consents = fresh.consents}, {});
}

/// Somebody thinks better of it: whatever else was changed, the photograph is not shown until they are asked again.
void withdraw(Work& work, std::vector<Photo>& photos, std::vector<Consent>& consents,
              const std::vector<Id<Consent>>& withdrawn)
{
    for (auto& consent : consents) {
        if (!consent.is_live() || std::ranges::find(withdrawn, consent.id) == withdrawn.end()) continue;
        consent.withdrawn = work.now;
        store::update_consent(work.tx, work.town.id, consent);
        const auto photo = std::ranges::find(photos, consent.photo, &Photo::id);
        if (photo == photos.end()) continue;
        photo->words.people = People::ask;
        ++photo->version;
    }
}

}  // namespace

Result<Album> change_photos(Work& work, const Owner& owner, const Changes& changes)
{
    const auto before = store::list_photos(work.tx, work.town.id, owner.key);
    auto consents = store::list_consents(work.tx, work.town.id, owner.key);
    Result<Album> album = with_new(rearranged(before, changes.photos), owner.key, changes.fresh, work.now);
    if (!album) return album;
    withdraw(work, album->photos, consents, changes.withdrawn);
    auto asked = changes;  // of a photograph that is hidden by this very form nothing else is wrong
    std::erase_if(asked.photos, [&](const PhotoChange& change) {
        const auto photo = std::ranges::find(album->photos, change.id, &Photo::id);
        return photo == album->photos.end() || photo->words.people == People::ask ||
               std::ranges::find(album->meanwhile, change.id) != album->meanwhile.end();
    });
    if (const auto fault = fault_of(before, consents, asked)) return tl::unexpected(*fault);
    for (const auto& fresh : changes.fresh)
        if (const auto fault = fault_of(fresh)) return tl::unexpected(*fault);

    store::put_album(work.tx, work.town.id, owner);
    for (const auto id : album->removed) remove(work, id);
    for (const auto& photo : album->photos) {
        if (std::ranges::find(before, photo) != before.end()) continue;
        store::put_photo(work.tx, work.town.id, photo);
        media::hold(work, photo.files, photo_object(photo.id));
    }
    note_all(work, changes, *album, consents);
    note_fresh(work, changes, *album);
    return album;
}

Result<Photo> replace_picture(Work& work, const Owner& owner, const Photo& seen, const KeptPicture& files)
{
    const auto photos = store::list_photos(work.tx, work.town.id, owner.key);
    const auto found = std::ranges::find(photos, seen.id, &Photo::id);
    if (found == photos.end()) throw NotFound("photo");
    if (found->files == files) return *found;  // the form sent twice
    if (found->version != seen.version) return refuse(RefusalKind::conflict, "album.changed_meanwhile");
    Photo photo = *found;
    photo.files = files;
    ++photo.version;
    media::release(work, photo_object(photo.id));
    store::put_photo(work.tx, work.town.id, photo);
    media::hold(work, files, photo_object(photo.id));
    for (auto consent : store::list_consents(work.tx, work.town.id, owner.key)) {
        if (consent.photo != photo.id || !consent.hides()) continue;
        consent.settled = true;
        store::update_consent(work.tx, work.town.id, consent);
    }
    return photo;
}

namespace {

void remove_album(Work& work, const Key& key)
{
    for (const auto& photo : store::list_photos(work.tx, work.town.id, key)) remove(work, photo.id);
    store::delete_album(work.tx, work.town.id, key);
}

}  // namespace

void settle(Work& work, std::string_view kind, std::int64_t part_of, std::span<const Standing> owners)
{
    for (const auto& album : store::list_part(work.tx, work.town.id, kind, part_of)) {
        const Key key{std::string(kind), album.owner};
        const auto owner = std::ranges::find(owners, album.owner, &Standing::owner);
        if (owner == owners.end())
            remove_album(work, key);
        else if (owner->shown != album.shown)
            store::set_shown(work.tx, work.town.id, key, owner->shown);
    }
}

void hand_over(Work& work, const Owner& from, const Owner& into)
{
    if (store::list_photos(work.tx, work.town.id, from.key).empty()) return;
    store::put_album(work.tx, work.town.id, into);
    store::hand_over(work.tx, work.town.id, from.key, into.key);
    remove_album(work, from.key);  // the pictures that both had
    auto photos = store::list_photos(work.tx, work.town.id, into.key);
    for (std::size_t i = 0; i < photos.size(); ++i) {
        photos[i].position = std::int64_t(i) + 1;
        store::put_photo(work.tx, work.town.id, photos[i]);
    }
}

}  // namespace veche::app::album
