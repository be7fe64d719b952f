-- Who is on air, muted, ready: what a restart must find again. Links and loudness aren't here, they are facts of the moment.
CREATE TABLE stages (
    event TEXT NOT NULL PRIMARY KEY REFERENCES events (id),
    at    TEXT NOT NULL,
    state TEXT NOT NULL                        -- JSON of StageState
) STRICT;
