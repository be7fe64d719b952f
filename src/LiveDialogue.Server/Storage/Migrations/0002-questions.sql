-- Questions and the votes for them. README.md of the Questions slice says what may become what.
CREATE TABLE questions (
    id            TEXT NOT NULL PRIMARY KEY,    -- as the asker's client made it
    event         TEXT NOT NULL REFERENCES events (id),
    device        TEXT NOT NULL,                -- the asker's; '' for scripts
    text          TEXT NOT NULL,
    language      TEXT NOT NULL,
    name          TEXT,
    country       TEXT,
    addressee     TEXT,
    state         TEXT NOT NULL CHECK (state IN ('received', 'held', 'approved', 'rejected', 'shortlisted', 'live', 'answered')),
    reason        TEXT,
    merged_into   TEXT REFERENCES questions (id),
    answer        TEXT,
    claim_holder  TEXT,
    claim_name    TEXT,
    claim_until   TEXT,
    votes         INTEGER NOT NULL,             -- as the boards show it; question_votes holds the truth
    created_at    TEXT NOT NULL,
    live_at       TEXT,
    answered_at   TEXT,
    revision      INTEGER NOT NULL
) STRICT;

CREATE INDEX questions_by_event ON questions (event, state);

-- Whatever the program does, one question at a time is being answered.
CREATE UNIQUE INDEX one_live_question ON questions (event) WHERE state = 'live';

CREATE TABLE question_votes (
    question TEXT NOT NULL REFERENCES questions (id),
    device   TEXT NOT NULL,
    at       TEXT NOT NULL,
    PRIMARY KEY (question, device)
) STRICT, WITHOUT ROWID;
