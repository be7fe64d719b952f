-- What questions look like each other, as suggested to moderators (Questions/Clusters), and how many were merged into one.
ALTER TABLE questions ADD COLUMN cluster TEXT;                              -- "ID SIZE LANGUAGE…"
ALTER TABLE questions ADD COLUMN similar TEXT;                              -- "ID=SCORE …"
ALTER TABLE questions ADD COLUMN merged_count INTEGER NOT NULL DEFAULT 0;   -- those merged into those counted too

CREATE INDEX questions_by_master ON questions (merged_into) WHERE merged_into IS NOT NULL;
