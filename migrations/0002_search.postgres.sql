-- What the search finds, and the words of it; a title weighs more than a body.
CREATE EXTENSION IF NOT EXISTS btree_gin;

CREATE TABLE search_documents (
    town_id   $ID NOT NULL REFERENCES towns (id),
    id        $ID NOT NULL,
    kind      TEXT NOT NULL,
    object    TEXT NOT NULL,
    url       TEXT NOT NULL,
    title     TEXT NOT NULL,
    body      TEXT NOT NULL,
    day       BIGINT,
    words     TSVECTOR NOT NULL,
    PRIMARY KEY (town_id, id)
);
-- personal search_documents plain town_id id kind object url title body day words
CREATE UNIQUE INDEX search_documents_object ON search_documents (town_id, object);
CREATE INDEX search_documents_words ON search_documents USING gin (town_id, words);
