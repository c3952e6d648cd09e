-- Letters to residents without an account. A link of a letter is a random token, kept only as a hash; each letter has one of its own,
-- and all of them end the subscription. Ending it deletes the rows: nothing of the address stays here.

CREATE TABLE subscriptions (
    town_id       $ID NOT NULL REFERENCES towns (id),
    id            $ID NOT NULL,
    mailbox       TEXT NOT NULL,
    email         TEXT NOT NULL,
    stage         TEXT NOT NULL CHECK (stage IN ('asked', 'confirmed')),
    language      TEXT NOT NULL CHECK (language IN ('ru', 'en')),
    weekly        $BOOL NOT NULL,
    urgent        $BOOL NOT NULL,
    consent_text  TEXT NOT NULL,
    asked_at      $INSTANT NOT NULL,
    confirmed_at  $INSTANT,
    PRIMARY KEY (town_id, id),
    CHECK ((stage = 'confirmed') = (confirmed_at IS NOT NULL))
);
-- personal subscriptions plain town_id id stage language weekly urgent consent_text asked_at confirmed_at
-- personal subscriptions email mailbox email: delete 7 days after asked_at when stage = 'asked'
-- personal subscriptions on request: delete
CREATE UNIQUE INDEX subscriptions_mailbox ON subscriptions (town_id, mailbox);
CREATE INDEX subscriptions_stage ON subscriptions (town_id, stage, asked_at);

CREATE TABLE subscription_choices (
    town_id          $ID NOT NULL,
    subscription_id  $ID NOT NULL,
    aspect           TEXT NOT NULL CHECK (aspect IN ('kind', 'place', 'audience')),
    word             TEXT NOT NULL,
    PRIMARY KEY (town_id, subscription_id, aspect, word),
    FOREIGN KEY (town_id, subscription_id) REFERENCES subscriptions (town_id, id) ON DELETE CASCADE
);
-- personal subscription_choices plain town_id subscription_id aspect
-- personal subscription_choices words word: with subscriptions
-- personal subscription_choices of subscriptions by subscription_id

CREATE TABLE subscription_links (
    town_id          $ID NOT NULL,
    token_hash       TEXT NOT NULL,
    subscription_id  $ID NOT NULL,
    made_at          $INSTANT NOT NULL,
    PRIMARY KEY (town_id, token_hash),
    FOREIGN KEY (town_id, subscription_id) REFERENCES subscriptions (town_id, id) ON DELETE CASCADE
);
-- personal subscription_links plain town_id subscription_id made_at
-- personal subscription_links secret token_hash: delete 400 days after made_at
-- personal subscription_links of subscriptions by subscription_id
CREATE INDEX subscription_links_of ON subscription_links (town_id, subscription_id);
CREATE INDEX subscription_links_made ON subscription_links (town_id, made_at);

-- How often a network has asked, hashed, for an hour.
CREATE TABLE subscription_asks (
    town_id   $ID NOT NULL REFERENCES towns (id),
    id        $ID NOT NULL,
    network   TEXT NOT NULL,
    asked_at  $INSTANT NOT NULL,
    PRIMARY KEY (town_id, id)
);
-- personal subscription_asks plain town_id id asked_at
-- personal subscription_asks trace network: delete 1 hours after asked_at
-- personal subscription_asks on request: stays
CREATE INDEX subscription_asks_network ON subscription_asks (town_id, network, asked_at);
CREATE INDEX subscription_asks_at ON subscription_asks (town_id, asked_at);

-- What is sent once a week, by the day of its Monday: the row makes it once.
CREATE TABLE subscription_runs (
    town_id     $ID NOT NULL REFERENCES towns (id),
    kind        TEXT NOT NULL CHECK (kind IN ('digest', 'overdue')),
    week        BIGINT NOT NULL,
    started_at  $INSTANT NOT NULL,
    PRIMARY KEY (town_id, kind, week)
);
-- personal subscription_runs plain town_id kind started_at
-- personal subscription_runs plain week: delete 60 days after week
