-- Registers (docs/rules/register.md): a series of entries for each town, kind and year. Entries are only ever added; each is bound by
-- hash to the one before it. The row here is the series' end; taking a number locks it, so that no number is given twice or left out.
CREATE TABLE registers (
    town_id  $ID NOT NULL REFERENCES towns (id),
    kind     TEXT NOT NULL,
    year     BIGINT NOT NULL,
    number   BIGINT NOT NULL,
    hash     TEXT NOT NULL,
    PRIMARY KEY (town_id, kind, year)
);
-- personal registers plain town_id kind year number hash

-- details: nothing personal. digests: of each personal value its name and a salted hash, as JSON.
CREATE TABLE register_entries (
    town_id   $ID NOT NULL,
    kind      TEXT NOT NULL,
    year      BIGINT NOT NULL,
    number    BIGINT NOT NULL,
    at        $INSTANT NOT NULL,
    object    TEXT NOT NULL,
    corrects  BIGINT,
    details   TEXT NOT NULL,
    digests   TEXT NOT NULL,
    previous  TEXT NOT NULL,
    hash      TEXT NOT NULL,
    PRIMARY KEY (town_id, kind, year, number),
    FOREIGN KEY (town_id, kind, year) REFERENCES registers (town_id, kind, year)
);
-- personal register_entries plain town_id kind year number at object corrects details previous hash
-- personal register_entries trace digests: kept
-- personal register_entries on request: stays
CREATE INDEX register_entries_object ON register_entries (town_id, kind, object);
-- What was corrected once is corrected again by correcting the correction.
CREATE UNIQUE INDEX register_entries_corrects ON register_entries (town_id, kind, year, corrects);

-- Where a personal value of an entry lies, and the salt without which its hash says nothing. Erasure removes the row.
CREATE TABLE register_references (
    town_id    $ID NOT NULL,
    kind       TEXT NOT NULL,
    year       BIGINT NOT NULL,
    number     BIGINT NOT NULL,
    name       TEXT NOT NULL,
    reference  TEXT NOT NULL,
    salt       TEXT NOT NULL,
    PRIMARY KEY (town_id, kind, year, number, name),
    FOREIGN KEY (town_id, kind, year, number) REFERENCES register_entries (town_id, kind, year, number)
);
-- personal register_references plain town_id kind year number name
-- personal register_references trace reference salt: kept
-- personal register_references on request: stays
CREATE INDEX register_references_reference ON register_references (town_id, reference);
