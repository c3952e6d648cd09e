#include "app/ids.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <regex>
#include <set>
#include <thread>

#include "core/id.hpp"

namespace ids_test {

using namespace veche;

TEST_CASE("keys rise strictly, also within one millisecond and when the clock goes back")
{
    app::Ids ids;
    std::int64_t last = 0;
    for (int i = 0; i < 10'000; ++i) {
        const std::int64_t wobble = i % 3 == 0 ? -50 : i % 7;
        const auto next = ids.next(Instant{1'800'000'000'000 + wobble});
        REQUIRE(next > last);
        last = next;
    }
}

TEST_CASE("a key holds the millisecond of its making, and is an address that reads back as itself")
{
    app::Ids ids;
    const auto first = ids.next(Instant{1'800'000'000'000});
    CHECK((first >> 21) == 1'800'000'000'000);
    CHECK(id_text(first).size() == 13);
    CHECK(parse_id_text(id_text(first)) == first);
    // 42 bits of milliseconds last until the year 2109.
    CHECK(ids.next(Instant{4'398'046'511'103}) > 0);
}

TEST_CASE("one moment gives different keys to two processes")
{
    std::set<std::int64_t> firsts;
    for (int process = 0; process < 20; ++process) firsts.insert(app::Ids().next(Instant{1'800'000'000'000}));
    CHECK(firsts.size() >= 19);  // 20 of 2^20: the same twice is one in five thousand
}

TEST_CASE("threads never get the same key")
{
    app::Ids ids;
    std::vector<std::vector<std::int64_t>> got(4);
    std::vector<std::thread> threads;
    for (auto& mine : got)
        threads.emplace_back([&ids, &mine] {
            for (int i = 0; i < 2'000; ++i) mine.push_back(ids.next(Instant{1'800'000'000'000}));
        });
    for (auto& thread : threads) thread.join();
    std::set<std::int64_t> all;
    for (const auto& mine : got) {
        CHECK(std::ranges::is_sorted(mine));
        all.insert(mine.begin(), mine.end());
    }
    CHECK(all.size() == 8'000);
}

TEST_CASE("a random UUID is of version 4 and new each time, a named one of version 8 and always the same")
{
    const std::regex random("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    const std::regex named("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    std::set<std::string> all;
    for (int i = 0; i < 1'000; ++i) {
        const auto one = app::random_uuid();
        REQUIRE(std::regex_match(one, random));
        all.insert(one);
    }
    CHECK(all.size() == 1'000);
    const auto line = app::named_uuid("space", "line/1");
    CHECK(std::regex_match(line, named));
    CHECK(app::named_uuid("space", "line/1") == line);
    CHECK(app::named_uuid("space", "line/2") != line);
    CHECK(app::named_uuid("spac", "e\nline/1") != line);
    CHECK(app::named_uuid("other", "line/1") != line);
}

}  // namespace ids_test
