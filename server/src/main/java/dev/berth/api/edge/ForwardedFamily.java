package dev.berth.api.edge;

/** Which headers the proxies write. Whatever else a request has of this kind, its client wrote. */
public enum ForwardedFamily {
    /** {@code X-Forwarded-For}, {@code X-Forwarded-Proto} and {@code X-Forwarded-Host}. */
    X_FORWARDED,
    /** {@code Forwarded} (RFC 7239). */
    FORWARDED
}
