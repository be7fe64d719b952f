-- How speakers' connections fared, a row every 10 s and at each change: for the report after the event. No addresses.
CREATE TABLE links (
    event           TEXT NOT NULL REFERENCES events (id),
    speaker         TEXT NOT NULL,              -- the invite's id, which may be deleted since
    at              TEXT NOT NULL,
    link            TEXT NOT NULL,              -- none, connecting, good, silent
    rung            TEXT,                       -- what the speaker's page sent, and why not more
    reason          TEXT,
    up_path         TEXT,                       -- udp, tcp, relay; with 6 behind it by IPv6
    up_round_trip   INTEGER,                    -- ms
    up_rate         INTEGER,                    -- bits per second
    up_allowed      INTEGER,
    up_lost         REAL,                       -- 0..1
    sound_missing   REAL,
    up_queue        INTEGER,                    -- ms
    down_path       TEXT,
    down_round_trip INTEGER,
    down_rate       INTEGER,
    down_estimate   INTEGER,
    down_lost       REAL,
    layer           TEXT,                       -- of the first picture that they were sent, and why it wasn't a better one
    why             TEXT,
    failure         TEXT,                       -- "up silence"
    failure_at      TEXT
) STRICT;

CREATE INDEX links_by_event ON links (event, at);
