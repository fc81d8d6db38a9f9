package dev.berth.api.v2;

import dev.berth.http.Headers;

/** The header fields of this protocol. */
final class V2Headers {
    static final String LOCATION = "Location";
    static final String RANGE = "Range";
    static final String UPLOAD_UUID = "Docker-Upload-UUID";
    static final String CONTENT_DIGEST = "Docker-Content-Digest";
    static final String JSON = "application/json; charset=utf-8";
    static final String TEXT = "text/plain; charset=utf-8";

    private V2Headers() {}

    /** What every answer carries. */
    static Headers.Builder of(String requestId) {
        return new Headers.Builder()
                .add("Docker-Distribution-Api-Version", "registry/2.0")
                .add("x-amzn-RequestId", requestId);
    }

    /** Whether a client has this content already, by its If-None-Match (RFC 9110, 13.1.2). */
    static boolean matches(Headers headers, String etag) {
        for (String field : headers.all("If-None-Match")) {
            for (String candidate : field.split(",", -1)) {
                String tag = candidate.strip();
                if (tag.equals("*")
                        || (tag.startsWith("W/") ? tag.substring(2) : tag).equals(etag)) {
                    return true;
                }
            }
        }
        return false;
    }
}
