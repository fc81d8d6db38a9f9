package dev.berth.api.iam;

/**
 * A part of an operation's own input that conditions see. What an operation does not have is never
 * looked at: everyone can add parameters to a call, and no condition may be met by one of them.
 */
enum KeyInput {
    /** {@code PermissionsBoundary}, in place of the boundary that somebody has. */
    BOUNDARY,

    /** {@code PolicyArn}, of what is attached or detached. */
    POLICY,

    /** {@code Tags} that are given. */
    TAGS,

    /** {@code TagKeys} that are taken away. */
    TAG_KEYS
}
