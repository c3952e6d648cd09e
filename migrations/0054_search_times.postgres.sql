-- When what the search finds is on: a row for each of its times, so that a question that names a day is answered by days. What is known
-- only by its month or quarter is not exact, and its own words stand where a day would. The lines that are there already are told by
-- title and day; each is told anew with its next change.
ALTER TABLE search_documents ADD COLUMN time_words TEXT NOT NULL DEFAULT '';
-- personal search_documents plain time_words

CREATE TABLE search_times (
    town_id      $ID NOT NULL REFERENCES towns (id),
    document_id  $ID NOT NULL,
    starts       BIGINT NOT NULL,
    ends         BIGINT NOT NULL,
    minute       BIGINT NOT NULL,
    exact        BIGINT NOT NULL CHECK (exact IN (0, 1)),
    PRIMARY KEY (town_id, document_id, starts, ends, minute)
);
-- personal search_times plain town_id document_id starts ends minute exact
CREATE INDEX search_times_ends ON search_times (town_id, ends, starts, document_id);

INSERT INTO search_times (town_id, document_id, starts, ends, minute, exact)
SELECT DISTINCT d.town_id, d.id,
    CASE WHEN substr(h.period, 1, 1) = '<' THEN h.ends
         ELSE CAST(substr(h.period, 1, 10) AS date) - DATE '1970-01-01' END,
    h.ends, -1, CASE WHEN l.precision_of IN ('minute', 'day') THEN 1 ELSE 0 END
FROM search_documents d
JOIN plan_lines l ON l.town_id = d.town_id AND l.title = d.title AND l.starts = d.day AND l.stage = 'announced'
JOIN plan_happenings h ON h.town_id = l.town_id AND h.line_id = l.id AND h.ends IS NOT NULL
WHERE d.kind = 'plan.line' AND l.precision_of <> 'year';

UPDATE search_documents SET time_words = coalesce((SELECT min(l.when_text) FROM plan_lines l
    WHERE l.town_id = search_documents.town_id AND l.title = search_documents.title AND l.starts = search_documents.day
        AND l.stage = 'announced' AND l.precision_of NOT IN ('minute', 'day')), '')
WHERE kind = 'plan.line';
