#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "app/register/register.hpp"
#include "app/tests/house.hpp"

/// What every register keeps, whoever writes in it. A feature runs it over its own commands:
/// for_each_database([](db::Database& d) { House house(d, …); keeps_the_contract({house, awards, 2027, give_award}); });
namespace veche::app::test {

/// `write` makes one entry by the feature's own command. Whatever is personal in it is made of `word` and refers to `reference`.
struct RegisterUser {
    House& house;
    const Register& register_;
    int year = 0;
    std::function<void(Work& work, const std::string& reference, const std::string& word)> write;
};

class RegisterContract {
public:
    explicit RegisterContract(RegisterUser user) : user_(std::move(user)), town_(user_.house.towns.at(0)) {}

    std::string fault()
    {
        std::string fault;
        user_.house.database.read([&](db::Session& session) { fault = registers::verify(session, town_.id); });
        return fault;
    }
    std::vector<store::RegisterEntry> entries()
    {
        std::vector<store::RegisterEntry> all;
        user_.house.database.read([&](db::Session& session) {
            all = store::list_entries(session, town_.id, user_.register_.of(user_.year), 0, 10'000);
        });
        return all;
    }
    void write(const std::string& word, db::Outcome outcome = db::Outcome::keep)
    {
        user_.house.site.change(town_, staff({Role::organiser}), [&](Work& work) {
            user_.write(work, "person/" + word, word);
            return outcome;
        });
    }

    void a_command_that_is_undone_leaves_no_gap()
    {
        write("Анна");
        write("Борис", db::Outcome::roll_back);
        write("Вера");
        check_numbers(2);
    }
    void eight_writers_at_once_leave_no_gap()
    {
        constexpr int writers = 8, each = 5;
        const auto before = entries().size();
        std::vector<std::thread> threads;
        std::atomic<int> undone = 0;
        for (int writer = 0; writer < writers; ++writer)
            threads.emplace_back([&, writer] {
                for (int i = 0; i < each; ++i) {
                    // Every third is undone after it was given its number.
                    const bool keep = (writer + i) % 3 != 0;
                    undone += !keep;
                    write("Глеб" + std::to_string(writer * each + i),
                          keep ? db::Outcome::keep : db::Outcome::roll_back);
                }
            });
        for (auto& thread : threads) thread.join();
        check_numbers(before + writers * each - std::size_t(undone.load()));
    }
    void nothing_personal_stands_in_an_entry()
    {
        const std::string word = "Евдокия";
        write(word);
        const auto entry = entries().back();
        for (const auto& text : {entry.object, entry.details, entry.digests})
            CHECK_MESSAGE(text.find(word) == std::string::npos, text);
    }
    void erasure_keeps_the_chain_whole()
    {
        write("Забытова");
        const auto before = entries();
        REQUIRE(!before.back().references.empty());
        const auto reference = before.back().references.front().reference;
        user_.house.site.change(town_, staff({Role::administrator}), [&](Work& work) {
            CHECK(registers::erase(work, reference) == std::int64_t(before.back().references.size()));
            CHECK(registers::erase(work, reference) == 0);
            return db::Outcome::keep;
        });
        const auto after = entries();
        CHECK(after.back().references.empty());
        CHECK(after.back().hash == before.back().hash);
        CHECK(after.back().digests == before.back().digests);
        CHECK(fault() == "");
    }
    void whatever_is_changed_is_found()
    {
        for (const std::string word : {"Ирина", "Клим", "Лев"}) write(word);
        REQUIRE(fault() == "");
        const auto series = user_.register_.of(user_.year);
        const auto last = entries().back().number;
        for (const auto& [what, tamper] : tampers()) {
            std::string found;
            // Undone again: what verify says of it inside the transaction counts.
            user_.house.database.change([&](db::Session& tx) {
                tamper(tx, series, last);
                found = registers::verify(tx, town_.id);
                return db::Outcome::roll_back;
            });
            CHECK_MESSAGE(!found.empty(), what);
        }
        CHECK(fault() == "");
    }

    void all()
    {
        a_command_that_is_undone_leaves_no_gap();
        eight_writers_at_once_leave_no_gap();
        nothing_personal_stands_in_an_entry();
        erasure_keeps_the_chain_whole();
        whatever_is_changed_is_found();
    }

private:
    using Tamper = std::function<void(db::Session& tx, const store::Series& series, std::int64_t last)>;

    /// One statement on an entry of the series; each names the town, kind, year and number.
    template <std::size_t N>
    static Tamper on_entry(const db::Sql (&sql)[N], std::int64_t before_last)
    {
        std::vector<db::Sql> statements(std::begin(sql), std::end(sql));
        return [statements, before_last](db::Session& tx, const store::Series& series, std::int64_t last) {
            for (const auto& one : statements)
                tx.execute(one, {{"kind", series.kind}, {"year", series.year}, {"number", last - before_last}});
        };
    }
    static std::vector<std::pair<std::string, Tamper>> tampers()
    {
        static constexpr db::Sql forget =
            "DELETE FROM register_references WHERE kind = :kind AND year = :year AND number >= :number";
        const auto one = [](const char* what, db::Sql sql, std::int64_t before_last = 1) {
            return std::pair<std::string, Tamper>(what, on_entry({forget, sql}, before_last));
        };
        return {
            one("object",
                "UPDATE register_entries SET object = object || 'x' WHERE kind = :kind AND year = :year"
                " AND number = :number"),
            one("details",
                "UPDATE register_entries SET details = details || ' ' WHERE kind = :kind AND year = :year"
                " AND number = :number"),
            one("digests",
                "UPDATE register_entries SET digests = '{}' WHERE kind = :kind AND year = :year"
                " AND number = :number"),
            one("moment",
                "UPDATE register_entries SET at = at + 1 WHERE kind = :kind AND year = :year"
                " AND number = :number"),
            one("correction",
                "UPDATE register_entries SET corrects = 1 WHERE kind = :kind AND year = :year"
                " AND number = :number"),
            one("number",
                "UPDATE register_entries SET number = number + 5 WHERE kind = :kind AND year = :year"
                " AND number = :number",
                0),
            one("link",
                "UPDATE register_entries SET previous = hash WHERE kind = :kind AND year = :year"
                " AND number = :number"),
            one("hash",
                "UPDATE register_entries SET hash = previous WHERE kind = :kind AND year = :year"
                " AND number = :number"),
            one("removed", "DELETE FROM register_entries WHERE kind = :kind AND year = :year AND number = :number"),
            one("cut off", "DELETE FROM register_entries WHERE kind = :kind AND year = :year AND number = :number", 0),
            one("end moved", "UPDATE registers SET number = :number WHERE kind = :kind AND year = :year"),
            one("reference added",
                "INSERT INTO register_references (town_id, kind, year, number, name, reference, salt)"
                " SELECT town_id, kind, year, number, 'stranger', 'person/x', 'salt'"
                " FROM register_entries WHERE kind = :kind AND year = :year AND number = :number"),
        };
    }

    void check_numbers(std::size_t count)
    {
        const auto all = entries();
        CHECK(all.size() == count);
        for (std::size_t i = 0; i < all.size(); ++i) CHECK(all[i].number == std::int64_t(i + 1));
        CHECK(fault() == "");
    }

    RegisterUser user_;
    const Town& town_;
};

}  // namespace veche::app::test
