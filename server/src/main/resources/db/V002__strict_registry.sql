-- Filters joined by spaces, which no filter can hold.
ALTER TABLE repository ADD COLUMN tag_exclusions ${text} NOT NULL DEFAULT '';

-- wanted_at: when the blob was last uploaded or mounted here, or said to be here, or the last
-- manifest that named it went. condemned_at: since when the link is ended, for all but a manifest
-- that still names it.
ALTER TABLE repository_blob ADD COLUMN wanted_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE repository_blob ADD COLUMN condemned_at BIGINT;
UPDATE repository_blob SET wanted_at = linked_at;
CREATE INDEX repository_blob_condemned
    ON repository_blob (condemned_at, repository_id) WHERE condemned_at IS NOT NULL;

-- condemned_at: since when no repository links the blob.
ALTER TABLE blob ADD COLUMN condemned_at BIGINT;
CREATE INDEX blob_condemned ON blob (condemned_at) WHERE condemned_at IS NOT NULL;

DROP INDEX image_by_subject;
CREATE INDEX image_by_subject ON image (repository_id, subject, digest) WHERE subject IS NOT NULL;

-- Of images that were archived once: when last, since when they are on their way back, when they
-- last came back.
CREATE TABLE image_archive (
    repository_id BIGINT  NOT NULL,
    digest        ${text} NOT NULL,
    archived_at   BIGINT  NOT NULL,
    activating_at BIGINT,
    activated_at  BIGINT,
    PRIMARY KEY (repository_id, digest),
    FOREIGN KEY (repository_id, digest) REFERENCES image (repository_id, digest)
);
CREATE INDEX image_archive_activating
    ON image_archive (activating_at) WHERE activating_at IS NOT NULL;

CREATE TABLE account_setting (
    account ${text} NOT NULL,
    region  ${text} NOT NULL,
    name    ${text} NOT NULL,
    value   ${text} NOT NULL,
    PRIMARY KEY (account, region, name)
);

-- Principals whose pulls leave an image's last pull as it is.
CREATE TABLE pull_time_exclusion (
    account    ${text} NOT NULL,
    region     ${text} NOT NULL,
    principal  ${text} NOT NULL,
    created_at BIGINT  NOT NULL,
    PRIMARY KEY (account, region, principal)
);
