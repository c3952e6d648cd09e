#include <doctest/doctest.h>

#include "app/letters.hpp"
#include "features/law/commands_requests.hpp"
#include "features/law/store_requests.hpp"
#include "features/law/tests/office_for_test.hpp"
#include "features/subscriptions/feature.hpp"

namespace law_requests_test {

using namespace veche;
using namespace veche::law;
using namespace veche::law::test;
using app::test::says;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view requests = "/office/personal/requests";

Fields wish(std::string name, std::string email, std::string phone = "", std::string received = "2027-01-15")
{
    return {{"name", std::move(name)},         {"email", std::move(email)},       {"phone", std::move(phone)},
            {"identified", "паспорт показан"}, {"received", std::move(received)}, {"wish", "erasure"}};
}

std::string enter(Office& office, Fields fields)
{
    const auto answer = office.post("anna", std::string(requests), std::move(fields));
    REQUIRE(answer.status == 303);
    return app::test::header_of(answer, "location");
}

/// A person in four tables, and two others beside them.
void fill(Office& office)
{
    office.change([&](app::Work& work) {
        const auto subscribe = [&](std::int64_t id, std::string_view mailbox) {
            work.tx.execute(
                "INSERT INTO subscriptions (town_id, id, mailbox, email, stage, language, weekly, urgent, "
                "consent_text, asked_at,"
                " confirmed_at) VALUES (:town, :id, :mailbox, :mailbox, 'confirmed', 'ru', 1, 1, '2026-1', 5, 5)",
                {{"town", work.town.id}, {"id", id}, {"mailbox", mailbox}});
            work.tx.execute(
                "INSERT INTO subscription_choices (town_id, subscription_id, aspect, word) VALUES (:town, :id, "
                "'place', 'ДК')",
                {{"town", work.town.id}, {"id", id}});
        };
        subscribe(501, "vera@mail.example");
        subscribe(502, "olga@mail.example");
        const auto propose = [&](std::int64_t id, std::string_view name, std::string_view contact) {
            work.tx.execute(
                "INSERT INTO suggestions (town_id, id, source, key_hash, year, title, when_text, place, audience, "
                "why, author_name,"
                " author_contact, consent_text, account_id, body_id, stage, line_id, reason, made_at, decided_at, "
                "erased_at)"
                " VALUES (:town, :id, 'resident', :key, 2027, 'Каток', '', '', '', '', :name, :contact, '2026-1', "
                "NULL, NULL,"
                " 'waiting', NULL, '', :now, NULL, NULL)",
                {{"town", work.town.id},
                 {"id", id},
                 {"key", std::to_string(id)},
                 {"name", name},
                 {"contact", contact},
                 {"now", work.now}});
        };
        propose(601, "Вера Ивановна Лисова", "+7 (384) 512-34-56");
        propose(602, "Вера Лисова", "другая");
        propose(603, "Ольга Лисова", "8 384 512 34 57");
        work.tx.execute(
            "INSERT INTO bodies (town_id, id, kind, name, short_name, about, contact, email, phone, stage, "
            "merged_into, version,"
            " created_at, updated_at) VALUES (:town, 701, 'tos', 'ТОС', 'ТОС', '', 'Вера Лисова', 'tos@mail.example', "
            "'', 'active',"
            " NULL, 1, 5, 5)",
            {{"town", work.town.id}});
        app::send(work, {.to = Email::parse("Vera@mail.example").value(),
                         .subject = "Вам",
                         .text = "слова",
                         .kind = "participation.accepted",
                         .key = "k/1"});
        work.record("test", "x", nlohmann::json::object());
        return Result<bool>(true);
    });
}

std::vector<std::string> found_names(Office& office, const app::erasure::Subject& subject)
{
    std::vector<std::string> names;
    office.database.read_long([&](db::Session& db) {
        for (const auto& one : app::erasure::find_holdings(db, Id<app::Town>(1), subject).holdings)
            names.push_back(std::string(one.table->name) + (one.match == app::erasure::Match::name ? "?" : ""));
    });
    return names;
}

std::int64_t count(Office& office, db::Sql sql)
{
    std::int64_t value = 0;
    office.database.read([&](db::Session& db) { value = db.value<std::int64_t>(sql); });
    return value;
}

}  // namespace

