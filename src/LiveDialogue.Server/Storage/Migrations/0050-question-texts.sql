-- Questions and written answers in other languages, as the text boards show them. What a person wrote stays until a person changes it.
CREATE TABLE question_texts (
    question       TEXT NOT NULL REFERENCES questions (id),
    language       TEXT NOT NULL,           -- these words are in this one
    event          TEXT NOT NULL REFERENCES events (id),
    text           TEXT,                    -- null: not translated, or not needed, the question being in this language
    digest         TEXT,                    -- of the words that text says: when they become others, it is out of date
    made           TEXT,                    -- JSON: by which engine or whom, over which languages, with which terms
    answer         TEXT,
    answer_digest  TEXT,
    answer_made    TEXT,
    stale          INTEGER NOT NULL DEFAULT 0,  -- 1: the glossary has changed since; shown until the machine has said it anew
    PRIMARY KEY (question, language)
) STRICT, WITHOUT ROWID;

CREATE INDEX question_texts_by_event ON question_texts (event, language);

ALTER TABLE translations ADD COLUMN engine TEXT NOT NULL DEFAULT '';
ALTER TABLE translations ADD COLUMN terms TEXT NOT NULL DEFAULT '[]';   -- JSON: those of the glossary that it holds
