#include <doctest/doctest.h>

#include "features/law/store.hpp"
#include "features/law/tests/office_for_test.hpp"

namespace law_office_test {

using namespace veche;
using namespace veche::law;
using namespace veche::law::test;
using app::test::says;

namespace {

Fields value(std::string text, std::string since = "2027-01-01")
{
    return {{"value", std::move(text)},
            {"since", std::move(since)},
            {"norm", "решение Совета № 5"},
            {"edition", "от 10.12.2026"},
            {"confirmed_by", "Ким, юрист"}};
}

}  // namespace

TEST_CASE("a value that an administrator enters holds from its day, its history stays, and the others read it")
{
    for_each_office([](Office& office) {
        const std::string path = "/office/law/values/term.proposal_author";
        CHECK(says(office.get("gleb", "/office/law"), "90 дней"));
        CHECK(says(office.get("gleb", "/office/law"), "не подтверждено"));
        REQUIRE(office.post("anna", path, value("60")).status == 303);
        CHECK(says(office.get("gleb", "/office/law"), "60 дней"));
        CHECK(says(office.get("gleb", "/office/law"), "Ким, юрист"));
        const auto page = office.get("anna", path);
        CHECK(says(page, "90 дней"));
        CHECK(says(page, "Анна"));
        // Of a day to come nothing holds yet.
        REQUIRE(office.post("anna", path, value("10", "2030-01-01")).status == 303);
        CHECK(says(office.get("gleb", "/office/law"), "60 дней"));
        office.database.read([&](db::Session& db) {
            using namespace std::chrono;
            CHECK(at(db, Id<app::Town>(1), 2026y / December / 31d).number("term.proposal_author") == 90);
            CHECK(at(db, Id<app::Town>(1), 2027y / January / 1d).number("term.proposal_author") == 60);
            CHECK(at(db, Id<app::Town>(1), 2030y / January / 1d).number("term.proposal_author") == 10);
            CHECK(at(db, Id<app::Town>(2), 2030y / January / 1d).number("term.proposal_author") == 90);
        });
        CHECK(says(office.get("boris", "/office/personal"), "60 дней"));
        CHECK(office.deeds() == "law.enter law.enter ");
        CHECK(office.audit_fault() == "");
    });
}

TEST_CASE("what is no value is told beside its field, and what was typed stays")
{
    for_each_office([](Office& office) {
        const auto answer = office.post("anna", "/office/law/values/quorum.tos_meeting", value("половина", "завтра"));
        CHECK(answer.status == 422);
        CHECK(says(answer, "Нужна доля"));
        CHECK(says(answer, "Такого дня нет"));
        CHECK(says(answer, "value=\"половина\""));
        CHECK(says(answer, "решение Совета № 5"));
        CHECK(office.get("anna", "/office/law/values/quorum.none").status == 404);
        CHECK(office.post("anna", "/office/law/values/quorum.none", value("1/2")).status == 404);
        CHECK(office.deeds() == "");
    });
}

TEST_CASE("the law is entered by administrators alone, and read by every colleague and by nobody else")
{
    for_each_office([](Office& office) {
        for (const std::string path : {"/office/law", "/office/law/days", "/office/law/values/age.survey"}) {
            CHECK(office.get("semyon", path).status == 200);
            CHECK(office.ask(app::test::get(path)).status == 303);
        }
        CHECK(office.post("gleb", "/office/law/values/age.survey", value("16")).status == 403);
        CHECK(office.post("gleb", "/office/law/days", {{"day", "2027-01-11"}}).status == 403);
        for (const std::string path : {"/office/personal", "/office/personal/requests"}) {
            CHECK(office.get("gleb", path).status == 403);
            CHECK(office.get("anna", path).status == 200);
        }
    });
}

TEST_CASE("a town's own days count, may be taken back, and are no other town's")
{
    for_each_office([](Office& office) {
        using namespace std::chrono;
        const auto works = [&](Day day, std::int64_t town = 1) {
            bool working = false;
            office.database.read(
                [&](db::Session& db) { working = work_calendar(db, Id<app::Town>(town)).is_working(day); });
            return working;
        };
        const Day day = 2027y / January / 15d;
        CHECK(works(day));
        CHECK(says(office.get("anna", "/office/law/days"), "на 2027 год"));
        REQUIRE(office.post("anna", "/office/law/days", {{"day", "2027-01-15"}}).status == 303);
        CHECK_FALSE(works(day));
        CHECK(works(day, 2));
        CHECK(says(office.get("anna", "/office/law/days"), "нерабочий"));
        REQUIRE(office.post("anna", "/office/law/days", {{"day", "2027-01-15"}, {"working", "1"}}).status == 303);
        CHECK(works(day));
        CHECK(office.post("anna", "/office/law/days", {{"day", "15 января"}}).status == 422);
        CHECK(office.post("tanya", "/office/law/days/2027-01-15/removal", {}, "taiga.example").status == 404);
        REQUIRE(office.post("anna", "/office/law/days/2027-01-15/removal").status == 303);
        CHECK(office.post("anna", "/office/law/days/2027-01-15/removal").status == 404);
    });
}

TEST_CASE("of one key a hundred values are kept, and then that is told")
{
    for_each_office([](Office& office) {
        const auto enter = [&](int number) {
            return office
                .change([&](app::Work& work) {
                    work.record("test", "law", nlohmann::json::object());
                    const Value one{.key = "age.survey",
                                    .since = Day(std::chrono::year(2027) / 1 / 1),
                                    .value = std::to_string(number),
                                    .norm = "н",
                                    .entered = work.now};
                    return Result<bool>(store::insert_value(work.tx, work.town.id, work.new_id<Value>(), one));
                })
                .value();
        };
        for (int i = 1; i <= store::values_most; ++i) REQUIRE(enter(i));
        CHECK_FALSE(enter(101));
        const auto answer = office.post("anna", "/office/law/values/age.survey", value("18"));
        CHECK(answer.status == 429);
        CHECK(says(answer, "уже сто значений"));
    });
}

TEST_CASE("the map of personal data names every personal column, its class, its term and what erases it")
{
    for_each_office([](Office& office) {
        const auto page = office.get("anna", "/office/personal");
        REQUIRE(page.status == 200);
        for (const auto& table : app::erasure::tables())
            for (const auto& column : table.columns)
                if (column.personal())
                    CHECK_MESSAGE(says(page, ">" + std::string(column.name) + "<"), table.name, ".", column.name);
        CHECK(says(page, "app.erase"));
        CHECK(says(page, "accounts.sweep"));
        CHECK(office
                  .ask(app::test::with_cookie(
                      app::test::with_cookie(app::test::get("/office/personal"), "session", "anna"), "language", "en"))
                  .status == 200);
    });
}

}  // namespace law_office_test
