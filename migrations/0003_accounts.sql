-- Those who work here. Tokens and codes are stored as SHA-256 only, passwords as Argon2id.

CREATE TABLE accounts (
    town_id       $ID NOT NULL REFERENCES towns (id),
    id            $ID NOT NULL,
    email         TEXT NOT NULL,
    email_folded  TEXT NOT NULL,
    name          TEXT NOT NULL,
    stage         TEXT NOT NULL CHECK (stage IN ('invited', 'active', 'closed')),
    password_hash TEXT,
    created_at    $INSTANT NOT NULL,
    seen_at       $INSTANT,
    closed_at     $INSTANT,
    PRIMARY KEY (town_id, id),
    UNIQUE (town_id, email_folded),
    CHECK (stage <> 'active' OR password_hash IS NOT NULL),
    CHECK ((stage = 'closed') = (closed_at IS NOT NULL))
);

CREATE TABLE account_roles (
    town_id    $ID NOT NULL,
    account_id $ID NOT NULL,
    role       TEXT NOT NULL CHECK (role IN ('administrator', 'press_officer', 'organiser', 'tos_chair', 'moderator',
                                             'juror', 'clerk', 'region_viewer')),
    PRIMARY KEY (town_id, account_id, role),
    FOREIGN KEY (town_id, account_id) REFERENCES accounts (town_id, id)
);
CREATE INDEX account_roles_holders ON account_roles (town_id, role, account_id);

-- One row a town, written to first by every command that could take the last administrator away: two such commands at once
-- go one after the other on PostgreSQL too.
CREATE TABLE administrator_guards (
    town_id $ID NOT NULL PRIMARY KEY REFERENCES towns (id),
    changes BIGINT NOT NULL
);

CREATE TABLE invitations (
    town_id             $ID NOT NULL,
    id                  $ID NOT NULL,
    account_id          $ID NOT NULL,
    token_hash          TEXT NOT NULL,
    drops_second_factor $BOOL NOT NULL,
    made_at             $INSTANT NOT NULL,
    used_at             $INSTANT,
    PRIMARY KEY (town_id, id),
    UNIQUE (town_id, token_hash),
    FOREIGN KEY (town_id, account_id) REFERENCES accounts (town_id, id)
);
CREATE INDEX invitations_account ON invitations (town_id, account_id);

CREATE TABLE sessions (
    town_id    $ID NOT NULL,
    id         $ID NOT NULL,
    account_id $ID NOT NULL,
    token_hash TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('staff', 'resident')),
    opened_at  $INSTANT NOT NULL,
    seen_at    $INSTANT NOT NULL,
    PRIMARY KEY (town_id, id),
    UNIQUE (town_id, token_hash),
    FOREIGN KEY (town_id, account_id) REFERENCES accounts (town_id, id)
);
CREATE INDEX sessions_account ON sessions (town_id, account_id);

-- Between the right password and the code of the second factor.
CREATE TABLE second_steps (
    town_id    $ID NOT NULL,
    id         $ID NOT NULL,
    account_id $ID NOT NULL,
    token_hash TEXT NOT NULL,
    opened_at  $INSTANT NOT NULL,
    attempts   BIGINT NOT NULL,
    PRIMARY KEY (town_id, id),
    UNIQUE (town_id, token_hash),
    FOREIGN KEY (town_id, account_id) REFERENCES accounts (town_id, id)
);
CREATE INDEX second_steps_account ON second_steps (town_id, account_id);

-- `secret` is in force; `pending` was shown and waits for its first code. `last_step` makes each code work once.
CREATE TABLE second_factors (
    town_id    $ID NOT NULL,
    account_id $ID NOT NULL,
    secret     TEXT,
    last_step  BIGINT NOT NULL,
    pending    TEXT,
    pending_at $INSTANT,
    PRIMARY KEY (town_id, account_id),
    FOREIGN KEY (town_id, account_id) REFERENCES accounts (town_id, id)
);

CREATE TABLE recovery_codes (
    town_id    $ID NOT NULL,
    account_id $ID NOT NULL,
    code_hash  TEXT NOT NULL,
    used_at    $INSTANT,
    PRIMARY KEY (town_id, account_id, code_hash),
    FOREIGN KEY (town_id, account_id) REFERENCES accounts (town_id, id)
);

-- Failed attempts to sign in; `subject` is a hash, there need not be such an account.
CREATE TABLE sign_in_failures (
    town_id  $ID NOT NULL REFERENCES towns (id),
    tally    TEXT NOT NULL CHECK (tally IN ('account_at_address', 'account', 'address', 'codes')),
    subject  TEXT NOT NULL,
    failures BIGINT NOT NULL,
    last_at  $INSTANT NOT NULL,
    PRIMARY KEY (town_id, tally, subject)
);
CREATE INDEX sign_in_failures_age ON sign_in_failures (town_id, last_at);

-- Addresses from which an account has signed in, hashed: strangers elsewhere do not slow it down here.
CREATE TABLE known_addresses (
    town_id    $ID NOT NULL,
    account_id $ID NOT NULL,
    subject    TEXT NOT NULL,
    seen_at    $INSTANT NOT NULL,
    PRIMARY KEY (town_id, account_id, subject),
    FOREIGN KEY (town_id, account_id) REFERENCES accounts (town_id, id)
);
