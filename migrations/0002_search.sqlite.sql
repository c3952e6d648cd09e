-- What the search finds, and the words of it. `town` is a token of its own, so that a query never walks the postings of
-- other towns; the join on town_id is what keeps towns apart.
CREATE TABLE search_documents (
    town_id   $ID NOT NULL REFERENCES towns (id),
    id        $ID NOT NULL,
    kind      TEXT NOT NULL,
    object    TEXT NOT NULL,
    url       TEXT NOT NULL,
    title     TEXT NOT NULL,
    body      TEXT NOT NULL,
    day       BIGINT,
    words     BIGINT NOT NULL,  -- rowid in search_words, which counts over all towns
    PRIMARY KEY (town_id, id)
);
-- personal search_documents plain town_id id kind object url title body day words
CREATE UNIQUE INDEX search_documents_object ON search_documents (town_id, object);

CREATE UNIQUE INDEX search_documents_words ON search_documents (town_id, words);

CREATE VIRTUAL TABLE search_words USING fts5 (title, body, town, tokenize = 'russian', prefix = '3');
