-- What a person is: "UNICEF Representative". Stands beside the name, in the program too; null where nobody wrote it.
ALTER TABLE invites ADD COLUMN title TEXT;
