-- Of a network from which very many sign up for one occasion the rest confirm by the letter before they have a place: until `confirm_by`
-- such an entry waits and holds no seat (docs/rules/sign-up.md). network is a hash, and is emptied a day after the entry was made.
ALTER TABLE participation_entries ADD COLUMN confirm_by $INSTANT;
ALTER TABLE participation_entries ADD COLUMN network TEXT NOT NULL DEFAULT '';
CREATE INDEX participation_entries_confirm ON participation_entries (town_id, confirm_by);
CREATE INDEX participation_entries_network ON participation_entries (town_id, network, made_at);
-- personal participation_entries plain confirm_by
-- personal participation_entries trace network: law term.participation by participation.end_offers
