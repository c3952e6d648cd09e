#include "app/import/pending.hpp"

#include <doctest/doctest.h>

#include "app/import/tests/tables_for_test.hpp"
#include "app/tests/house.hpp"
#include "core/errors.hpp"

namespace pending_test {

using namespace veche;
using namespace veche::app;
using namespace veche::app::import::test;
using namespace veche::app::test;
namespace kit = veche::app::import;

namespace {

constexpr std::string_view kind = "test";

struct Desk {
    explicit Desk(db::Database& database) : house(database, {}, {town_named("yurga", 1), town_named("taiga", 2)}) {}

    /// What the command gave; what it refused is rolled back.
    template <class Command>
    auto change(Command command)
    {
        std::optional<std::invoke_result_t<Command&, Work&>> result;
        house.site.change(house.towns[0], staff({}), [&](Work& work) {
            result.emplace(command(work));
            return result->has_value() ? db::Outcome::keep : db::Outcome::roll_back;
        });
        return *result;
    }
    Id<kit::Import> begin()
    {
        return change([&](Work& work) {
                   return Result<Id<kit::Import>>(kit::begin(work, {.kind = std::string(kind),
                                                                    .about = "7б",
                                                                    .file_name = "список «ё».xlsx",
                                                                    .tables = {sheet("Лист", {"Имя", "Анна"})}}));
               })
            .value();
    }
    kit::Pending load(Id<kit::Import> id, std::string_view of = kind, std::size_t town = 0)
    {
        std::optional<kit::Pending> pending;
        house.database.read([&](db::Session& db) { pending = kit::load(db, house.towns[town].id, of, id); });
        return *pending;
    }
    Result<std::string> confirm(const kit::Pending& wished)
    {
        return change([&](Work& work) {
            return kit::confirm(work, wished, [&](Work&) {
                ++taken;
                return Result<std::string>("taken " + std::to_string(taken));
            });
        });
    }

    House house;
    int taken = 0;
};

}  // namespace

TEST_CASE("corrections are kept and read back whole, and the later word of a field counts")
{
    kit::Corrections corrections{{3, {{"when", "16 февраля 2021 г. в 15.00"}, {"title", "«Кузбасс: 300 лет»"}}},
                                 {117, {{"place", ""}}}};
    CHECK(kit::load_corrections(kit::store_corrections(corrections)) == corrections);
    CHECK(kit::load_corrections(kit::store_corrections({})).empty());
    CHECK(kit::load_corrections("").empty());
    kit::add_corrections(corrections, {{3, {{"title", "другое"}}}, {4, {{"place", "зал"}}}});
    CHECK(corrections[3]["title"] == "другое");
    CHECK(corrections[3]["when"] == "16 февраля 2021 г. в 15.00");
    CHECK(corrections.size() == 3);
}

TEST_CASE("an import is one town's and one kind's, and is changed by one hand at a time")
{
    for_each_database([](db::Database& database) {
        Desk desk(database);
        const auto id = desk.begin();
        const auto pending = desk.load(id);
        CHECK(pending.about == "7б");
        CHECK(pending.file_name == "список «ё».xlsx");
        CHECK(pending.tables == std::vector{sheet("Лист", {"Имя", "Анна"})});
        CHECK(pending.columns.empty());
        CHECK_THROWS_AS(desk.load(id, "other"), NotFound);
        CHECK_THROWS_AS(desk.load(id, kind, 1), NotFound);
        const auto wished = pending.with(1, {"name"}, {{2, {{"name", "Аня"}}}});
        CHECK(desk.change([&](Work& work) { return kit::correct(work, wished); }) == std::int64_t(2));
        const auto late = desk.change([&](Work& work) { return kit::correct(work, wished); });
        CHECK(late.error() == Refusal{RefusalKind::conflict, "import.changed_meanwhile", "", {}});
        const auto kept = desk.load(id);
        CHECK(kept.version == 2);
        CHECK(kept.columns == std::vector<std::string>{"name"});
        CHECK(kept.corrections == wished.corrections);
        CHECK(kept.with(2, {}, {}).columns == kept.columns);
        CHECK(desk.confirm(wished).error().message == "import.changed_meanwhile");
        CHECK(desk.taken == 0);
    });
}

TEST_CASE("an import confirmed twice is taken once, and dropped or confirmed it is under way no more")
{
    for_each_database([](db::Database& database) {
        Desk desk(database);
        const auto id = desk.begin();
        const auto pending = desk.load(id);
        CHECK(desk.confirm(pending) == std::string("taken 1"));
        CHECK(desk.confirm(pending) == std::string("taken 1"));
        CHECK(desk.taken == 1);
        CHECK_THROWS_AS(desk.load(id), NotFound);
        CHECK(desk.change([&](Work& work) { return kit::drop(work, kind, id); }) == false);
        database.read([&](db::Session& db) {
            const auto done = kit::find_done(db, desk.house.towns[0].id, kind, id);
            REQUIRE(done);
            CHECK(done->about == "7б");
            CHECK(done->result == "taken 1");
            CHECK_THROWS_AS(kit::find_done(db, desk.house.towns[1].id, kind, id), NotFound);
        });
        const auto other = desk.begin();
        const auto late = desk.load(other);
        CHECK(desk.change([&](Work& work) { return kit::drop(work, kind, other); }) == true);
        CHECK_THROWS_AS(desk.load(other), NotFound);
        CHECK_THROWS_AS(desk.confirm(late), NotFound);
        desk.house.seal();
        CHECK(desk.house.audit_fault().empty());
    });
}

TEST_CASE("what the taking refuses is not confirmed, and nothing of it stays")
{
    for_each_database([](db::Database& database) {
        Desk desk(database);
        const auto id = desk.begin();
        const auto pending = desk.load(id);
        const auto refused = desk.change([&](Work& work) {
            return kit::confirm(
                work, pending, [](Work&) -> Result<std::string> { return refuse(RefusalKind::invalid, "text.empty"); });
        });
        CHECK(refused.error().message == "text.empty");
        CHECK(desk.load(id).version == 1);
    });
}

}  // namespace pending_test
