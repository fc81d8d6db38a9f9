-- Who may do what. Every change of an account's identities begins with identity_version, and so
-- waits for the one before it.
ALTER TABLE account ADD COLUMN identity_version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN alias ${text};
ALTER TABLE account ADD COLUMN root_disabled BOOLEAN NOT NULL DEFAULT FALSE;
CREATE UNIQUE INDEX account_by_alias ON account (alias) WHERE alias IS NOT NULL;

-- id is unique for all time; name_key is the name in lower case. boundary is the ARN of a managed
-- policy. What is declared comes from the file of identities, and changes only there.
CREATE TABLE iam_user (
    id         ${text} NOT NULL PRIMARY KEY,
    account    ${text} NOT NULL REFERENCES account (id),
    name       ${text} NOT NULL,
    name_key   ${text} NOT NULL,
    path       ${text} NOT NULL,
    created_at BIGINT  NOT NULL,
    boundary   ${text},
    declared   BOOLEAN NOT NULL,
    UNIQUE (account, name_key)
);

CREATE TABLE iam_group (
    id         ${text} NOT NULL PRIMARY KEY,
    account    ${text} NOT NULL REFERENCES account (id),
    name       ${text} NOT NULL,
    name_key   ${text} NOT NULL,
    path       ${text} NOT NULL,
    created_at BIGINT  NOT NULL,
    declared   BOOLEAN NOT NULL,
    UNIQUE (account, name_key)
);

CREATE TABLE iam_group_member (
    account  ${text} NOT NULL,
    group_id ${text} NOT NULL REFERENCES iam_group (id),
    user_id  ${text} NOT NULL REFERENCES iam_user (id),
    PRIMARY KEY (account, group_id, user_id)
);
CREATE INDEX iam_group_member_by_user ON iam_group_member (user_id);

-- trust_policy names principals by their unique ids.
CREATE TABLE iam_role (
    id                  ${text} NOT NULL PRIMARY KEY,
    account             ${text} NOT NULL REFERENCES account (id),
    name                ${text} NOT NULL,
    name_key            ${text} NOT NULL,
    path                ${text} NOT NULL,
    description         ${text},
    trust_policy        ${text} NOT NULL,
    max_session_seconds BIGINT  NOT NULL,
    created_at          BIGINT  NOT NULL,
    boundary            ${text},
    declared            BOOLEAN NOT NULL,
    UNIQUE (account, name_key)
);

CREATE TABLE iam_policy (
    id              ${text} NOT NULL PRIMARY KEY,
    account         ${text} NOT NULL REFERENCES account (id),
    name            ${text} NOT NULL,
    name_key        ${text} NOT NULL,
    path            ${text} NOT NULL,
    description     ${text},
    default_version BIGINT  NOT NULL,
    latest_version  BIGINT  NOT NULL,
    created_at      BIGINT  NOT NULL,
    updated_at      BIGINT  NOT NULL,
    declared        BOOLEAN NOT NULL,
    UNIQUE (account, name_key)
);

CREATE TABLE iam_policy_version (
    policy_id  ${text} NOT NULL REFERENCES iam_policy (id),
    version    BIGINT  NOT NULL,
    document   ${text} NOT NULL,
    created_at BIGINT  NOT NULL,
    PRIMARY KEY (policy_id, version)
);

-- What users, groups, roles and others hold: owner_id is the id of any of them. With the account,
-- so that all of an account are read at once.
CREATE TABLE iam_inline_policy (
    account  ${text} NOT NULL,
    owner_id ${text} NOT NULL,
    name     ${text} NOT NULL,
    document ${text} NOT NULL,
    PRIMARY KEY (account, owner_id, name)
);

CREATE TABLE iam_attachment (
    account    ${text} NOT NULL,
    owner_id   ${text} NOT NULL,
    policy_arn ${text} NOT NULL,
    PRIMARY KEY (account, owner_id, policy_arn)
);
CREATE INDEX iam_attachment_by_policy ON iam_attachment (account, policy_arn);

-- key_lower: keys of tags differ by more than their case.
CREATE TABLE iam_tag (
    account   ${text} NOT NULL,
    owner_id  ${text} NOT NULL,
    key_lower ${text} NOT NULL,
    tag_key   ${text} NOT NULL,
    tag_value ${text} NOT NULL,
    PRIMARY KEY (account, owner_id, key_lower)
);

-- url is without the scheme, as it stands in the ARN.
CREATE TABLE iam_oidc_provider (
    id         ${text} NOT NULL PRIMARY KEY,
    account    ${text} NOT NULL REFERENCES account (id),
    url        ${text} NOT NULL,
    created_at BIGINT  NOT NULL,
    declared   BOOLEAN NOT NULL,
    UNIQUE (account, url)
);

CREATE TABLE iam_oidc_client (
    provider_id ${text} NOT NULL REFERENCES iam_oidc_provider (id),
    client_id   ${text} NOT NULL,
    PRIMARY KEY (provider_id, client_id)
);

CREATE TABLE iam_oidc_thumbprint (
    provider_id ${text} NOT NULL REFERENCES iam_oidc_provider (id),
    thumbprint  ${text} NOT NULL,
    PRIMARY KEY (provider_id, thumbprint)
);

-- Whose calls are those of a service of AWS: principal_id is that of a user or a role.
CREATE TABLE iam_service_caller (
    principal_id   ${text} NOT NULL PRIMARY KEY,
    account        ${text} NOT NULL REFERENCES account (id),
    service        ${text} NOT NULL,
    source_arn     ${text},
    source_account ${text}
);

-- Keys without a user are those of the account's root.
ALTER TABLE access_key ADD COLUMN user_id ${text} REFERENCES iam_user (id);
ALTER TABLE access_key ADD COLUMN description ${text};
CREATE INDEX access_key_by_account ON access_key (account, user_id);

-- Apart from the keys, which change seldom. No reference to them: who writes a use late need not
-- know that its key is gone.
CREATE TABLE access_key_use (
    id           ${text} NOT NULL PRIMARY KEY,
    last_used_at BIGINT  NOT NULL,
    service      ${text} NOT NULL,
    region       ${text} NOT NULL
);

-- Documents name principals by their unique ids.
CREATE TABLE repository_policy (
    repository_id BIGINT  NOT NULL PRIMARY KEY REFERENCES repository (id),
    document      ${text} NOT NULL
);

CREATE TABLE registry_policy (
    account  ${text} NOT NULL,
    region   ${text} NOT NULL,
    document ${text} NOT NULL,
    PRIMARY KEY (account, region)
);

-- Tokens that were given names, and can be listed and revoked one by one.
CREATE TABLE registry_token (
    id            ${text} NOT NULL PRIMARY KEY,
    account       ${text} NOT NULL REFERENCES account (id),
    principal_id  ${text} NOT NULL,
    principal     ${text} NOT NULL,
    name          ${text} NOT NULL,
    scope         ${text} NOT NULL,
    access_key_id ${text},
    issued_at     BIGINT  NOT NULL,
    expires_at    BIGINT  NOT NULL,
    last_used_at  BIGINT,
    revoked_at    BIGINT
);
CREATE INDEX registry_token_by_account ON registry_token (account, principal_id);

-- What was issued to the principal before this time is void.
CREATE TABLE revocation (
    principal_id  ${text} NOT NULL PRIMARY KEY,
    account       ${text} NOT NULL,
    issued_before BIGINT  NOT NULL
);
