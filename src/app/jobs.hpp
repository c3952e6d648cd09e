#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "app/site.hpp"

namespace veche::app {

/// One thread that does the background work of all features: hands announcements of the outbox to their listeners, runs
/// periodic jobs when they are due, follows what other processes touched. Several processes may run it side by side: each
/// piece of work is claimed in a transaction, and a claim that is not finished in five minutes is free again.
class Jobs {
public:
    explicit Jobs(Site& site);
    ~Jobs();
    void start();
    void stop();
    /// One round now; tests call it instead of start(). Returns the number of pieces of work done.
    int run_once();

private:
    void loop();
    int dispatch(const Town& town);
    int deliver(const Town& town);
    int run_periodic(const Town& town);
    int run_job(const Town& town, const Periodic& job);

    Site& site_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace veche::app
