-- Who came: the ledger of participation. A row is one person who signed up, or one who came without. It holds no name: those of an
-- entry are blanked with it, the row stays. mark_key makes a mark sent twice one mark: "entry:ID:POSITION" or "walk:" and the
-- device's own key; marked_at is the time of the deed, so that a mark kept on a phone without a network never undoes a later one.

CREATE TABLE participation_attendance (
    town_id       $ID NOT NULL REFERENCES towns (id),
    happening_id  $ID NOT NULL,
    mark_key      TEXT NOT NULL,
    line_id       $ID NOT NULL,
    entry_id      $ID,
    position      BIGINT,
    age_group     TEXT NOT NULL CHECK (age_group IN ('child', 'adult', 'unknown')),
    stage         TEXT NOT NULL CHECK (stage IN ('came', 'undone')),
    came_on       BIGINT NOT NULL,
    marked_at     $INSTANT NOT NULL,
    received_at   $INSTANT NOT NULL,
    marked_by     $ID,
    PRIMARY KEY (town_id, happening_id, mark_key),
    CHECK ((entry_id IS NULL) = (position IS NULL))
);
-- personal participation_attendance plain town_id happening_id mark_key line_id entry_id position age_group stage came_on marked_at received_at marked_by
-- personal participation_sign_ups plain offer_hours
-- personal participation_entries plain offer_until
CREATE INDEX participation_attendance_day ON participation_attendance (town_id, came_on, happening_id);

-- A freed seat is offered for so many hours before it goes to the next one; 0: it is given at once. An entry that holds an offer
-- is still waiting, and its seats are taken until the hour.
ALTER TABLE participation_sign_ups ADD COLUMN offer_hours BIGINT NOT NULL DEFAULT 0 CHECK (offer_hours BETWEEN 0 AND 168);
ALTER TABLE participation_entries ADD COLUMN offer_until $INSTANT;
CREATE INDEX participation_entries_offer ON participation_entries (town_id, offer_until);
