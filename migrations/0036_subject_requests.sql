-- What people ask about their own personal data (152-FZ art. 14, 20, 21): who, how they were identified, by when they are answered,
-- and what was done. The deeds are the extract of the log that goes with the act of erasing; they name rows, not people.

CREATE TABLE subject_requests (
    town_id         $ID NOT NULL REFERENCES towns (id),
    id              $ID NOT NULL,
    subject_name    TEXT NOT NULL,
    subject_email   TEXT NOT NULL,
    subject_phone   TEXT NOT NULL,
    identified      TEXT NOT NULL,
    wish            TEXT NOT NULL CHECK (wish IN ('access', 'correction', 'stop', 'erasure')),
    received        BIGINT NOT NULL,
    due             BIGINT NOT NULL,
    longer_because  TEXT NOT NULL,
    stage           TEXT NOT NULL CHECK (stage IN ('open', 'answered', 'refused')),
    answer          TEXT NOT NULL,
    entered_at      $INSTANT NOT NULL,
    entered_by      TEXT NOT NULL,
    settled_at      $INSTANT,
    erased_at       $INSTANT,
    PRIMARY KEY (town_id, id),
    CHECK ((stage = 'open') = (settled_at IS NULL))
);
-- personal subject_requests plain town_id id wish received due stage entered_at settled_at erased_at
-- personal subject_requests name subject_name: blank law term.subject_request after settled_at mark erased_at
-- personal subject_requests email subject_email: blank law term.subject_request after settled_at mark erased_at
-- personal subject_requests phone subject_phone: blank law term.subject_request after settled_at mark erased_at
-- personal subject_requests words identified longer_because answer: blank law term.subject_request after settled_at mark erased_at
-- personal subject_requests words entered_by: kept
-- personal subject_requests on request: stays
CREATE INDEX subject_requests_stage ON subject_requests (town_id, stage, due, id);

CREATE TABLE subject_deeds (
    town_id     $ID NOT NULL,
    id          $ID NOT NULL,
    request_id  $ID NOT NULL,
    deed        TEXT NOT NULL CHECK (deed IN ('entered', 'put_off', 'given', 'erased', 'settled')),
    details     TEXT NOT NULL,
    at          $INSTANT NOT NULL,
    actor       TEXT NOT NULL,
    PRIMARY KEY (town_id, id),
    FOREIGN KEY (town_id, request_id) REFERENCES subject_requests (town_id, id)
);
-- personal subject_deeds plain town_id id request_id deed details at
-- personal subject_deeds words actor: kept
-- personal subject_deeds of subject_requests by request_id
CREATE INDEX subject_deeds_request ON subject_deeds (town_id, request_id, id);
