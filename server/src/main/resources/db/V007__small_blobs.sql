-- The bytes themselves of a blob that is small; of others they lie in the blob store.
ALTER TABLE blob ADD COLUMN content ${bytes};
