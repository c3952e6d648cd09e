-- The programme of a line: what happens at which hour of each of its days, one to a line, as language::programme_text writes it
-- (docs/rules/programme.md). Those who signed up are told the one that stands.
ALTER TABLE plan_lines ADD COLUMN programme TEXT NOT NULL DEFAULT '';
ALTER TABLE participation_told ADD COLUMN programme TEXT NOT NULL DEFAULT '';
-- personal plan_lines plain programme
-- personal participation_told plain programme
