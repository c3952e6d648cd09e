-- What every feature stands on. Every table but towns begins with town_id, and so does every key:
-- towns never see one another, and the same schema shards by town.

-- uuid: made with the town and never changed; what leaves the town for good (calendars, feeds) is named by it.
CREATE TABLE towns (
    id          $ID NOT NULL PRIMARY KEY,
    slug        TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    host        TEXT NOT NULL UNIQUE,
    base_url    TEXT NOT NULL,
    timezone    TEXT NOT NULL,
    colour      TEXT NOT NULL,
    emblem      TEXT NOT NULL,
    uuid        TEXT NOT NULL,
    version     BIGINT NOT NULL,
    created_at  $INSTANT NOT NULL
);
-- personal towns plain id slug name host base_url timezone colour emblem uuid version created_at

-- Append only, chained by hash: docs/rules/audit.md. A row is never changed or deleted.
CREATE TABLE audit (
    town_id   $ID NOT NULL REFERENCES towns (id),
    number    BIGINT NOT NULL,
    at        $INSTANT NOT NULL,
    actor_id  $ID NOT NULL,
    actor     TEXT NOT NULL,
    deed      TEXT NOT NULL,
    object    TEXT NOT NULL,
    details   TEXT NOT NULL,
    previous  TEXT NOT NULL,
    hash      TEXT NOT NULL,
    PRIMARY KEY (town_id, number)
);
-- personal audit plain town_id number at actor_id deed object previous hash
-- personal audit words actor details: kept
-- personal audit on request: stays

-- The end of each town's chain; taking a number locks the row, so the chain has no forks on PostgreSQL either.
CREATE TABLE audit_heads (
    town_id  $ID NOT NULL PRIMARY KEY REFERENCES towns (id),
    number   BIGINT NOT NULL,
    hash     TEXT NOT NULL
);
-- personal audit_heads plain town_id number hash

-- Announcements, written in the transaction of the command that made them.
CREATE TABLE outbox (
    town_id        $ID NOT NULL REFERENCES towns (id),
    id             $ID NOT NULL,
    kind           TEXT NOT NULL,
    payload        TEXT NOT NULL,
    at             $INSTANT NOT NULL,
    dispatched_at  $INSTANT,
    PRIMARY KEY (town_id, id)
);
-- personal outbox plain town_id id kind at dispatched_at
-- personal outbox words payload: 7 days by app.prune_outbox when NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.town_id = outbox.town_id AND d.outbox_id = outbox.id)
-- personal outbox on request: stays
CREATE INDEX outbox_waiting ON outbox (town_id, dispatched_at, id);

-- One row for each listener that has not yet handled an announcement.
CREATE TABLE deliveries (
    town_id    $ID NOT NULL REFERENCES towns (id),
    outbox_id  $ID NOT NULL,
    listener   TEXT NOT NULL,
    attempts   BIGINT NOT NULL,
    due_at     $INSTANT NOT NULL,
    last_error TEXT NOT NULL,
    PRIMARY KEY (town_id, outbox_id, listener),
    FOREIGN KEY (town_id, outbox_id) REFERENCES outbox (town_id, id)
);
-- personal deliveries plain town_id outbox_id listener attempts due_at
-- personal deliveries words last_error: kept
-- personal deliveries of outbox by outbox_id
CREATE INDEX deliveries_due ON deliveries (town_id, due_at);

-- When each periodic job last ran.
CREATE TABLE periodic_runs (
    town_id  $ID NOT NULL REFERENCES towns (id),
    name     TEXT NOT NULL,
    due_at   $INSTANT NOT NULL,
    PRIMARY KEY (town_id, name)
);
-- personal periodic_runs plain town_id name due_at

-- The last touch of each topic of the page cache, read by the other processes of an installation.
CREATE TABLE page_topics (
    town_id  $ID NOT NULL REFERENCES towns (id),
    topic    TEXT NOT NULL,
    stamp    BIGINT NOT NULL,
    process  BIGINT NOT NULL,
    PRIMARY KEY (town_id, topic)
);
-- personal page_topics plain town_id topic stamp process
CREATE INDEX page_topics_stamp ON page_topics (town_id, stamp);
