package dev.berth.access;

import dev.berth.aws.Registry;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a request, and how it came.
 *
 * @param session the session's name where the principal is one; null for long-term keys
 * @param registry the account of the principal and the region of its credential: the registry that
 *     is meant where the request names none
 */
public record Caller(
        Principal principal,
        @Nullable String session,
        Registry registry,
        TokenScope scope,
        InetAddress address,
        boolean tls) {}
