#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "app/actor.hpp"
#include "app/ids.hpp"
#include "app/town.hpp"
#include "core/time.hpp"
#include "db/session.hpp"

namespace veche::app {

class Occasions;

/// What a query gets: one consistent snapshot of one town. A page built from it names its topics, so that the
/// page cache knows when it is stale.
class View {
public:
    View(db::Session& db, const Town& town, const Actor& actor, Instant now, const Occasions* occasions = nullptr)
        : db(db), town(town), actor(actor), now(now), occasions(occasions)
    {}

    db::Session& db;
    const Town& town;
    const Actor& actor;
    const Instant now;
    const Occasions* const occasions;  // app/occasions/occasions.hpp; null where no Site is

    /// The answer is true until then and no longer: nobody touches anything when an hour strikes.
    void good_until(Instant at) { good_until_ = good_until_ ? std::min(*good_until_, at) : at; }
    std::optional<Instant> good_until() const { return good_until_; }

    /// "plan/01h…": see Work::touch. Topics are local to the town.
    void built_from(std::string topic) { topics_.push_back(std::move(topic)); }
    const std::vector<std::string>& topics() const { return topics_; }

private:
    std::vector<std::string> topics_;
    std::optional<Instant> good_until_;
};

/// What a command gets: one transaction, one town, one actor, one now. Nothing it does is seen before the commit.
class Work {
public:
    Work(db::Session& tx, const Town& town, const Actor& actor, Instant now, Ids& ids,
         const Occasions* occasions = nullptr)
        : tx(tx), town(town), actor(actor), now(now), occasions(occasions), ids_(ids)
    {}

    db::Session& tx;
    const Town& town;
    const Actor& actor;
    const Instant now;
    const Occasions* const occasions;  // as in a View

    /// To read with, inside this transaction.
    View view() const { return {tx, town, actor, now, occasions}; }

    template <class Of>
    Id<Of> new_id()
    {
        return Id<Of>(ids_.next(now));
    }

    /// A row of the outbox in this transaction: other features' jobs and other processes' caches read it.
    void announce(std::string_view kind, const nlohmann::json& payload);

    /// Pages built from this topic are dropped after the commit (in every process).
    void touch(std::string topic) { topics_.push_back(std::move(topic)); }

    /// What was done, for the town's audit: "plan.line.edit", the object, and what a reader of the log needs (no personal
    /// data beyond the actor). Every command of staff records at least one deed; Context::change checks it.
    void record(std::string_view deed, std::string_view object, const nlohmann::json& details);

    /// A periodic job says that there is more to do than one transaction should hold: it is called again soon.
    void leave_rest() { rest_left_ = true; }

    /// Called once by who made the Work, when the command has said "keep": tells the other processes what was touched. Their
    /// rows get their numbers as late as can be, right before the commit, for the numbers are what is followed.
    void finish();

    const std::vector<std::string>& topics() const { return topics_; }
    bool recorded() const { return recorded_; }
    bool rest_left() const { return rest_left_; }

private:
    Ids& ids_;
    std::vector<std::string> topics_;
    bool recorded_ = false;
    bool rest_left_ = false;
};

}  // namespace veche::app
