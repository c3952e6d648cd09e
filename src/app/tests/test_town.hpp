#pragma once

#include <optional>
#include <type_traits>
#include <utility>

#include "app/ids.hpp"
#include "app/site.hpp"
#include "app/store.hpp"
#include "app/work.hpp"
#include "test_database.hpp"

namespace veche::app::test {

/// A town in a database, with a clock of its own that stands still until it is moved, and somebody who acts: commands and queries
/// without an edge.
class TestTown {
public:
    TestTown(db::Database& database, Town made, Instant now) : town(std::move(made)), now(now), database_(database)
    {
        database_.change([&](db::Session& tx) {
            store::insert_town(tx, town, now);
            return db::Outcome::keep;
        });
    }
    /// A site that this town is in. Two makers of keys under one clock that stands still would make the same key some day.
    void belongs_to(Site& site)
    {
        ids_ = &site.ids();
        occasions_ = &site.occasions();
    }

    template <class Command>
    auto change(Command command)
    {
        std::optional<std::invoke_result_t<Command&, Work&>> result;
        database_.change([&](db::Session& tx) {
            Work work(tx, town, actor, now, *ids_, occasions_);
            result.emplace(command(work));
            topics = work.topics();
            recorded = work.recorded();
            if (!result->has_value()) return db::Outcome::roll_back;
            work.finish();
            return db::Outcome::keep;
        });
        return std::move(*result);
    }
    template <class Query>
    auto read(Query query)
    {
        std::optional<std::invoke_result_t<Query&, View&>> result;
        database_.read([&](db::Session& session) {
            View view(session, town, actor, now, occasions_);
            result.emplace(query(view));
        });
        return std::move(*result);
    }
    template <class Of>
    Id<Of> new_id()
    {
        return Id<Of>(ids_->next(now));
    }

    Town town;
    Actor actor;
    Instant now;
    std::vector<std::string> topics;  // of the last command
    bool recorded = false;

private:
    /// Towns without a site have one maker of keys, too.
    static Ids& shared_ids()
    {
        static Ids ids;
        return ids;
    }

    db::Database& database_;
    Ids* ids_ = &shared_ids();
    const Occasions* occasions_ = nullptr;
};

}  // namespace veche::app::test
