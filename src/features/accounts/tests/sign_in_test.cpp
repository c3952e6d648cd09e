#include <doctest/doctest.h>

#include <thread>

#include "app/token.hpp"
#include "core/errors.hpp"
#include "features/accounts/store_sessions.hpp"
#include "features/accounts/tests/town_for_test.hpp"

namespace sign_in_test {

using namespace veche;
using namespace veche::accounts;
using app::token_hash;
using namespace veche::accounts::test;

namespace {
const std::string vera = "vera@yurga.example";
const std::string boris = "boris@yurga.example";
}  // namespace

TEST_CASE("somebody with the right password is inside, with their roles")
{
    for_each_town([](TestTown& town) {
        const auto id = town.add(vera, {app::Role::press_officer, app::Role::clerk});
        const auto entry = town.sign_in("VERA@Yurga.Example");
        REQUIRE(entry);
        CHECK(entry->next == Entry::Next::inside);
        const auto who = town.session(entry->token);
        REQUIRE(who);
        CHECK(who->actor.kind == app::Actor::Kind::staff);
        CHECK(who->actor.account == id);
        CHECK(who->actor.roles == app::Roles{app::Role::press_officer, app::Role::clerk});
        CHECK_FALSE(who->must_set_second_factor);
        CHECK(town.value("SELECT count(*) FROM audit_unsealed WHERE town_id = :town AND deed = 'accounts.signed_in'") ==
              1);
    });
}

TEST_CASE("a wrong password, an unknown address, a closed and an invited account are all the same refusal")
{
    for_each_town([](TestTown& town) {
        town.add(vera, {app::Role::clerk});
        const auto closed = town.add(boris, {app::Role::clerk});
        REQUIRE(town.change([&](app::Work& work) { return close_account(work, closed); }));
        REQUIRE(town.change(
            [&](app::Work& work) { return invite(work, *Email::parse("gleb@yurga.example"), {app::Role::clerk}); }));
        const std::pair<std::string, std::string> attempts[] = {{vera, "не тот"},
                                                                {"x@yurga.example", good_password},
                                                                {boris, good_password},
                                                                {"gleb@yurga.example", good_password}};
        for (const auto& [email, password] : attempts) {
            const auto entry = town.sign_in(email, password);
            REQUIRE_FALSE(entry);
            CHECK(entry.error() == Refusal{RefusalKind::invalid, "accounts.sign_in.wrong", "", {}});
        }
        CHECK(town.value("SELECT count(*) FROM sessions WHERE town_id = :town") == 0);
    });
}

TEST_CASE("a session is found to its last millisecond and not after")
{
    for_each_town([](TestTown& town) {
        town.add(vera, {app::Role::clerk});
        const auto token = town.sign_in(vera)->token;
        town.now = noon + 30min - 1ms;
        CHECK(town.session(token));
        town.now = noon + 30min;
        CHECK_FALSE(town.session(token));
        CHECK_FALSE(town.session(Secret<std::string>("")));
        CHECK_FALSE(town.session(Secret<std::string>(token_hash(token.reveal()))));  // the stored form is no key
    });
}

TEST_CASE("a session is kept alive by touching it, at most once a minute, and ends after twelve hours all the same")
{
    for_each_town([](TestTown& town) {
        town.add(vera, {app::Role::clerk});
        const auto token = town.sign_in(vera)->token;
        const auto touch = [&] {
            town.change([&](app::Work& work) -> Result<bool> {
                touch_session(work, token.reveal());
                return true;
            });
        };
        const auto seen = [&] { return town.value("SELECT seen_at FROM sessions WHERE town_id = :town"); };

        town.now = noon + 1min - 1ms;
        CHECK_FALSE(town.session(token)->needs_touch);
        touch();
        CHECK(seen() == noon.milliseconds);
        town.now = noon + 1min;
        CHECK(town.session(token)->needs_touch);
        touch();
        CHECK(seen() == town.now.milliseconds);
        CHECK(town.value("SELECT seen_at FROM accounts WHERE town_id = :town") == town.now.milliseconds);

        while (town.now < noon + 12h - 20min) {
            town.now = town.now + 20min;
            REQUIRE(town.session(token));
            touch();
        }
        town.now = noon + 12h - 1ms;
        CHECK(town.session(token));
        town.now = noon + 12h;
        CHECK_FALSE(town.session(token));
    });
}

TEST_CASE("signing in gives a session a new name and ends the browser's former one")
{
    for_each_town([](TestTown& town) {
        town.add(vera, {app::Role::clerk});
        const auto first = town.sign_in(vera)->token;
        const auto second =
            town.sign_in(vera, good_password, {.peer = "192.0.2.1", .former_session = first.reveal()})->token;
        CHECK(first.reveal() != second.reveal());
        CHECK_FALSE(town.session(first));
        CHECK(town.session(second));
        CHECK(town.change([&](app::Work& work) { return sign_out(work, second.reveal()); }).value());
        CHECK_FALSE(town.session(second));
        CHECK_FALSE(town.change([&](app::Work& work) { return sign_out(work, second.reveal()); }).value());
    });
}

TEST_CASE("no token, code or password lies in the database in the open")
{
    for_each_town([](TestTown& town) {
        town.add(vera, {app::Role::clerk});
        const auto token = town.sign_in(vera)->token;
        CHECK(town.value<std::string>("SELECT token_hash FROM sessions WHERE town_id = :town") ==
              token_hash(token.reveal()));
        CHECK(town.value<std::string>("SELECT password_hash FROM accounts WHERE town_id = :town")
                  .starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    });
}

TEST_CASE("an administrator without a second factor has no rights but to set one up")
{
    for_each_town([](TestTown& town) {
        town.add(vera, {app::Role::administrator, app::Role::press_officer});
        const auto entry = town.sign_in(vera);
        CHECK(entry->next == Entry::Next::set_second_factor);
        const auto who = town.session(entry->token);
        CHECK(who->must_set_second_factor);
        CHECK(who->actor.is_staff());
        CHECK(who->actor.roles.empty());

        town.actor = who->actor;
        const auto secret = town.change(prepare_second_factor);
        REQUIRE(secret);
        CHECK(town.change(prepare_second_factor)->reveal() == secret->reveal());  // a reload shows the same
        const auto confirm = [&](const std::string& code) {
            return town.change(
                [&](app::Work& work) { return confirm_second_factor(work, code, entry->token.reveal()); });
        };
        CHECK(confirm("000000").error().message == "accounts.code.wrong");
        CHECK(town.session(entry->token)->must_set_second_factor);
        const auto codes = confirm(TotpKey::parse(secret->reveal())->code(totp_step(town.now)).reveal());
        REQUIRE(codes);
        CHECK(codes->size() == 10);
        const auto now_inside = town.session(entry->token);
        CHECK_FALSE(now_inside->must_set_second_factor);
        CHECK(now_inside->actor.has(app::Role::administrator));
    });
}

TEST_CASE("a shown secret waits an hour, then another takes its place")
{
    for_each_town([](TestTown& town) {
        town.add(vera, {app::Role::administrator});
        const auto token = town.sign_in(vera)->token;
        town.act_as(token);
        const auto first = town.change(prepare_second_factor)->reveal();
        town.now = noon + 1h - 1ms;
        CHECK(town.change(prepare_second_factor)->reveal() == first);
        town.now = noon + 1h;
        const auto code = TotpKey::parse(first)->code(totp_step(town.now)).reveal();
        CHECK_FALSE(town.change([&](app::Work& work) { return confirm_second_factor(work, code, token.reveal()); }));
        CHECK(town.change(prepare_second_factor)->reveal() != first);
    });
}

TEST_CASE("with a second factor the password alone opens nothing")
{
    for_each_town([](TestTown& town) {
        town.add(vera, {app::Role::administrator}, totp_secret);
        const auto entry = town.sign_in(vera);
        REQUIRE(entry);
        CHECK(entry->next == Entry::Next::second_step);
        CHECK_FALSE(town.session(entry->token));
        CHECK(town.value("SELECT count(*) FROM sessions WHERE town_id = :town") == 0);

        CHECK(town.second_step(*entry, "000000").kind == SecondStepAnswer::Kind::wrong);
        const auto answer = town.second_step(*entry, town.code());
        REQUIRE(answer.kind == SecondStepAnswer::Kind::inside);
        CHECK(town.session(answer.token)->actor.has(app::Role::administrator));
        CHECK(town.second_step(*entry, town.code()).kind == SecondStepAnswer::Kind::gone);
    });
}

TEST_CASE("a code of the application works once, also in another sign-in")
{
    for_each_town([](TestTown& town) {
        town.add(vera, {app::Role::administrator}, totp_secret);
        const std::string code = town.code();
        REQUIRE(town.second_step(*town.sign_in(vera), code).kind == SecondStepAnswer::Kind::inside);
        CHECK(town.second_step(*town.sign_in(vera), code).kind == SecondStepAnswer::Kind::wrong);
        town.now = noon + 30s;  // still within the tolerance
        CHECK(town.second_step(*town.sign_in(vera), code).kind == SecondStepAnswer::Kind::wrong);
        CHECK(town.second_step(*town.sign_in(vera), town.code()).kind == SecondStepAnswer::Kind::inside);
    });
}

TEST_CASE("a recovery code works once, and new ones put the former out of force")
{
    for_each_town([](TestTown& town) {
        town.add(vera, {app::Role::administrator}, totp_secret);
        const auto first = town.second_step(*town.sign_in(vera), town.code());
        town.act_as(first.token);
        const auto codes = town.change(renew_recovery_codes).value();
        town.actor = {};

        CHECK(town.second_step(*town.sign_in(vera), codes[0].reveal()).kind == SecondStepAnswer::Kind::inside);
        CHECK(town.second_step(*town.sign_in(vera), codes[0].reveal()).kind == SecondStepAnswer::Kind::wrong);
        CHECK(town.second_step(*town.sign_in(vera), codes[9].reveal()).kind == SecondStepAnswer::Kind::inside);
        CHECK(town.value("SELECT count(*) FROM recovery_codes WHERE town_id = :town AND used_at IS NULL") == 8);

        town.act_as(first.token);
        REQUIRE(town.change(renew_recovery_codes));
        town.actor = {};
        CHECK(town.second_step(*town.sign_in(vera), codes[1].reveal()).kind == SecondStepAnswer::Kind::wrong);
    });
}

TEST_CASE("without a second factor there are no recovery codes")
{
    for_each_town([](TestTown& town) {
        town.add(vera, {app::Role::clerk});
        town.act_as(town.sign_in(vera)->token);
        CHECK(town.change(renew_recovery_codes).error().message == "accounts.second_factor.none");
    });
}

TEST_CASE("the second step takes five codes and ten minutes, then one starts again")
{
    for_each_town([](TestTown& town) {
        town.add(vera, {app::Role::administrator}, totp_secret);
        const auto entry = town.sign_in(vera).value();
        for (int i = 0; i < 5; ++i) CHECK(town.second_step(entry, "000000").kind == SecondStepAnswer::Kind::wrong);
        CHECK(town.second_step(entry, town.code()).kind == SecondStepAnswer::Kind::gone);

        const auto late = town.sign_in(vera).value();
        town.now = noon + 10min;
        CHECK(town.second_step(late, town.code()).kind == SecondStepAnswer::Kind::gone);
    });
}

TEST_CASE("an account closed between password and code does not open")
{
    for_each_town([](TestTown& town) {
        const auto id = town.add(vera, {app::Role::clerk}, totp_secret);
        const auto entry = town.sign_in(vera).value();
        REQUIRE(town.change([&](app::Work& work) { return close_account(work, id); }));
        CHECK(town.second_step(entry, town.code()).kind == SecondStepAnswer::Kind::gone);
    });
}

TEST_CASE("a password changed while it was being checked is worth nothing")
{
    for_each_town([](TestTown& town) {
        const auto id = town.add(vera, {app::Role::clerk});
        const auto attempt =
            town.change([&](app::Work& work) { return admit_attempt(work, *Email::parse(vera), {.peer = "::1"}); });
        town.actor = {app::Actor::Kind::staff, id, "Вера", {}};
        REQUIRE(town.change([&](app::Work& work) { return change_password(work, "$argon2id$другой", ""); }));
        const auto entry = town.change([&](app::Work& work) { return enter(work, *attempt, {.peer = "::1"}); });
        CHECK(entry.error().message == "accounts.sign_in.wrong");
    });
}

TEST_CASE("after five wrong passwords from one address the next has to wait, twice as long each time")
{
    for_each_town([](TestTown& town) {
        town.add(vera, {app::Role::clerk});
        for (int i = 0; i < 5; ++i) CHECK(town.sign_in(vera, "не тот").error().message == "accounts.sign_in.wrong");
        const auto refused = town.sign_in(vera);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().kind == RefusalKind::too_many);
        CHECK(refused.error().values.front().second == "1");
        town.now = noon + 1s - 1ms;
        CHECK_FALSE(town.sign_in(vera));
        town.now = noon + 1s;
        CHECK(town.sign_in(vera, "не тот").error().message == "accounts.sign_in.wrong");
        town.now = town.now + 2s;
        CHECK(town.sign_in(vera));
        CHECK(town.sign_in(vera, "не тот").error().message == "accounts.sign_in.wrong");  // success forgot the failures
    });
}

TEST_CASE("an unknown address is slowed down just like a known one")
{
    for_each_town([](TestTown& town) {
        for (int i = 0; i < 5; ++i) CHECK(town.sign_in("x@yurga.example").error().message == "accounts.sign_in.wrong");
        CHECK(town.sign_in("x@yurga.example").error().kind == RefusalKind::too_many);
    });
}

TEST_CASE("strangers from many addresses cannot shut an administrator out")
{
    for_each_town([](TestTown& town) {
        town.add(vera, {app::Role::clerk});
        REQUIRE(town.sign_in(vera, good_password, {.peer = "192.0.2.1"}));
        int refused = 0;
        for (int i = 0; i < 100; ++i) {
            const std::string peer = "198.51.100." + std::to_string(i);
            refused += town.sign_in(vera, "не тот", {.peer = peer}).error().kind == RefusalKind::too_many;
        }
        CHECK(refused == 70);                                             // thirty guesses, then they wait
        CHECK(town.sign_in(vera, good_password, {.peer = "192.0.2.1"}));  // her own desk does not
        for (int i = 0; i < 40; ++i) town.sign_in(vera, "не тот", {.peer = "198.51.101." + std::to_string(i)});
        CHECK_FALSE(town.sign_in(vera, good_password, {.peer = "203.0.113.5"}));  // a new place waits,
        town.now = town.now + 5s;
        CHECK(town.sign_in(vera, good_password, {.peer = "203.0.113.5"}));  // five seconds at most
    });
}

TEST_CASE("one address that tries many accounts has to wait")
{
    for_each_town([](TestTown& town) {
        for (int i = 0; i < 50; ++i) {
            CHECK(town.sign_in("a" + std::to_string(i) + "@yurga.example").error().kind == RefusalKind::invalid);
        }
        CHECK(town.sign_in("fresh@yurga.example").error().kind == RefusalKind::too_many);
        CHECK(town.sign_in("fresh@yurga.example", good_password, {.peer = "192.0.2.2"}).error().kind ==
              RefusalKind::invalid);
    });
}

TEST_CASE("who knows the password still cannot try codes without end")
{
    for_each_town([](TestTown& town) {
        town.add(vera, {app::Role::administrator}, totp_secret);
        int wrong = 0;
        for (int address = 0; address < 20; ++address) {
            const std::string peer = "198.51.100." + std::to_string(address);
            const auto entry = town.sign_in(vera, good_password, {.peer = peer});
            if (!entry) continue;
            for (int i = 0; i < 5; ++i)
                wrong += town.second_step(*entry, "000000", {.peer = peer}).kind == SecondStepAnswer::Kind::wrong;
        }
        CHECK(wrong == 20);
        CHECK(town.sign_in(vera, good_password, {.peer = "198.51.101.1"}).error().kind == RefusalKind::too_many);
    });
}

TEST_CASE("attempts count before the password is checked, so many at once do not slip through")
{
    for_each_town([](TestTown& town) {
        town.add(vera, {app::Role::clerk});
        int admitted = 0;
        for (int i = 0; i < 20; ++i) {
            admitted += town.change([&](app::Work& work) {
                                return admit_attempt(work, *Email::parse(vera), {.peer = "192.0.2.1"});
                            })
                            .has_value();
        }
        CHECK(admitted == 5);
    });
}

TEST_CASE("of many who guess at the same moment each is counted, and after a day without any the count begins again")
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [](db::Database& database) {
        TestTown town(database, "yurga", 1);
        const auto count = [&](Instant now, int times) {
            for (int i = 0; i < times; ++i)
                database.change([&](db::Session& tx) {
                    store::count_failure(tx, town.town.id, Tally::account, "vera", now);
                    return db::Outcome::keep;
                });
        };
        const auto counted = [&] {
            Failures failures;
            database.read([&](db::Session& session) {
                failures = store::find_failures(session, town.town.id, Tally::account, "vera");
            });
            return failures;
        };
        std::vector<std::thread> crowd;
        for (int i = 0; i < 8; ++i) crowd.emplace_back([&] { count(noon, 10); });
        for (auto& one : crowd) one.join();
        CHECK(counted() == Failures{80, noon});
        count(noon + failures_lifetime - std::chrono::milliseconds(1), 1);
        CHECK(counted().count == 81);
        count(noon + 3 * failures_lifetime, 1);
        CHECK(counted() == Failures{1, noon + 3 * failures_lifetime});
        for (int i = 0; i < 2; ++i)
            database.change([&](db::Session& tx) {
                store::take_back_failure(tx, town.town.id, Tally::account, "vera");
                return db::Outcome::keep;
            });
        CHECK(counted().count == 0);
    });
}

