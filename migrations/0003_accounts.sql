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
-- personal accounts plain town_id id stage created_at seen_at closed_at
-- personal accounts email email email_folded: blank law term.closed_account after closed_at when stage = 'closed' set email = 'erased-' || id || '@erased.invalid', email_folded = 'erased-' || id || '@erased.invalid'
-- personal accounts name name: blank law term.closed_account after closed_at when stage = 'closed' set email = 'erased-' || id || '@erased.invalid', email_folded = 'erased-' || id || '@erased.invalid'
-- personal accounts secret password_hash: blank 1 days after closed_at when stage = 'closed'
-- personal accounts on request: stays

CREATE TABLE account_roles (
    town_id    $ID NOT NULL,
    account_id $ID NOT NULL,
    role       TEXT NOT NULL CHECK (role IN ('administrator', 'press_officer', 'organiser', 'tos_chair', 'moderator',
                                             'juror', 'clerk', 'region_viewer')),
    PRIMARY KEY (town_id, account_id, role),
    FOREIGN KEY (town_id, account_id) REFERENCES accounts (town_id, id)
);
-- personal account_roles plain town_id account_id role
CREATE INDEX account_roles_holders ON account_roles (town_id, role, account_id);

-- One row a town, written to first by every command that could take the last administrator away: two such commands at once
-- go one after the other on PostgreSQL too.
CREATE TABLE administrator_guards (
    town_id $ID NOT NULL PRIMARY KEY REFERENCES towns (id),
    changes BIGINT NOT NULL
);
-- personal administrator_guards plain town_id changes

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
-- personal invitations plain town_id id account_id drops_second_factor made_at used_at
-- personal invitations secret token_hash: 7 days by accounts.sweep
-- personal invitations of accounts by account_id
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
-- personal sessions plain town_id id account_id kind opened_at seen_at
-- personal sessions secret token_hash: 90 days by accounts.sweep
-- personal sessions of accounts by account_id
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
-- personal second_steps plain town_id id account_id opened_at attempts
-- personal second_steps secret token_hash: 1 hours by accounts.sweep
-- personal second_steps of accounts by account_id
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
-- personal second_factors plain town_id account_id last_step pending_at
-- personal second_factors secret secret pending: delete law term.closed_account after accounts.closed_at
-- personal second_factors of accounts by account_id

CREATE TABLE recovery_codes (
    town_id    $ID NOT NULL,
    account_id $ID NOT NULL,
    code_hash  TEXT NOT NULL,
    used_at    $INSTANT,
    PRIMARY KEY (town_id, account_id, code_hash),
    FOREIGN KEY (town_id, account_id) REFERENCES accounts (town_id, id)
);
-- personal recovery_codes plain town_id account_id used_at
-- personal recovery_codes secret code_hash: delete law term.closed_account after accounts.closed_at
-- personal recovery_codes of accounts by account_id

-- Failed attempts to sign in; `subject` is a hash, there need not be such an account.
CREATE TABLE sign_in_failures (
    town_id  $ID NOT NULL REFERENCES towns (id),
    tally    TEXT NOT NULL CHECK (tally IN ('account_at_address', 'account', 'address', 'codes')),
    subject  TEXT NOT NULL,
    failures BIGINT NOT NULL,
    last_at  $INSTANT NOT NULL,
    PRIMARY KEY (town_id, tally, subject)
);
-- personal sign_in_failures plain town_id tally failures last_at
-- personal sign_in_failures trace subject: 1 days by accounts.sweep
-- personal sign_in_failures on request: stays
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
-- personal known_addresses plain town_id account_id seen_at
-- personal known_addresses trace subject: 30 days by accounts.sweep
-- personal known_addresses of accounts by account_id
