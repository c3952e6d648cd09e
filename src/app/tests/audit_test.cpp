#include "app/audit.hpp"

#include <random>
#include <thread>

#include "app/tests/house.hpp"
#include "db/session.hpp"

namespace audit_test {

using namespace veche;
using namespace veche::app;
using namespace veche::app::test;

namespace {

constexpr int rows_made = 12;

/// Somebody with the database in their hands; `row` and `other` are different rows.
struct Tamper {
    const char* name;
    void (*run)(db::Session& tx, int row, int other);
};

constexpr Tamper tampers[] = {
    {"a changed time",
     [](db::Session& tx, int row, int) {
         tx.execute("UPDATE audit SET at = at + 1 WHERE town_id = 1 AND number = :row", {{"row", row}});
     }},
    {"another account",
     [](db::Session& tx, int row, int) {
         tx.execute("UPDATE audit SET actor_id = actor_id + 1 WHERE town_id = 1 AND number = :row", {{"row", row}});
     }},
    {"another name",
     [](db::Session& tx, int row, int) {
         tx.execute("UPDATE audit SET actor = actor || ' ' WHERE town_id = 1 AND number = :row", {{"row", row}});
     }},
    {"another deed",
     [](db::Session& tx, int row, int) {
         tx.execute("UPDATE audit SET deed = 'plan.line.add' WHERE town_id = 1 AND number = :row", {{"row", row}});
     }},
    {"another object",
     [](db::Session& tx, int row, int) {
         tx.execute("UPDATE audit SET object = 'line/0' WHERE town_id = 1 AND number = :row", {{"row", row}});
     }},
    {"other details",
     [](db::Session& tx, int row, int) {
         tx.execute("UPDATE audit SET details = '{}' WHERE town_id = 1 AND number = :row", {{"row", row}});
     }},
    {"a text moved from one field to the next",
     [](db::Session& tx, int row, int) {
         tx.execute(
             "UPDATE audit SET deed = deed || substr(object, 1, 1), object = substr(object, 2)"
             " WHERE town_id = 1 AND number = :row",
             {{"row", row}});
     }},
    {"another link back",
     [](db::Session& tx, int row, int) {
         tx.execute("UPDATE audit SET previous = 'f00d' WHERE town_id = 1 AND number = :row", {{"row", row}});
     }},
    {"another hash",
     [](db::Session& tx, int row, int) {
         tx.execute("UPDATE audit SET hash = 'f00d' WHERE town_id = 1 AND number = :row", {{"row", row}});
     }},
    {"a removed row",
     [](db::Session& tx, int row, int) {
         tx.execute("DELETE FROM audit WHERE town_id = 1 AND number = :row", {{"row", row}});
     }},
    {"a removed row, the later ones moved up",
     [](db::Session& tx, int row, int) {
         tx.execute("DELETE FROM audit WHERE town_id = 1 AND number = :row", {{"row", row}});
         for (int later = row + 1; later <= rows_made; ++later)
             tx.execute("UPDATE audit SET number = number - 1 WHERE town_id = 1 AND number = :row", {{"row", later}});
         tx.execute("UPDATE audit_heads SET number = number - 1 WHERE town_id = 1");
     }},
    {"an inserted row",
     [](db::Session& tx, int row, int) {
         for (int later = rows_made; later >= row; --later)
             tx.execute("UPDATE audit SET number = number + 1 WHERE town_id = 1 AND number = :row", {{"row", later}});
         tx.execute(
             "INSERT INTO audit SELECT town_id, :row, at, actor_id, actor, deed, object, details, previous, hash"
             " FROM audit WHERE town_id = 1 AND number = :from",
             {{"row", row}, {"from", row + 1}});
         tx.execute("UPDATE audit_heads SET number = number + 1 WHERE town_id = 1");
     }},
    {"two rows in the other order",
     [](db::Session& tx, int row, int other) {
         tx.execute("UPDATE audit SET number = 1000 WHERE town_id = 1 AND number = :row", {{"row", row}});
         tx.execute("UPDATE audit SET number = :row WHERE town_id = 1 AND number = :other",
                    {{"row", row}, {"other", other}});
         tx.execute("UPDATE audit SET number = :other WHERE town_id = 1 AND number = 1000", {{"other", other}});
     }},
    {"the beginning cut off",
     [](db::Session& tx, int row, int) {
         tx.execute("DELETE FROM audit WHERE town_id = 1 AND number <= :row", {{"row", row}});
     }},
    {"the end cut off",
     [](db::Session& tx, int row, int) {
         tx.execute("DELETE FROM audit WHERE town_id = 1 AND number >= :row", {{"row", row}});
     }},
    {"the head's number changed",
     [](db::Session& tx, int row, int) {
         tx.execute("UPDATE audit_heads SET number = number + :row WHERE town_id = 1", {{"row", row}});
     }},
    {"the head's hash changed",
     [](db::Session& tx, int row, int) {
         tx.execute(
             "UPDATE audit_heads SET hash = (SELECT hash FROM audit WHERE town_id = 1 AND number = :row) || '0'"
             " WHERE town_id = 1",
             {{"row", row}});
     }},
    {"all rows and the head gone",
     [](db::Session& tx, int, int) {
         tx.execute("DELETE FROM audit WHERE town_id = 1");
         tx.execute("DELETE FROM audit_heads WHERE town_id = 1");
     }},
};

void make_chain(House& house, const Town& town)
{
    for (int i = 1; i <= rows_made; ++i)
        house.site.change(town, staff({Role::organiser}), [&](Work& work) {
            work.record("plan.line.edit", "line/" + std::to_string(i), {{"title", "Строка " + std::to_string(i)}});
            return db::Outcome::keep;
        });
    house.seal(town.id);
}

/// What verify says of the tampered chain; everything is as before afterwards.
std::string fault_after(db::Database& database, const Tamper& tamper, int row, int other)
{
    std::string fault;
    database.change([&](db::Session& tx) {
        tamper.run(tx, row, other);
        fault = audit::verify(tx, Id<Town>(1));
        return db::Outcome::roll_back;
    });
    return fault;
}

}  // namespace

TEST_CASE("an audit as it was written is whole, town by town, and an empty one too")
{
    for_each_database([](db::Database& database) {
        House house(database, {}, {town_named("yurga", 1), town_named("anzhero", 2), town_named("topki", 3)});
        make_chain(house, house.towns[0]);
        make_chain(house, house.towns[1]);
        for (const std::int64_t town : {1, 2, 3}) CHECK(house.audit_fault(Id<Town>(town)) == "");
        CHECK(house.audit_number(Id<Town>(1)) == rows_made);
        CHECK(house.audit_number(Id<Town>(3)) == 0);
    });
}

TEST_CASE("a changed, removed, inserted, moved or cut row is told")
{
    for_each_database([](db::Database& database) {
        House house(database, {});
        make_chain(house, house.towns[0]);
        std::mt19937 random(2021);
        int mutants = 0;
        for (int round = 0; round < 12; ++round) {
            for (const auto& tamper : tampers) {
                // The last row has none after it to move up, so a removed tail must also move the head: its own mutant.
                const int row = 1 + int(random() % (rows_made - 1));
                const int other = row + 1 + int(random() % unsigned(rows_made - row));
                CHECK_MESSAGE(fault_after(database, tamper, row, other) != "", tamper.name, " at row ", row);
                ++mutants;
            }
        }
        CHECK(mutants >= 200);
        CHECK(house.audit_fault() == "");
    });
}

TEST_CASE("the audit of one town cannot stand in for that of another")
{
    for_each_database([](db::Database& database) {
        House house(database, {}, {town_named("yurga", 1), town_named("anzhero", 2)});
        make_chain(house, house.towns[1]);
        const Tamper take_over{"the other town's chain", [](db::Session& tx, int, int) {
                                   tx.execute("UPDATE audit SET town_id = 1 WHERE town_id = 2");
                                   tx.execute("DELETE FROM audit_heads WHERE town_id = 1");
                                   tx.execute("UPDATE audit_heads SET town_id = 1 WHERE town_id = 2");
                               }};
        CHECK(fault_after(database, take_over, 1, 2) != "");
    });
}

TEST_CASE("a command that is undone leaves no gap in the chain")
{
    for_each_database([](db::Database& database) {
        House house(database, {});
        const auto record = [&](db::Outcome outcome) {
            house.site.change(house.towns[0], staff({Role::organiser}), [&](Work& work) {
                work.record("plan.line.edit", "line/1", nlohmann::json::object());
                return outcome;
            });
        };
        record(db::Outcome::keep);
        record(db::Outcome::roll_back);
        record(db::Outcome::keep);
        CHECK(house.audit_number() == 2);
        CHECK(house.audit_fault() == "");
    });
}

TEST_CASE("a deed is seen before it is sealed, and sealing gives it its number without changing a word")
{
    for_each_database([](db::Database& database) {
        House house(database, {});
        const auto list = [&] {
            std::vector<store::AuditRow> rows;
            database.read([&](db::Session& session) { rows = store::list_audit(session, Id<Town>(1), 0, 100); });
            return rows;
        };
        for (int i = 1; i <= 3; ++i)
            house.site.change(house.towns[0], staff({Role::organiser}), [&](Work& work) {
                work.record("plan.line.edit", "line/" + std::to_string(i), {{"title", "Ёлка"}});
                return db::Outcome::keep;
            });
        const auto before = list();
        REQUIRE(before.size() == 3);
        CHECK(before.front().object == "line/3");
        CHECK(before.front().number == 0);
        CHECK(house.audit_fault() == "");
        house.seal();
        const auto after = list();
        REQUIRE(after.size() == 3);
        for (std::size_t i = 0; i < 3; ++i) {
            CHECK(after[i].number == std::int64_t(3 - i));
            CHECK(after[i].object == before[i].object);
            CHECK(after[i].details == before[i].details);
            CHECK(after[i].at == before[i].at);
        }
        CHECK(house.audit_fault() == "");
    });
}

TEST_CASE("several sealers and many who act make one chain, each deed in it once")
{
    for_each_database([](db::Database& database) {
        House house(database, {});
        constexpr int deeds = 60;
        std::vector<std::thread> all;
        for (int person = 0; person < 3; ++person)
            all.emplace_back([&] {
                for (int i = 0; i < deeds; ++i)
                    house.site.change(house.towns[0], staff({Role::organiser}), [&](Work& work) {
                        work.record("plan.line.edit", "line/1", nlohmann::json::object());
                        work.touch("plan");
                        return db::Outcome::keep;
                    });
            });
        for (int sealer = 0; sealer < 2; ++sealer)
            all.emplace_back([&] {
                for (int i = 0; i < 20; ++i)
                    house.site.change(house.towns[0], staff({Role::organiser}), [&](Work& work) {
                        audit::seal(work.tx, work.town.id, 7);
                        return db::Outcome::keep;
                    });
            });
        for (auto& thread : all) thread.join();
        CHECK(database.figures().lost_races == 0);
        CHECK(house.audit_number() == 3 * deeds);
        house.seal();
        CHECK(house.audit_number() == 3 * deeds);
        CHECK(house.audit_fault() == "");
    });
}

TEST_CASE("a chain of many thousand rows is read to its end, however short a statement may run")
{
    veche::test::for_each_place([](const veche::test::EmptyPlace& place, veche::test::Where) {
        const auto database =
            db::Database::open({.url = place.url(), .statement_timeout = std::chrono::milliseconds(300)});
        db::Migrator(veche::test::embedded_migrations()).run(*database, Instant{0});
        House house(*database, {});
        constexpr int rows = 7'000;
        database->change([&](db::Session& tx) {
            for (int i = 1; i <= rows; ++i)
                store::insert_unsealed(tx, Id<Town>(1), i, {.at = morning, .actor = "Глеб", .deed = "plan.line.edit"});
            return db::Outcome::keep;
        });
        house.seal();
        std::string fault = "not looked";
        database->read_long([&](db::Session& session) { fault = audit::verify(session, Id<Town>(1)); });
        CHECK(fault == "");
        CHECK(house.audit_number() == rows);
        database->change([](db::Session& tx) {
            tx.execute("UPDATE audit SET object = 'line/0' WHERE town_id = 1 AND number = 6900");
            return db::Outcome::keep;
        });
        CHECK(house.audit_fault() == "audit row 6900 was changed");
    });
}

}  // namespace audit_test
