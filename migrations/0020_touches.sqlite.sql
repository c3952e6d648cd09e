-- What commands touched, one row for each touch, in the order in which they became seen: other processes follow the numbers.
-- A touch adds a row and changes none, so two commands that touch the same topics do not wait for one another.
-- A number is never given twice, not even when all rows have been pruned.
DROP TABLE page_topics;
CREATE TABLE page_touches (
    town_id  $ID NOT NULL,
    number   INTEGER PRIMARY KEY AUTOINCREMENT,
    topic    TEXT NOT NULL,
    process  BIGINT NOT NULL
);
-- personal page_touches plain town_id number topic process
