#include "app/jobs.hpp"

#include "app/audit.hpp"
#include "app/letters.hpp"
#include "app/parking.hpp"
#include "app/step.hpp"
#include "app/store_parking.hpp"
#include "core/errors.hpp"
#include "db/error.hpp"
#include "outside/log.hpp"

namespace veche::app {

namespace {
using namespace std::chrono_literals;

constexpr int steps_of_a_round = 20;
constexpr std::string_view shred_job = "app.shred";

/// So long somebody newer may come for what this program does not know.
constexpr std::chrono::hours strange_for = 24h;

/// 10 s, 20 s, … at most an hour.
std::chrono::milliseconds pause_after(std::int64_t attempts)
{
    return std::min<std::chrono::milliseconds>(10s * (std::int64_t(1) << std::min<std::int64_t>(attempts, 9)), 1h);
}

/// The database's trouble is nobody's fault: it is waited for, however long.
bool is_outage(const std::exception& error)
{
    const auto* of_database = dynamic_cast<const db::Error*>(&error);
    return of_database &&
           (of_database->cause() == db::Cause::disk_full || of_database->cause() == db::Cause::connection);
}

void prune_outbox(Work& work)
{
    const auto gone = store::prune_outbox(work.tx, work.town.id, work.now - 7 * 24h, rows_of_a_step);
    if (gone == rows_of_a_step) work.leave_rest();
}

/// What the house itself does in the background.
const std::vector<Periodic>& own_jobs()
{
    static const std::vector<Periodic> jobs = {{"app.prune_outbox", 24h, prune_outbox},
                                               {"app.forget_letters", 24h, forget_old_letters}};
    return jobs;
}

/// One town's trouble is not the others': it is logged, and the round goes on.
template <class Deed>
void guarded(const char* what, const Town& town, Deed deed)
{
    try {
        deed();
    } catch (const std::exception& error) {
        outside::log(outside::LogLevel::error, what, {{"town", town.slug}, {"why", error.what()}});
    }
}

}  // namespace

void Jobs::start()
{
    working_.start(500ms, [this](int round) { work(round); });
    following_.start(500ms, [this](int round) { follow(round); });
}

void Jobs::stop()
{
    working_.stop();
    following_.stop();
}

void Jobs::follow(int round)
{
    // Told of a change, or in any case every two seconds: the notice is only a hint.
    const bool told = site_.database().changed_elsewhere();
    if (told || round % 4 == 0) site_.follow_touches();
}

void Jobs::work(int round)
{
    if (round % 4 == 0) run_once();
}

int Jobs::run_once()
{
    int done = 0;
    std::vector<store::Waiting> waiting;
    site_.database().read([&](db::Session& session) { waiting = store::list_waiting(session, site_.now()); });
    const auto towns = site_.towns().all();
    const auto town_of = [&](Id<Town> id) { return std::ranges::find(*towns, id, &Town::id); };
    for (const auto& one : waiting)
        if (const auto town = town_of(one.town); town != towns->end()) done += work_in(*town, one);
    done += run_periodic();
    shred();
    return done;
}

int Jobs::work_in(const Town& town, const store::Waiting& waiting)
{
    int done = 0;
    if (waiting.announcements) patiently("dispatch", town, [&] { done += dispatch(town); });
    if (waiting.deliveries || done > 0) guarded("deliver", town, [&] { done += deliver(town); });
    if (waiting.deeds || done > 0) patiently("seal", town, [&] { seal(town); });
    return done;
}

void Jobs::patiently(const char* what, const Town& town, const std::function<void()>& deed)
{
    const std::pair key(town.id, std::string(what));
    if (const auto paused = pauses_.find(key); paused != pauses_.end() && site_.now() < paused->second.until) return;
    bool done = false;
    guarded(what, town, [&] {
        deed();
        done = true;
    });
    if (done) {
        pauses_.erase(key);
        return;
    }
    Pause& pause = pauses_[key];
    pause.until = site_.now() + pause_after(pause.failures++);
}

int Jobs::dispatch(const Town& town)
{
    int rows = 0;
    site_.change(town, the_program(), [&](Work& work) {
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
    std::vector<std::string> listeners;
    site_.database().read(
        [&](db::Session& session) { listeners = store::list_due_listeners(session, town.id, site_.now()); });
    for (const auto& listener : listeners) guarded("listener", town, [&] { done += deliver_to(town, listener); });
    return done;
}

int Jobs::deliver_to(const Town& town, std::string_view listener)
{
    int done = 0;
    for (; done < 100; ++done) {
        std::optional<store::Delivery> delivery;
        site_.database().read([&](db::Session& session) {
            delivery = store::find_due_delivery(session, town.id, listener, site_.now());
        });
        if (!delivery) break;
        if (!is_handled(*delivery)) {
            // What this program does not know is another's, of a newer version perhaps: it is left, and its order with it.
            if (site_.now() < delivery->at + strange_for) break;
            park(town, *delivery, "no listener of this program");
            continue;
        }
        if (delivery->attempts >= attempts_most) {
            park(town, *delivery, "no attempt came to an end");  // their processes ended first
            continue;
        }
        bool claimed = false;
        site_.change(town, the_program(), [&](Work& work) {
            claimed = store::claim_delivery(work.tx, town.id, *delivery, work.now, work.now + 5min);
            return db::Outcome::keep;
        });
        if (!claimed) break;
        try_to_handle(town, *delivery);
    }
    return done;
}

void Jobs::try_to_handle(const Town& town, const store::Delivery& delivery)
{
    const auto say = [&](const char* what, const std::exception& error) {
        outside::log(
            outside::LogLevel::error, what,
            {{"name", delivery.listener}, {"kind", delivery.kind}, {"town", town.slug}, {"why", error.what()}});
    };
    try {
        handle(town, delivery);
    } catch (const NotFound& error) {
        // What is gone does not come back: waiting for it would hold up everything behind it.
        say("listener: dropped", error);
        site_.change(town, the_program(), [&](Work& work) {
            store::delete_delivery(work.tx, town.id, delivery);
            return db::Outcome::keep;
        });
    } catch (const std::exception& error) {
        say("listener", error);
        auto failed = delivery;
        if (!is_outage(error)) ++failed.attempts;
        if (failed.attempts >= attempts_most) {
            park(town, failed, error.what());
            return;
        }
        site_.change(town, the_program(), [&](Work& work) {
            store::postpone_delivery(work.tx, town.id, failed, work.now + pause_after(delivery.attempts),
                                     kept_error(error.what()));
            return db::Outcome::keep;
        });
    }
}

void Jobs::park(const Town& town, const store::Delivery& delivery, std::string_view why)
{
    bool parked = false;
    site_.change(town, the_program(), [&](Work& work) {
        parked =
            store::park_delivery(work.tx, town.id, {delivery.outbox_id, delivery.listener}, kept_error(why), work.now);
        return db::Outcome::keep;
    });
    if (parked)
        outside::log(outside::LogLevel::error, "listener: parked",
                     {{"name", delivery.listener}, {"kind", delivery.kind}, {"town", town.slug}});
}

bool Jobs::is_handled(const store::Delivery& delivery) const
{
    for (const auto& feature : site_.features())
        for (const auto& listener : feature.listeners)
            if (listener.name == delivery.listener && listener.kind == delivery.kind) return true;
    return false;
}

void Jobs::handle(const Town& town, const store::Delivery& delivery)
{
    site_.change(town, the_program(), [&](Work& work) {
        // A claim may run out under a slow listener: who takes the row out has done the work, the other undoes it.
        if (!store::delete_delivery(work.tx, town.id, delivery)) return db::Outcome::roll_back;
        for (const auto& feature : site_.features())
            for (const auto& listener : feature.listeners)
                if (listener.name == delivery.listener && listener.kind == delivery.kind)
                    listener.handle(work, nlohmann::json::parse(delivery.payload));
        return db::Outcome::keep;
    });
}

void Jobs::seal(const Town& town)
{
    int sealed = rows_of_a_step;
    for (int step = 0; step < steps_of_a_round && sealed == rows_of_a_step; ++step)
        site_.change(town, the_program(), [&](Work& work) {
            sealed = audit::seal(work.tx, town.id, rows_of_a_step);
            return db::Outcome::keep;
        });
}

/// What was erased is gone from the file by the next morning: once a night, or in the day when the nights were slept through.
/// The run is written down under the installation's first town.
void Jobs::shred()
{
    const auto towns = site_.towns().all();
    if (site_.database().engine() != db::Engine::sqlite || towns->empty()) return;
    const Town& first = *std::ranges::min_element(*towns, {}, &Town::id);
    const auto now = site_.now();
    const std::pair key(first.id, std::string(shred_job));
    if (!next_runs_.contains(key)) {
        site_.change(first, the_program(), [&](Work& work) {
            store::claim_periodic(work.tx, first.id, shred_job, now, now);
            return db::Outcome::keep;
        });
        next_runs_[key] = now;
    }
    const bool is_night = first.zone.local(now).minute / 60 == 3;
    const auto due = next_runs_[key];
    if (now < due || (!is_night && now < due + 28h)) return;
    bool claimed = false;
    site_.change(first, the_program(), [&](Work& work) {
        claimed = store::claim_periodic(work.tx, first.id, shred_job, now, now + 20h);
        return db::Outcome::keep;
    });
    next_runs_[key] = now + 20h;
    if (claimed) shred_now(first);
}

void Jobs::shred_now(const Town& first)
{
    try {
        site_.database().shred();
        site_.change(first, the_program(), [&](Work& work) {
            store::forget_periodic_failures(work.tx, first.id, shred_job);
            return db::Outcome::keep;
        });
    } catch (const std::exception& error) {
        outside::log(outside::LogLevel::error, "shred", {{"why", error.what()}});
        const auto again = site_.now() + 10min;
        site_.change(first, the_program(), [&](Work& work) {
            store::fail_claimed_periodic(work.tx, first.id, shred_job, kept_error(error.what()), {work.now, again});
            return db::Outcome::keep;
        });
        next_runs_[{first.id, std::string(shred_job)}] = again;
    }
}

int Jobs::run_periodic()
{
    const auto towns = site_.towns().all();
    const auto now = site_.now();
    const auto is_due = [&](const Town& town, const Periodic& job) {
        const auto run = next_runs_.find({town.id, std::string(job.name)});
        return run == next_runs_.end() || run->second <= now;
    };
    const auto each_due = [&](const auto& deed) {
        for (const auto& town : *towns) {
            for (const auto& job : own_jobs())
                if (is_due(town, job)) deed(town, job);
            for (const auto& feature : site_.features())
                for (const auto& job : feature.periodic)
                    if (is_due(town, job)) deed(town, job);
        }
    };
    bool any = false;
    each_due([&](const Town&, const Periodic&) { any = true; });
    if (!any) return 0;
    // Something seems due by what was read before; another process may have done it.
    next_runs_.clear();
    site_.database().read([&](db::Session& session) {
        for (auto& run : store::list_periodic(session)) next_runs_[{run.town, std::move(run.name)}] = run.due;
    });
    int done = 0;
    each_due([&](const Town& town, const Periodic& job) {
        guarded("job", town, [&] {
            const int steps = run_job(town, job);
            done += steps;
            if (steps > 0) patiently("seal", town, [&] { seal(town); });
        });
    });
    return done;
}

int Jobs::run_job(const Town& town, const Periodic& job)
{
    int steps = 0;
    bool rest = true, claimed = false;
    try {
        for (; rest && steps < steps_of_a_round; ++steps) {
            bool ran = false;
            claimed = false;
            // The claim and the work are one transaction. While there is a rest, the job stays due: whoever comes goes on.
            site_.change(town, the_program(), [&](Work& work) {
                rest = false;
                ran = store::claim_periodic(work.tx, town.id, job.name, work.now, work.now + job.period);
                if (!ran) return db::Outcome::keep;
                claimed = true;
                job.run(work);
                store::forget_periodic_failures(work.tx, town.id, job.name);
                rest = work.rest_left();
                if (rest) store::set_periodic_due(work.tx, town.id, job.name, work.now);
                return db::Outcome::keep;
            });
            if (!ran) break;
        }
    } catch (const db::Error& error) {
        // Another process has the claim in its hands: it does the job, and nothing has failed.
        if (claimed || error.cause() != db::Cause::busy) postpone(town, job, error.what());
    } catch (const std::exception& error) {
        postpone(town, job, error.what());
    }
    return steps;
}

void Jobs::postpone(const Town& town, const Periodic& job, std::string_view why)
{
    outside::log(outside::LogLevel::error, "job", {{"name", job.name}, {"town", town.slug}, {"why", std::string(why)}});
    site_.change(town, the_program(), [&](Work& work) {
        const auto failures = store::count_periodic_failure(work.tx, town.id, job.name, kept_error(why), work.now);
        if (!failures) return db::Outcome::keep;  // another process has done it meanwhile
        const auto pause = std::min<std::chrono::milliseconds>(pause_after(*failures - 1), job.period);
        store::set_periodic_due(work.tx, town.id, job.name, work.now + pause);
        return db::Outcome::keep;
    });
}

}  // namespace veche::app
