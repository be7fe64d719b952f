-- What others may read of a question, and what keeps people safe.
ALTER TABLE questions ADD COLUMN shown TEXT;                              -- the text without contact data; null: asked before there was redaction, made when read
ALTER TABLE questions ADD COLUMN flags TEXT NOT NULL DEFAULT '[]';        -- JSON array of words: what was noticed at ask time
ALTER TABLE questions ADD COLUMN channel TEXT NOT NULL DEFAULT 'web' CHECK (channel IN ('web', 'sms', 'whatsapp'));
ALTER TABLE questions ADD COLUMN detected_language TEXT;                  -- BCP 47; null: nobody looked
ALTER TABLE questions ADD COLUMN detected_confidence REAL;                -- 0 to 1
ALTER TABLE questions ADD COLUMN risk TEXT CHECK (risk IN ('waiting', 'seen', 'cleared'));
ALTER TABLE questions ADD COLUMN reports INTEGER NOT NULL DEFAULT 0;      -- devices that reported it

CREATE INDEX questions_at_risk ON questions (event, risk) WHERE risk IS NOT NULL;
