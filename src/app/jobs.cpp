#include "app/jobs.hpp"

#include "app/letters.hpp"
#include "app/store.hpp"
#include "outside/log.hpp"

namespace veche::app {

namespace {
using namespace std::chrono_literals;

const Actor& program()
{
    static const Actor actor{.kind = Actor::Kind::system, .account = {}, .name = "veche", .roles = {}};
    return actor;
}

/// 10 s, 20 s, … at most an hour: a listener that fails is tried for as long as it takes.
std::chrono::milliseconds pause_after(std::int64_t attempts)
{
    return std::min<std::chrono::milliseconds>(10s * (std::int64_t(1) << std::min<std::int64_t>(attempts, 9)), 1h);
}

/// What the house itself does in the background.
const std::vector<Periodic>& own_jobs()
{
    static const std::vector<Periodic> jobs = {
        {"app.prune_outbox", 24h, [](Work& work) { store::prune_outbox(work.tx, work.town.id, work.now - 7 * 24h); }},
        {"app.forget_letters", 24h, forget_old_letters}};
    return jobs;
}

}  // namespace

Jobs::Jobs(Site& site) : site_(site) {}

Jobs::~Jobs()
{
    stop();
}

void Jobs::start()
{
    thread_ = std::thread([this] { loop(); });
}

void Jobs::stop()
{
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Jobs::loop()
{
    for (int round = 0;; ++round) {
        try {
            site_.follow_touches();
            if (round % 4 == 0) run_once();
        } catch (const std::exception& error) {
            outside::log(outside::LogLevel::error, "jobs", {{"why", error.what()}});
        }
        std::unique_lock lock(mutex_);
        if (wake_.wait_for(lock, 500ms, [this] { return stopping_; })) return;
    }
}

int Jobs::run_once()
{
    int done = 0;
    const auto towns = site_.towns().all();
    for (const auto& town : *towns) done += dispatch(town) + deliver(town) + run_periodic(town);
    return done;
}

int Jobs::dispatch(const Town& town)
{
    // Looking first keeps the lane free of empty commands.
    bool waiting = false;
    site_.database().read([&](db::Session& session) { waiting = store::has_waiting_outbox(session, town.id); });
    if (!waiting) return 0;
    int rows = 0;
    site_.change(town, program(), [&](Work& work) {
        rows = 0;
        for (const auto& row : store::take_outbox(work.tx, town.id, work.now)) {
            ++rows;
            for (const auto& feature : site_.features())
                for (const auto& listener : feature.listeners)
                    if (listener.kind == row.kind)
                        store::insert_delivery(work.tx, town.id, row.id, listener.name, work.now);
        }
        return db::Outcome::keep;
    });
    return rows;
}

int Jobs::deliver(const Town& town)
{
    int done = 0;
    for (; done < 100; ++done) {
        std::optional<store::Delivery> delivery;
        site_.database().read(
            [&](db::Session& session) { delivery = store::find_due_delivery(session, town.id, site_.now()); });
        if (!delivery) break;
        bool claimed = false;
        site_.change(town, program(), [&](Work& work) {
            claimed = store::claim_delivery(work.tx, town.id, *delivery, work.now, work.now + 5min);
            return db::Outcome::keep;
        });
        if (!claimed) break;
        try {
            site_.change(town, program(), [&](Work& work) {
                // A claim may run out under a slow listener: who takes the row out has done the work, the other undoes it.
                if (!store::delete_delivery(work.tx, town.id, *delivery)) return db::Outcome::roll_back;
                for (const auto& feature : site_.features())
                    for (const auto& listener : feature.listeners)
                        if (listener.name == delivery->listener && listener.kind == delivery->kind)
                            listener.handle(work, nlohmann::json::parse(delivery->payload));
                return db::Outcome::keep;
            });
        } catch (const std::exception& error) {
            outside::log(outside::LogLevel::error, "listener",
                         {{"name", delivery->listener}, {"kind", delivery->kind}, {"why", error.what()}});
            site_.change(town, program(), [&](Work& work) {
                store::postpone_delivery(work.tx, town.id, *delivery, work.now + pause_after(delivery->attempts),
                                         error.what());
                return db::Outcome::keep;
            });
        }
    }
    return done;
}

int Jobs::run_periodic(const Town& town)
{
    int done = 0;
    for (const auto& job : own_jobs()) done += run_job(town, job);
    for (const auto& feature : site_.features())
        for (const auto& job : feature.periodic) done += run_job(town, job);
    return done;
}

int Jobs::run_job(const Town& town, const Periodic& job)
{
    bool due = false;
    site_.database().read(
        [&](db::Session& session) { due = store::is_periodic_due(session, town.id, job.name, site_.now()); });
    if (!due) return 0;
    bool ran = false;
    try {
        // The claim and the work are one transaction: a job that fails is due again at once, and says so in the log.
        site_.change(town, program(), [&](Work& work) {
            ran = store::claim_periodic(work.tx, town.id, job.name, work.now, work.now + job.period);
            if (ran) job.run(work);
            return db::Outcome::keep;
        });
    } catch (const std::exception& error) {
        outside::log(outside::LogLevel::error, "job", {{"name", job.name}, {"why", error.what()}});
        return 0;
    }
    return ran;
}

}  // namespace veche::app
