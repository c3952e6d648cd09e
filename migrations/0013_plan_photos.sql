-- Media are files in DATA/media, named by the SHA-256 of their content. A row says who needs a file; the file is served while
-- somebody does, and stays a day longer on the disk, so that a backup made meanwhile has what its database names.

CREATE TABLE media (
    town_id      $ID NOT NULL REFERENCES towns (id),
    name         TEXT NOT NULL,
    object       TEXT NOT NULL,
    released_at  $INSTANT,
    PRIMARY KEY (town_id, name, object)
);
-- personal media plain town_id name object released_at
CREATE INDEX media_object ON media (town_id, object);
CREATE INDEX media_released ON media (town_id, released_at);

-- Photographs of a happening that was held. No foreign key to plan_happenings: its rows are written anew with each change of their
-- line, the photographs stay; plan.forget_photos removes those whose happening is gone for good.
CREATE TABLE plan_photos (
    town_id        $ID NOT NULL REFERENCES towns (id),
    id             $ID NOT NULL,
    line_id        $ID NOT NULL,
    happening_id   $ID NOT NULL,
    position       BIGINT NOT NULL,
    large          TEXT NOT NULL,
    middle         TEXT NOT NULL,
    small          TEXT NOT NULL,
    share          TEXT NOT NULL,
    width          BIGINT NOT NULL,
    height         BIGINT NOT NULL,
    alt            TEXT NOT NULL,
    author         TEXT NOT NULL,
    focus_x        BIGINT NOT NULL CHECK (focus_x BETWEEN 0 AND 100),
    focus_y        BIGINT NOT NULL CHECK (focus_y BETWEEN 0 AND 100),
    people         TEXT NOT NULL CHECK (people IN ('ask', 'nobody', 'agreed')),
    version        BIGINT NOT NULL,
    added_at       $INSTANT NOT NULL,
    PRIMARY KEY (town_id, id),
    CHECK (people = 'ask' OR alt <> '')
);
-- personal plan_photos plain town_id id line_id happening_id position large middle small share width height focus_x focus_y people version added_at
-- personal plan_photos name author: kept
-- personal plan_photos words alt: kept
-- personal plan_photos on request: stays
CREATE UNIQUE INDEX plan_photos_happening ON plan_photos (town_id, happening_id, large);
CREATE INDEX plan_photos_line ON plan_photos (town_id, line_id, happening_id, position);
