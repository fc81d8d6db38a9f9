-- What came from the file of identities besides the entities that say so themselves; it goes again
-- when the file no longer says it.
ALTER TABLE access_key ADD COLUMN declared BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE account ADD COLUMN alias_declared BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE account ADD COLUMN root_declared BOOLEAN NOT NULL DEFAULT FALSE;
