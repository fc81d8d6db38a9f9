package dev.berth.http.engine;

import dev.berth.http.Headers;

/**
 * What came before a request's body, checked.
 *
 * @param length of the body; {@link #CHUNKED} where it is not declared
 */
record Head(
        Target target, Headers headers, long length, boolean keepAlive, boolean expectsContinue) {
    static final long CHUNKED = -1;

    /** Method, and the parts of the request's address. */
    record Target(String method, String path, String rawQuery, String host) {}

    boolean hasBody() {
        return length != 0;
    }
}
