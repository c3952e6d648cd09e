-- What of a line subscribers are being told, or were told last: its moves and its last cancellation. A line that a file moves together
-- with others and a form moves right after it is told by whichever letter comes first, and by no other.
CREATE TABLE subscription_told (
    town_id  $ID NOT NULL REFERENCES towns (id),
    line_id  $ID NOT NULL,
    news     TEXT NOT NULL,
    PRIMARY KEY (town_id, line_id)
);
-- personal subscription_told plain town_id line_id news
