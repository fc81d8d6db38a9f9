package dev.berth.session;

import dev.berth.aws.Arn;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to act in which role.
 *
 * @param duration null for an hour
 * @param externalId what the role's owner told a third party to say
 * @param sourceIdentity who is behind it; stays through role chaining
 */
public record RoleRequest(
        Arn role,
        String sessionName,
        @Nullable Duration duration,
        @Nullable String externalId,
        @Nullable String sourceIdentity,
        SessionContents contents) {}
