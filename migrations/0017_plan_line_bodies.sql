-- Who of the directory has to do with a line: those whom its words name as responsible, and partners whom a person chose. Kept beside
-- the words, which stay as they were written (docs/rules/bodies.md).

CREATE TABLE plan_line_bodies (
    town_id  $ID NOT NULL,
    line_id  $ID NOT NULL,
    part     TEXT NOT NULL CHECK (part IN ('responsible', 'partner')),
    body_id  $ID NOT NULL,
    PRIMARY KEY (town_id, line_id, part, body_id),
    FOREIGN KEY (town_id, line_id) REFERENCES plan_lines (town_id, id) ON DELETE CASCADE
);
-- personal plan_line_bodies plain town_id line_id part body_id
CREATE INDEX plan_line_bodies_body ON plan_line_bodies (town_id, body_id, part, line_id);

-- Names of which a person has said that they are no body ("Глава города"): nobody is asked about them again.
CREATE TABLE plan_plain_names (
    town_id  $ID NOT NULL REFERENCES towns (id),
    folded   TEXT NOT NULL,
    PRIMARY KEY (town_id, folded)
);
-- personal plan_plain_names plain town_id folded
