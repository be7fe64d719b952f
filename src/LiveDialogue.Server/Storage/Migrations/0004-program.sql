-- What moderators decided about the program, and where it is pushed to: what a restart must find again.
CREATE TABLE programs (
    event TEXT NOT NULL PRIMARY KEY REFERENCES events (id),
    at    TEXT NOT NULL,
    state TEXT NOT NULL                        -- JSON of ProgramState
) STRICT;

CREATE TABLE program_pushes (
    event      TEXT NOT NULL REFERENCES events (id),
    id         TEXT NOT NULL,                  -- as the host's client made it
    name       TEXT NOT NULL,
    sealed_url TEXT NOT NULL,                  -- holds the stream key: encrypted with a key derived from signing.key
    created_at TEXT NOT NULL,
    PRIMARY KEY (event, id)
) STRICT, WITHOUT ROWID;
