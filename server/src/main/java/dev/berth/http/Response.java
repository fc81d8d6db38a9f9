package dev.berth.http;

/**
 * One response: a value. The engine adds Content-Length, Date and Connection; everything else
 * stands in {@code headers}. It releases the body's file exactly once, whatever happens.
 */
public record Response(int status, Headers headers, ResponseBody body) {

    public static Response of(int status, Headers headers) {
        return new Response(status, headers, ResponseBody.empty());
    }

    public Response withHeader(String name, String value) {
        return new Response(status, headers.with(name, value), body);
    }
}
