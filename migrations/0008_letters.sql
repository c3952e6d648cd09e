-- The queue of letters. A row is written by the deed that the letter tells of. What has left keeps its envelope for the figures and
-- loses its words (body, attachments) on the spot.

CREATE TABLE letters (
    town_id      $ID NOT NULL REFERENCES towns (id),
    id           $ID NOT NULL,
    once         TEXT NOT NULL,
    kind         TEXT NOT NULL,
    recipient    TEXT NOT NULL,
    subject      TEXT NOT NULL,
    body         TEXT NOT NULL,
    attachments  TEXT NOT NULL,
    unsubscribe  TEXT NOT NULL,
    not_after    $INSTANT,
    stage        TEXT NOT NULL CHECK (stage IN ('waiting', 'sent', 'refused', 'bounced', 'late')),
    attempts     BIGINT NOT NULL,
    due_at       $INSTANT NOT NULL,
    last_error   TEXT NOT NULL,
    made_at      $INSTANT NOT NULL,
    settled_at   $INSTANT,
    PRIMARY KEY (town_id, id)
);
CREATE UNIQUE INDEX letters_once ON letters (town_id, once);
CREATE INDEX letters_due ON letters (town_id, stage, due_at, id);
CREATE INDEX letters_recipient ON letters (town_id, recipient, id);
