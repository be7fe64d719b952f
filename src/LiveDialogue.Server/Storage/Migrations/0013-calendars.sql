-- The calendar's own revision of an event (RFC 5545 §3.8.7.4): events.version also counts what no calendar cares about.
ALTER TABLE events ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
ALTER TABLE events ADD COLUMN revised_at TEXT NOT NULL DEFAULT '';     -- when its calendar entry last became another
ALTER TABLE events ADD COLUMN published_at TEXT;                       -- null: the public has never known of it

-- Files that are out there carry the version less one: a revision never goes back.
UPDATE events SET revision = version - 1, revised_at = updated_at, published_at = (
    SELECT min(at) FROM changes WHERE changes.event = events.id AND board = 'event' AND payload ->> '$.state' IN ('published', 'live'));

-- The revision that a mail told; null while it is unsent.
ALTER TABLE mails ADD COLUMN revision INTEGER;
-- Why it was given up: 'refused' by the recipient's server for good, or 'late'.
ALTER TABLE mails ADD COLUMN given_up TEXT;
CREATE INDEX mails_by_invite ON mails (invite);

-- Links to one person's calendar. Whoever holds the mailbox holds the link; the database holds no token.
CREATE TABLE person_calendars (
    id         TEXT NOT NULL PRIMARY KEY,
    email      TEXT NOT NULL,               -- in lower case
    created_at TEXT NOT NULL,
    revoked_at TEXT
) STRICT;

CREATE UNIQUE INDEX person_calendars_by_email ON person_calendars (email) WHERE revoked_at IS NULL;
