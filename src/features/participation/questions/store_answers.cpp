#include "features/participation/questions/store_answers.hpp"

namespace veche::participation::store {

using app::questions::Answers, app::questions::Place, app::questions::Question;

Answers find_answers(db::Session& db, Town town, Id<Entry> entry)
{
    Answers answers;
    db.each(
        "SELECT question_id, position, value FROM participation_answers WHERE town_id = :town AND entry_id = :entry",
        {{"town", town}, {"entry", entry}}, [&](db::Row& row) {
            const auto question = row.next<Id<Question>>();
            const int position = row.next<int>();
            answers[{question, position}] = row.next<std::string>();
        });
    return answers;
}

std::map<Id<Entry>, Answers> list_answers(db::Session& db, Town town, const std::vector<Entry>& entries)
{
    std::map<Id<Entry>, Answers> all;
    if (entries.empty()) return all;
    db.each(
        "SELECT a.entry_id, a.question_id, a.position, a.value FROM participation_entries e JOIN participation_answers"
        " a ON a.town_id = e.town_id AND a.entry_id = e.id WHERE e.town_id = :town AND e.occasion_id = :occasion"
        " AND e.number BETWEEN :first AND :last",
        {{"town", town},
         {"occasion", entries.front().occasion},
         {"first", entries.front().number},
         {"last", entries.back().number}},
        [&](db::Row& row) {
            auto& answers = all[row.next<Id<Entry>>()];
            const auto question = row.next<Id<Question>>();
            const int position = row.next<int>();
            answers[{question, position}] = row.next<std::string>();
        });
    return all;
}

app::questions::Answered list_answered(db::Session& db, Town town, OccasionId occasion)
{
    app::questions::Answered found;
    db.each(
        "SELECT DISTINCT a.question_id FROM participation_entries e JOIN participation_answers a ON a.town_id ="
        " e.town_id AND a.entry_id = e.id WHERE e.town_id = :town AND e.occasion_id = :occasion",
        {{"town", town}, {"occasion", occasion}}, [&](db::Row& row) { found.insert(row.next<Id<Question>>()); });
    return found;
}

void put_answers(db::Session& tx, Town town, Id<Entry> entry, const Answers& answers)
{
    tx.execute("DELETE FROM participation_answers WHERE town_id = :town AND entry_id = :entry",
               {{"town", town}, {"entry", entry}});
    for (const auto& [place, value] : answers)
        tx.execute(
            "INSERT INTO participation_answers (town_id, entry_id, question_id, position, value)"
            " VALUES (:town, :entry, :question, :position, :value)",
            {{"town", town},
             {"entry", entry},
             {"question", place.question},
             {"position", place.position},
             {"value", value}});
}

FollowUp find_follow_up(db::Session& db, Town town, OccasionId occasion)
{
    return db
        .find(
            "SELECT stage, closes_at, version FROM participation_follow_ups WHERE town_id = :town"
            " AND occasion_id = :occasion",
            {{"town", town}, {"occasion", occasion}},
            [](db::Row& row) {
                FollowUp one;
                one.open = row.next<std::string>() == "open";
                one.closes = row.next<std::optional<Instant>>();
                one.version = row.next<std::int64_t>();
                return one;
            })
        .value_or(FollowUp{});
}

void put_follow_up(db::Session& tx, Town town, OccasionId occasion, const FollowUp& follow_up)
{
    tx.execute(
        "INSERT INTO participation_follow_ups (town_id, occasion_id, stage, closes_at, version)"
        " VALUES (:town, :occasion, :stage, :closes, :version) ON CONFLICT (town_id, occasion_id) DO UPDATE SET"
        " stage = excluded.stage, closes_at = excluded.closes_at, version = excluded.version",
        {{"town", town},
         {"occasion", occasion},
         {"stage", follow_up.open ? "open" : "closed"},
         {"closes", follow_up.closes},
         {"version", follow_up.version}});
}

void set_follow_told(db::Session& tx, Town town, Id<Entry> entry, Instant now)
{
    tx.execute(
        "INSERT INTO participation_followed (town_id, entry_id, told_at, answered_at) VALUES (:town, :entry, :now, "
        "NULL)"
        " ON CONFLICT (town_id, entry_id) DO NOTHING",
        {{"town", town}, {"entry", entry}, {"now", now}});
}

void set_follow_answered(db::Session& tx, Town town, Id<Entry> entry, Instant now)
{
    tx.execute(
        "INSERT INTO participation_followed (town_id, entry_id, told_at, answered_at) VALUES (:town, :entry, :now, "
        ":now)"
        " ON CONFLICT (town_id, entry_id) DO UPDATE SET answered_at = excluded.answered_at",
        {{"town", town}, {"entry", entry}, {"now", now}});
}

bool has_followed(db::Session& db, Town town, Id<Entry> entry)
{
    return db.value<std::int64_t>(
               "SELECT count(*) FROM participation_followed WHERE town_id = :town AND entry_id = :entry"
               " AND answered_at IS NOT NULL",
               {{"town", town}, {"entry", entry}}) > 0;
}

namespace {

std::vector<Entry> entries_of(db::Session& db, Town town, OccasionId occasion, const std::vector<Id<Entry>>& ids)
{
    std::vector<Entry> entries;
    for (const auto id : ids) entries.push_back(get_entry(db, town, occasion, id));
    return entries;
}

}  // namespace

std::vector<Entry> list_unfollowed(db::Session& db, Town town, OccasionId occasion, int limit)
{
    const auto ids = db.list(
        "SELECT e.id FROM participation_entries e WHERE e.town_id = :town AND e.occasion_id = :occasion AND e.stage ="
        " 'accepted' AND NOT EXISTS (SELECT 1 FROM participation_followed f WHERE f.town_id = e.town_id AND f.entry_id"
        " = e.id) ORDER BY e.number LIMIT :limit",
        {{"town", town}, {"occasion", occasion}, {"limit", limit}}, [](db::Row& row) { return row.next<Id<Entry>>(); });
    return entries_of(db, town, occasion, ids);
}

std::vector<Entry> list_unanswered(db::Session& db, Town town, OccasionId occasion, std::int64_t after, int limit)
{
    const auto ids = db.list(
        "SELECT e.id FROM participation_entries e WHERE e.town_id = :town AND e.occasion_id = :occasion AND e.stage ="
        " 'accepted' AND e.number > :after AND NOT EXISTS (SELECT 1 FROM participation_followed f WHERE f.town_id ="
        " e.town_id AND f.entry_id = e.id AND f.answered_at IS NOT NULL) ORDER BY e.number LIMIT :limit",
        {{"town", town}, {"occasion", occasion}, {"after", after}, {"limit", limit}},
        [](db::Row& row) { return row.next<Id<Entry>>(); });
    return entries_of(db, town, occasion, ids);
}

FollowCount count_followed(db::Session& db, Town town, OccasionId occasion)
{
    FollowCount count;
    db.each(
        "SELECT count(*), count(f.answered_at) FROM participation_entries e LEFT JOIN participation_followed f ON"
        " f.town_id = e.town_id AND f.entry_id = e.id WHERE e.town_id = :town AND e.occasion_id = :occasion AND e.stage"
        " = 'accepted'",
        {{"town", town}, {"occasion", occasion}}, [&](db::Row& row) {
            count.accepted = row.next<std::int64_t>();
            count.answered = row.next<std::int64_t>();
        });
    return count;
}

}  // namespace veche::participation::store
