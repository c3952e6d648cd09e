-- What guests answered to an organiser's questions (app/questions); position -1 is the whole entry. A value is a text, a number, or the
-- numbers of choices.

CREATE TABLE participation_answers (
    town_id      $ID NOT NULL,
    entry_id     $ID NOT NULL,
    question_id  $ID NOT NULL,
    position     BIGINT NOT NULL,
    value        TEXT NOT NULL,
    PRIMARY KEY (town_id, entry_id, question_id, position),
    FOREIGN KEY (town_id, entry_id) REFERENCES participation_entries (town_id, id)
);
-- personal participation_answers plain town_id entry_id question_id position
-- personal participation_answers words value: law term.participation by participation.shred
-- personal participation_answers of participation_entries by entry_id
-- personal participation_answers on request: delete
CREATE INDEX participation_answers_question ON participation_answers (town_id, question_id);

-- What is asked afterwards, of those who were accepted: whether it can be answered now, and the office's own last hour.
CREATE TABLE participation_follow_ups (
    town_id      $ID NOT NULL,
    occasion_id  $ID NOT NULL,
    stage        TEXT NOT NULL CHECK (stage IN ('open', 'closed')),
    closes_at    $INSTANT,
    version      BIGINT NOT NULL,
    PRIMARY KEY (town_id, occasion_id),
    FOREIGN KEY (town_id, occasion_id) REFERENCES participation_sign_ups (town_id, occasion_id)
);
-- personal participation_follow_ups plain town_id occasion_id stage closes_at version

-- An entry that was told of it, once; and when it answered.
CREATE TABLE participation_followed (
    town_id      $ID NOT NULL,
    entry_id     $ID NOT NULL,
    told_at      $INSTANT NOT NULL,
    answered_at  $INSTANT,
    PRIMARY KEY (town_id, entry_id),
    FOREIGN KEY (town_id, entry_id) REFERENCES participation_entries (town_id, id)
);
-- personal participation_followed plain town_id entry_id told_at answered_at
