-- The ledger is read by person too: what somebody came to is found by their entries.

CREATE INDEX participation_attendance_entry ON participation_attendance (town_id, entry_id);
