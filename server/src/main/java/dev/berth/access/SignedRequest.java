package dev.berth.access;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Function;

/**
 * What a signature covers, but for the body.
 *
 * @param path as it came, percent-encoded
 * @param rawQuery as it came, without the question mark
 * @param headers all values of a header field, by its name in any case
 */
public record SignedRequest(
        String method,
        String path,
        String rawQuery,
        Function<String, List<String>> headers,
        InetAddress address,
        boolean tls) {}
