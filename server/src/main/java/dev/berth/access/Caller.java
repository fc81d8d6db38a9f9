package dev.berth.access;

import dev.berth.aws.Registry;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a request, and how it came.
 *
 * @param session null for long-term keys
 * @param accessKeyId the key that signed, or that the login token was asked for with; null where
 *     there is none
 * @param registry the account of the principal and the region of its credential: the registry that
 *     is meant where the request names none
 */
public record Caller(
        Principal principal,
        @Nullable Session session,
        @Nullable String accessKeyId,
        Registry registry,
        TokenScope scope,
        InetAddress address,
        boolean tls) {
    /** The same caller, who means this registry where a request names none. */
    public Caller at(Registry other) {
        return new Caller(principal, session, accessKeyId, other, scope, address, tls);
    }
}
