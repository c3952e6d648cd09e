#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace veche::web {

/// Threads with a bounded queue before them. What nobody waits for any more is not begun.
class WorkQueue {
public:
    class Task {
    public:
        virtual ~Task() = default;
        /// Whether somebody still waits for it; asked of tasks that had to wait, on any thread.
        virtual bool is_wanted() const = 0;
        /// Once, on one of the threads. `wanted` false: only tell that it will not be done.
        virtual void run(bool wanted) = 0;
    };

    /// `most`: tasks that may wait.
    WorkQueue(int threads, std::size_t most);
    ~WorkQueue() { stop(); }
    WorkQueue(const WorkQueue&) = delete;

    /// Takes the task, or leaves it where it is and says false: the queue is full, even without what nobody waits for.
    bool add(std::unique_ptr<Task>& task);
    /// What runs is finished, what waits is let go undone. Idempotent.
    void stop();
    std::size_t waiting() const;

private:
    struct Waiting {
        std::unique_ptr<Task> task;
        bool queued = false;  // no thread was free when it came
    };

    void serve();
    void drop_unwanted(std::vector<std::unique_ptr<Task>>& dropped);

    const std::size_t most_;
    mutable std::mutex mutex_;
    std::condition_variable more_;
    std::deque<Waiting> tasks_;
    std::size_t free_ = 0;  // threads that wait
    bool stopped_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace veche::web
