-- The life of a plan and its lines. A happening is one of the times of a line; its fact stands beside its plan. The columns of
-- the period are those of plan_lines.periods, one period in each row ('' for a line without a date); quarter is the one in which
-- it lies for plan and fact: 1..4, 0 without a date, 5 for what goes on in several.

ALTER TABLE plan_lines ADD COLUMN standing TEXT NOT NULL DEFAULT 'ahead' CHECK (standing IN ('ahead', 'held', 'cancelled'));

CREATE TABLE plan_happenings (
    town_id       $ID NOT NULL,
    id            $ID NOT NULL,
    plan_id       $ID NOT NULL,
    line_id       $ID NOT NULL,
    position      BIGINT NOT NULL,
    period        TEXT NOT NULL,
    ends          BIGINT,
    quarter       BIGINT NOT NULL CHECK (quarter BETWEEN 0 AND 5),
    outcome       TEXT NOT NULL CHECK (outcome IN ('ahead', 'held', 'cancelled')),
    held_first    BIGINT,
    held_last     BIGINT,
    participants  BIGINT,
    told          TEXT NOT NULL,
    told_at       $INSTANT,
    PRIMARY KEY (town_id, id),
    FOREIGN KEY (town_id, line_id) REFERENCES plan_lines (town_id, id) ON DELETE CASCADE,
    CHECK (outcome <> 'held' OR (held_first IS NOT NULL AND held_last IS NOT NULL AND participants IS NOT NULL)),
    CHECK (outcome = 'ahead' OR (told <> '' AND told_at IS NOT NULL))
);
-- personal plan_lines plain standing
-- personal plan_happenings plain town_id id plan_id line_id position period ends quarter outcome held_first held_last participants told told_at
CREATE UNIQUE INDEX plan_happenings_line ON plan_happenings (town_id, line_id, position);
CREATE INDEX plan_happenings_plan ON plan_happenings (town_id, plan_id, line_id, position);
CREATE INDEX plan_happenings_open ON plan_happenings (town_id, outcome, ends);

CREATE TABLE plan_moves (
    town_id       $ID NOT NULL,
    line_id       $ID NOT NULL,
    number        BIGINT NOT NULL,
    plan_id       $ID NOT NULL,
    when_text     TEXT NOT NULL,
    precision_of  TEXT NOT NULL,
    repeats       TEXT NOT NULL,
    periods       TEXT NOT NULL,
    reason        TEXT NOT NULL CHECK (reason <> ''),
    moved_at      $INSTANT NOT NULL,
    PRIMARY KEY (town_id, line_id, number),
    FOREIGN KEY (town_id, line_id) REFERENCES plan_lines (town_id, id) ON DELETE CASCADE
);
-- personal plan_moves plain town_id line_id number plan_id when_text precision_of repeats periods reason moved_at
CREATE INDEX plan_moves_plan ON plan_moves (town_id, plan_id, line_id, number);

-- The plan as a document: each version is the plan as it was at that moment, for ever.
ALTER TABLE plans ADD COLUMN stage TEXT NOT NULL DEFAULT 'draft' CHECK (stage IN ('draft', 'agreed', 'approved'));
ALTER TABLE plans ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

CREATE TABLE plan_versions (
    town_id        $ID NOT NULL,
    plan_id        $ID NOT NULL,
    number         BIGINT NOT NULL,
    stage          TEXT NOT NULL CHECK (stage IN ('agreed', 'approved')),
    act            TEXT NOT NULL,
    act_number     TEXT NOT NULL,
    act_day        BIGINT,
    signer_post    TEXT NOT NULL,
    signer_name    TEXT NOT NULL,
    lines          TEXT NOT NULL,
    made_at        $INSTANT NOT NULL,
    account_id     $ID NOT NULL,
    account_name   TEXT NOT NULL,
    PRIMARY KEY (town_id, plan_id, number),
    FOREIGN KEY (town_id, plan_id) REFERENCES plans (town_id, id),
    CHECK (stage <> 'approved' OR (act_number <> '' AND act_day IS NOT NULL))
);
-- personal plans plain stage version
-- personal plan_versions plain town_id plan_id number stage act act_number act_day signer_post made_at account_id
-- personal plan_versions name signer_name account_name: kept
-- personal plan_versions words lines: kept
-- personal plan_versions on request: stays
