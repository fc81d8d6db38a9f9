package dev.berth.api.edge;

import dev.berth.http.Request;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds out how a client sees the server. Forwarded headers count only when the connection comes
 * from a trusted proxy, and then the word of the nearest proxy alone: what stands before it may
 * have been written by anyone.
 */
public final class ClientViews {
    private final Predicate<InetAddress> trusted;

    /** {@code trusted} tells the addresses of proxies whose forwarded headers are believed. */
    public ClientViews(Predicate<InetAddress> trusted) {
        this.trusted = trusted;
    }

    public ClientView of(Request request) {
        if (!trusted.test(request.peer().address())) {
            return new ClientView(
                    request.peer().scheme(), request.host(), request.peer().address());
        }
        return new ClientView(
                forwarded(request, "proto", "X-Forwarded-Proto")
                        .map(scheme -> scheme.toLowerCase(Locale.ROOT))
                        .filter(scheme -> scheme.equals("http") || scheme.equals("https"))
                        .orElseGet(() -> request.peer().scheme()),
                forwarded(request, "host", "X-Forwarded-Host")
                        .filter(ClientViews::isHost)
                        .orElse(request.host()),
                client(request));
    }

    /** The parameter of the standard header (RFC 7239) where there is one, else the older field. */
    private static Optional<String> forwarded(Request request, String parameter, String older) {
        List<String> elements = Forwarded.elements(request.headers().all("Forwarded"));
        return elements.isEmpty()
                ? last(Forwarded.elements(request.headers().all(older)))
                : Forwarded.parameter(elements.getLast(), parameter);
    }

    /** The nearest address that is no trusted proxy. */
    private InetAddress client(Request request) {
        List<String> hops =
                Forwarded.elements(request.headers().all("Forwarded")).stream()
                        .map(element -> Forwarded.parameter(element, "for").orElse(""))
                        .toList();
        if (hops.isEmpty()) {
            hops = Forwarded.elements(request.headers().all("X-Forwarded-For"));
        }
        InetAddress client = request.peer().address();
        for (String hop : hops.reversed()) {
            Optional<InetAddress> address = Forwarded.address(hop);
            if (address.isEmpty()) {
                return client;
            }
            client = address.get();
            if (!trusted.test(client)) {
                return client;
            }
        }
        return client;
    }

    private static Optional<String> last(List<String> values) {
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
    }

    private static boolean isHost(String text) {
        return !text.isEmpty()
                && text.chars()
                        .allMatch(c ->
                                (c >= 'a' && c <= 'z')
                                        || (c >= 'A' && c <= 'Z')
                                        || (c >= '0' && c <= '9')
                                        || ".-_:[]".indexOf(c) >= 0);
    }
}
