-- Listings of one state skip the images of the others. Unique, as it is with or without the state,
-- so that a page's order is known from the index alone.
CREATE UNIQUE INDEX image_by_state ON image (repository_id, state, digest);
