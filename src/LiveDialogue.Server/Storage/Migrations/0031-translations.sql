-- Texts in other languages, one row for the same words whoever wrote them. A person's correction is never overwritten by a machine.
CREATE TABLE translations (
    event           TEXT NOT NULL REFERENCES events (id),
    digest          TEXT NOT NULL,          -- SHA-256 of the source language and the text
    language        TEXT NOT NULL,          -- the text is in this one
    source_language TEXT NOT NULL,
    text            TEXT NOT NULL,
    via             TEXT NOT NULL,          -- languages between, by spaces; '' for a direct way
    made_at         TEXT NOT NULL,
    corrected_by    TEXT,                   -- null: a machine's
    PRIMARY KEY (event, digest, language)
) STRICT, WITHOUT ROWID;

-- What machines must leave alone or say in the institution's own way.
CREATE TABLE glossary (
    event        TEXT NOT NULL REFERENCES events (id),
    term         TEXT NOT NULL,
    translations TEXT NOT NULL,             -- JSON: language to term
    PRIMARY KEY (event, term)
) STRICT, WITHOUT ROWID;
