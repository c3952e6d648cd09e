-- How residents reach the town when a form does not work out: a telephone and its hours in words. And who answers for their personal data
-- (152-FZ art. 18.1): what the page about it names. A row from the first time that the office saves them.
CREATE TABLE town_contacts (
    town_id          $ID NOT NULL PRIMARY KEY REFERENCES towns (id),
    phone            TEXT NOT NULL,
    phone_hours      TEXT NOT NULL,
    operator_name    TEXT NOT NULL,
    operator_address TEXT NOT NULL,
    operator_contact TEXT NOT NULL
);
-- personal town_contacts plain town_id phone phone_hours operator_name operator_address operator_contact
