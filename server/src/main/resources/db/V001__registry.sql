-- Times are epoch milliseconds. ${text} is TEXT in the order of its bytes, ${bytes} a byte string:
-- the two words in which the databases differ.

-- The last id that was given out, or how many there are of something; see the stores.
CREATE TABLE counter (
    name   ${text} NOT NULL PRIMARY KEY,
    number BIGINT  NOT NULL
);

CREATE TABLE account (
    id         ${text} NOT NULL PRIMARY KEY,
    created_at BIGINT  NOT NULL
);

-- The secret is sealed by the root key, which is not in the database.
CREATE TABLE access_key (
    id            ${text}  NOT NULL PRIMARY KEY,
    account       ${text}  NOT NULL REFERENCES account (id),
    sealed_secret ${bytes} NOT NULL,
    active        BOOLEAN  NOT NULL,
    created_at    BIGINT   NOT NULL
);

CREATE TABLE token_key (
    id         ${text}  NOT NULL PRIMARY KEY,
    sealed_key ${bytes} NOT NULL,
    created_at BIGINT   NOT NULL,
    retired_at BIGINT
);

CREATE TABLE repository (
    id             BIGINT  NOT NULL PRIMARY KEY,
    account        ${text} NOT NULL,
    region         ${text} NOT NULL,
    name           ${text} NOT NULL,
    created_at     BIGINT  NOT NULL,
    tag_mutability ${text} NOT NULL,
    scan_on_push   BOOLEAN NOT NULL,
    blob_domain    ${text} NOT NULL,
    version        BIGINT  NOT NULL,
    image_count    BIGINT  NOT NULL,
    UNIQUE (account, region, name)
);

CREATE TABLE repository_tag (
    repository_id BIGINT  NOT NULL REFERENCES repository (id),
    tag_key       ${text} NOT NULL,
    tag_value     ${text} NOT NULL,
    PRIMARY KEY (repository_id, tag_key)
);

-- A row here says that the bytes are durable under (domain, digest).
CREATE TABLE blob (
    domain     ${text} NOT NULL,
    digest     ${text} NOT NULL,
    size       BIGINT  NOT NULL,
    created_at BIGINT  NOT NULL,
    PRIMARY KEY (domain, digest)
);

CREATE TABLE repository_blob (
    repository_id BIGINT  NOT NULL REFERENCES repository (id),
    digest        ${text} NOT NULL,
    domain        ${text} NOT NULL,
    size          BIGINT  NOT NULL,
    linked_at     BIGINT  NOT NULL,
    PRIMARY KEY (repository_id, digest),
    FOREIGN KEY (domain, digest) REFERENCES blob (domain, digest)
);
CREATE INDEX repository_blob_by_digest ON repository_blob (domain, digest);

-- An upload's identity. How far it got, only its staging knows.
CREATE TABLE upload (
    id            ${text} NOT NULL PRIMARY KEY,
    repository_id BIGINT  NOT NULL REFERENCES repository (id),
    created_at    BIGINT  NOT NULL
);
CREATE INDEX upload_by_age ON upload (created_at);
CREATE INDEX upload_by_repository ON upload (repository_id);

CREATE TABLE image (
    repository_id       BIGINT   NOT NULL REFERENCES repository (id),
    digest              ${text}  NOT NULL,
    media_type          ${text}  NOT NULL,
    artifact_media_type ${text},
    size                BIGINT   NOT NULL,
    pushed_at           BIGINT   NOT NULL,
    state               ${text}  NOT NULL,
    subject             ${text},
    last_pulled_at      BIGINT,
    manifest            ${bytes} NOT NULL, -- last, so that reading the others does not read it
    PRIMARY KEY (repository_id, digest)
);
CREATE INDEX image_by_subject ON image (repository_id, subject);

CREATE TABLE image_tag (
    repository_id BIGINT  NOT NULL,
    tag           ${text} NOT NULL,
    digest        ${text} NOT NULL,
    tagged_at     BIGINT  NOT NULL,
    PRIMARY KEY (repository_id, tag),
    FOREIGN KEY (repository_id, digest) REFERENCES image (repository_id, digest)
);
CREATE INDEX image_tag_by_digest ON image_tag (repository_id, digest, tag);

-- What a manifest refers to, by digest alone: what is referred to need not be here.
-- kind: CONFIG, LAYER, CHILD, SUBJECT
CREATE TABLE image_reference (
    repository_id BIGINT  NOT NULL,
    digest        ${text} NOT NULL,
    kind          ${text} NOT NULL,
    target        ${text} NOT NULL,
    PRIMARY KEY (repository_id, digest, kind, target),
    FOREIGN KEY (repository_id, digest) REFERENCES image (repository_id, digest)
);
CREATE INDEX image_reference_by_target ON image_reference (repository_id, target, kind);

CREATE TABLE outbox (
    id         ${text} NOT NULL PRIMARY KEY,
    at         BIGINT  NOT NULL,
    type       ${text} NOT NULL,
    version    INTEGER NOT NULL,
    account    ${text} NOT NULL,
    region     ${text} NOT NULL,
    resource   ${text} NOT NULL,
    principal  ${text} NOT NULL,
    request_id ${text} NOT NULL,
    detail     ${text} NOT NULL
);
CREATE INDEX outbox_by_age ON outbox (at);
