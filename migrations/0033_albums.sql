-- Photographs of any object: an album has the key of its owner and knows whether the owner is public. No foreign key to the owner, for
-- it lies in another feature; who changes an owner says so in the same transaction (app/album, settle and set_shown).

CREATE TABLE albums (
    town_id   $ID NOT NULL REFERENCES towns (id),
    kind      TEXT NOT NULL,
    owner_id  $ID NOT NULL,
    part_of   $ID NOT NULL,
    shelf     $ID NOT NULL,
    shown     $BOOL NOT NULL CHECK (shown IN (0, 1)),
    PRIMARY KEY (town_id, kind, owner_id)
);
-- personal albums plain town_id kind owner_id part_of shelf shown
CREATE INDEX albums_part ON albums (town_id, kind, part_of);
CREATE INDEX albums_shelf ON albums (town_id, kind, shelf);

CREATE TABLE album_photos (
    town_id   $ID NOT NULL REFERENCES towns (id),
    id        $ID NOT NULL,
    kind      TEXT NOT NULL,
    owner_id  $ID NOT NULL,
    position  BIGINT NOT NULL,
    large     TEXT NOT NULL,
    middle    TEXT NOT NULL,
    small     TEXT NOT NULL,
    share     TEXT NOT NULL,
    width     BIGINT NOT NULL,
    height    BIGINT NOT NULL,
    alt       TEXT NOT NULL,
    author    TEXT NOT NULL,
    rights    TEXT NOT NULL,
    focus_x   BIGINT NOT NULL CHECK (focus_x BETWEEN 0 AND 100),
    focus_y   BIGINT NOT NULL CHECK (focus_y BETWEEN 0 AND 100),
    people    TEXT NOT NULL CHECK (people IN ('ask', 'nobody', 'agreed')),
    withheld  $BOOL NOT NULL CHECK (withheld IN (0, 1)),
    version   BIGINT NOT NULL,
    added_at  $INSTANT NOT NULL,
    PRIMARY KEY (town_id, id),
    FOREIGN KEY (town_id, kind, owner_id) REFERENCES albums (town_id, kind, owner_id),
    CHECK (people = 'ask' OR alt <> '')
);
-- personal album_photos plain town_id id kind owner_id position large middle small share width height focus_x focus_y people withheld version added_at
-- personal album_photos name author: kept
-- personal album_photos words alt rights: kept
-- personal album_photos on request: stays
CREATE UNIQUE INDEX album_photos_once ON album_photos (town_id, kind, owner_id, large);
CREATE INDEX album_photos_large ON album_photos (town_id, large);
CREATE INDEX album_photos_middle ON album_photos (town_id, middle);
CREATE INDEX album_photos_small ON album_photos (town_id, small);
CREATE INDEX album_photos_share ON album_photos (town_id, share);

-- Who on a photograph agreed to be shown. It outlives its photograph by three years, in which it may have to be proved.
CREATE TABLE photo_consents (
    town_id       $ID NOT NULL REFERENCES towns (id),
    id            $ID NOT NULL,
    photo_id      $ID NOT NULL,
    person        TEXT NOT NULL,
    given_by      TEXT NOT NULL,
    text_version  BIGINT NOT NULL,
    given_on      BIGINT NOT NULL,
    noted_at      $INSTANT NOT NULL,
    withdrawn_at  $INSTANT,
    settled       $BOOL NOT NULL CHECK (settled IN (0, 1)),
    gone_at       $INSTANT,
    PRIMARY KEY (town_id, id)
);
-- personal photo_consents plain town_id id photo_id text_version given_on noted_at withdrawn_at settled gone_at
-- personal photo_consents name person given_by: delete 1096 days after gone_at
-- personal photo_consents on request: stays
CREATE INDEX photo_consents_photo ON photo_consents (town_id, photo_id);
CREATE INDEX photo_consents_gone ON photo_consents (town_id, gone_at);

-- What the town sees. Pages and files ask this and nothing else, so that a file is never served which no page shows.
CREATE VIEW shown_photos AS
SELECT p.town_id, p.id, p.kind, p.owner_id, p.position, p.large, p.middle, p.small, p.share, p.width, p.height, p.alt, p.author,
       p.rights, p.focus_x, p.focus_y, p.people, p.withheld, p.version, p.added_at, a.shelf
FROM album_photos p
JOIN albums a ON a.town_id = p.town_id AND a.kind = p.kind AND a.owner_id = p.owner_id
WHERE a.shown = 1 AND p.people <> 'ask' AND p.alt <> '' AND p.withheld = 0;

-- The photographs of the plan, each with what it has. Those whose happening is gone were to be cleared away by a job: they stay behind,
-- and their files are released.
INSERT INTO albums (town_id, kind, owner_id, part_of, shelf, shown)
SELECT h.town_id, 'happening', h.id, h.line_id, h.plan_id,
       CASE WHEN h.outcome = 'held' AND l.stage = 'announced' THEN 1 ELSE 0 END
FROM plan_happenings h
JOIN plan_lines l ON l.town_id = h.town_id AND l.id = h.line_id
WHERE EXISTS (SELECT 1 FROM plan_photos p WHERE p.town_id = h.town_id AND p.happening_id = h.id);

INSERT INTO album_photos (town_id, id, kind, owner_id, position, large, middle, small, share, width, height, alt, author, rights,
                          focus_x, focus_y, people, withheld, version, added_at)
SELECT p.town_id, p.id, 'happening', p.happening_id, p.position, p.large, p.middle, p.small, p.share, p.width, p.height, p.alt,
       p.author, '', p.focus_x, p.focus_y, p.people, 0, p.version, p.added_at
FROM plan_photos p
JOIN albums a ON a.town_id = p.town_id AND a.kind = 'happening' AND a.owner_id = p.happening_id;

UPDATE media SET released_at = 0
WHERE released_at IS NULL AND object LIKE 'photo/%'
  AND NOT EXISTS (SELECT 1 FROM album_photos p WHERE p.town_id = media.town_id AND p.large = media.name)
  AND NOT EXISTS (SELECT 1 FROM album_photos p WHERE p.town_id = media.town_id AND p.middle = media.name)
  AND NOT EXISTS (SELECT 1 FROM album_photos p WHERE p.town_id = media.town_id AND p.small = media.name)
  AND NOT EXISTS (SELECT 1 FROM album_photos p WHERE p.town_id = media.town_id AND p.share = media.name);

DROP TABLE plan_photos;
