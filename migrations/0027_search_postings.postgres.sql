-- The words of what the search finds, by one folding for both engines: under a word its documents, what has it in the title and is
-- newest first; under a document its words. The program fills it at its next start. The version of the folding by which a town's
-- words are kept: an older one is made anew.
DROP INDEX search_documents_words;
ALTER TABLE search_documents DROP COLUMN words;

CREATE TABLE search_postings (
    town_id      $ID NOT NULL REFERENCES towns (id),
    document_id  $ID NOT NULL,
    word         TEXT COLLATE "C" NOT NULL,
    part         BIGINT NOT NULL CHECK (part IN (0, 1)),
    place        BIGINT NOT NULL,
    PRIMARY KEY (town_id, document_id, word)
);
-- personal search_postings plain town_id document_id word part place
CREATE INDEX search_postings_word ON search_postings (town_id, word, part, place, document_id DESC);

CREATE TABLE foldings (
    town_id  $ID NOT NULL REFERENCES towns (id),
    version  BIGINT NOT NULL,
    PRIMARY KEY (town_id)
);
-- personal foldings plain town_id version
