-- What is one for all towns. The place of photographs has a mark with the installation's id: a process that finds another place than
-- the one that was marked does not serve (docs/adr/0026-media-places.md).

CREATE TABLE installation (
    one     BIGINT PRIMARY KEY CHECK (one = 1),
    id      TEXT NOT NULL,
    marked  $BOOL NOT NULL
);
-- personal installation plain one id marked
