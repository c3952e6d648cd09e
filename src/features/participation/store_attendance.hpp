#pragma once

#include "app/actor.hpp"
#include "features/participation/attendance.hpp"
#include "features/participation/store.hpp"

/// SQL of who came.
namespace veche::participation::store {

/// The person of an entry of this happening, of any stage; nullopt when there is none.
std::optional<Person> find_person(db::Session& db, Town town, Happening happening, Id<Entry> entry, int position);

struct Came {
    Happening happening{};
    Id<plan::Line> line{};
    std::string key;
    std::optional<Id<Entry>> entry;
    std::optional<int> position;
    AgeGroup age_group = AgeGroup::unknown;
    bool came = true;
    Day on{};
    Instant at{}, received{};
    std::optional<Id<app::Account>> by;
};
/// Inserts, or changes the row of this key when `at` is later than what is kept. Gives whether anything was written.
bool put_came(db::Session& tx, Town town, const Came& row);

/// Who stands as come, by key: at most as many as came.
std::vector<Came> list_came(db::Session& db, Town town, Happening happening);

Attendance attendance_of(db::Session& db, Town town, Happening happening);
/// What one could sign up for or where somebody came, by key after `after`: the happening's last day, or the day of a mark, lies
/// in these days.
std::vector<Attendance> list_attendance(db::Session& db, Town town, Day first, Day last, std::optional<Happening> after,
                                        int limit);

}  // namespace veche::participation::store
