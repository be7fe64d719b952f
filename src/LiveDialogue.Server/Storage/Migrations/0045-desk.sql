-- What moderators set beside deciding: whom a question is for, its topics, when it was taken; how questions come in; how to undo.
ALTER TABLE questions ADD COLUMN addressee_id TEXT;         -- office:… or speaker:…; null for a text that names neither
ALTER TABLE questions ADD COLUMN labels TEXT;               -- a JSON list; null for none
ALTER TABLE questions ADD COLUMN offset_seconds INTEGER;    -- how long the event had been live when it was taken last

-- Slow mode looks for a device's last question with each new one.
CREATE INDEX questions_by_device ON questions (event, device, created_at);

-- One row per event that ever changed one of them; the three documents are edited apart, each with its own ETag.
CREATE TABLE question_desks (
    event              TEXT NOT NULL PRIMARY KEY REFERENCES events (id),
    open               INTEGER NOT NULL,
    slow_seconds       INTEGER NOT NULL,
    minors             INTEGER NOT NULL,
    intake_revision    INTEGER NOT NULL,
    keywords           TEXT NOT NULL,        -- a JSON list
    keywords_revision  INTEGER NOT NULL,
    handover           TEXT NOT NULL,
    handover_by        TEXT,
    handover_at        TEXT,
    handover_revision  INTEGER NOT NULL
) STRICT;

-- What a decision changed, for as long as it may be undone. Nothing of the asker is in it.
CREATE TABLE question_undos (
    event   TEXT NOT NULL REFERENCES events (id),
    number  INTEGER NOT NULL,
    until   TEXT NOT NULL,
    main    TEXT,                            -- the question that was decided on; null for several
    items   TEXT NOT NULL,                   -- a JSON list: question, before, after
    PRIMARY KEY (event, number)
) STRICT, WITHOUT ROWID;

-- What a moderator saw at a revision: looked up when their command comes late.
CREATE INDEX changes_by_question ON changes (event, json_extract(payload, '$.id'), version)
    WHERE board IN ('questions.moderation', 'questions.risk');
