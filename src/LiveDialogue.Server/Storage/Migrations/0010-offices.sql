-- The offices that are planned with: their own list, edited by hosts; an event keeps its own copy of names and zones.
CREATE TABLE offices (
    id         TEXT NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL,
    plan       TEXT NOT NULL,               -- JSON: zone, languages, working days, hours, quiet hours, days off
    version    INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
