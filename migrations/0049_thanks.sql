-- With a consent of its own a name and a contact stay until the town has thanked those who took part (term.thanks); all else of the entry goes
-- when it went before, and thinned_at says so. Without it everything goes at that time. sought is what the office finds a person by: folded
-- names, the mailbox, the number; rows made before have it when they are changed.

ALTER TABLE participation_entries ADD COLUMN thanks_consent TEXT NOT NULL DEFAULT '';
ALTER TABLE participation_entries ADD COLUMN thinned_at $INSTANT;
ALTER TABLE participation_entries ADD COLUMN sought TEXT NOT NULL DEFAULT '';
CREATE INDEX participation_entries_made ON participation_entries (town_id, made_at);
CREATE INDEX participation_entries_contact ON participation_entries (town_id, contact_key);
-- personal participation_entries plain thanks_consent thinned_at
-- personal participation_entries name contact_name: law term.participation by participation.shred when thanks_consent = '' mark shredded_at
-- personal participation_entries name contact_name: law term.thanks by participation.shred when thanks_consent <> '' mark shredded_at
-- personal participation_entries contact contact_key: law term.participation by participation.shred when thanks_consent = '' mark shredded_at
-- personal participation_entries contact contact_key: law term.thanks by participation.shred when thanks_consent <> '' mark shredded_at
-- personal participation_entries email contact_email: law term.participation by participation.shred when thanks_consent = '' mark shredded_at
-- personal participation_entries email contact_email: law term.thanks by participation.shred when thanks_consent <> '' mark shredded_at
-- personal participation_entries phone contact_phone: law term.participation by participation.shred when thanks_consent = '' mark shredded_at
-- personal participation_entries phone contact_phone: law term.thanks by participation.shred when thanks_consent <> '' mark shredded_at
-- personal participation_entries contact sought: law term.participation by participation.shred when thanks_consent = '' mark shredded_at
-- personal participation_entries contact sought: law term.thanks by participation.shred when thanks_consent <> '' mark shredded_at
-- personal participation_entries trace network: 24 hours by participation.end_offers
-- personal participation_entries words group_title reason child_consent: law term.participation by participation.shred mark thinned_at
