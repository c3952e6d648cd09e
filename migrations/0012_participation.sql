-- Signing up for a happening of the plan, without an account. A seat is a number in its happening, and the index of seats is what
-- makes overbooking impossible; what a resident's link holds is kept only as a hash.

CREATE TABLE participation_sign_ups (
    town_id       $ID NOT NULL REFERENCES towns (id),
    happening_id  $ID NOT NULL,
    line_id       $ID NOT NULL,
    stage         TEXT NOT NULL CHECK (stage IN ('open', 'closed')),
    seats         BIGINT CHECK (seats BETWEEN 1 AND 100000),
    persons_most  BIGINT NOT NULL CHECK (persons_most BETWEEN 1 AND 50),
    closes_at     $INSTANT,
    queue         TEXT NOT NULL CHECK (queue IN ('none', 'list')),
    age_least     BIGINT,
    age_most      BIGINT,
    bring         TEXT NOT NULL,
    last_number   BIGINT NOT NULL,
    ends          BIGINT,
    version       BIGINT NOT NULL,
    PRIMARY KEY (town_id, happening_id)
);
-- personal participation_sign_ups plain town_id happening_id line_id stage seats persons_most closes_at queue age_least age_most bring last_number ends version
CREATE INDEX participation_sign_ups_line ON participation_sign_ups (town_id, line_id);
CREATE INDEX participation_sign_ups_ends ON participation_sign_ups (town_id, ends);

CREATE TABLE participation_entries (
    town_id        $ID NOT NULL REFERENCES towns (id),
    id             $ID NOT NULL,
    happening_id   $ID NOT NULL,
    line_id        $ID NOT NULL,
    number         BIGINT NOT NULL,
    key_hash       TEXT NOT NULL,
    mailbox        TEXT NOT NULL,
    group_title    TEXT NOT NULL,
    contact_name   TEXT NOT NULL,
    contact_email  TEXT NOT NULL,
    contact_phone  TEXT NOT NULL,
    stage          TEXT NOT NULL CHECK (stage IN ('accepted', 'waiting', 'cancelled')),
    reason         TEXT NOT NULL,
    consent_text   TEXT NOT NULL,
    child_consent  TEXT NOT NULL,
    made_at        $INSTANT NOT NULL,
    changed_at     $INSTANT NOT NULL,
    shredded_at    $INSTANT,
    PRIMARY KEY (town_id, id),
    FOREIGN KEY (town_id, happening_id) REFERENCES participation_sign_ups (town_id, happening_id)
);
-- personal participation_entries plain town_id id happening_id line_id number key_hash stage consent_text made_at changed_at shredded_at
-- personal participation_entries name contact_name: law term.participation by participation.shred mark shredded_at
-- personal participation_entries email mailbox contact_email: law term.participation by participation.shred mark shredded_at
-- personal participation_entries phone contact_phone: law term.participation by participation.shred mark shredded_at
-- personal participation_entries words group_title reason child_consent: law term.participation by participation.shred mark shredded_at
-- personal participation_entries on request: blank mailbox = 'shredded:' || key_hash
CREATE UNIQUE INDEX participation_entries_number ON participation_entries (town_id, happening_id, number);
CREATE UNIQUE INDEX participation_entries_key ON participation_entries (town_id, key_hash);
CREATE UNIQUE INDEX participation_entries_mailbox ON participation_entries (town_id, happening_id, mailbox);
CREATE INDEX participation_entries_stage ON participation_entries (town_id, happening_id, stage, number);

CREATE TABLE participation_persons (
    town_id       $ID NOT NULL REFERENCES towns (id),
    entry_id      $ID NOT NULL,
    position      BIGINT NOT NULL,
    happening_id  $ID NOT NULL,
    name          TEXT NOT NULL,
    age           BIGINT,
    seat          BIGINT,
    PRIMARY KEY (town_id, entry_id, position),
    FOREIGN KEY (town_id, entry_id) REFERENCES participation_entries (town_id, id)
);
-- personal participation_persons plain town_id entry_id position happening_id age seat
-- personal participation_persons name name: law term.participation by participation.shred
-- personal participation_persons of participation_entries by entry_id
-- personal participation_persons on request: blank
CREATE UNIQUE INDEX participation_persons_seat ON participation_persons (town_id, happening_id, seat);
