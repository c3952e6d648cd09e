-- What a kind is more exactly: a photo contest, a relay, a historical quiz; '' where nothing more is known. Of one kind each, which
-- `kind` says (docs/rules/kind.md).
ALTER TABLE plan_lines ADD COLUMN subkind TEXT NOT NULL DEFAULT '' CHECK (subkind IN ('', 'photo', 'stage', 'relay', 'educational', 'creative', 'historical', 'scientific', 'initiative'));
-- personal plan_lines plain subkind
