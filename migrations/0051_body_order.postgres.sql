-- Bodies stand in the order of a Russian dictionary, and a part of a name is looked for: both as keys that the program makes. Of what
-- is there already it makes them at its next start.
ALTER TABLE bodies ADD COLUMN sort_key TEXT COLLATE "C" NOT NULL DEFAULT '';
-- personal bodies plain sort_key
CREATE INDEX bodies_order ON bodies (town_id, sort_key, id);
ALTER TABLE body_names ADD COLUMN part TEXT NOT NULL DEFAULT '';
-- personal body_names plain part
DELETE FROM foldings;
