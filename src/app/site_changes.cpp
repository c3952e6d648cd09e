// What a command changed, in the caches of this process and of the others (docs/adr/0008-page-cache.md).

#include "app/process.hpp"
#include "app/site.hpp"
#include "app/store.hpp"
#include "outside/log.hpp"

namespace veche::app {

void Site::change(const Town& town, const Actor& actor, const std::function<db::Outcome(Work&)>& command)
{
    std::vector<std::string> topics;
    try {
        database_.change([&](db::Session& session) {
            topics.clear();
            Work work(session, town, actor, now(), ids_, &occasions_);
            const auto outcome = command(work);
            if (outcome == db::Outcome::roll_back) return outcome;
            work.finish();
            topics = work.topics();
            return outcome;
        });
    } catch (const db::Error&) {
        // It was to be kept: perhaps only the answer to COMMIT was lost, and it is done, or will be in a moment. So the pages
        // are dropped now, and once more when the touches are seen, as if another process had made them.
        if (!topics.empty()) {
            change_process_number();
            drop(town, std::move(topics));
        }
        throw;
    }
    if (topics.empty()) return;
    if (std::ranges::find(topics, "town") != topics.end()) reload_towns();
    drop(town, std::move(topics));
    database_.tell_others();
}

/// The command is done: whatever the database says now, its maker is not told otherwise, and the pages are dropped. The towns are
/// read by the next look, for this process follows what it touched as a stranger's.
void Site::reload_towns()
{
    try {
        towns_.reload(database_);
    } catch (const std::exception& error) {
        change_process_number();
        outside::log(outside::LogLevel::error, "towns", {{"why", error.what()}});
    }
}

void Site::drop(const Town& town, std::vector<std::string> topics)
{
    for (auto& topic : topics) topic = id_text(town.id.value()) + "/" + topic;
    kept_.touch(topics);  // first: a page is never made from what is older than the page it follows
    cache_.touch(topics);
}

void Site::follow_touches()
{
    const auto started = std::chrono::steady_clock::now();
    const auto known = std::int64_t(towns_.all()->size());
    const auto process = process_number();
    database_.read([&](db::Session& session) {
        // A touch is found once: until it is followed, it is remembered here, whatever fails meanwhile.
        for (const auto& touch : touches_.look(session, process, started)) {
            towns_stale_ = towns_stale_ || touch.topic == "town";
            pending_.push_back(id_text(touch.town.value()) + "/" + touch.topic);
        }
        towns_stale_ = towns_stale_ || store::count_towns(session) != known;
    });
    if (towns_stale_) towns_.reload(database_);
    towns_stale_ = false;
    if (!pending_.empty()) {
        kept_.touch(pending_);
        cache_.touch(pending_);
        pending_.clear();
    }
    prune_touches(started);
}

void Site::prune_touches(std::chrono::steady_clock::time_point now)
{
    const auto up_to = touches_.prunable(now);
    if (up_to == pruned_up_to_) return;
    database_.change([&](db::Session& tx) {
        store::delete_touches(tx, up_to);
        return db::Outcome::keep;
    });
    pruned_up_to_ = up_to;
}

}  // namespace veche::app
