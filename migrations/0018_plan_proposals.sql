-- What residents and TOS chairs would have in the plan. A resident's link holds 128 random bits, kept as a hash only; who they are and
-- how to reach them is blanked 90 days after the decision (152-FZ art. 21).

CREATE TABLE plan_proposals (
    town_id         $ID NOT NULL REFERENCES towns (id),
    id              $ID NOT NULL,
    source          TEXT NOT NULL CHECK (source IN ('resident', 'chair')),
    key_hash        TEXT NOT NULL,
    year            BIGINT NOT NULL,
    title           TEXT NOT NULL,
    when_text       TEXT NOT NULL,
    place           TEXT NOT NULL,
    audience        TEXT NOT NULL,
    why             TEXT NOT NULL,
    author_name     TEXT NOT NULL,
    author_contact  TEXT NOT NULL,
    consent_text    TEXT NOT NULL,
    account_id      $ID,
    body_id         $ID,
    stage           TEXT NOT NULL CHECK (stage IN ('waiting', 'taken', 'declined')),
    line_id         $ID,
    reason          TEXT NOT NULL,
    made_at         $INSTANT NOT NULL,
    decided_at      $INSTANT,
    erased_at       $INSTANT,
    PRIMARY KEY (town_id, id),
    CHECK ((source = 'chair') = (account_id IS NOT NULL)),
    CHECK ((stage = 'taken') = (line_id IS NOT NULL)),
    CHECK ((stage = 'declined') = (reason <> '')),
    CHECK ((stage = 'waiting') = (decided_at IS NULL))
);
-- personal plan_proposals plain town_id id source key_hash year title when_text place audience account_id body_id stage line_id made_at decided_at erased_at
-- personal plan_proposals name author_name: blank law term.proposal_author after decided_at when source = 'resident' mark erased_at
-- personal plan_proposals contact author_contact: blank law term.proposal_author after decided_at when source = 'resident' mark erased_at
-- personal plan_proposals words consent_text: blank law term.proposal_author after decided_at when source = 'resident' mark erased_at
-- personal plan_proposals name author_name: blank law term.proposal_undecided after made_at when source = 'resident' AND decided_at IS NULL mark erased_at
-- personal plan_proposals contact author_contact: blank law term.proposal_undecided after made_at when source = 'resident' AND decided_at IS NULL mark erased_at
-- personal plan_proposals words consent_text: blank law term.proposal_undecided after made_at when source = 'resident' AND decided_at IS NULL mark erased_at
-- personal plan_proposals words why reason: kept
-- personal plan_proposals on request: blank erased_at = coalesce(erased_at, made_at), why = why, reason = reason
CREATE UNIQUE INDEX plan_proposals_key ON plan_proposals (town_id, key_hash);
CREATE INDEX plan_proposals_queue ON plan_proposals (town_id, stage, id);
CREATE INDEX plan_proposals_account ON plan_proposals (town_id, account_id, id);
CREATE INDEX plan_proposals_decided ON plan_proposals (town_id, decided_at);

-- How much of a day's budget is used: of the town, and of each network, named by a hash.
CREATE TABLE plan_proposal_budgets (
    town_id  $ID NOT NULL REFERENCES towns (id),
    day      BIGINT NOT NULL,
    subject  TEXT NOT NULL,
    used     BIGINT NOT NULL,
    PRIMARY KEY (town_id, day, subject)
);
-- personal plan_proposal_budgets plain town_id day used
-- personal plan_proposal_budgets trace subject: delete 2 days after day
-- personal plan_proposal_budgets on request: stays
