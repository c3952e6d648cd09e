// The search among very many documents: 1,000,000 in 40 towns, or as many as the two arguments say. Prints a table for
// docs/performance.md. With VECHE_BENCH_POSTGRES, the address of an empty database, PostgreSQL is measured beside SQLite.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>

#include "app/store.hpp"
#include "app/store_search.hpp"
#include "core/embedded.hpp"
#include "db/migrator.hpp"

namespace {

using namespace veche;
using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

std::vector<db::Migration> all_migrations()
{
    std::vector<db::Migration> all;
    for (const auto& file : embedded_files())
        if (file.name.starts_with("migrations/"))
            all.push_back({std::string(file.name.substr(11)), std::string(file.content)});
    return all;
}

/// "день" is in all, "утро" in one half and "вечер" in the other, so they never meet; the rest is told by `random`.
app::search::Document document(std::int64_t number, std::mt19937& random)
{
    const auto word = [&] { return "слово" + std::to_string(std::min(random() % 3000, random() % 3000)); };
    std::string body = number % 2 == 0 ? "утро" : "вечер";
    for (int i = 0; i < 6; ++i) body += ' ' + word();
    return {.kind = "plan.line",
            .object = "line/" + std::to_string(number),
            .url = "/plan/2021/lines/" + std::to_string(number),
            .title = number % 3 == 0 ? "День " + word() : "Праздник " + word(),
            .body = body + " день",
            .day = day_from_number(18'000 + std::int64_t(random() % 2000))};
}

struct Size {
    std::int64_t documents = 1'000'000;
    int towns = 40;
};

void fill(db::Database& database, Size size)
{
    database.change([&](db::Session& tx) {
        for (int i = 1; i <= size.towns; ++i) {
            app::Town town;
            town.id = Id<app::Town>(i);
            town.slug = "town" + std::to_string(i);
            town.host = town.slug + ".example";
            town.uuid = town.slug;
            app::store::insert_town(tx, town, Instant{0});
        }
        return db::Outcome::keep;
    });
    std::mt19937 random(7);
    // Town by town: a million documents dealt out in turn would touch every leaf of every tree, and fill for an hour.
    const std::int64_t of_town = (size.documents + size.towns - 1) / size.towns;
    for (std::int64_t at = 0; at < size.documents;)
        database.change([&](db::Session& tx) {
            for (int i = 0; i < 2'000 && at < size.documents; ++i, ++at)
                app::store::put_document(tx, Id<app::Town>(1 + at / of_town), at + 1, document(at, random));
            return db::Outcome::keep;
        });
}

void measure(db::Database& database, const char* engine, Size size)
{
    struct Asked {
        const char* what;
        const char* query;
    };
    static constexpr Asked questions[] = {{"a word of all documents", "день"},
                                          {"two words of all documents", "праздник день"},
                                          {"two common words that never meet", "утро вечер"},
                                          {"a beginning of a thousand words", "слово1"},
                                          {"a rare word and a common one", "слово2900 день"},
                                          {"a word that is nowhere", "небывалое"}};
    const app::Actor nobody;
    for (const auto& [what, query] : questions) {
        std::vector<double> times;
        std::size_t hits = 0;
        for (int i = 0; i < std::max(size.towns, 10); ++i)
            database.read([&](db::Session& session) {
                app::Town town;
                town.id = Id<app::Town>(1 + i % size.towns);
                app::View view(session, town, nobody, Instant{0});
                const auto start = Clock::now();
                hits += app::search::find(view, query, 50).size();
                times.push_back(milliseconds_since(start));
            });
        std::ranges::sort(times);
        std::printf("| %s | %s | %.1f | %.1f | %.1f |\n", engine, what, times[times.size() / 2], times.back(),
                    double(hits) / double(times.size()));
    }
}

void run(const std::string& url, const char* engine, Size size)
{
    const auto database = db::Database::open({.url = url, .readers = 1});
    db::Migrator(all_migrations()).run(*database, Instant{0});
    const auto start = Clock::now();
    fill(*database, size);
    std::fprintf(stderr, "%s: %lld documents in %.1f s\n", engine, static_cast<long long>(size.documents),
                 milliseconds_since(start) / 1000);
    measure(*database, engine, size);
}

}  // namespace

int main(int count, char** arguments)
{
    Size size;
    if (count > 1) size.documents = std::max(1LL, std::atoll(arguments[1]));
    if (count > 2) size.towns = std::max(1, std::atoi(arguments[2]));
    const auto folder = std::filesystem::temp_directory_path() / ("veche-search-bench-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    std::printf(
        "\nThe search, %d town(s), %lld documents:\n\n| engine | asked | median ms | worst ms | found |\n"
        "| --- | --- | ---: | ---: | ---: |\n",
        size.towns, static_cast<long long>(size.documents));
    int code = 0;
    try {
        run("sqlite:" + (folder / "veche.db").string(), "SQLite", size);
        if (const char* address = std::getenv("VECHE_BENCH_POSTGRES")) run(address, "PostgreSQL", size);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "search_bench: %s\n", error.what());
        code = 1;
    }
    std::filesystem::remove_all(folder);
    return code;
}
