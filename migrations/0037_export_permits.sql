-- A list of many people leaves the office only with a second colleague's yes (421-FZ): one row for each wish, good for one download. It
-- is made when the download is stopped, so what and how many it says is the program's word and not the asker's.

CREATE TABLE export_permits (
    town_id      $ID NOT NULL REFERENCES towns (id),
    id           $ID NOT NULL,
    what         TEXT NOT NULL,
    path         TEXT NOT NULL,
    people       BIGINT NOT NULL CHECK (people > 0),
    asked_by     $ID NOT NULL,
    asked_name   TEXT NOT NULL,
    offered_at   $INSTANT NOT NULL,
    asked_at     $INSTANT,
    granted_by   $ID,
    granted_name TEXT NOT NULL,
    granted_at   $INSTANT,
    used_at      $INSTANT,
    PRIMARY KEY (town_id, id),
    CHECK ((granted_by IS NULL) = (granted_at IS NULL)),
    CHECK (granted_by IS NULL OR (asked_at IS NOT NULL AND granted_by <> asked_by)),
    CHECK (used_at IS NULL OR granted_at IS NOT NULL)
);
-- personal export_permits plain town_id id what path people asked_by offered_at asked_at granted_by granted_at used_at
-- personal export_permits words asked_name granted_name: kept
-- personal export_permits on request: stays
CREATE INDEX export_permits_waiting ON export_permits (town_id, granted_at, asked_at);
CREATE INDEX export_permits_asked ON export_permits (town_id, asked_by, path);
