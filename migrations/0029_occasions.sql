-- One signs up for an occasion (app/occasions), whatever record is behind it: its key is that of the record, so a happening's key is
-- what it was. What stood beside it, the line, is the plan's own business.

DROP INDEX participation_sign_ups_line;
ALTER TABLE participation_sign_ups DROP COLUMN line_id;
ALTER TABLE participation_sign_ups RENAME COLUMN happening_id TO occasion_id;
ALTER TABLE participation_entries DROP COLUMN line_id;
ALTER TABLE participation_entries RENAME COLUMN happening_id TO occasion_id;
ALTER TABLE participation_persons RENAME COLUMN happening_id TO occasion_id;
ALTER TABLE participation_attendance DROP COLUMN line_id;
ALTER TABLE participation_attendance RENAME COLUMN happening_id TO occasion_id;

-- What follows from the occasion as it was looked at last: its state, its beginning (after which nobody signs up), its first day where
-- it is known to the day. closes_at is from now on the office's own hour alone. told: the number of what people have been told of it,
-- 0: the occasion has not been looked at yet (docs/rules/occasion.md).
ALTER TABLE participation_sign_ups ADD COLUMN state TEXT NOT NULL DEFAULT 'ahead'
    CHECK (state IN ('withdrawn', 'ahead', 'held', 'cancelled', 'gone'));
ALTER TABLE participation_sign_ups ADD COLUMN begins_at $INSTANT;
ALTER TABLE participation_sign_ups ADD COLUMN starts BIGINT;
ALTER TABLE participation_sign_ups ADD COLUMN told BIGINT NOT NULL DEFAULT 0;
CREATE INDEX participation_sign_ups_starts ON participation_sign_ups (town_id, starts);
CREATE INDEX participation_sign_ups_told ON participation_sign_ups (town_id, told);

-- What people were told: a row for each news that an occasion had, so that what was told to whom is known though the occasion is gone.
-- Entries name the row they were told last. No names of people are in it. The columns of the time are those of plan_lines.
CREATE TABLE participation_told (
    town_id       $ID NOT NULL,
    occasion_id   $ID NOT NULL,
    number        BIGINT NOT NULL,
    topic         TEXT NOT NULL,
    title         TEXT NOT NULL,
    when_text     TEXT NOT NULL,
    precision_of  TEXT NOT NULL,
    repeats       TEXT NOT NULL,
    period        TEXT NOT NULL,
    place         TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('withdrawn', 'ahead', 'held', 'cancelled', 'gone')),
    over          BIGINT NOT NULL,
    reason        TEXT NOT NULL,
    reason_at     $INSTANT,
    url           TEXT NOT NULL,
    office_url    TEXT NOT NULL,
    sequence      BIGINT NOT NULL,
    changed_at    $INSTANT NOT NULL,
    PRIMARY KEY (town_id, occasion_id, number),
    FOREIGN KEY (town_id, occasion_id) REFERENCES participation_sign_ups (town_id, occasion_id)
);
ALTER TABLE participation_entries ADD COLUMN told BIGINT NOT NULL DEFAULT 0;

-- A person of an entry keeps the number under which a mark at the door knows them: it is never given again.
ALTER TABLE participation_entries ADD COLUMN persons_made BIGINT NOT NULL DEFAULT 0;
UPDATE participation_entries SET persons_made = (SELECT count(*) FROM participation_persons p
    WHERE p.town_id = participation_entries.town_id AND p.entry_id = participation_entries.id);

-- What these did, one listener of "occasions.changed" does; what was on its way to them finds the occasion as it is.
DELETE FROM deliveries WHERE listener IN ('participation.close', 'participation.follow', 'participation.follow_change',
    'participation.end', 'participation.write_moved', 'participation.write_called_off');
-- personal participation_sign_ups plain state begins_at starts told
-- personal participation_entries plain told persons_made
-- personal participation_told plain town_id occasion_id number topic title when_text precision_of repeats period place state over reason reason_at url office_url sequence changed_at
