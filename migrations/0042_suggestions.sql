-- What residents and TOS chairs would have in the plan is a feature of its own: its tables are called by its name. ("Proposal" is kept for
-- what residents decide on.) Keys of the audit stay as they were written.

ALTER TABLE plan_proposals RENAME TO suggestions;
ALTER TABLE plan_proposal_budgets RENAME TO suggestion_budgets;
