#include "app/store_letters.hpp"

namespace veche::app::store {

void insert_letter(db::Session& tx, Id<Town> town, const LetterRow& letter, Instant now)
{
    tx.execute(
        "INSERT INTO letters (town_id, id, once, kind, recipient, subject, body, attachments, unsubscribe, not_after,"
        " stage, attempts, due_at, last_error, made_at, settled_at)"
        " VALUES (:town, :id, :once, :kind, :to, :subject, :text, :attachments, :unsubscribe, :not_after,"
        " 'waiting', 0, :now, '', :now, NULL) ON CONFLICT (town_id, once) DO NOTHING",
        {{"town", town},
         {"id", letter.id},
         {"once", letter.key},
         {"kind", letter.kind},
         {"to", letter.to},
         {"subject", letter.subject},
         {"text", letter.text},
         {"attachments", letter.attachments},
         {"unsubscribe", letter.unsubscribe},
         {"not_after", letter.not_after},
         {"now", now}});
}

}  // namespace veche::app::store
