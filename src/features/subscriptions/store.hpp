#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "app/town.hpp"
#include "db/session.hpp"
#include "features/subscriptions/model.hpp"

namespace veche::plan {
struct Line;
}  // namespace veche::plan

/// All SQL of the feature.
namespace veche::subscriptions::store {

using Town = Id<app::Town>;

std::optional<Subscription> find_by_link(db::Session& db, Town town, std::string_view token_hash);
std::optional<Subscription> find_by_mailbox(db::Session& db, Town town, std::string_view mailbox);

/// False: the mailbox has one, made by somebody at this moment.
bool insert(db::Session& tx, Town town, const Subscription& subscription);
/// Stage, choice and the moments; the address never changes.
void update(db::Session& tx, Town town, const Subscription& subscription);
/// With its choice and its links.
void remove(db::Session& tx, Town town, Id<Subscription> id);
void insert_link(db::Session& tx, Town town, Id<Subscription> id, std::string_view token_hash, Instant now);

/// For whom there is a letter of this sort.
enum class Wanting { weekly, urgent };
/// Confirmed ones that want it, by key after `after`, at most `limit`, with their choices.
std::vector<Subscription> list_wanting(db::Session& db, Town town, Wanting wanting, Id<Subscription> after, int limit);

/// False when this was the news of the line already: somebody tells it, or has told it.
bool take_news(db::Session& tx, Town town, Id<plan::Line> line, std::string_view news);

enum class Run { digest, overdue };
/// False: this week's was begun before.
bool insert_run(db::Session& tx, Town town, Run run, Day week, Instant now);

struct ChoiceCount {
    std::string aspect, word;  // "kind", "place", "audience"
    std::int64_t subscribers = 0;
};
/// Of those confirmed, the most chosen first.
std::vector<ChoiceCount> count_choices(db::Session& db, Town town, int limit);

}  // namespace veche::subscriptions::store
