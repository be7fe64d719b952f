-- When the public last expected an event to begin before its start was moved: pages and search engines say both.
ALTER TABLE events ADD COLUMN moved_from TEXT;                         -- null: it is when it was announced
