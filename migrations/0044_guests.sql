-- One word, one thing: who comes is a guest; a person is whom the directory knows, and a colleague has an account.

ALTER TABLE participation_persons RENAME TO participation_guests;
ALTER TABLE participation_sign_ups RENAME COLUMN persons_most TO guests_most;
ALTER TABLE participation_entries RENAME COLUMN persons_made TO guests_made;
