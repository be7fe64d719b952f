-- Who decided what: ids, states and numbers only. Questions/Audit/README.md says how the chain is reckoned.
CREATE TABLE moderation_log (
    event    TEXT NOT NULL REFERENCES events (id),
    number   INTEGER NOT NULL,              -- per event, from 1, without gaps
    at       TEXT NOT NULL,
    actor    TEXT NOT NULL,                 -- an invite's id, 'host', or 'rule' for the program itself
    action   TEXT NOT NULL,
    question TEXT,                          -- null: of the whole event
    before   TEXT,                          -- JSON
    after    TEXT,                          -- JSON
    detail   TEXT,                          -- JSON
    previous TEXT NOT NULL,                 -- hash of the entry before; zeros for the first
    hash     TEXT NOT NULL,                 -- SHA-256 in hexadecimal
    PRIMARY KEY (event, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX moderation_log_by_question ON moderation_log (question);

CREATE TRIGGER moderation_log_is_never_changed BEFORE UPDATE ON moderation_log
BEGIN
    SELECT RAISE(ABORT, 'the moderation log is append-only');
END;

CREATE TRIGGER moderation_log_is_never_deleted BEFORE DELETE ON moderation_log
BEGIN
    SELECT RAISE(ABORT, 'the moderation log is append-only');
END;

-- REPLACE deletes without a word to the trigger above.
CREATE TRIGGER moderation_log_is_never_replaced BEFORE INSERT ON moderation_log
WHEN EXISTS (SELECT 1 FROM moderation_log WHERE event = NEW.event AND number = NEW.number)
BEGIN
    SELECT RAISE(ABORT, 'the moderation log is append-only');
END;
