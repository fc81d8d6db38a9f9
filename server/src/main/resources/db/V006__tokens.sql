-- A key verifies as long as the longest token that it signed; null while none lives for long.
ALTER TABLE token_key ADD COLUMN needed_until BIGINT;

-- The name is empty for the tokens of docker login.
ALTER TABLE registry_token ADD COLUMN description ${text} NOT NULL DEFAULT '';
CREATE INDEX registry_token_by_end ON registry_token (expires_at);
CREATE INDEX registry_token_revoked ON registry_token (expires_at) WHERE revoked_at IS NOT NULL;
