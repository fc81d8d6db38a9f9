package dev.berth.http;

/**
 * One request.
 *
 * @param path the path as it came, percent-encoded, without the query
 * @param rawQuery what stood behind the question mark as it came; empty when there was none
 * @param host the Host field, host and port; the engine lets no request pass that has not exactly
 *     one well-formed one
 */
public record Request(
        String method,
        String path,
        String rawQuery,
        String host,
        Headers headers,
        RequestBody body,
        Peer peer) {

    public Query query() {
        return Query.parse(rawQuery);
    }

    public boolean isHead() {
        return method.equals("HEAD");
    }
}
