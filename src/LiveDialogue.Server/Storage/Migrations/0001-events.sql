-- Events, the change feed of all boards, invites and the host's sessions.
CREATE TABLE events (
    id          TEXT NOT NULL PRIMARY KEY,
    slug        TEXT NOT NULL UNIQUE,
    title       TEXT NOT NULL,
    description TEXT NOT NULL,              -- Markdown
    state       TEXT NOT NULL CHECK (state IN ('draft', 'published', 'live', 'ended', 'cancelled')),
    stage       TEXT NOT NULL CHECK (stage IN ('moderated', 'open')),
    local       TEXT NOT NULL,              -- what the host meant: wall-clock time …
    zone        TEXT NOT NULL,              -- … in a zone …
    resolve     TEXT,                       -- … and the choice made, where that time was skipped or doubled
    instant     TEXT NOT NULL,              -- what it came to …
    utc_offset  INTEGER NOT NULL,           -- … seconds east of UTC …
    tzdb        TEXT NOT NULL,              -- … by these zone rules
    duration    TEXT NOT NULL,              -- ISO 8601
    languages   TEXT NOT NULL,              -- JSON array of BCP 47 tags
    offices     TEXT NOT NULL,              -- JSON array of {name, zone}
    version     INTEGER NOT NULL,
    created_at  TEXT NOT NULL,
    updated_at  TEXT NOT NULL
) STRICT;

CREATE INDEX events_by_instant ON events (instant);

CREATE TABLE changes (
    event   TEXT NOT NULL REFERENCES events (id),
    board   TEXT NOT NULL,
    version INTEGER NOT NULL,               -- per event and board, from 1, without gaps
    at      TEXT NOT NULL,
    kind    TEXT NOT NULL,
    payload TEXT NOT NULL,                  -- JSON
    PRIMARY KEY (event, board, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE invites (
    id         TEXT NOT NULL PRIMARY KEY,
    event      TEXT NOT NULL REFERENCES events (id),
    role       TEXT NOT NULL CHECK (role IN ('speaker', 'moderator', 'interpreter', 'host')),
    name       TEXT NOT NULL,
    zone       TEXT NOT NULL,
    language   TEXT NOT NULL,
    place      TEXT,
    email      TEXT,
    created_at TEXT NOT NULL,
    revoked_at TEXT
) STRICT;

CREATE INDEX invites_by_event ON invites (event);

-- Only hashes of what a browser or a link carries.
CREATE TABLE host_links (
    hash       TEXT NOT NULL PRIMARY KEY,
    created_at TEXT NOT NULL,
    used_at    TEXT
) STRICT;

CREATE TABLE host_sessions (
    hash       TEXT NOT NULL PRIMARY KEY,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
