-- The Plan of a year and its lines. A line's time is a value of its own (docs/rules/when.md): the words, how exact they are,
-- and the periods they name; starts, ends and start_minute repeat the first and the last of them for sorting.

CREATE TABLE plans (
    town_id     $ID NOT NULL REFERENCES towns (id),
    id          $ID NOT NULL,
    year        BIGINT NOT NULL,
    title       TEXT NOT NULL,
    created_at  $INSTANT NOT NULL,
    PRIMARY KEY (town_id, id)
);
-- personal plans plain town_id id year title created_at
CREATE UNIQUE INDEX plans_year ON plans (town_id, year);

CREATE TABLE plan_sections (
    town_id   $ID NOT NULL,
    id        $ID NOT NULL,
    plan_id   $ID NOT NULL,
    position  BIGINT NOT NULL,
    title     TEXT NOT NULL,
    PRIMARY KEY (town_id, id),
    FOREIGN KEY (town_id, plan_id) REFERENCES plans (town_id, id)
);
-- personal plan_sections plain town_id id plan_id position title
CREATE UNIQUE INDEX plan_sections_title ON plan_sections (town_id, plan_id, title);

CREATE TABLE plan_lines (
    town_id       $ID NOT NULL,
    id            $ID NOT NULL,
    plan_id       $ID NOT NULL,
    section_id    $ID,
    position      BIGINT NOT NULL,
    number        BIGINT,
    title         TEXT NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('event', 'contest', 'quiz', 'sport', 'action', 'meeting', 'improvement', 'publications')),
    when_text     TEXT NOT NULL,
    precision_of  TEXT NOT NULL CHECK (precision_of IN ('minute', 'day', 'month', 'quarter', 'year', 'none')),
    repeats       TEXT NOT NULL CHECK (repeats IN ('none', 'daily', 'weekly', 'monthly', 'quarterly')),
    periods       TEXT NOT NULL,
    starts        BIGINT,
    ends          BIGINT,
    start_minute  BIGINT,
    place         TEXT NOT NULL,
    responsible   TEXT NOT NULL,
    audience      TEXT NOT NULL,
    age_mark      TEXT CHECK (age_mark IN ('0+', '6+', '12+', '16+', '18+')),
    warnings      TEXT NOT NULL,
    stage         TEXT NOT NULL CHECK (stage IN ('planned', 'announced')),
    announced_at  $INSTANT,
    imported      TEXT NOT NULL,
    sequence      BIGINT NOT NULL,
    version       BIGINT NOT NULL,
    created_at    $INSTANT NOT NULL,
    updated_at    $INSTANT NOT NULL,
    PRIMARY KEY (town_id, id),
    FOREIGN KEY (town_id, plan_id) REFERENCES plans (town_id, id),
    FOREIGN KEY (town_id, section_id) REFERENCES plan_sections (town_id, id),
    CHECK (stage <> 'announced' OR (age_mark IS NOT NULL AND announced_at IS NOT NULL))
);
-- personal plan_lines plain town_id id plan_id section_id position number title kind when_text precision_of repeats periods starts ends start_minute place audience age_mark warnings stage announced_at sequence version created_at updated_at
-- personal plan_lines name responsible: kept
-- personal plan_lines words imported: kept
-- personal plan_lines on request: stays
CREATE INDEX plan_lines_order ON plan_lines (town_id, plan_id, position);
CREATE INDEX plan_lines_time ON plan_lines (town_id, stage, starts, ends);
CREATE INDEX plan_lines_updated ON plan_lines (town_id, stage, updated_at);

-- An import under way: the office's table as it was read, and what the person corrected, until it is confirmed or forgotten.
-- Confirmed, it keeps only its result (JSON), so that the form sent twice has the same end.
CREATE TABLE plan_imports (
    town_id     $ID NOT NULL REFERENCES towns (id),
    id          $ID NOT NULL,
    year        BIGINT NOT NULL,
    file_name   TEXT NOT NULL,
    tables      TEXT NOT NULL,
    columns     TEXT NOT NULL,
    corrections TEXT NOT NULL,
    version     BIGINT NOT NULL,
    account_id  $ID NOT NULL,
    result      TEXT NOT NULL,
    created_at  $INSTANT NOT NULL,
    PRIMARY KEY (town_id, id)
);
-- personal plan_imports plain town_id id year columns version account_id result created_at
-- personal plan_imports words file_name tables corrections: delete law term.import after created_at steps of 20
-- personal plan_imports on request: stays
CREATE INDEX plan_imports_age ON plan_imports (town_id, created_at);
