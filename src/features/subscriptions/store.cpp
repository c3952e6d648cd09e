#include "features/subscriptions/store.hpp"

#include <algorithm>
#include <array>

#include "core/expect.hpp"

namespace veche::subscriptions::store {

namespace {

Subscription read_subscription(db::Row& row)
{
    Subscription one;
    one.id = row.next<Id<Subscription>>();
    const auto email = Email::parse(row.next<std::string>());
    VECHE_EXPECT(email.has_value());
    one.email = *email;
    one.stage = row.next<std::string>() == "confirmed" ? Stage::confirmed : Stage::asked;
    one.language = row.next<std::string>();
    one.choice.weekly = row.next<bool>();
    one.choice.urgent = row.next<bool>();
    one.asked = row.next<Instant>();
    one.confirmed = row.next<std::optional<Instant>>();
    return one;
}

void add_word(Choice& choice, std::string_view aspect, std::string word)
{
    (aspect == "kind" ? choice.kinds : aspect == "place" ? choice.places : choice.audiences).push_back(std::move(word));
}

std::optional<Subscription> with_choice(db::Session& db, Town town, std::optional<Subscription> one)
{
    if (one)
        db.each(
            "SELECT aspect, word FROM subscription_choices WHERE town_id = :town AND subscription_id = :id"
            " ORDER BY aspect, word",
            {{"town", town}, {"id", one->id}}, [&](db::Row& row) {
                const auto aspect = row.next<std::string>();
                add_word(one->choice, aspect, row.next<std::string>());
            });
    return one;
}

void insert_choice(db::Session& tx, Town town, const Subscription& one)
{
    const std::array<std::pair<std::string_view, const std::vector<std::string>*>, 3> aspects = {
        {{"kind", &one.choice.kinds}, {"place", &one.choice.places}, {"audience", &one.choice.audiences}}};
    for (const auto& [aspect, words] : aspects)
        for (const auto& word : *words)
            tx.execute(
                "INSERT INTO subscription_choices (town_id, subscription_id, aspect, word)"
                " VALUES (:town, :id, :aspect, :word) ON CONFLICT (town_id, subscription_id, aspect, word) DO NOTHING",
                {{"town", town}, {"id", one.id}, {"aspect", aspect}, {"word", word}});
}

}  // namespace

std::optional<Subscription> find_by_link(db::Session& db, Town town, std::string_view token_hash)
{
    return with_choice(
        db, town,
        db.find("SELECT s.id, s.email, s.stage, s.language, s.weekly, s.urgent, s.asked_at, s.confirmed_at"
                " FROM subscription_links k JOIN subscriptions s ON s.town_id = k.town_id AND s.id = k.subscription_id"
                " WHERE k.town_id = :town AND k.token_hash = :hash",
                {{"town", town}, {"hash", token_hash}}, read_subscription));
}

std::optional<Subscription> find_by_mailbox(db::Session& db, Town town, std::string_view mailbox)
{
    return with_choice(
        db, town,
        db.find("SELECT id, email, stage, language, weekly, urgent, asked_at, confirmed_at FROM subscriptions"
                " WHERE town_id = :town AND mailbox = :mailbox",
                {{"town", town}, {"mailbox", mailbox}}, read_subscription));
}

bool insert(db::Session& tx, Town town, const Subscription& one)
{
    const auto made = tx.execute(
        "INSERT INTO subscriptions (town_id, id, mailbox, email, stage, language, weekly, urgent, consent_text,"
        " asked_at, confirmed_at) VALUES (:town, :id, :mailbox, :email, :stage, :language, :weekly, :urgent, :consent,"
        " :asked, :confirmed) ON CONFLICT (town_id, mailbox) DO NOTHING",
        {{"town", town},
         {"id", one.id},
         {"mailbox", one.email.folded()},
         {"email", one.email.text()},
         {"stage", to_text(one.stage)},
         {"language", one.language},
         {"weekly", one.choice.weekly},
         {"urgent", one.choice.urgent},
         {"consent", consent_version},
         {"asked", one.asked},
         {"confirmed", one.confirmed}});
    if (made == 0) return false;
    insert_choice(tx, town, one);
    return true;
}

void update(db::Session& tx, Town town, const Subscription& one)
{
    tx.execute(
        "UPDATE subscriptions SET stage = :stage, language = :language, weekly = :weekly, urgent = :urgent,"
        " asked_at = :asked, confirmed_at = :confirmed WHERE town_id = :town AND id = :id",
        {{"town", town},
         {"id", one.id},
         {"stage", to_text(one.stage)},
         {"language", one.language},
         {"weekly", one.choice.weekly},
         {"urgent", one.choice.urgent},
         {"asked", one.asked},
         {"confirmed", one.confirmed}});
    tx.execute("DELETE FROM subscription_choices WHERE town_id = :town AND subscription_id = :id",
               {{"town", town}, {"id", one.id}});
    insert_choice(tx, town, one);
}

void remove(db::Session& tx, Town town, Id<Subscription> id)
{
    tx.execute("DELETE FROM subscriptions WHERE town_id = :town AND id = :id", {{"town", town}, {"id", id}});
}

void insert_link(db::Session& tx, Town town, Id<Subscription> id, std::string_view token_hash, Instant now)
{
    tx.execute(
        "INSERT INTO subscription_links (town_id, token_hash, subscription_id, made_at)"
        " VALUES (:town, :hash, :id, :now)",
        {{"town", town}, {"hash", token_hash}, {"id", id}, {"now", now}});
}

std::vector<Subscription> list_wanting(db::Session& db, Town town, Wanting wanting, Id<Subscription> after, int limit)
{
    auto all = db.list(
        "SELECT id, email, stage, language, weekly, urgent, asked_at, confirmed_at FROM subscriptions"
        " WHERE town_id = :town AND stage = 'confirmed' AND id > :after"
        " AND ((:wanting = 'weekly' AND weekly = 1) OR (:wanting = 'urgent' AND urgent = 1)) ORDER BY id LIMIT :limit",
        {{"town", town},
         {"after", after},
         {"wanting", wanting == Wanting::weekly ? "weekly" : "urgent"},
         {"limit", limit}},
        read_subscription);
    if (all.empty()) return all;
    db.each(
        "SELECT subscription_id, aspect, word FROM subscription_choices WHERE town_id = :town"
        " AND subscription_id > :after AND subscription_id <= :last ORDER BY subscription_id, aspect, word",
        {{"town", town}, {"after", after}, {"last", all.back().id}}, [&](db::Row& row) {
            const auto id = row.next<Id<Subscription>>();
            const auto one = std::ranges::lower_bound(all, id, {}, &Subscription::id);
            if (one == all.end() || one->id != id) return;  // of one that wants other letters
            const auto aspect = row.next<std::string>();
            add_word(one->choice, aspect, row.next<std::string>());
        });
    return all;
}

bool take_news(db::Session& tx, Town town, Id<plan::Line> line, std::string_view news)
{
    return tx.execute(
               "INSERT INTO subscription_told (town_id, line_id, news) VALUES (:town, :line, :news)"
               " ON CONFLICT (town_id, line_id) DO UPDATE SET news = excluded.news"
               " WHERE subscription_told.news <> excluded.news",
               {{"town", town}, {"line", line}, {"news", news}}) > 0;
}

bool insert_run(db::Session& tx, Town town, Run run, Day week, Instant now)
{
    return tx.execute(
               "INSERT INTO subscription_runs (town_id, kind, week, started_at) VALUES (:town, :kind, :week, :now)"
               " ON CONFLICT (town_id, kind, week) DO NOTHING",
               {{"town", town}, {"kind", run == Run::digest ? "digest" : "overdue"}, {"week", week}, {"now", now}}) > 0;
}

std::vector<ChoiceCount> count_choices(db::Session& db, Town town, int limit)
{
    return db.list(
        "SELECT c.aspect, c.word, count(*) AS subscribers FROM subscription_choices c"
        " JOIN subscriptions s ON s.town_id = c.town_id AND s.id = c.subscription_id"
        " WHERE c.town_id = :town AND s.stage = 'confirmed' GROUP BY c.aspect, c.word"
        " ORDER BY subscribers DESC, c.word LIMIT :limit",
        {{"town", town}, {"limit", limit}}, [](db::Row& row) {
            ChoiceCount one;
            one.aspect = row.next<std::string>();
            one.word = row.next<std::string>();
            one.subscribers = row.next<std::int64_t>();
            return one;
        });
}

}  // namespace veche::subscriptions::store
