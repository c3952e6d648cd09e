-- A stage stands as what it is: two that were waiting with an hour beside it have names now, and two are new. Where the organiser says yes
-- to each, an entry awaits that, and a no is a stage of its own with a reason. An entry may be reached by telephone alone: what is
-- unique in an occasion is how its contact is reached, by mailbox or, without one, by number.

DROP INDEX participation_entries_stage;
ALTER TABLE participation_entries RENAME COLUMN stage TO stage_before;
ALTER TABLE participation_entries ADD COLUMN stage TEXT NOT NULL DEFAULT 'waiting'
    CHECK (stage IN ('accepted', 'waiting', 'unconfirmed', 'awaiting', 'offered', 'cancelled', 'refused'));
UPDATE participation_entries SET stage = CASE WHEN stage_before = 'waiting' AND confirm_by IS NOT NULL THEN 'unconfirmed'
    WHEN stage_before = 'waiting' AND offer_until IS NOT NULL THEN 'offered' ELSE stage_before END;
ALTER TABLE participation_entries DROP COLUMN stage_before;
CREATE INDEX participation_entries_stage ON participation_entries (town_id, occasion_id, stage, number);
ALTER TABLE participation_entries RENAME COLUMN mailbox TO contact_key;
ALTER TABLE participation_entries ADD COLUMN entered_by $ID;
ALTER TABLE participation_sign_ups ADD COLUMN by_yes $BOOL NOT NULL DEFAULT 0;
-- personal participation_entries plain stage entered_by
-- personal participation_entries on request: blank contact_key = 'shredded:' || key_hash
-- personal participation_sign_ups plain by_yes
