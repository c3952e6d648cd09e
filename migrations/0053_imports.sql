-- A file on its way in is not the plan's alone: whose it is stands in `kind`, what it is for in `about` (docs/adr/0039-import-is-a-kit.md).
ALTER TABLE plan_imports RENAME TO imports;
ALTER TABLE imports ADD COLUMN kind TEXT NOT NULL DEFAULT 'plan';
ALTER TABLE imports ADD COLUMN about TEXT NOT NULL DEFAULT '';
UPDATE imports SET about = CAST(year AS TEXT);
ALTER TABLE imports DROP COLUMN year;
DROP INDEX plan_imports_age;
CREATE INDEX imports_age ON imports (town_id, created_at);
-- personal imports plain kind about
