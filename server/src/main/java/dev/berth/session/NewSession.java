package dev.berth.session;

import dev.berth.access.Principal;
import dev.berth.access.TemporaryCredentials;
import org.jspecify.annotations.Nullable;

/**
 * What STS gives out.
 *
 * @param packedPercent how much of the space for policies and tags is used; null where there are
 *     none
 */
public record NewSession<P extends Principal>(
        TemporaryCredentials credentials,
        P principal,
        @Nullable Long packedPercent,
        @Nullable String sourceIdentity) {}
