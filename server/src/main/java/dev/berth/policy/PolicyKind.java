package dev.berth.policy;

/** What a document is attached to; it decides which elements the grammar demands and forbids. */
public enum PolicyKind {
    /** Of users, groups and roles, managed policies and boundaries. */
    IDENTITY(Presence.FORBIDDEN, Presence.REQUIRED, true),
    /** Passed to STS; it narrows a session. */
    SESSION(Presence.FORBIDDEN, Presence.REQUIRED, true),
    /** Of a repository; without a Resource it means this repository. */
    REPOSITORY(Presence.REQUIRED, Presence.OPTIONAL, false),
    /** Of a registry: all repositories of an account in a region. */
    REGISTRY(Presence.REQUIRED, Presence.REQUIRED, false),
    /** Who may assume a role; the resource is the role. */
    TRUST(Presence.REQUIRED, Presence.FORBIDDEN, true);

    enum Presence {
        REQUIRED,
        OPTIONAL,
        FORBIDDEN
    }

    private final Presence principal;
    private final Presence resource;
    private final boolean strictSids;

    PolicyKind(Presence principal, Presence resource, boolean strictSids) {
        this.principal = principal;
        this.resource = resource;
        this.strictSids = strictSids;
    }

    Presence principal() {
        return principal;
    }

    Presence resource() {
        return resource;
    }

    /** Whether a Sid is letters and digits, and no two statements have the same. */
    boolean strictSids() {
        return strictSids;
    }
}
