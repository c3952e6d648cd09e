-- Who has no e-mail is told by a colleague, by telephone: a row for each letter that they would have had, under the letter's own key, so
-- that a listener that runs twice makes one. Whom to call, and what to say, is read from the entry and its occasion when the page is shown.
-- told: the number of what the person knew of the occasion before (participation_told); call_by: the hour before which it should be
-- said, not_after: the one after which it is worth nothing.
CREATE TABLE participation_calls (
    town_id      $ID NOT NULL REFERENCES towns (id),
    id           $ID NOT NULL,
    entry_id     $ID NOT NULL,
    occasion_id  $ID NOT NULL,
    kind         TEXT NOT NULL,
    once         TEXT NOT NULL,
    told         BIGINT NOT NULL,
    made_at      $INSTANT NOT NULL,
    call_by      $INSTANT,
    not_after    $INSTANT,
    state        TEXT NOT NULL CHECK (state IN ('open', 'done', 'late', 'replaced', 'dropped')),
    answer       TEXT NOT NULL CHECK (answer IN ('', 'coming', 'not_coming')),
    attempts     BIGINT NOT NULL,
    tried_at     $INSTANT,
    closed_at    $INSTANT,
    closed_by    $ID,
    version      BIGINT NOT NULL,
    PRIMARY KEY (town_id, id),
    FOREIGN KEY (town_id, entry_id) REFERENCES participation_entries (town_id, id)
);
-- personal participation_calls plain town_id id entry_id occasion_id kind once told made_at call_by not_after state answer attempts tried_at closed_at closed_by version
CREATE UNIQUE INDEX participation_calls_once ON participation_calls (town_id, once);
CREATE UNIQUE INDEX participation_calls_open ON participation_calls (town_id, entry_id) WHERE state = 'open';
CREATE INDEX participation_calls_entry ON participation_calls (town_id, entry_id, id);
CREATE INDEX participation_calls_state ON participation_calls (town_id, state, closed_at, id);
CREATE INDEX participation_calls_closed_by ON participation_calls (town_id, closed_by, closed_at);
CREATE INDEX participation_calls_occasion ON participation_calls (town_id, occasion_id, state);
