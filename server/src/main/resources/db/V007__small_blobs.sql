-- The bytes of a blob that is small. Of one without, they are durable in the blob store under
-- (domain, digest).
ALTER TABLE blob ADD COLUMN content ${bytes};