TEST_CASE("two towns share no accounts, sessions, links or failures")
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [](db::Database& database) {
        TestTown yurga(database, "yurga", 1);
        TestTown tayga(database, "tayga", 2);
        yurga.add(vera, {app::Role::administrator}, totp_secret);
        CHECK_FALSE(tayga.sign_in(vera));
        const auto same = tayga.add(vera, {app::Role::clerk});  // the same address is another account
        const auto entry = yurga.sign_in(vera);
        CHECK(tayga.second_step(*entry, tayga.code()).kind == SecondStepAnswer::Kind::gone);
        const auto answer = yurga.second_step(*entry, yurga.code());
        CHECK(yurga.session(answer.token));
        CHECK_FALSE(tayga.session(answer.token));

        const auto link = yurga.change(
            [&](app::Work& work) { return invite(work, *Email::parse("gleb@yurga.example"), {app::Role::clerk}); });
        CHECK_FALSE(tayga.change(
            [&](app::Work& work) { return accept_invitation(work, link->reveal(), "Глеб", good_hash()); }));
        CHECK_THROWS_AS(yurga.change([&](app::Work& work) { return close_account(work, same); }), NotFound);
        for (int i = 0; i < 5; ++i) CHECK(tayga.sign_in("x@yurga.example").error().kind == RefusalKind::invalid);
        CHECK(yurga.sign_in("x@yurga.example").error().kind == RefusalKind::invalid);
    });
}

