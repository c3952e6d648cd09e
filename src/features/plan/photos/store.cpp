#include "features/plan/photos/store.hpp"

namespace veche::plan::store {

namespace {

Photo read_photo(db::Row& row)
{
    Photo photo;
    photo.id = row.next<Id<Photo>>();
    photo.line = row.next<Id<Line>>();
    photo.happening = row.next<Id<Happening>>();
    photo.position = row.next<std::int64_t>();
    photo.files.large = row.next<std::string>();
    photo.files.middle = row.next<std::string>();
    photo.files.small = row.next<std::string>();
    photo.files.share = row.next<std::string>();
    photo.files.width = row.next<int>();
    photo.files.height = row.next<int>();
    photo.words.alt = row.next<std::string>();
    photo.words.author = row.next<std::string>();
    photo.words.focus.x = row.next<int>();
    photo.words.focus.y = row.next<int>();
    photo.words.people = parse_people(row.next<std::string>()).value();
    photo.version = row.next<std::int64_t>();
    photo.added = row.next<Instant>();
    return photo;
}

}  // namespace

std::vector<Photo> list_photos(db::Session& db, Town town, Id<Happening> happening)
{
    return db.list(
        "SELECT id, line_id, happening_id, position, large, middle, small, share, width, height, alt, author, focus_x,"
        " focus_y, people, version, added_at FROM plan_photos WHERE town_id = :town AND happening_id = :happening"
        " ORDER BY position, id",
        {{"town", town}, {"happening", happening}}, read_photo);
}

std::vector<Photo> list_public_photos(db::Session& db, Town town, Id<Plan> plan)
{
    return db.list(
        "SELECT f.id, f.line_id, f.happening_id, f.position, f.large, f.middle, f.small, f.share, f.width, f.height,"
        " f.alt, f.author, f.focus_x, f.focus_y, f.people, f.version, f.added_at FROM plan_photos f"
        " JOIN plan_happenings h ON h.town_id = f.town_id AND h.id = f.happening_id AND h.line_id = f.line_id"
        " WHERE h.town_id = :town AND h.plan_id = :plan AND h.outcome = 'held' AND f.people <> 'ask' AND f.alt <> ''"
        " ORDER BY f.line_id, h.position, f.position, f.id",
        {{"town", town}, {"plan", plan}}, read_photo);
}

bool is_photo_public(db::Session& db, Town town, Id<Photo> photo)
{
    return db.value<std::int64_t>(
               "SELECT count(*) FROM plan_photos f JOIN plan_happenings h ON h.town_id = f.town_id AND h.id ="
               " f.happening_id AND h.line_id = f.line_id JOIN plan_lines l ON l.town_id = f.town_id AND l.id ="
               " f.line_id WHERE f.town_id = :town AND f.id = :photo AND h.outcome = 'held' AND f.people <> 'ask'"
               " AND f.alt <> '' AND l.stage = 'announced'",
               {{"town", town}, {"photo", photo}}) > 0;
}

std::optional<Id<Line>> find_line_of_photo(db::Session& db, Town town, Id<Photo> photo)
{
    return db.find("SELECT line_id FROM plan_photos WHERE town_id = :town AND id = :photo",
                   {{"town", town}, {"photo", photo}}, [](db::Row& row) { return row.next<Id<Line>>(); });
}

void put_photo(db::Session& tx, Town town, const Photo& photo)
{
    tx.execute(
        "INSERT INTO plan_photos (town_id, id, line_id, happening_id, position, large, middle, small, share, width,"
        " height, alt, author, focus_x, focus_y, people, version, added_at) VALUES (:town, :id, :line, :happening,"
        " :position, :large, :middle, :small, :share, :width, :height, :alt, :author, :x, :y, :people, :version, "
        ":added)"
        " ON CONFLICT (town_id, id) DO UPDATE SET position = excluded.position, alt = excluded.alt, author ="
        " excluded.author, focus_x = excluded.focus_x, focus_y = excluded.focus_y, people = excluded.people, version ="
        " excluded.version",
        {{"town", town},
         {"id", photo.id},
         {"line", photo.line},
         {"happening", photo.happening},
         {"position", photo.position},
         {"large", photo.files.large},
         {"middle", photo.files.middle},
         {"small", photo.files.small},
         {"share", photo.files.share},
         {"width", photo.files.width},
         {"height", photo.files.height},
         {"alt", photo.words.alt},
         {"author", photo.words.author},
         {"x", photo.words.focus.x},
         {"y", photo.words.focus.y},
         {"people", to_text(photo.words.people)},
         {"version", photo.version},
         {"added", photo.added}});
}

void delete_photo(db::Session& tx, Town town, Id<Photo> photo)
{
    tx.execute("DELETE FROM plan_photos WHERE town_id = :town AND id = :id", {{"town", town}, {"id", photo}});
}

std::vector<Id<Photo>> list_stray_photos(db::Session& db, Town town)
{
    return db.list(
        "SELECT f.id FROM plan_photos f WHERE f.town_id = :town AND NOT EXISTS (SELECT 1 FROM plan_happenings h"
        " WHERE h.town_id = f.town_id AND h.id = f.happening_id) ORDER BY f.id LIMIT 1000",
        {{"town", town}}, [](db::Row& row) { return row.next<Id<Photo>>(); });
}

}  // namespace veche::plan::store
