-- The directory of bodies: TOS, institutions, departments, enterprises, associations. A name means one body of a town, whatever its
-- case, quotes and dashes (docs/rules/bodies.md): the primary key of body_names is what makes it so.

CREATE TABLE bodies (
    town_id      $ID NOT NULL REFERENCES towns (id),
    id           $ID NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('tos', 'institution', 'department', 'enterprise', 'association', 'other')),
    name         TEXT NOT NULL,
    short_name   TEXT NOT NULL,
    about        TEXT NOT NULL,
    contact      TEXT NOT NULL,
    email        TEXT NOT NULL,
    phone        TEXT NOT NULL,
    stage        TEXT NOT NULL CHECK (stage IN ('active', 'closed')),
    merged_into  $ID,
    version      BIGINT NOT NULL,
    created_at   $INSTANT NOT NULL,
    updated_at   $INSTANT NOT NULL,
    PRIMARY KEY (town_id, id),
    FOREIGN KEY (town_id, merged_into) REFERENCES bodies (town_id, id),
    CHECK (merged_into IS NULL OR (stage = 'closed' AND merged_into <> id))
);
-- personal bodies plain town_id id kind name short_name about stage merged_into version created_at updated_at
-- personal bodies contact contact: kept
-- personal bodies email email: kept
-- personal bodies phone phone: kept
-- personal bodies on request: blank
CREATE INDEX bodies_merged ON bodies (town_id, merged_into);

-- Every way in which a body is written, its own name among them. `words` are as a person wrote them.
CREATE TABLE body_names (
    town_id  $ID NOT NULL,
    folded   TEXT NOT NULL,
    body_id  $ID NOT NULL,
    words    TEXT NOT NULL,
    PRIMARY KEY (town_id, folded),
    FOREIGN KEY (town_id, body_id) REFERENCES bodies (town_id, id)
);
-- personal body_names plain town_id folded body_id words
CREATE INDEX body_names_body ON body_names (town_id, body_id);

-- Who of the staff speaks for a body.
CREATE TABLE body_members (
    town_id     $ID NOT NULL,
    body_id     $ID NOT NULL,
    account_id  $ID NOT NULL,
    part        TEXT NOT NULL CHECK (part IN ('chair', 'member')),
    PRIMARY KEY (town_id, body_id, account_id),
    FOREIGN KEY (town_id, body_id) REFERENCES bodies (town_id, id)
);
-- personal body_members plain town_id body_id account_id part
CREATE INDEX body_members_account ON body_members (town_id, account_id);
