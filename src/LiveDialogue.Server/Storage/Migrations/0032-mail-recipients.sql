-- To whom, and of what: one mailbox gets one mail of one thing, however many invites have its address.
ALTER TABLE mails ADD COLUMN email TEXT NOT NULL DEFAULT '';   -- in lower case
ALTER TABLE mails ADD COLUMN about INTEGER NOT NULL DEFAULT 0; -- reminders and zone rules: the start, in seconds of Unix; invitations: which; else the revision

UPDATE mails SET email = coalesce((SELECT lower(email) FROM invites WHERE id = mails.invite), ''),
    about = CAST(substr(id, length(invite) + length(kind) + 3) AS INTEGER);   -- the id ends so: invite.kind.about

CREATE INDEX mails_by_recipient ON mails (event, email, kind);
