-- Deeds as their commands wrote them, not yet in the chain (docs/rules/audit.md): one sealer at a time takes them from here,
-- gives them their numbers and binds each to the one before it. Commands only add rows, so none waits for another's commit.
CREATE TABLE audit_unsealed (
    town_id   $ID NOT NULL REFERENCES towns (id),
    id        $ID NOT NULL,
    at        $INSTANT NOT NULL,
    actor_id  $ID NOT NULL,
    actor     TEXT NOT NULL,
    deed      TEXT NOT NULL,
    object    TEXT NOT NULL,
    details   TEXT NOT NULL,
    PRIMARY KEY (town_id, id)
);
-- personal audit_unsealed plain town_id id at actor_id deed object
-- personal audit_unsealed words actor details: kept
-- personal audit_unsealed on request: stays
