#include "web/work_queue.hpp"

namespace veche::web {

WorkQueue::WorkQueue(int threads, std::size_t most) : most_(most)
{
    threads_.reserve(static_cast<std::size_t>(threads));
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { serve(); });
}

bool WorkQueue::add(std::unique_ptr<Task>& task)
{
    std::vector<std::unique_ptr<Task>> dropped;
    bool taken = false;
    {
        const std::lock_guard lock(mutex_);
        if (stopped_) return false;
        const bool queued = free_ <= tasks_.size();
        // What a free thread is about to take does not wait.
        if (tasks_.size() >= most_ + free_) drop_unwanted(dropped);
        taken = tasks_.size() < most_ + free_;
        if (taken) tasks_.push_back({std::move(task), queued});
    }
    if (taken) more_.notify_one();
    for (const auto& one : dropped) one->run(false);
    return taken;
}

/// Under the lock; they are told outside of it.
void WorkQueue::drop_unwanted(std::vector<std::unique_ptr<Task>>& dropped)
{
    std::deque<Waiting> kept;
    for (auto& waiting : tasks_) {
        if (waiting.task->is_wanted())
            kept.push_back(std::move(waiting));
        else
            dropped.push_back(std::move(waiting.task));
    }
    tasks_ = std::move(kept);
}

void WorkQueue::serve()
{
    std::unique_lock lock(mutex_);
    while (true) {
        ++free_;
        more_.wait(lock, [this] { return stopped_ || !tasks_.empty(); });
        --free_;
        if (stopped_) return;
        Waiting next = std::move(tasks_.front());
        tasks_.pop_front();
        lock.unlock();
        // Who found a thread free is served at once: a client that has said all and waits for the answer with its sending side
        // closed looks like one that went away.
        next.task->run(!next.queued || next.task->is_wanted());
        next.task.reset();
        lock.lock();
    }
}

void WorkQueue::stop()
{
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    more_.notify_all();
    for (auto& thread : threads_)
        if (thread.joinable()) thread.join();
    tasks_.clear();
}

std::size_t WorkQueue::waiting() const
{
    const std::lock_guard lock(mutex_);
    return tasks_.size();
}

}  // namespace veche::web
