#include "app/store_letters.hpp"

#include <algorithm>

namespace veche::app::store {

void insert_letter(db::Session& tx, Id<Town> town, const LetterRow& letter, Instant now)
{
    tx.execute(
        "INSERT INTO letters (town_id, id, once, kind, cause, recipient, mailbox, subject, body, attachments,"
        " unsubscribe, list_id, not_after, stage, attempts, failures, due_at, last_error, made_at, settled_at)"
        " VALUES (:town, :id, :once, :kind, :cause, :to, :mailbox, :subject, :text, :attachments,"
        " :unsubscribe, :list_id, :not_after, :stage, 0, 0, :now, '', :now, NULL)"
        " ON CONFLICT (town_id, once) DO NOTHING",
        {{"town", town},
         {"id", letter.id},
         {"once", letter.key},
         {"kind", letter.kind},
         {"cause", letter.cause},
         {"to", letter.to},
         {"mailbox", letter.mailbox},
         {"subject", letter.subject},
         {"text", letter.text},
         {"attachments", letter.attachments},
         {"unsubscribe", letter.unsubscribe},
         {"list_id", letter.list_id},
         {"not_after", letter.not_after},
         {"stage", letter.stage},
         {"now", now}});
}

bool has_letter(db::Session& db, Id<Town> town, std::string_view key)
{
    return db
        .find("SELECT 1 FROM letters WHERE town_id = :town AND once = :once", {{"town", town}, {"once", key}},
              [](db::Row& row) { return row.next<int>(); })
        .has_value();
}

std::int64_t count_by_strangers(db::Session& db, Id<Town> town, std::string_view mailbox, Instant since)
{
    return db.value<std::int64_t>(
        "SELECT count(*) FROM letters WHERE town_id = :town AND mailbox = :mailbox AND made_at > :since"
        " AND cause = 'stranger' AND stage <> 'withheld'",
        {{"town", town}, {"mailbox", mailbox}, {"since", since}});
}

std::optional<Id<Letter>> find_due_letter(db::Session& db, Id<Town> town, Instant now)
{
    return db.find(
        "SELECT id FROM letters WHERE town_id = :town AND stage = 'waiting' AND due_at <= :now"
        " ORDER BY due_at, id LIMIT 1",
        {{"town", town}, {"now", now}}, [](db::Row& row) { return row.next<Id<Letter>>(); });
}

std::optional<ClaimedLetter> claim_letter(db::Session& tx, Id<Town> town, Id<Letter> id, Instant now, Instant until)
{
    return tx.find(
        "UPDATE letters SET due_at = :until, attempts = attempts + 1 WHERE town_id = :town AND id = :id"
        " AND stage = 'waiting' AND due_at <= :now RETURNING id, once, kind, cause, recipient, mailbox, subject, body,"
        " attachments, unsubscribe, list_id, not_after, stage, attempts, failures",
        {{"town", town}, {"id", id}, {"now", now}, {"until", until}}, [](db::Row& row) {
            ClaimedLetter claimed;
            auto& letter = claimed.letter;
            letter.id = row.next<Id<Letter>>();
            for (auto* text : {&letter.key, &letter.kind, &letter.cause, &letter.to, &letter.mailbox, &letter.subject,
                               &letter.text, &letter.attachments, &letter.unsubscribe, &letter.list_id})
                *text = row.next<std::string>();
            letter.not_after = row.next<std::optional<Instant>>();
            letter.stage = row.next<std::string>();
            claimed.fence = row.next<std::int64_t>();
            claimed.failures = row.next<std::int64_t>();
            return claimed;
        });
}

bool settle_letter(db::Session& tx, Id<Town> town, const ClaimedLetter& claimed, std::string_view stage,
                   std::string_view error, Instant now)
{
    return tx.execute(
               "UPDATE letters SET stage = :stage, last_error = :error, settled_at = :now,"
               " body = CASE WHEN :stage = 'refused' THEN body ELSE '' END,"
               " attachments = CASE WHEN :stage = 'refused' THEN attachments ELSE '' END,"
               " unsubscribe = CASE WHEN :stage = 'refused' THEN unsubscribe ELSE '' END"  // a secret, as the words
               " WHERE town_id = :town AND id = :id AND stage = 'waiting' AND attempts = :fence",
               {{"town", town},
                {"id", claimed.letter.id},
                {"fence", claimed.fence},
                {"stage", stage},
                {"error", error},
                {"now", now}}) == 1;
}

bool postpone_letter(db::Session& tx, Id<Town> town, const ClaimedLetter& claimed, Instant due, std::int64_t failures,
                     std::string_view error)
{
    return tx.execute(
               "UPDATE letters SET due_at = :due, failures = :failures, last_error = :error"
               " WHERE town_id = :town AND id = :id AND stage = 'waiting' AND attempts = :fence",
               {{"town", town},
                {"id", claimed.letter.id},
                {"fence", claimed.fence},
                {"due", due},
                {"failures", failures},
                {"error", error}}) == 1;
}

std::optional<BouncedLetter> bounce_letter(db::Session& tx, Id<Town> town, Id<Letter> id, std::string_view error,
                                           Instant now)
{
    return tx.find(
        "UPDATE letters SET stage = 'bounced', last_error = :error, settled_at = :now, body = '', attachments = '', "
        "unsubscribe = ''"
        " WHERE town_id = :town AND id = :id AND stage IN ('sent', 'waiting', 'refused')"
        " RETURNING kind, once, mailbox",
        {{"town", town}, {"id", id}, {"error", error}, {"now", now}}, [](db::Row& row) {
            return BouncedLetter{row.next<std::string>(), row.next<std::string>(), row.next<std::string>()};
        });
}

namespace {
LetterEnvelope read_envelope(db::Row& row)
{
    LetterEnvelope one;
    one.id = row.next<Id<Letter>>();
    for (auto* text : {&one.kind, &one.to, &one.subject, &one.stage, &one.error}) *text = row.next<std::string>();
    one.attempts = row.next<std::int64_t>();
    one.due = row.next<Instant>();
    one.made = row.next<Instant>();
    one.may_go_again = row.next<std::int64_t>() != 0;
    return one;
}
}  // namespace

std::vector<LetterEnvelope> list_letters(db::Session& db, Id<Town> town, std::string_view stage, Id<Letter> before,
                                         int limit)
{
    return db.list(
        "SELECT id, kind, recipient, subject, stage, last_error, attempts, due_at, made_at,"
        " CASE WHEN stage = 'waiting' OR (stage = 'refused' AND body <> '') THEN 1 ELSE 0 END"
        " FROM letters WHERE town_id = :town AND stage = :stage AND (:before = 0 OR id < :before)"
        " ORDER BY id DESC LIMIT :limit",
        {{"town", town}, {"stage", stage}, {"before", before}, {"limit", limit}}, read_envelope);
}

std::optional<LetterEnvelope> find_letter(db::Session& db, Id<Town> town, Id<Letter> id)
{
    return db.find(
        "SELECT id, kind, recipient, subject, stage, last_error, attempts, due_at, made_at,"
        " CASE WHEN stage = 'waiting' OR (stage = 'refused' AND body <> '') THEN 1 ELSE 0 END"
        " FROM letters WHERE town_id = :town AND id = :id",
        {{"town", town}, {"id", id}}, read_envelope);
}

std::int64_t count_letters(db::Session& db, Id<Town> town, std::string_view stage, int limit)
{
    return db.value<std::int64_t>(
        "SELECT count(*) FROM (SELECT 1 FROM letters WHERE town_id = :town AND stage = :stage LIMIT :limit) AS one",
        {{"town", town}, {"stage", stage}, {"limit", limit}});
}

std::optional<LetterEnvelope> find_oldest_waiting(db::Session& db, Id<Town> town)
{
    return db.find(
        "SELECT id, kind, recipient, subject, stage, last_error, attempts, due_at, made_at, 1"
        " FROM letters WHERE town_id = :town AND stage = 'waiting' ORDER BY id LIMIT 1",
        {{"town", town}}, read_envelope);
}

std::int64_t hurry_letter(db::Session& tx, Id<Town> town, Id<Letter> id, Instant now, Instant leased_until)
{
    return tx.execute(
        "UPDATE letters SET stage = 'waiting', due_at = :now, failures = 0, settled_at = NULL"
        " WHERE town_id = :town AND id = :id AND ((stage = 'waiting' AND due_at > :leased)"
        " OR (stage = 'refused' AND body <> ''))",
        {{"town", town}, {"id", id}, {"now", now}, {"leased", leased_until}});
}

std::int64_t hurry_waiting(db::Session& tx, Id<Town> town, Instant now, Instant leased_until)
{
    return tx.execute(
        "UPDATE letters SET due_at = :now, failures = 0"
        " WHERE town_id = :town AND stage = 'waiting' AND due_at > :leased",
        {{"town", town}, {"now", now}, {"leased", leased_until}});
}

bool forget_letters(db::Session& tx, Id<Town> town, const LetterTerms& terms, int most)
{
    const auto late = tx.execute(
        "UPDATE letters SET stage = 'late', settled_at = :now, body = '', attachments = '', unsubscribe = ''"
        " WHERE town_id = :town AND id IN (SELECT id FROM letters"
        " WHERE town_id = :town AND stage = 'waiting' AND (made_at < :stale OR not_after < :now) LIMIT :most)",
        {{"town", town}, {"now", terms.now}, {"stale", terms.stale}, {"most", most}});
    const auto refused = tx.execute(
        "UPDATE letters SET body = '', attachments = '', unsubscribe = '' WHERE town_id = :town AND id IN"
        " (SELECT id FROM letters WHERE town_id = :town AND stage = 'refused' AND settled_at < :words AND body <> ''"
        " LIMIT :most)",
        {{"town", town}, {"words", terms.words}, {"most", most}});
    // The key stays: what was told once is not told again.
    const auto old = tx.execute(
        "UPDATE letters SET recipient = '', mailbox = '', subject = '', body = '', attachments = '', unsubscribe = '',"
        " last_error = ''"
        " WHERE town_id = :town AND id IN (SELECT id FROM letters"
        " WHERE town_id = :town AND stage <> 'waiting' AND made_at < :envelopes AND mailbox <> '' LIMIT :most)",
        {{"town", town}, {"envelopes", terms.envelopes}, {"most", most}});
    return std::max({late, refused, old}) == most;
}

void erase_letters(db::Session& tx, Id<Town> town, std::string_view mailbox, std::string_view feature)
{
    tx.execute("DELETE FROM letters WHERE town_id = :town AND mailbox = :mailbox AND kind LIKE :feature || '.%'",
               {{"town", town}, {"mailbox", mailbox}, {"feature", feature}});
}

}  // namespace veche::app::store
