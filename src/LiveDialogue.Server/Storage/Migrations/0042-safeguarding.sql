-- Who watches over the risk lane, dialogues with minors, blocks, reports, and where help is.
ALTER TABLE invites ADD COLUMN safeguarding INTEGER NOT NULL DEFAULT 0;
ALTER TABLE events ADD COLUMN minors INTEGER NOT NULL DEFAULT 0;          -- no names, no place finer than a country
ALTER TABLE questions ADD COLUMN blocked INTEGER NOT NULL DEFAULT 0;      -- its device may not ask at this event any more

CREATE TABLE blocked_devices (
    event  TEXT NOT NULL REFERENCES events (id),
    device TEXT NOT NULL,                   -- the digest, as on the questions
    at     TEXT NOT NULL,
    PRIMARY KEY (event, device)
) STRICT, WITHOUT ROWID;

CREATE TABLE question_reports (
    question TEXT NOT NULL REFERENCES questions (id),
    device   TEXT NOT NULL,
    at       TEXT NOT NULL,
    reason   TEXT,
    PRIMARY KEY (question, device)
) STRICT, WITHOUT ROWID;

-- The host's own words and lines for somebody in danger; none: ours, by country.
CREATE TABLE event_help (
    event TEXT NOT NULL PRIMARY KEY REFERENCES events (id),
    text  TEXT,
    lines TEXT NOT NULL                     -- JSON array of {name, phone, url}
) STRICT;
