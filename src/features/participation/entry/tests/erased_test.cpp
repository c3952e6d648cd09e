// People who are erased on request while something is done to their entry.

#include <doctest/doctest.h>

#include "app/erasure/subject.hpp"
#include "at_once.hpp"
#include "features/participation/door/attendance_commands.hpp"
#include "features/participation/tests/hall_for_test.hpp"

namespace entry_erased_test {

using namespace veche;
using namespace veche::participation;
using namespace veche::participation::test;

namespace {

constexpr int rounds = 25;

bool erase(House& house, const Entry& entry)
{
    const auto owners = erasing();
    return house.yurga
        .change([&](app::Work& work) {
            return Result<bool>(app::erasure::erase_holding(work, app::erasure::subject_of(entry.email, "", ""),
                                                            "participation_entries/" + std::to_string(entry.id.value()),
                                                            owners));
        })
        .value();
}

}  // namespace

TEST_CASE("who is erased while they change their entry does not come back")
{
    for_each_house([](House& house) {
        Hall hall(house, 200);
        for (int round = 0; round < rounds; ++round) {
            const auto name = "guest" + std::to_string(round);
            const Entry entry = hall.enter(name, 3).value();
            const auto change = [&] {
                for (int i = 0; i < 6; ++i)
                    house.yurga.change([&](app::Work& work) {
                        auto typed = hall.application(name, 2 + i % 2);
                        return change_by_hash(work, app::token_hash(name), std::move(typed));
                    });
            };
            CHECK(veche::test::at_once(change, [&] { CHECK(erase(house, entry)); }) == "");
            const Entry after = hall.entry(name);
            CHECK(after.contact.empty());
            CHECK(after.email.empty());
            for (const auto& guest : after.guests) CHECK(guest.name.empty());
        }
    });
}

TEST_CASE("an entry that was erased is not changed by its link any more")
{
    for_each_house([](House& house) {
        Hall hall(house, 5);
        const Entry entry = hall.enter("anna", 2).value();
        REQUIRE(erase(house, entry));
        const auto done = house.yurga.change([&](app::Work& work) {
            return change_by_hash(work, app::token_hash("anna"), hall.application("anna", 2));
        });
        CHECK(done.error().message == "participation.blanked");
        CHECK(hall.entry("anna").contact.empty());
    });
}

TEST_CASE("a guest who leaves the entry while the door marks them is not there without a name")
{
    for_each_house([](House& house) {
        Hall hall(house, 200);
        house.yurga.now = house.yurga.now + std::chrono::hours(5 * 24 + 12);  // the day, before it begins
        for (int round = 0; round < rounds; ++round) {
            const auto name = "guest" + std::to_string(round);
            const Entry entry = hall.enter(name, 2).value();
            const auto leave = [&] {
                house.yurga.change([&](app::Work& work) {
                    return change_by_hash(work, app::token_hash(name), hall.application(name, 1));
                });
            };
            const auto mark = [&] {
                house.yurga.change([&](app::Work& work) {
                    return put_marks(
                        work, app::get_for_update(work, hall.sign_up.occasion),
                        {{.entry = entry.id, .position = 1, .walk_key = "", .came = true, .at = work.now}});
                });
            };
            CHECK(veche::test::at_once(leave, mark) == "");
            const auto lost = house.yurga.read([&](app::View& view) {
                return view.db.value<std::int64_t>(
                    "SELECT count(*) FROM participation_attendance a WHERE a.town_id = :town AND a.entry_id = :entry"
                    " AND NOT EXISTS (SELECT 1 FROM participation_persons p WHERE p.town_id = a.town_id"
                    " AND p.entry_id = a.entry_id AND p.position = a.position)",
                    {{"town", view.town.id}, {"entry", entry.id}});
            });
            CHECK(lost == 0);
        }
    });
}

}  // namespace entry_erased_test
