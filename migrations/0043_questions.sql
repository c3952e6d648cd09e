-- Questions that an organiser adds to a form which residents fill in (app/questions). A form has the key of its owner, "sign-up/01h…", and
-- no foreign key to it, for the owner lies in a feature. Answers are kept by the feature that asks, with a term of its own.

CREATE TABLE question_forms (
    town_id  $ID NOT NULL REFERENCES towns (id),
    owner    TEXT NOT NULL,
    version  BIGINT NOT NULL,
    PRIMARY KEY (town_id, owner)
);
-- personal question_forms plain town_id owner version

CREATE TABLE questions (
    town_id       $ID NOT NULL,
    id            $ID NOT NULL,
    owner         TEXT NOT NULL,
    position      BIGINT NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('text', 'paragraphs', 'choice', 'several', 'number')),
    scope         TEXT NOT NULL CHECK (scope IN ('once', 'each')),
    moment        TEXT NOT NULL CHECK (moment IN ('at_once', 'afterwards')),
    title         TEXT NOT NULL,
    hint          TEXT NOT NULL,
    obligatory    $BOOL NOT NULL CHECK (obligatory IN (0, 1)),
    least         BIGINT,
    most          BIGINT,
    age_least     BIGINT,
    age_most      BIGINT,
    after_id      $ID,
    after_choice  BIGINT,
    choices_made  BIGINT NOT NULL,
    retired       $BOOL NOT NULL CHECK (retired IN (0, 1)),
    version       BIGINT NOT NULL,
    PRIMARY KEY (town_id, id),
    FOREIGN KEY (town_id, owner) REFERENCES question_forms (town_id, owner),
    CHECK ((after_id IS NULL) = (after_choice IS NULL))
);
-- personal questions plain town_id id owner position kind scope moment title hint obligatory least most age_least age_most after_id after_choice
-- personal questions plain choices_made retired version
CREATE INDEX questions_owner ON questions (town_id, owner, position);

-- The number of a choice is what answers hold: it is given once, so another title is another word in all of them.
CREATE TABLE question_choices (
    town_id      $ID NOT NULL,
    question_id  $ID NOT NULL,
    number       BIGINT NOT NULL,
    position     BIGINT NOT NULL,
    title        TEXT NOT NULL,
    retired      $BOOL NOT NULL CHECK (retired IN (0, 1)),
    PRIMARY KEY (town_id, question_id, number),
    FOREIGN KEY (town_id, question_id) REFERENCES questions (town_id, id)
);
-- personal question_choices plain town_id question_id number position title retired
