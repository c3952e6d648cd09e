#pragma once

#include "app/actor.hpp"
#include "features/participation/door/attendance.hpp"
#include "features/participation/entry/store.hpp"

/// SQL of who came.
namespace veche::participation::store {

/// The person of an entry of this occasion, of any stage; nullopt when there is none.
std::optional<Guest> find_guest(db::Session& db, Town town, OccasionId occasion, Id<Entry> entry, int position);

struct Came {
    OccasionId occasion{};
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

/// Entries whose code at the door this is: one, or none.
std::vector<Entry> list_by_ticket(db::Session& db, Town town, OccasionId occasion, const std::string& code);
/// Persons of entries that are not cancelled, and of cancelled ones those who came all the same.
std::int64_t count_expected(db::Session& db, Town town, OccasionId occasion);

/// Who stands as come, by key: at most as many as came.
std::vector<Came> list_came(db::Session& db, Town town, OccasionId occasion);

Attendance attendance_of(db::Session& db, Town town, OccasionId occasion);
/// What one could sign up for, or where somebody came, in some days.
struct DayAttendance {
    Attendance attendance;
    Day day{};  // of these days the last on which it was to be, or on which somebody came
};
/// Where a page of the ledger begins: "2021-07-06.01h…".
struct LedgerKey {
    Day day{};
    OccasionId occasion{};
};
std::string ledger_key(const DayAttendance& last);
std::optional<LedgerKey> parse_ledger_key(std::string_view text);
struct LedgerScope {
    Day first{}, last{};
    std::optional<LedgerKey> after = {};
    int limit = 0;
};
/// The latest first. Who came is counted on the days of the scope alone, who was accepted with the occasion.
std::vector<DayAttendance> list_attendance(db::Session& db, Town town, const LedgerScope& scope);

}  // namespace veche::participation::store
