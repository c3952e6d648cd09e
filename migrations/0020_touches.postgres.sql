-- What commands touched, one row for each touch: other processes follow the numbers. A touch adds a row and changes none,
-- so two commands that touch the same topics do not wait for one another. Numbers may become seen out of their order.
DROP TABLE page_topics;
CREATE TABLE page_touches (
    town_id  $ID NOT NULL,
    number   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic    TEXT NOT NULL,
    process  BIGINT NOT NULL
);
-- personal page_touches plain town_id number topic process
