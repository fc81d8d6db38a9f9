package dev.berth.identity;

import org.jspecify.annotations.Nullable;

/**
 * A user or a role whose calls are those of a service of AWS, because the operator says so.
 *
 * @param principalId of the user or role
 * @param sourceArn for what the service acts; null for anything
 * @param sourceAccount for whom; null for anyone
 */
public record ServiceCaller(
        String principalId,
        String service,
        @Nullable String sourceArn,
        @Nullable String sourceAccount) {}
