package dev.berth.http.engine;

import dev.berth.http.Headers;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/** Turns what Netty decoded into a {@link Head}, and refuses what RFC 9112 wants refused. */
final class HeadReader {

    /** A request that gets this status, and no handler. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        private final int status;

        Refused(int status) {
            super("refused", null, false, false);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    private HeadReader() {}

    static Head read(HttpRequest request) throws Refused {
        if (!request.decoderResult().isSuccess()) {
            throw new Refused(statusOf(request.decoderResult().cause()));
        }
        HttpVersion version = request.protocolVersion();
        if (version.majorVersion() != 1) {
            throw new Refused(505);
        }
        boolean modern = version.minorVersion() > 0;
        var headers = new Headers.Builder();
        @Nullable String host = null;
        boolean keepAlive = modern;
        boolean expectsContinue = false;
        long length = 0;
        var fields = request.headers().iteratorCharSequence();
        while (fields.hasNext()) {
            var field = fields.next();
            String name = field.getKey().toString();
            String value = field.getValue().toString();
            headers.add(name, value);
            if (name.equalsIgnoreCase("host")) {
                if (host != null) {
                    throw new Refused(400);
                }
                host = value;
            } else if (name.equalsIgnoreCase("connection")) {
                keepAlive &= !names(value, "close");
            } else if (name.equalsIgnoreCase("content-length")) {
                length = length(value);
            } else if (name.equalsIgnoreCase("transfer-encoding")) {
                requireChunked(value, length);
                length = Head.CHUNKED;
            } else if (name.equalsIgnoreCase("expect")) {
                expectsContinue = expectation(value) && modern;
            }
        }
        return new Head(
                target(request.method().name(), request.uri(), host),
                headers.build(),
                length,
                keepAlive,
                expectsContinue);
    }

    private static int statusOf(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException _ -> 414;
            case TooLongHttpHeaderException _ -> 431;
            default -> 400;
        };
    }

    /** The decoder has refused doubles and Transfer-Encoding beside it, but not all odd numbers. */
    private static long length(String value) throws Refused {
        if (value.isEmpty() || value.length() > 18) {
            throw new Refused(400);
        }
        long length = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < '0' || c > '9') {
                throw new Refused(400);
            }
            length = length * 10 + (c - '0');
        }
        return length;
    }

    private static void requireChunked(String value, long lengthSoFar) throws Refused {
        if (lengthSoFar == Head.CHUNKED) {
            throw new Refused(400);
        }
        if (!value.equalsIgnoreCase("chunked")) {
            throw new Refused(501);
        }
    }

    private static boolean expectation(String value) throws Refused {
        if (!value.equalsIgnoreCase("100-continue")) {
            throw new Refused(417);
        }
        return true;
    }

    private static boolean names(String list, String token) {
        if (list.length() == token.length()) {
            return list.equalsIgnoreCase(token);
        }
        for (String part : list.split(",", -1)) {
            if (part.strip().equalsIgnoreCase(token)) {
                return true;
            }
        }
        return false;
    }

    private static Head.Target target(String method, String uri, @Nullable String hostField)
            throws Refused {
        @Nullable String host = hostField == null ? null : HostField.normalized(hostField);
        if (host == null || !printable(uri)) {
            throw new Refused(400);
        }
        if (uri.charAt(0) == '/') {
            return split(method, uri, host);
        }
        if (uri.equals("*") && method.equals("OPTIONS")) {
            return new Head.Target(method, "*", "", host);
        }
        return absolute(method, uri);
    }

    /** An absolute address counts more than Host (RFC 9112, section 3.2.2). */
    private static Head.Target absolute(String method, String uri) throws Refused {
        int start = schemeLength(uri);
        int end = start;
        while (end < uri.length() && uri.charAt(end) != '/' && uri.charAt(end) != '?') {
            end++;
        }
        @Nullable String host = HostField.normalized(uri.substring(start, end));
        if (host == null) {
            throw new Refused(400);
        }
        String rest = uri.substring(end);
        return split(method, rest.startsWith("/") ? rest : "/" + rest, host);
    }

    private static int schemeLength(String uri) throws Refused {
        for (String scheme : new String[] {"http://", "https://"}) {
            if (uri.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return scheme.length();
            }
        }
        throw new Refused(400);
    }

    private static Head.Target split(String method, String uri, String host) {
        int mark = uri.indexOf('?');
        return mark < 0
                ? new Head.Target(method, uri, "", host)
                : new Head.Target(method, uri.substring(0, mark), uri.substring(mark + 1), host);
    }

    private static boolean printable(String uri) {
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#') {
                return false;
            }
        }
        return !uri.isEmpty();
    }
}
