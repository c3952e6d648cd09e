-- The law profile of a town (docs/rules/law.md): values with the day from which they hold. A row is never changed: the one entered last
-- for a day takes the place of the others, and what held on any day can be told.

CREATE TABLE law_values (
    town_id       $ID NOT NULL REFERENCES towns (id),
    id            $ID NOT NULL,
    key           TEXT NOT NULL,
    since         BIGINT NOT NULL,
    value         TEXT NOT NULL CHECK (value <> ''),
    norm          TEXT NOT NULL CHECK (norm <> ''),
    edition       TEXT NOT NULL,
    confirmed_by  TEXT NOT NULL,
    entered_at    $INSTANT NOT NULL,
    entered_by    TEXT NOT NULL,
    PRIMARY KEY (town_id, id)
);
-- personal law_values plain town_id id key since value norm edition entered_at
-- personal law_values words confirmed_by entered_by: kept
-- personal law_values on request: stays
CREATE INDEX law_values_key ON law_values (town_id, key, id);

-- Days that are not what their weekday says, beside those that are shipped.
CREATE TABLE law_days (
    town_id  $ID NOT NULL REFERENCES towns (id),
    day      BIGINT NOT NULL,
    working  $BOOL NOT NULL,
    PRIMARY KEY (town_id, day)
);
-- personal law_days plain town_id day working
