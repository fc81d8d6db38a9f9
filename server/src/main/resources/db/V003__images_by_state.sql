-- Listings of one state skip the images of the others. Unique, as it is with or without the state,
-- so that a page's order is known from the index alone.
CREATE UNIQUE INDEX image_by_state ON image (repository_id, state, digest);

-- Unique as well, and with all that is asked for: else the first is taken for what these are for.
DROP INDEX image_by_subject;
CREATE UNIQUE INDEX image_by_subject
    ON image (repository_id, subject, digest) WHERE subject IS NOT NULL;
DROP INDEX image_reference_by_target;
CREATE UNIQUE INDEX image_reference_by_target
    ON image_reference (repository_id, target, kind, digest);
