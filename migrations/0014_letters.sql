-- The queue of letters. A row is written by the deed that the letter tells of. What has left keeps its envelope for the figures and
-- loses its words (body, attachments) on the spot: they hold a resident's secret link. `attempts` counts the claims and is the fence of
-- the sender that holds one; `failures` counts how often the recipient's side said "later", and decides when to give up.

CREATE TABLE letters (
    town_id      $ID NOT NULL REFERENCES towns (id),
    id           $ID NOT NULL,
    once         TEXT NOT NULL,
    kind         TEXT NOT NULL,
    cause        TEXT NOT NULL CHECK (cause IN ('town', 'stranger')),
    recipient    TEXT NOT NULL,
    mailbox      TEXT NOT NULL,
    subject      TEXT NOT NULL,
    body         TEXT NOT NULL,
    attachments  TEXT NOT NULL,
    unsubscribe  TEXT NOT NULL,
    list_id      TEXT NOT NULL,
    not_after    $INSTANT,
    stage        TEXT NOT NULL CHECK (stage IN ('waiting', 'sent', 'refused', 'bounced', 'late', 'withheld')),
    attempts     BIGINT NOT NULL,
    failures     BIGINT NOT NULL,
    due_at       $INSTANT NOT NULL,
    last_error   TEXT NOT NULL,
    made_at      $INSTANT NOT NULL,
    settled_at   $INSTANT,
    PRIMARY KEY (town_id, id)
);
-- personal letters plain town_id id once kind cause list_id not_after stage attempts failures due_at made_at settled_at
-- personal letters email recipient mailbox: 90 days by app.forget_letters
-- personal letters words subject last_error: 90 days by app.forget_letters
-- personal letters words body attachments unsubscribe: 30 days by app.forget_letters
-- personal letters on request: blank stage = CASE WHEN stage = 'waiting' THEN 'withheld' ELSE stage END
CREATE UNIQUE INDEX letters_once ON letters (town_id, once);
CREATE INDEX letters_due ON letters (town_id, stage, due_at, id);
CREATE INDEX letters_stage ON letters (town_id, stage, id);
CREATE INDEX letters_mailbox ON letters (town_id, mailbox, made_at);
