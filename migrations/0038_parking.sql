-- What a listener fails at again and again stands aside, from this moment on (docs/rules/background.md): whatever comes after it
-- in the same queue is delivered.
ALTER TABLE deliveries ADD COLUMN parked_at $INSTANT;

-- The queues without what stands aside, and what stands aside.
DROP INDEX deliveries_due;
DROP INDEX deliveries_listener;
CREATE INDEX deliveries_due ON deliveries (town_id, due_at) WHERE parked_at IS NULL;
CREATE INDEX deliveries_listener ON deliveries (town_id, listener, outbox_id) WHERE parked_at IS NULL;
CREATE INDEX deliveries_parked ON deliveries (town_id, outbox_id, listener) WHERE parked_at IS NOT NULL;

-- Since when a periodic job fails, and of what; both are empty while it runs well.
ALTER TABLE periodic_runs ADD COLUMN failing_since $INSTANT;
ALTER TABLE periodic_runs ADD COLUMN last_error TEXT NOT NULL DEFAULT '';
-- personal deliveries plain parked_at
-- personal periodic_runs plain failing_since
-- personal periodic_runs words last_error: kept
-- personal periodic_runs on request: stays
