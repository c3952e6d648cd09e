#include "app/album/store.hpp"

namespace veche::app::album::store {

namespace {

Photo read_photo(db::Row& row)
{
    Photo photo;
    photo.id = row.next<Id<Photo>>();
    photo.album.kind = row.next<std::string>();
    photo.album.owner = row.next<std::int64_t>();
    photo.position = row.next<std::int64_t>();
    photo.files.large = row.next<std::string>();
    photo.files.middle = row.next<std::string>();
    photo.files.small = row.next<std::string>();
    photo.files.share = row.next<std::string>();
    photo.files.width = row.next<int>();
    photo.files.height = row.next<int>();
    photo.words.alt = row.next<std::string>();
    photo.words.author = row.next<std::string>();
    photo.words.rights = row.next<std::string>();
    photo.words.focus.x = row.next<int>();
    photo.words.focus.y = row.next<int>();
    photo.words.people = parse_people(row.next<std::string>()).value();
    photo.words.withheld = row.next<bool>();
    photo.version = row.next<std::int64_t>();
    photo.added = row.next<Instant>();
    return photo;
}

Consent read_consent(db::Row& row)
{
    Consent consent;
    consent.id = row.next<Id<Consent>>();
    consent.photo = row.next<Id<Photo>>();
    consent.person = row.next<std::string>();
    consent.given_by = row.next<std::string>();
    consent.text = row.next<std::int64_t>();
    consent.given = row.next<Day>();
    consent.withdrawn = row.next<std::optional<Instant>>();
    consent.settled = row.next<bool>();
    return consent;
}

}  // namespace

void put_album(db::Session& tx, Id<Town> town, const Owner& owner)
{
    tx.execute(
        "INSERT INTO albums (town_id, kind, owner_id, part_of, shelf, shown) VALUES (:town, :kind, :owner, :part,"
        " :shelf, :shown) ON CONFLICT (town_id, kind, owner_id) DO UPDATE SET part_of = excluded.part_of, shelf ="
        " excluded.shelf, shown = excluded.shown",
        {{"town", town},
         {"kind", owner.key.kind},
         {"owner", owner.key.owner},
         {"part", owner.part_of},
         {"shelf", owner.shelf},
         {"shown", owner.shown}});
}

void set_shown(db::Session& tx, Id<Town> town, const Key& key, bool shown)
{
    tx.execute("UPDATE albums SET shown = :shown WHERE town_id = :town AND kind = :kind AND owner_id = :owner",
               {{"town", town}, {"kind", key.kind}, {"owner", key.owner}, {"shown", shown}});
}

void delete_album(db::Session& tx, Id<Town> town, const Key& key)
{
    tx.execute("DELETE FROM albums WHERE town_id = :town AND kind = :kind AND owner_id = :owner",
               {{"town", town}, {"kind", key.kind}, {"owner", key.owner}});
}

std::vector<Standing> list_part(db::Session& db, Id<Town> town, std::string_view kind, std::int64_t part_of)
{
    return db.list(
        "SELECT owner_id, shown FROM albums WHERE town_id = :town AND kind = :kind AND part_of = :part ORDER BY "
        "owner_id",
        {{"town", town}, {"kind", kind}, {"part", part_of}}, [](db::Row& row) {
            const auto owner = row.next<std::int64_t>();
            return Standing{owner, row.next<bool>()};
        });
}

std::vector<Photo> list_photos(db::Session& db, Id<Town> town, const Key& key)
{
    return db.list(
        "SELECT id, kind, owner_id, position, large, middle, small, share, width, height, alt, author, rights, focus_x,"
        " focus_y, people, withheld, version, added_at FROM album_photos WHERE town_id = :town AND kind = :kind AND"
        " owner_id = :owner ORDER BY position, id",
        {{"town", town}, {"kind", key.kind}, {"owner", key.owner}}, read_photo);
}

std::vector<Photo> list_shown(db::Session& db, Id<Town> town, const Key& key)
{
    return db.list(
        "SELECT id, kind, owner_id, position, large, middle, small, share, width, height, alt, author, rights, focus_x,"
        " focus_y, people, withheld, version, added_at FROM shown_photos WHERE town_id = :town AND kind = :kind AND"
        " owner_id = :owner ORDER BY position, id",
        {{"town", town}, {"kind", key.kind}, {"owner", key.owner}}, read_photo);
}

std::vector<Photo> list_shown_of_shelf(db::Session& db, Id<Town> town, std::string_view kind, std::int64_t shelf)
{
    return db.list(
        "SELECT id, kind, owner_id, position, large, middle, small, share, width, height, alt, author, rights, focus_x,"
        " focus_y, people, withheld, version, added_at FROM shown_photos WHERE town_id = :town AND kind = :kind AND"
        " shelf = :shelf ORDER BY owner_id, position, id",
        {{"town", town}, {"kind", kind}, {"shelf", shelf}}, read_photo);
}

std::vector<Place> list_places(db::Session& db, Id<Town> town, std::string_view file)
{
    // Four looks into four indexes: of an OR over them SQLite makes a walk through all photographs of the town.
    return db.list(
        "SELECT p.kind, p.owner_id, a.part_of, (SELECT count(*) FROM shown_photos s WHERE s.town_id = p.town_id AND"
        " s.id = p.id) AS public FROM album_photos p JOIN albums a ON a.town_id = p.town_id AND a.kind = p.kind AND"
        " a.owner_id = p.owner_id WHERE p.town_id = :town AND p.id IN (SELECT id FROM album_photos WHERE town_id ="
        " :town AND large = :file UNION SELECT id FROM album_photos WHERE town_id = :town AND middle = :file UNION"
        " SELECT id FROM album_photos WHERE town_id = :town AND small = :file UNION SELECT id FROM album_photos WHERE"
        " town_id = :town AND share = :file) ORDER BY public DESC, p.id LIMIT 100",
        {{"town", town}, {"file", file}}, [](db::Row& row) {
            Place place;
            place.key.kind = row.next<std::string>();
            place.key.owner = row.next<std::int64_t>();
            place.part_of = row.next<std::int64_t>();
            place.shown = row.next<std::int64_t>() > 0;
            return place;
        });
}

void put_photo(db::Session& tx, Id<Town> town, const Photo& photo)
{
    tx.execute(
        "INSERT INTO album_photos (town_id, id, kind, owner_id, position, large, middle, small, share, width, height,"
        " alt, author, rights, focus_x, focus_y, people, withheld, version, added_at) VALUES (:town, :id, :kind,"
        " :owner, :position, :large, :middle, :small, :share, :width, :height, :alt, :author, :rights, :x, :y, :people,"
        " :withheld, :version, :added) ON CONFLICT (town_id, id) DO UPDATE SET position = excluded.position, large ="
        " excluded.large, middle = excluded.middle, small = excluded.small, share = excluded.share, width ="
        " excluded.width, height = excluded.height, alt = excluded.alt, author = excluded.author, rights ="
        " excluded.rights, focus_x = excluded.focus_x, focus_y = excluded.focus_y, people = excluded.people, withheld ="
        " excluded.withheld, version = excluded.version",
        {{"town", town},
         {"id", photo.id},
         {"kind", photo.album.kind},
         {"owner", photo.album.owner},
         {"position", photo.position},
         {"large", photo.files.large},
         {"middle", photo.files.middle},
         {"small", photo.files.small},
         {"share", photo.files.share},
         {"width", photo.files.width},
         {"height", photo.files.height},
         {"alt", photo.words.alt},
         {"author", photo.words.author},
         {"rights", photo.words.rights},
         {"x", photo.words.focus.x},
         {"y", photo.words.focus.y},
         {"people", to_text(photo.words.people)},
         {"withheld", photo.words.withheld},
         {"version", photo.version},
         {"added", photo.added}});
}

void delete_photo(db::Session& tx, Id<Town> town, Id<Photo> photo)
{
    tx.execute("DELETE FROM album_photos WHERE town_id = :town AND id = :id", {{"town", town}, {"id", photo}});
}

void hand_over(db::Session& tx, Id<Town> town, const Key& from, const Key& into)
{
    tx.execute(
        "UPDATE album_photos SET owner_id = :into, position = position + 1000 WHERE town_id = :town AND kind = :kind "
        "AND"
        " owner_id = :from AND NOT EXISTS (SELECT 1 FROM album_photos o WHERE o.town_id = album_photos.town_id AND"
        " o.kind = album_photos.kind AND o.owner_id = :into AND o.large = album_photos.large)",
        {{"town", town}, {"kind", from.kind}, {"from", from.owner}, {"into", into.owner}});
}

std::vector<Consent> list_consents(db::Session& db, Id<Town> town, const Key& key)
{
    return db.list(
        "SELECT c.id, c.photo_id, c.person, c.given_by, c.text_version, c.given_on, c.withdrawn_at, c.settled FROM"
        " photo_consents c JOIN album_photos p ON p.town_id = c.town_id AND p.id = c.photo_id WHERE c.town_id = :town"
        " AND p.kind = :kind AND p.owner_id = :owner ORDER BY c.id",
        {{"town", town}, {"kind", key.kind}, {"owner", key.owner}}, read_consent);
}

void insert_consent(db::Session& tx, Id<Town> town, const Consent& consent, Instant now)
{
    tx.execute(
        "INSERT INTO photo_consents (town_id, id, photo_id, person, given_by, text_version, given_on, noted_at,"
        " withdrawn_at, settled, gone_at) VALUES (:town, :id, :photo, :person, :by, :text, :given, :now, NULL, 0,"
        " NULL)",
        {{"town", town},
         {"id", consent.id},
         {"photo", consent.photo},
         {"person", consent.person},
         {"by", consent.given_by},
         {"text", consent.text},
         {"given", consent.given},
         {"now", now}});
}

void update_consent(db::Session& tx, Id<Town> town, const Consent& consent)
{
    tx.execute(
        "UPDATE photo_consents SET withdrawn_at = :withdrawn, settled = :settled WHERE town_id = :town AND id = :id",
        {{"town", town}, {"id", consent.id}, {"withdrawn", consent.withdrawn}, {"settled", consent.settled}});
}

void let_consents_end(db::Session& tx, Id<Town> town, Id<Photo> photo, Instant now)
{
    tx.execute("UPDATE photo_consents SET gone_at = :at WHERE town_id = :town AND photo_id = :photo",
               {{"town", town}, {"photo", photo}, {"at", now}});
}

}  // namespace veche::app::album::store
