package dev.berth.policy;

/** How precisely a Principal element names a caller. What it grants depends on that. */
public enum PrincipalMatch {
    NONE,
    /** By the account: this delegates to the account's own policies. */
    ACCOUNT,
    /** By {@code *}. */
    EVERYONE,
    /** By the role of a session, or the user of a federated one. */
    ROLE,
    /** As the very caller: user, session, service, issuer. */
    EXACT
}