TEST_CASE(
    "a person is found by e-mail, telephone and full name however they are written, and a namesake is only a perhaps")
{
    for_each_office([](Office& office) {
        fill(office);
        using Names = std::vector<std::string>;
        const auto find = [&](std::string_view email, std::string_view phone, std::string_view name) {
            return found_names(office, app::erasure::subject_of(email, phone, name));
        };
        CHECK(find("VERA@Mail.example", "", "") == Names{"letters", "subscriptions"});
        CHECK(find("", "8-384-512-34-56", "") == Names{"suggestions"});
        CHECK(find("", "", "лисова ВЕРА") == Names{"bodies?", "suggestions?", "suggestions?"});
        CHECK(find("vera@mail.example", "+73845123456", "Вера Лисова") ==
              Names{"letters", "subscriptions", "bodies?", "suggestions", "suggestions?"});
        // One word, three digits, no address: nobody may be looked for by so little.
        CHECK(find("vera", "345", "Вера").empty());
    });
}

TEST_CASE("a request is answered within ten working days, put off once with a reason, and late ones are told")
{
    for_each_office([](Office& office) {
        const auto path = enter(office, wish("Вера Лисова", "vera@mail.example"));
        CHECK(says(office.get("anna", path), "29 января 2027"));
        CHECK(office.post("anna", path + "/delay", {{"because", " "}}).status == 422);
        REQUIRE(office.post("anna", path + "/delay", {{"because", "архив"}}).status == 303);
        CHECK(says(office.get("anna", path), "5 февраля 2027"));
        CHECK(office.post("anna", path + "/delay", {{"because", "ещё"}}).status == 409);
        CHECK_FALSE(says(office.get("anna", std::string(requests)), "срок прошёл"));
        office.now = office.now + 24h * 22;
        CHECK(says(office.get("anna", std::string(requests)), "срок прошёл"));
        const auto answered = [&] {
            return office.post("anna", path + "/settlement", {{"deed", "answered"}, {"answer", "Выдано"}}).status;
        };
        CHECK(answered() == 303);
        CHECK(answered() == 409);
        CHECK_FALSE(says(office.get("anna", std::string(requests)), "срок прошёл"));
        CHECK(office.post("anna", path + "/holdings", {{"deed", "erase"}, {"row", "subscriptions/501"}}).status == 409);
        CHECK(office.deeds() == "law.request_entered law.request_put_off law.request_settled ");
    });
}

TEST_CASE("what a request lacks is told, and what was typed stays")
{
    for_each_office([](Office& office) {
        auto answer = office.post("anna", std::string(requests), wish("Вера", ""));
        CHECK(answer.status == 422);
        CHECK(says(answer, "иначе человека не найти"));
        CHECK(says(answer, "value=\"Вера\""));
        answer = office.post("anna", std::string(requests), wish("Вера Лисова", "не адрес", "", "2027-02-30"));
        CHECK(answer.status == 422);
        CHECK(says(answer, "Такого дня нет"));
        CHECK(office.post("anna", std::string(requests), wish("Вера Лисова", "", "", "2027-01-16")).status ==
              422);  // tomorrow
        CHECK(office.deeds() == "");
    });
}

TEST_CASE("a person is given all that is held, as a file to read and one for programs, without secrets")
{
    for_each_office([](Office& office) {
        fill(office);
        const auto path = enter(office, wish("", "vera@mail.example"));
        const auto page = office.get("anna", path);
        CHECK(says(page, "vera@mail.example"));
        CHECK_FALSE(says(page, "olga@mail.example"));
        const auto name = [&](std::string_view table) {
            const auto body = app::test::body_of(page);
            const auto at = body.find("value=\"" + std::string(table) + "/");
            REQUIRE(at != body.npos);
            return body.substr(at + 7, body.find('"', at + 7) - at - 7);
        };
        const auto json = office.post(
            "anna", path + "/holdings",
            {{"deed", "json"}, {"row", name("letters")}, {"row", "subscriptions/501"}, {"row", "subscriptions/502"}});
        REQUIRE(json.status == 200);
        const auto told = nlohmann::json::parse(app::test::body_of(json));
        CHECK(told["rows"].size() == 2);  // the other's row is not hers, whatever the form says
        CHECK(told["rows"][1]["columns"]["email"] == "vera@mail.example");
        CHECK(told["rows"][1]["belongings"][0]["columns"]["word"] == "ДК");
        const auto pdf = office.post("anna", path + "/holdings", {{"deed", "pdf"}, {"row", "subscriptions/501"}});
        CHECK(app::test::body_of(pdf).starts_with("%PDF"));
        CHECK(app::test::header_of(pdf, "cache-control").find("no-store") != std::string::npos);
        CHECK(office.get("anna", path + "/act.pdf").status == 200);
        CHECK(office.deeds() == "test law.request_entered law.request_given law.request_given ");
    });
}

