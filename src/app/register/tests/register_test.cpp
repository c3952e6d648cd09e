#include "app/register/register.hpp"

#include <doctest/doctest.h>

#include "app/checkpoints.hpp"
#include "app/jobs.hpp"
#include "app/register/tests/register_contract.hpp"
#include "app/signed_note.hpp"
#include "core/errors.hpp"

namespace register_test {

using namespace veche;
using namespace veche::app;
using namespace veche::app::test;
using namespace std::chrono_literals;

namespace {

constexpr Register awards{"awards"};

NewEntry award(const std::string& reference, const std::string& word, int grade = 1)
{
    return {.object = "award/1",
            .details = {{"grade", grade}},
            .personal = {{"recipient", reference, word}, {"reason", reference, "за " + word}}};
}

struct Fixture {
    explicit Fixture(db::Database& database)
        : house(database, {checkpoint_feature(folder.path())}, {named("yurga", 1), named("topki", 2)})
    {}
    static Town named(const std::string& slug, std::int64_t id)
    {
        auto town = town_named(slug, id);
        town.uuid = "11111111-2222-4333-8444-00000000000" + std::to_string(id);
        return town;
    }
    std::int64_t give(const std::string& word, int year = 2027, std::size_t town = 0)
    {
        std::int64_t number = 0;
        house.site.change(house.towns[town], staff({Role::organiser}), [&](Work& work) {
            number = awards.add(work, year, award("person/" + word, word));
            return db::Outcome::keep;
        });
        return number;
    }
    Result<std::int64_t> correct(std::int64_t number, const std::string& word)
    {
        std::optional<Result<std::int64_t>> result;
        house.site.change(house.towns[0], staff({Role::organiser}), [&](Work& work) {
            result = awards.correct(work, 2027, number, award("person/" + word, word, 2));
            return result->has_value() ? db::Outcome::keep : db::Outcome::roll_back;
        });
        return *result;
    }
    template <class Query>
    auto read(Query query)
    {
        std::optional<std::invoke_result_t<Query&, db::Session&>> result;
        house.database.read([&](db::Session& session) { result.emplace(query(session)); });
        return *result;
    }
    store::RegisterEntry entry(std::int64_t number)
    {
        return read(
            [&](db::Session& db) { return store::find_entry(db, Id<Town>(1), awards.of(2027), number).value(); });
    }
    std::string fault(std::int64_t town = 1)
    {
        return read([&](db::Session& db) { return registers::verify(db, Id<Town>(town)); });
    }
    std::string note() { return body_of(house.ask(get("/keys/registers/awards/2027"))); }
    /// What a check with this note says.
    std::string compared(const std::string& note)
    {
        const auto text = open_note(note, SigningKey(folder.path(), audit_key).known());
        REQUIRE(text);
        return read([&](db::Session& db) { return compare(db, house.towns[0], parse_checkpoint(*text).value()); });
    }