TEST_CASE("the sweep takes what has expired and leaves what has not")
{
    for_each_town([](TestTown& town) {
        town.add(vera, {app::Role::clerk});
        town.add(boris, {app::Role::clerk}, totp_secret);
        REQUIRE(town.sign_in(vera));
        REQUIRE(town.sign_in(boris));
        REQUIRE_FALSE(town.sign_in("x@yurga.example"));
        REQUIRE(town.change(
            [&](app::Work& work) { return invite(work, *Email::parse("gleb@yurga.example"), {app::Role::clerk}); }));
        const auto rows = [&] {
            return town.value(
                "SELECT (SELECT count(*) FROM sessions WHERE town_id = :town)"
                " + (SELECT count(*) FROM second_steps WHERE town_id = :town)"
                " + (SELECT count(*) FROM invitations WHERE town_id = :town)"
                " + (SELECT count(*) FROM sign_in_failures WHERE town_id = :town AND failures > 0)");
        };
        const auto swept = [&](std::chrono::milliseconds later) {
            town.now = noon + later;
            town.change([](app::Work& work) -> Result<bool> {
                sweep(work);
                return true;
            });
            return rows();
        };
        const auto before = rows();
        CHECK(swept(10min - 1ms) == before);
        CHECK(swept(10min) == before - 1);
        CHECK(swept(30min) == before - 2);
        CHECK(swept(24h) == 1);
        CHECK(swept(7 * 24h - 1ms) == 1);
        CHECK(swept(7 * 24h) == 0);
    });
}

