#pragma once

#include <functional>
#include <map>

#include "app/repeating.hpp"
#include "app/site.hpp"
#include "app/store.hpp"

namespace veche::app {

/// One thread that does the background work of all features: hands announcements of the outbox to their listeners, runs
/// periodic jobs when they are due, seals the audit. Several processes may run it side by side: each piece of work is claimed
/// in a transaction, and a claim that is not finished in five minutes is free again. A second thread follows what other
/// processes touched, so that no page is old for as long as a job takes.
///
/// What fails in one town, or in one job, stops neither the other towns nor the other jobs. With nothing to do it costs two
/// short reads every two seconds, however many towns there are.
class Jobs {
public:
    explicit Jobs(Site& site) : site_(site) {}
    void start();
    void stop();
    /// One round now; tests call it instead of start(). Returns the number of pieces of work done.
    int run_once();
    /// What the two threads do twice a second; `round` counts from 0.
    void work(int round);
    void follow(int round);

private:
    int work_in(const Town& town, const store::Waiting& waiting);
    int dispatch(const Town& town);
    int deliver(const Town& town);
    int deliver_to(const Town& town, std::string_view listener);
    void try_to_handle(const Town& town, const store::Delivery& delivery);
    void park(const Town& town, const store::Delivery& delivery, std::string_view why);
    void handle(const Town& town, const store::Delivery& delivery);
    void seal(const Town& town);
    /// Does it, and after a failure not again before its pause is over.
    void patiently(const char* what, const Town& town, const std::function<void()>& deed);
    int run_periodic();
    void shred();
    void shred_now(const Town& first);
    int run_job(const Town& town, const Periodic& job);
    void postpone(const Town& town, const Periodic& job, std::string_view why);
    bool is_handled(const store::Delivery& delivery) const;

    Site& site_;
    std::map<std::pair<Id<Town>, std::string>, Instant> next_runs_;  // as last read; absent: due
    struct Pause {
        std::int64_t failures = 0;  // one after another
        Instant until{};
    };
    std::map<std::pair<Id<Town>, std::string>, Pause> pauses_;  // of what is no periodic job and failed last time
    Repeating working_{"jobs"}, following_{"jobs"};             // the last to be made, the first to end
};

}  // namespace veche::app
