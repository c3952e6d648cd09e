#pragma once

#include <optional>
#include <string>
#include <utility>

#include "app/tests/test_town.hpp"
#include "features/accounts/commands.hpp"
#include "features/accounts/commands_sign_in.hpp"
#include "features/accounts/feature.hpp"
#include "features/accounts/hashing.hpp"
#include "features/accounts/model_one_time_code.hpp"

namespace veche::accounts::test {

using namespace std::chrono_literals;

inline constexpr Instant noon{1'800'000'000'000};
inline const std::string totp_secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
inline const std::string good_password = "сорок кур вдоль оврага";

/// One hash for all tests: each costs 20 ms and 19 MiB.
inline const std::string& good_hash()
{
    static const std::string hash = hashing().hash(Secret<std::string>(good_password));
    return hash;
}

class TestTown : public app::test::TestTown {
public:
    TestTown(db::Database& database, const std::string& slug, std::int64_t id)
        : app::test::TestTown(database, town_of(slug, id), noon)
    {}

    Id<app::Account> add(const std::string& email, app::Roles roles, const std::string& second_factor = {})
    {
        const auto id = change([&](app::Work& work) {
            return add_account(work, {Email::parse(email).value(), "Вера", roles, good_hash(), second_factor});
        });
        return id.value();
    }
    /// From admission to entry, with a password that is right or not.
    Result<Entry> sign_in(const std::string& email, const std::string& password = good_password,
                          const Visitor& visitor = {.peer = "192.0.2.1"})
    {
        const auto attempt =
            change([&](app::Work& work) { return admit_attempt(work, Email::parse(email).value(), visitor); });
        if (!attempt) return tl::unexpected(attempt.error());
        // Argon2 itself has its own test; here its answer is enough.
        if (attempt->password_hash.empty() || password != good_password) {
            return refuse(RefusalKind::invalid, "accounts.sign_in.wrong");
        }
        return change([&](app::Work& work) { return enter(work, *attempt, visitor); });
    }
    SecondStepAnswer second_step(const Entry& entry, const std::string& code,
                                 const Visitor& visitor = {.peer = "192.0.2.1"})
    {
        return change([&](app::Work& work) { return take_second_step(work, entry.token.reveal(), code, visitor); })
            .value();
    }
    std::string code() const { return TotpKey::parse(totp_secret)->code(totp_step(now)).reveal(); }

    std::optional<SignedIn> session(const Secret<std::string>& token)
    {
        return read([&](app::View& view) { return find_session(view, token.reveal()); });
    }
    /// Whoever has this session acts from now on.
    void act_as(const Secret<std::string>& token) { actor = session(token).value().actor; }

    template <class T = std::int64_t>
    T value(db::Sql sql)
    {
        return read([&](app::View& view) { return view.db.value<T>(sql, {{"town", town.id}}); });
    }

private:
    static app::Town town_of(const std::string& slug, std::int64_t id)
    {
        app::Town town;
        town.id = Id<app::Town>(id);
        town.slug = town.name = slug;
        town.host = slug + ".example";
        town.base_url = "http://" + slug + ".example";
        town.colour = "#0b5d66";
        return town;
    }
};

/// The same test on every engine, in a town of its own.
template <class Test>
void for_each_town(Test test)
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [&](db::Database& database) {
        TestTown yurga(database, "yurga", 1);
        test(yurga);
    });
}

}  // namespace veche::accounts::test
