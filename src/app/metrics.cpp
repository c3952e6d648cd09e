#include "app/metrics.hpp"

#include <unistd.h>
#include <fstream>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include "app/parking.hpp"
#include "app/site.hpp"
#include "app/store_letters.hpp"
#include "app/store_parking.hpp"

namespace veche::app {

namespace {

double resident_bytes()
{
    std::ifstream statm("/proc/self/statm");
    long size = 0, resident = 0;
    statm >> size >> resident;
    return double(resident) * double(sysconf(_SC_PAGESIZE));
}

/// What the towns' work waits for, of all towns together.
struct WaitingWork {
    std::int64_t letters = 0, aside = 0;
    std::size_t failing_jobs = 0;
};

WaitingWork count_waiting(Site& site)
{
    WaitingWork waiting;
    const auto towns = site.towns().all();
    site.database().read([&](db::Session& session) {
        waiting = {};
        for (const auto& town : *towns) {
            waiting.letters += store::count_letters(session, town.id, "waiting", 10'000);
            waiting.aside += store::count_parked(session, town.id, 10'000);
            waiting.failing_jobs += store::list_failing_jobs(session, town.id, failures_told).size();
        }
    });
    return waiting;
}

}  // namespace

std::string metrics_text(Site& site)
{
    // The counts live where they arise; a registry is filled for each scrape, so nothing else needs to know Prometheus.
    prometheus::Registry registry;
    const auto counter = [&](const std::string& name, const std::string& help, std::int64_t value) {
        prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add({}).Increment(double(value));
    };
    const auto gauge = [&](const std::string& name, const std::string& help, double value) {
        prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({}).Set(value);
    };
    const auto database = site.database().figures();
    counter("veche_db_commands_total", "Commands submitted.", database.commands);
    counter("veche_db_commands_kept_total", "Commands committed.", database.kept);
    counter("veche_db_commits_total", "Commits, each one fsync on SQLite.", database.commits);
    counter("veche_db_reads_total", "Reading transactions.", database.reads);
    counter("veche_db_statements_total", "SQL statements run.", database.statements);
    counter("veche_db_lost_races_total", "Commands run again after another was first (PostgreSQL).",
            database.lost_races);
    gauge("veche_db_commands_waiting", "Commands in the queue.", double(database.waiting));
    const auto cache = site.cache().figures();
    counter("veche_page_cache_hits_total", "Pages answered from the cache.", cache.hits);
    counter("veche_page_cache_misses_total", "Pages not found in the cache.", cache.misses);
    gauge("veche_page_cache_pages", "Pages in the cache.", double(cache.pages));
    gauge("veche_page_cache_bytes", "Bytes of the pages in the cache.", double(cache.bytes));
    counter("veche_pages_rendered_total", "Pages rendered.", site.pages_rendered);
    counter("veche_errors_total", "Answers of 500 and above.", site.errors);
    counter("veche_letters_sent_total", "Letters the mail server took.", site.letters_sent);
    counter("veche_letters_bounced_total", "Letters to addresses that do not exist.", site.letters_bounced);
    const auto waiting = count_waiting(site);
    gauge("veche_letters_waiting", "Letters in the queue, at most 10,000 of each town.", double(waiting.letters));
    gauge("veche_deliveries_aside", "Deliveries that stand aside, at most 10,000 of each town.", double(waiting.aside));
    gauge("veche_jobs_failing", "Periodic jobs that failed three times in a row or more.",
          double(waiting.failing_jobs));
    gauge("veche_towns", "Towns of this installation.", double(site.towns().all()->size()));
    gauge("process_resident_memory_bytes", "Resident memory.", resident_bytes());
    std::string text = prometheus::TextSerializer().Serialize(registry.Collect());
    if (site.settings().more_metrics) text += site.settings().more_metrics();
    return text;
}

}  // namespace veche::app
