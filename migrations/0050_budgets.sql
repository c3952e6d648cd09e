-- How much of a budget is used in a span of time (src/app/budgets.hpp): by the whole town, or by a network, named by a hash that is
-- another in each span. What was counted under the former tables is forgotten: they were of an hour and of a day.
CREATE TABLE budgets (
    town_id    $ID NOT NULL REFERENCES towns (id),
    name       TEXT NOT NULL,
    began_at   $INSTANT NOT NULL,
    subject    TEXT NOT NULL,
    used       BIGINT NOT NULL,
    ends_at    $INSTANT NOT NULL,
    PRIMARY KEY (town_id, name, began_at, subject)
);
-- personal budgets plain town_id name began_at used ends_at
-- personal budgets trace subject: delete 1 hours after ends_at
-- personal budgets on request: stays
CREATE INDEX budgets_ends ON budgets (town_id, ends_at);
DROP TABLE subscription_asks;
DROP TABLE suggestion_budgets;
