-- Letters are counted by the day on which they were queued (features/letters/store_figures.cpp); those of all years are never read for it.
CREATE INDEX letters_made ON letters (town_id, made_at, id);
