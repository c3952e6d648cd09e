#include "app/store_letters.hpp"

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

std::int64_t count_by_strangers(db::Session& db, Id<Town> town, std::string_view mailbox, Instant since)
{
    return db.value<std::int64_t>(
        "SELECT count(*) FROM letters WHERE town_id = :town AND mailbox = :mailbox AND made_at > :since"
        " AND cause = 'stranger' AND stage <> 'withheld'",
        {{"town", town}, {"mailbox", mailbox}, {"since", since}});
}

}  // namespace veche::app::store