    veche::test::TemporaryFolder folder;
    House house;
};

template <class Test>
void for_each_fixture(Test test)
{
    for_each_database([&](db::Database& database) {
        Fixture fixture(database);
        test(fixture);
    });
}

}  // namespace

TEST_CASE("a register leaves no gap, shows every change and stays whole when names are erased")
{
    for_each_database([](db::Database& database) {
        House house(database, {}, {town_named("yurga", 1)});
        RegisterContract contract(
            {house, awards, 2027, [](Work& work, const std::string& reference, const std::string& word) {
                 awards.add(work, 2027, award(reference, word));
             }});
        contract.all();
    });
}

TEST_CASE("each town, kind and year counts from one")
{
    for_each_fixture([](Fixture& f) {
        CHECK(f.give("Анна") == 1);
        CHECK(f.give("Борис") == 2);
        CHECK(f.give("Вера", 2028) == 1);
        CHECK(f.give("Глеб", 2027, 1) == 1);
        f.house.site.change(f.house.towns[0], staff({Role::organiser}), [&](Work& work) {
            CHECK(Register("minutes").add(work, 2027, {.object = "meeting/1"}) == 1);
            return db::Outcome::keep;
        });
        CHECK(f.fault(1) == "");
        CHECK(f.fault(2) == "");
        // A chain is of one town only.
        f.house.database.change([](db::Session& tx) {
            tx.execute("DELETE FROM register_references");
            tx.execute("DELETE FROM register_entries WHERE town_id = 2");
            tx.execute(
                "INSERT INTO register_entries (town_id, kind, year, number, at, object, corrects, details, digests,"
                " previous, hash) SELECT 2, kind, year, number, at, object, corrects, details, digests, previous, hash"
                " FROM register_entries WHERE town_id = 1 AND kind = 'awards' AND year = 2027 AND number = 1");
            tx.execute(
                "UPDATE registers SET hash = (SELECT hash FROM register_entries WHERE town_id = 2) WHERE town_id = 2");
            return db::Outcome::keep;
        });
        CHECK(f.fault(2) == "register awards/2027: entry 1 was changed");
    });
}

TEST_CASE("an entry is corrected by a further one, once; what is corrected again is the correction")
{
    for_each_fixture([](Fixture& f) {
        f.give("Анна");
        f.give("Борис");
        CHECK(f.correct(1, "Анна Петрова").value() == 3);
        CHECK(f.entry(3).corrects == 1);
        CHECK(f.entry(1).details == R"({"grade":1})");
        CHECK(f.read([](db::Session& db) { return store::find_correction(db, Id<Town>(1), awards.of(2027), 1); }) == 3);
        const auto refused = f.correct(1, "Анна Иванова");
        REQUIRE(!refused.has_value());
        CHECK(refused.error().message == "register.corrected_already");
        CHECK(f.correct(3, "Анна Иванова").value() == 4);
        CHECK_THROWS_AS(f.correct(9, "никто"), NotFound);
        CHECK(f.fault() == "");
    });
}

TEST_CASE("what stood in an entry can be proved until it is erased, and never found out afterwards")
{
    for_each_fixture([](Fixture& f) {
        f.give("Анна");
        f.give("Анна");
        CHECK(registers::holds(f.entry(1), "recipient", "Анна"));
        CHECK_FALSE(registers::holds(f.entry(1), "recipient", "Анна "));
        CHECK_FALSE(registers::holds(f.entry(1), "reason", "Анна"));
        // The same name twice gives different hashes: nobody counts by them how often somebody was thanked.
        CHECK(f.entry(1).digests != f.entry(2).digests);
        f.house.site.change(f.house.towns[1], staff({Role::administrator}), [](Work& work) {
            CHECK(registers::erase(work, "person/Анна") == 0);  // of another town
            return db::Outcome::keep;
        });
        f.house.site.change(f.house.towns[0], staff({Role::administrator}), [](Work& work) {
            CHECK(registers::erase(work, "person/Анна") == 4);
            return db::Outcome::keep;
        });
        CHECK_FALSE(registers::holds(f.entry(1), "recipient", "Анна"));
        CHECK(f.fault() == "");
    });
}

TEST_CASE("a register that was written anew, with a chain that is whole, is found by its note")
{
    for_each_fixture([](Fixture& f) {
        for (const auto* word : {"Анна", "Борис", "Вера"}) f.give(word);
        const auto note = f.note();
        CHECK(note.starts_with("yurga.example/registers/awards/2027\n3\n"));
        f.give("Глеб");
        CHECK(f.compared(note) == "");
        const auto remake = [&](const std::vector<std::string>& words) {
            f.house.database.change([](db::Session& tx) {
                tx.execute("DELETE FROM register_references");
                tx.execute("DELETE FROM register_entries");
                tx.execute("DELETE FROM registers");
                return db::Outcome::keep;
            });
            for (const auto& word : words) f.give(word);
            CHECK(f.fault() == "");
        };
        remake({"Анна", "Борис", "Гость"});
        CHECK(f.compared(note).find("written anew") != std::string::npos);
        remake({"Анна"});
        CHECK(f.compared(note).find("cut off") != std::string::npos);
        CHECK(f.house.ask(get("/keys/registers/awards/2026")).status == 404);
        CHECK(f.house.ask(get("/keys/registers/awards/now")).status == 404);
        CHECK(body_of(f.house.ask(get("/keys")))
                  .find(verifier_key("yurga.example/registers",
                                     SigningKey(f.folder.path(), audit_key).public_half())) != std::string::npos);
    });
}

TEST_CASE("each hour in which a register grew leaves a note of its end")
{
    for_each_fixture([](Fixture& f) {
        Jobs jobs(f.house.site);
        const auto notes = [&] {
            std::vector<std::string> names;
            const auto folder = checkpoint_folder(f.folder.path(), f.house.towns[0]) / "registers";
            if (std::filesystem::exists(folder))
                for (const auto& entry : std::filesystem::directory_iterator(folder))
                    names.push_back(entry.path().filename().string());
            std::ranges::sort(names);
            return names;
        };
        for (int hour = 0; hour < 4; ++hour) {
            if (hour != 2) f.give("Анна");
            jobs.run_once();
            f.house.now = f.house.now + 1h;
        }
        CHECK(notes() == std::vector<std::string>{"awards-2027-1.note", "awards-2027-2.note", "awards-2027-3.note"});
    });
}

}  // namespace register_test
