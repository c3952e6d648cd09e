// Durable commands per second through the lane against single commits, on one temporary file each.
// Rounds are interleaved, since the disk of a shared machine changes its mood by the minute; medians are printed.
//   lane_bench [SECONDS per measurement, default 2] [ROUNDS, default 3] [FOLDER, default the current one]

#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "db/database.hpp"

using namespace veche;
using namespace veche::db;
using Clock = std::chrono::steady_clock;

namespace {

struct Measure {
    double per_second = 0;
    double p50 = 0;  // milliseconds
    double p99 = 0;
    double per_commit = 0;  // commands for one fsync
};

Measure summary(std::vector<double> times, double seconds, std::int64_t commits)
{
    if (times.empty()) throw std::runtime_error("nothing was done in time");
    std::sort(times.begin(), times.end());
    const auto at = [&](double share) {
        return times[static_cast<std::size_t>(share * double(times.size() - 1))] * 1000;
    };
    return {double(times.size()) / seconds, at(0.50), at(0.99),
            double(times.size()) / double(std::max<std::int64_t>(1, commits))};
}

double seconds_between(Clock::time_point from, Clock::time_point to)
{
    return std::chrono::duration<double>(to - from).count();
}

void check(int code, sqlite3* connection)
{
    if (code != SQLITE_OK && code != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(connection));
}

constexpr const char* table =
    "CREATE TABLE votes (town_id BIGINT NOT NULL, id BIGINT NOT NULL, word TEXT, PRIMARY KEY (town_id, id))";

/// The yardstick: one connection, one transaction for each command, the same settings.
Measure single_commits(const std::string& file, double seconds)
{
    sqlite3* connection = nullptr;
    check(sqlite3_open(file.c_str(), &connection), connection);
    for (const char* sql : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", table})
        check(sqlite3_exec(connection, sql, nullptr, nullptr, nullptr), connection);
    sqlite3_stmt* insert = nullptr;
    check(sqlite3_prepare_v2(connection, "INSERT INTO votes VALUES (1, ?, 'yes')", -1, &insert, nullptr), connection);
    std::vector<double> times;
    const auto start = Clock::now();
    auto last = start;
    for (std::int64_t id = 0; seconds_between(start, last) < seconds; ++id) {
        sqlite3_bind_int64(insert, 1, id);
        sqlite3_step(insert);
        check(sqlite3_reset(insert), connection);
        const auto now = Clock::now();
        times.push_back(seconds_between(last, now));
        last = now;
    }
    sqlite3_finalize(insert);
    sqlite3_close(connection);
    const auto commits = static_cast<std::int64_t>(times.size());
    return summary(std::move(times), seconds_between(start, last), commits);
}

/// `submitters` threads, each of which sends its next command when the former was answered.
Measure lane(const std::string& file, int submitters, double seconds)
{
    const auto database = Database::open({"sqlite:" + file});
    database->change([](Session& session) {
        session.execute(
            "CREATE TABLE votes (town_id BIGINT NOT NULL, id BIGINT NOT NULL, word TEXT, PRIMARY KEY (town_id, id))");
        return Outcome::keep;
    });
    const std::int64_t commits_before = database->figures().commits;
    std::vector<std::vector<double>> times(static_cast<std::size_t>(submitters));
    std::atomic<std::int64_t> next{0};
    std::atomic<bool> is_over{false};
    const auto submit = [&](std::vector<double>& own) {
        while (!is_over) {
            const std::int64_t id = ++next;
            const auto from = Clock::now();
            database->change([&](Session& session) {
                session.execute("INSERT INTO votes VALUES (1, :id, 'yes')", {{"id", id}});
                return Outcome::keep;
            });
            own.push_back(seconds_between(from, Clock::now()));
        }
    };
    std::vector<std::thread> threads;
    const auto start = Clock::now();
    for (auto& own : times) threads.emplace_back(submit, std::ref(own));
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    is_over = true;
    for (auto& thread : threads) thread.join();
    const double took = seconds_between(start, Clock::now());
    std::vector<double> all;
    for (const auto& own : times) all.insert(all.end(), own.begin(), own.end());
    return summary(std::move(all), took, database->figures().commits - commits_before);
}

/// A file name that is free now and again afterwards.
class Scratch {
public:
    explicit Scratch(const std::filesystem::path& folder)
        : folder_(folder / ("lane-bench-" + std::to_string(::getpid())))
    {
        std::filesystem::create_directories(folder_);
    }
    ~Scratch()
    {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    std::string file() const { return (folder_ / "town.sqlite").string(); }

private:
    std::filesystem::path folder_;
};

struct Candidate {
    std::string name;
    int submitters;  // 0: single commits
    std::vector<Measure> rounds;

    double median(double Measure::*figure) const
    {
        std::vector<double> values;
        for (const Measure& round : rounds) values.push_back(round.*figure);
        std::sort(values.begin(), values.end());
        return values[values.size() / 2];
    }
};

void print(const std::vector<Candidate>& candidates)
{
    std::printf("| | durable commands/s | p50 ms | p99 ms | commands per fsync | against single commits |\n");
    std::printf("| --- | ---: | ---: | ---: | ---: | ---: |\n");
    const Candidate& yardstick = candidates.front();
    for (const Candidate& candidate : candidates) {
        std::vector<double> ratios;
        for (std::size_t round = 0; round < candidate.rounds.size(); ++round)
            ratios.push_back(candidate.rounds[round].per_second / yardstick.rounds[round].per_second);
        std::sort(ratios.begin(), ratios.end());
        std::printf("| %s | %.0f | %.2f | %.2f | %.1f | %.2f × (%.2f–%.2f) |\n", candidate.name.c_str(),
                    candidate.median(&Measure::per_second), candidate.median(&Measure::p50),
                    candidate.median(&Measure::p99), candidate.median(&Measure::per_commit), ratios[ratios.size() / 2],
                    ratios.front(), ratios.back());
    }
}

}  // namespace

int main(int count, char** arguments)
{
    const double seconds = count > 1 ? std::atof(arguments[1]) : 2.0;
    const int rounds = count > 2 ? std::atoi(arguments[2]) : 3;
    const std::filesystem::path folder = count > 3 ? arguments[3] : ".";
    if (seconds <= 0 || rounds < 1) {
        std::fprintf(stderr, "usage: lane_bench [SECONDS] [ROUNDS] [FOLDER]\n");
        return 2;
    }
    std::vector<Candidate> candidates{{"single commits, 1 connection", 0, {}},
                                      {"lane, 1 submitter", 1, {}},
                                      {"lane, 100 submitters", 100, {}},
                                      {"lane, 1,000 submitters", 1000, {}}};
    for (int round = 0; round < rounds; ++round) {
        for (Candidate& candidate : candidates) {
            const Scratch scratch(folder);
            candidate.rounds.push_back(candidate.submitters == 0 ? single_commits(scratch.file(), seconds)
                                                                 : lane(scratch.file(), candidate.submitters, seconds));
        }
    }
    print(candidates);
}
