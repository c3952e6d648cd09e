-- How many seats of a happening are taken, and a seat below which all are, beside the last number: nobody counts all seats for each
-- newcomer. Both follow from the entries; `veche check` compares.
ALTER TABLE participation_sign_ups ADD COLUMN taken BIGINT NOT NULL DEFAULT 0;
ALTER TABLE participation_sign_ups ADD COLUMN free_from BIGINT NOT NULL DEFAULT 1;
UPDATE participation_sign_ups SET taken = (SELECT count(*) FROM participation_persons p
    WHERE p.town_id = participation_sign_ups.town_id AND p.happening_id = participation_sign_ups.happening_id
    AND p.seat IS NOT NULL);
-- personal participation_sign_ups plain taken free_from
