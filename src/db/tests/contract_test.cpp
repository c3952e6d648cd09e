// What every command and query may rely on, whichever engine keeps the data.

#include <doctest/doctest.h>

#include <limits>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/errors.hpp"
#include "core/expect.hpp"
#include "db/database.hpp"
#include "test_database.hpp"

namespace contract_test {

using namespace veche;
using namespace veche::db;

namespace {

const std::vector<Migration> tables{
    {"0001_signatures.sql",
     "CREATE TABLE initiatives (town_id $ID NOT NULL, id $ID NOT NULL, title TEXT NOT NULL,\n"
     "  PRIMARY KEY (town_id, id));\n"
     "CREATE TABLE signatures (town_id $ID NOT NULL, initiative_id $ID NOT NULL,\n"
     "  signer TEXT NOT NULL, weight $ID CHECK (weight > 0), share DOUBLE PRECISION,\n"
     "  is_public $BOOL, PRIMARY KEY (town_id, initiative_id, signer),\n"
     "  FOREIGN KEY (town_id, initiative_id) REFERENCES initiatives (town_id, id));\n"
     "INSERT INTO initiatives VALUES (1, 7, 'Парк у реки');\n"}};

std::int64_t sign(Session& session, std::string_view signer)
{
    return session.execute("INSERT INTO signatures (town_id, initiative_id, signer) VALUES (1, 7, :signer)",
                           {{"signer", signer}});
}

std::int64_t count(Database& database)
{
    std::int64_t found = 0;
    database.read([&](Session& session) { found = session.value<std::int64_t>("SELECT count(*) FROM signatures"); });
    return found;
}

template <class Deed>
Cause cause_of(Database& database, Deed deed)
{
    try {
        database.change([&](Session& session) {
            deed(session);
            return Outcome::keep;
        });
    } catch (const Error& error) {
        return error.cause();
    }
    FAIL("nothing was refused");
    return Cause::other;
}

}  // namespace

TEST_CASE("what a command kept is seen by the next read")
{
    test::for_each_engine(tables, [](Database& database) {
        std::int64_t changed = 0;
        database.change([&](Session& session) {
            changed = sign(session, "Anna");
            return Outcome::keep;
        });
        CHECK(changed == 1);
        CHECK(count(database) == 1);
        const Figures figures = database.figures();
        CHECK(figures.kept == figures.commands);
        CHECK(figures.commits == figures.kept);
        CHECK(figures.waiting == 0);
    });
}

TEST_CASE("a refused command leaves nothing behind")
{
    test::for_each_engine(tables, [](Database& database) {
        database.change([](Session& session) {
            sign(session, "Anna");
            return Outcome::roll_back;
        });
        CHECK(count(database) == 0);
    });
}

TEST_CASE("a command that throws leaves nothing behind and its exception comes out")
{
    test::for_each_engine(tables, [](Database& database) {
        const auto throwing = [](Session& session) -> Outcome {
            sign(session, "Anna");
            throw NotFound("initiative");
        };
        CHECK_THROWS_AS(database.change(throwing), NotFound);
        CHECK(count(database) == 0);
    });
}

TEST_CASE("the cause of a refusal by the schema is told")
{
    test::for_each_engine(tables, [](Database& database) {
        database.change([](Session& session) {
            sign(session, "Anna");
            return Outcome::keep;
        });
        CHECK(cause_of(database, [](Session& session) { sign(session, "Anna"); }) == Cause::unique);
        CHECK(cause_of(database, [](Session& session) {
                  session.execute("INSERT INTO signatures (town_id, initiative_id, signer) VALUES (1, 8, 'Boris')");
              }) == Cause::foreign_key);
        CHECK(cause_of(database, [](Session& session) {
                  session.execute("INSERT INTO signatures (town_id, initiative_id, signer) VALUES (1, 7, :signer)",
                                  {{"signer", std::optional<std::string>()}});
              }) == Cause::not_null);
        CHECK(cause_of(database, [](Session& session) {
                  session.execute("UPDATE signatures SET weight = :weight", {{"weight", 0}});
              }) == Cause::check);
        CHECK(cause_of(database, [](Session& session) { session.execute("SELECT no_such FROM nowhere"); }) ==
              Cause::other);
        CHECK(count(database) == 1);
    });
}

TEST_CASE("after a failed statement a transaction takes no other and cannot be kept")
{
    test::for_each_engine(tables, [](Database& database) {
        const auto stubborn = [](Session& session) {
            sign(session, "Anna");
            CHECK_THROWS_AS(sign(session, "Anna"), Error);
            CHECK_THROWS_AS(sign(session, "Boris"), Error);
            return Outcome::keep;
        };
        CHECK_THROWS_AS(database.change(stubborn), Bug);
        CHECK(count(database) == 0);
    });
}

TEST_CASE("a conflict that the statement foresees is no failure")
{
    test::for_each_engine(tables, [](Database& database) {
        std::vector<std::int64_t> changed;
        for (int i = 0; i < 2; ++i) {
            database.change([&](Session& session) {
                changed.push_back(
                    session.execute("INSERT INTO signatures (town_id, initiative_id, signer) VALUES (1, 7, 'A') "
                                    "ON CONFLICT DO NOTHING"));
                return Outcome::keep;
            });
        }
        CHECK(changed == std::vector<std::int64_t>{1, 0});
    });
}

TEST_CASE("values come back as they went in")
{
    test::for_each_engine(tables, [](Database& database) {
        const std::int64_t largest = std::numeric_limits<std::int64_t>::max();
        const std::string text = "Ёлка «у реки» 🎄 'quoted' :name \x01";
        const double share = 0.1 + 0.2;
        database.change([&](Session& session) {
            session.execute("INSERT INTO signatures VALUES (1, 7, :signer, :weight, :share, :is_public)",
                            {{"signer", text}, {"weight", largest}, {"share", share}, {"is_public", true}});
            return Outcome::keep;
        });
        database.read([&](Session& session) {
            session.each(
                "SELECT signer, weight, share, is_public FROM signatures WHERE weight = :weight AND share = :share",
                {{"weight", largest}, {"share", share}}, [&](Row& row) {
                    CHECK(row.next<std::string>() == text);
                    CHECK(row.next<std::int64_t>() == largest);
                    CHECK(row.next<double>() == share);
                    CHECK(row.next<bool>());
                });
            CHECK(session.value<std::int64_t>("SELECT CAST(:least AS BIGINT)",
                                              {{"least", std::numeric_limits<std::int64_t>::min()}}) ==
                  std::numeric_limits<std::int64_t>::min());
            CHECK(session.value<Instant>("SELECT CAST(:at AS BIGINT)", {{"at", Instant{-5}}}) == Instant{-5});
            const Day day = std::chrono::year(2021) / 7 / 6;
            CHECK(session.value<Day>("SELECT CAST(:day AS BIGINT)", {{"day", day}}) == day);
            CHECK(session.value<std::string>("SELECT CAST(:empty AS TEXT)", {{"empty", std::string_view()}}).empty());
        });
    });
}

TEST_CASE("null is an empty optional, and read as a value it is a bug")
{
    test::for_each_engine(tables, [](Database& database) {
        database.change([](Session& session) {
            session.execute("INSERT INTO signatures VALUES (1, 7, 'Anna', :weight, :share, :is_public)",
                            {{"weight", std::optional<std::int64_t>()},
                             {"share", std::optional<double>()},
                             {"is_public", std::optional<int>(1)}});
            return Outcome::keep;
        });
        database.read([](Session& session) {
            session.each("SELECT weight, share, is_public FROM signatures", {}, [](Row& row) {
                CHECK_FALSE(row.next<std::optional<std::int64_t>>());
                CHECK_FALSE(row.next<std::optional<double>>());
                CHECK(row.next<std::optional<int>>() == 1);
            });
            const std::optional<std::string> nothing;
            CHECK(session.value<std::int64_t>("SELECT count(*) FROM signatures WHERE CAST(:word AS TEXT) IS NULL",
                                              {{"word", nothing}}) == 1);
            CHECK_THROWS_AS(session.value<std::int64_t>("SELECT weight FROM signatures"), Bug);
        });
    });
}

TEST_CASE("a column read as another type, or one too many, is a bug")
{
    test::for_each_engine(tables, [](Database& database) {
        database.read([](Session& session) {
            CHECK_THROWS_AS(session.value<std::string>("SELECT id FROM initiatives"), Bug);
            CHECK_THROWS_AS(session.value<std::int64_t>("SELECT title FROM initiatives"), Bug);
            CHECK_THROWS_AS(session.each("SELECT id FROM initiatives", {},
                                         [](Row& row) {
                                             row.next<std::int64_t>();
                                             row.next<std::int64_t>();
                                         }),
                            Bug);
        });
    });
}

TEST_CASE("a text with NUL or broken UTF-8, and a number that is not finite, are refused")
{
    test::for_each_engine(tables, [](Database& database) {
        using namespace std::string_literals;
        for (const std::string& text : {"a\0b"s, "\xff"s, "\xc0\x80"s, "\xed\xa0\x80"s, "\xf4\x90\x80\x80"s, "\xd0"s}) {
            const auto command = [&](Session& session) {
                sign(session, text);
                return Outcome::keep;
            };
            CHECK_THROWS_AS(database.change(command), Bug);
        }
        const auto command = [](Session& session) {
            session.execute("UPDATE signatures SET share = :share",
                            {{"share", std::numeric_limits<double>::quiet_NaN()}});
            return Outcome::keep;
        };
        CHECK_THROWS_AS(database.change(command), Bug);
        CHECK(count(database) == 0);
    });
}

TEST_CASE("a name left unbound, or bound without being there, is a bug")
{
    test::for_each_engine(tables, [](Database& database) {
        database.read([](Session& session) {
            CHECK_THROWS_AS(session.value<std::int64_t>("SELECT id FROM initiatives WHERE id = :id"), Bug);
            CHECK_THROWS_AS(session.value<std::int64_t>("SELECT id FROM initiatives", {{"id", 7}}), Bug);
            CHECK_THROWS_AS(
                session.value<std::int64_t>("SELECT id FROM initiatives WHERE id = :id", {{"id", 7}, {"town", 1}}),
                Bug);
            CHECK(session.value<std::int64_t>("SELECT id FROM initiatives WHERE id = :id AND town_id < :id",
                                              {{"id", 7}}) == 7);
        });
    });
}

TEST_CASE("rows come in order and their columns from left to right")
{
    test::for_each_engine(tables, [](Database& database) {
        database.change([](Session& session) {
            for (const char* signer : {"В", "А", "Б"}) sign(session, signer);
            return Outcome::keep;
        });
        database.read([](Session& session) {
            const auto found =
                session.list("SELECT signer, initiative_id FROM signatures ORDER BY signer", {}, [](Row& row) {
                    auto signer = row.next<std::string>();
                    return std::move(signer) + std::to_string(row.next<std::int64_t>());
                });
            CHECK(found == std::vector<std::string>{"А7", "Б7", "В7"});
            CHECK_FALSE(session.find("SELECT signer FROM signatures WHERE signer = 'Г'", {},
                                     [](Row& row) { return row.next<std::string>(); }));
        });
    });
}

TEST_CASE("a statement may run inside the rows of another, even of itself")
{
    test::for_each_engine(tables, [](Database& database) {
        database.change([](Session& session) {
            for (const char* signer : {"А", "Б", "В"}) sign(session, signer);
            int pairs = 0;
            const auto list = [&](const std::function<void(Row&)>& each) {
                session.each("SELECT signer FROM signatures", {}, each);
            };
            list([&](Row&) { list([&](Row&) { ++pairs; }); });
            CHECK(pairs == 9);
            return Outcome::roll_back;
        });
    });
}

TEST_CASE("rows of a RETURNING clause are given and what was done is kept")
{
    test::for_each_engine(tables, [](Database& database) {
        database.change([](Session& session) {
            const auto signer = session.value<std::string>(
                "INSERT INTO signatures (town_id, initiative_id, signer) VALUES (1, 7, 'Anna') RETURNING signer");
            CHECK(signer == "Anna");
            return Outcome::keep;
        });
        CHECK(count(database) == 1);
    });
}

TEST_CASE("a read cannot write")
{
    test::for_each_engine(tables, [](Database& database) {
        CHECK_THROWS_AS(database.read([](Session& session) { sign(session, "Anna"); }), Error);
        CHECK(count(database) == 0);
    });
}

TEST_CASE("a read sees one moment although commands go on")
{
    test::for_each_place([](const test::EmptyPlace& place, test::Where where) {
        if (where == test::Where::memory) return;  // there, commands wait for the read
        const auto database = Database::open({place.url()});
        Migrator(tables).run(*database, Instant{0});
        database->read([&](Session& session) {
            CHECK(session.value<std::int64_t>("SELECT count(*) FROM signatures") == 0);
            std::thread([&] {
                database->change([](Session& writing) {
                    sign(writing, "Anna");
                    return Outcome::keep;
                });
            }).join();
            CHECK(session.value<std::int64_t>("SELECT count(*) FROM signatures") == 0);
        });
        CHECK(count(*database) == 1);
    });
}

TEST_CASE("a read or a command inside another of the same database is a bug")
{
    test::for_each_engine(tables, [](Database& database) {
        const auto nothing = [](Session&) {};
        const auto keep = [](Session&) { return Outcome::keep; };
        database.read([&](Session&) {
            CHECK_THROWS_AS(database.read(nothing), Bug);
            CHECK_THROWS_AS(database.change(keep), Bug);
        });
        database.change([&](Session&) {
            CHECK_THROWS_AS(database.read(nothing), Bug);
            CHECK_THROWS_AS(database.change(keep), Bug);
            return Outcome::keep;
        });
    });
}

TEST_CASE("a command cannot end its transaction by itself")
{
    test::for_each_engine(tables, [](Database& database) {
        const auto sneaky = [](Session& session) {
            sign(session, "Anna");
            session.execute("ROLLBACK");
            return Outcome::keep;
        };
        CHECK_THROWS_AS(database.change(sneaky), Error);
        CHECK(count(database) == 0);
        database.change([](Session& session) {
            sign(session, "Boris");
            return Outcome::keep;
        });
        CHECK(count(database) == 1);
    });
}

TEST_CASE("a query that computes too long is stopped and the database goes on")
{
    test::for_each_place([](const test::EmptyPlace& place, test::Where) {
        Settings settings{place.url()};
        settings.statement_timeout = std::chrono::milliseconds(50);
        const auto database = Database::open(settings);
        Cause cause = Cause::other;
        try {
            database->read([](Session& session) {
                session.value<std::int64_t>(
                    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) "
                    "SELECT count(*) FROM n");
            });
        } catch (const Error& error) {
            cause = error.cause();
        }
        CHECK(cause == Cause::busy);
        database->read([](Session& session) { CHECK(session.value<std::int64_t>("SELECT 1") == 1); });
    });
}

TEST_CASE("a database that is whole passes its check")
{
    test::for_each_engine(tables, [](Database& database) { CHECK(database.check() == ""); });
}

TEST_CASE("an address of neither engine is refused without repeating it")
{
    for (const char* url : {"", "sqlite:", "mysql://anna:secret@host/town"}) {
        try {
            Database::open({url});
            FAIL("opened");
        } catch (const std::invalid_argument& error) {
            CHECK(std::string(error.what()).find("secret") == std::string::npos);
        }
    }
}

}  // namespace contract_test
