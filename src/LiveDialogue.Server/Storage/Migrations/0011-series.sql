-- Events that belong together. Each occurrence is an event of its own; what binds them is a number.
CREATE TABLE series (
    id         TEXT NOT NULL PRIMARY KEY,
    title      TEXT NOT NULL,
    rule       TEXT NOT NULL,               -- JSON: how it was asked for
    version    INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE series_events (
    series TEXT NOT NULL REFERENCES series (id),
    number INTEGER NOT NULL,                -- 1 for the first occurrence
    event  TEXT NOT NULL UNIQUE REFERENCES events (id),
    edited INTEGER NOT NULL DEFAULT 0,      -- 1: changed by itself; changes to all leave its time alone
    PRIMARY KEY (series, number)
) STRICT, WITHOUT ROWID;

-- What happens when, within an event.
CREATE TABLE run_of_shows (
    event      TEXT NOT NULL PRIMARY KEY REFERENCES events (id),
    segments   TEXT NOT NULL,               -- JSON
    version    INTEGER NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