TEST_CASE("what was chosen is erased with what belongs to it; another person's rows and what the law keeps stay")
{
    for_each_office([](Office& office) {
        fill(office);
        const auto path = enter(office, wish("Вера Лисова", "vera@mail.example", "+7 384 512-34-56"));
        const auto erase = [&](std::vector<std::string> rows) {
            Fields fields{{"deed", "erase"}};
            for (auto& row : rows) fields.emplace_back("row", std::move(row));
            return office.post("anna", path + "/holdings", std::move(fields)).status;
        };
        CHECK(erase({}) == 422);
        // Not hers, no such row, no such table, no key, a table that keeps.
        CHECK(erase({"subscriptions/502", "suggestions/603", "subscriptions/999", "nothing/1", "subscriptions/abc",
                     "subscriptions", "accounts/1", ""}) == 422);
        CHECK(count(office, "SELECT count(*) FROM subscriptions") == 2);
        CHECK(erase({"subscriptions/501", "suggestions/601"}) == 303);
        CHECK(count(office, "SELECT count(*) FROM subscriptions") == 1);
        CHECK(count(office, "SELECT count(*) FROM subscription_choices") == 1);
        CHECK(count(office,
                    "SELECT count(*) FROM suggestions WHERE author_name = '' AND author_contact = '' AND title = "
                    "'Каток'") == 1);
        CHECK(count(office, "SELECT count(*) FROM suggestions WHERE author_name <> ''") == 2);
        CHECK(erase({"subscriptions/501"}) == 422);  // gone already
        CHECK(says(office.get("anna", path), "subscriptions: 1, suggestions: 1"));
        CHECK(office.deeds() == "test law.request_entered law.request_erased ");
        CHECK(office.audit_fault() == "");
    });
}

TEST_CASE("an erased letter that waited is not sent any more")
{
    for_each_office([](Office& office) {
        fill(office);
        const auto path = enter(office, wish("", "vera@mail.example"));
        const auto body = app::test::body_of(office.get("anna", path));
        const auto at = body.find("letters/");
        REQUIRE(at != body.npos);
        REQUIRE(office
                    .post("anna", path + "/holdings",
                          {{"deed", "erase"}, {"row", body.substr(at, body.find('"', at) - at)}})
                    .status == 303);
        CHECK(count(office, "SELECT count(*) FROM letters WHERE stage = 'waiting'") == 0);
        CHECK(count(office, "SELECT count(*) FROM letters WHERE recipient = '' AND mailbox = '' AND body = ''") == 1);
    });
}

TEST_CASE("three years after the answer a request forgets who asked, and an open one forgets nothing")
{
    for_each_office([](Office& office) {
        const auto settled = enter(office, wish("Вера Лисова", "")), open = enter(office, wish("Ольга Лисова", ""));
        REQUIRE(office.post("anna", settled + "/settlement", {{"deed", "refused"}, {"answer", "Не она"}}).status ==
                303);
        office.now = office.now + 24h * 1095;
        const auto erase = [&] {
            office.site.change(office.towns[0], app::the_program(), [](app::Work& work) {
                app::erasure::erase_old(work, days_of);
                return db::Outcome::keep;
            });
        };
        erase();
        CHECK(says(office.get("anna", std::string(requests)), "Вера Лисова"));
        office.now = office.now + 1ms;
        erase();
        const auto page = office.get("anna", std::string(requests));
        CHECK_FALSE(says(page, "Вера Лисова"));
        CHECK(says(page, "Ольга Лисова"));
        CHECK(says(page, "Стёрто по сроку"));
        CHECK(office.get("anna", settled).status == 200);
    });
}

TEST_CASE("another town's request is not there")
{
    for_each_office([](Office& office) {
        const auto path = enter(office, wish("Вера Лисова", ""));
        CHECK(office.get("tanya", path, "taiga.example").status == 404);
        CHECK(office.get("tanya", path + "/act.pdf", "taiga.example").status == 404);
        CHECK(office.post("tanya", path + "/settlement", {{"deed", "answered"}, {"answer", "x"}}, "taiga.example")
                  .status == 404);
        CHECK(office.post("tanya", path + "/holdings", {{"deed", "json"}}, "taiga.example").status == 404);
        CHECK(office.get("gleb", path).status == 403);
    });
}

}  // namespace law_requests_test
