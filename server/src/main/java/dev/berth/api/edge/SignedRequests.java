package dev.berth.api.edge;

import dev.berth.access.SignedRequest;
import dev.berth.http.Request;
import java.util.List;
import java.util.Locale;

/** What a signature covers, taken from a request. */
public final class SignedRequests {
    private SignedRequests() {}

    /** A client signs the host that it sees, not the one that a proxy asks for. */
    public static SignedRequest of(Request request, ClientView client) {
        return new SignedRequest(
                request.method(),
                request.path(),
                request.rawQuery(),
                name ->
                        name.toLowerCase(Locale.ROOT).equals("host")
                                ? List.of(client.host())
                                : request.headers().all(name),
                client.address(),
                client.tls());
    }
}
