-- How often a job failed since it last ran well: the pauses grow with it.
ALTER TABLE periodic_runs ADD COLUMN failures BIGINT NOT NULL DEFAULT 0;

-- The oldest delivery of each listener, which is the only one that may run.
CREATE INDEX deliveries_listener ON deliveries (town_id, listener, outbox_id);
-- personal periodic_runs plain failures
