-- When to remind of an event: planned with it, in its transaction.
CREATE TABLE reminders (
    event   TEXT NOT NULL REFERENCES events (id),
    kind    TEXT NOT NULL,
    due     TEXT NOT NULL,
    done_at TEXT,                           -- its mails are written
    PRIMARY KEY (event, kind)
) STRICT, WITHOUT ROWID;

CREATE INDEX reminders_by_due ON reminders (due) WHERE done_at IS NULL;

-- Mails to be sent, one a person. The words are made when it is sent, from the event and the invite as they are then.
CREATE TABLE mails (
    id         TEXT NOT NULL PRIMARY KEY,   -- also its Message-ID: what, for which start, to whom; the same mail is never written twice
    event      TEXT NOT NULL REFERENCES events (id),
    invite     TEXT NOT NULL REFERENCES invites (id),
    kind       TEXT NOT NULL,
    was        TEXT,                        -- a change of times: the person's old local time, as it was told
    created_at TEXT NOT NULL,
    attempts   INTEGER NOT NULL DEFAULT 0,
    next_at    TEXT,                        -- null: sent, or given up
    sent_at    TEXT
) STRICT;

CREATE INDEX mails_by_next ON mails (next_at) WHERE next_at IS NOT NULL;