TEST_CASE("a hash is Argon2id with the agreed figures, and only its password opens it")
{
    CHECK(good_hash().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    CHECK(hashing().verify(good_hash(), Secret<std::string>(good_password)));
    CHECK_FALSE(hashing().verify(good_hash(), Secret<std::string>(good_password + " ")));
    CHECK_FALSE(hashing().verify("no hash", Secret<std::string>(good_password)));
    CHECK_FALSE(hashing().verify_nobody(Secret<std::string>("nobody has this password")));
    // й as one code point and as и with a breve is one letter on two keyboards.
    const std::string hash = hashing().hash(Secret<std::string>("лей май"));
    CHECK(hashing().verify(hash, Secret<std::string>("леи\u0306 маи\u0306")));
}

TEST_CASE("beyond the queue of passwords the answer is Unavailable, and a free place is taken by one who waits")
{
    Hashing queue(1, 1);
    auto running = std::make_unique<Hashing::Place>(queue);
    std::thread waiting([&] { const Hashing::Place place(queue); });
    while (queue.figures().waiting == 0) std::this_thread::yield();
    CHECK_THROWS_AS(Hashing::Place{queue}, Unavailable);
    CHECK(queue.figures().running == 1);
    running.reset();
    waiting.join();
    CHECK(queue.figures().running == 0);
    CHECK(queue.figures().waiting == 0);
}

}  // namespace sign_in_test
