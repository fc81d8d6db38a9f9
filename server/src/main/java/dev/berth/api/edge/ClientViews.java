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
 * have been written by anyone. So may headers that the proxies do not write: most of them let
 * through what they do not know.
 */
public final class ClientViews {
    private final Predicate<InetAddress> trusted;
    private final ForwardedFamily family;

    /** Behind proxies that write {@code X-Forwarded-…}. */
    public ClientViews(Predicate<InetAddress> trusted) {
        this(trusted, ForwardedFamily.X_FORWARDED);
    }

    /**
     * @param trusted tells the addresses of proxies whose forwarded headers are believed
     * @param family the headers that they write; the others are ignored
     */
    public ClientViews(Predicate<InetAddress> trusted, ForwardedFamily family) {
        this.trusted = trusted;
        this.family = family;
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

    private Optional<String> forwarded(Request request, String parameter, String field) {
        return switch (family) {
            case X_FORWARDED -> last(elements(request, field));
            case FORWARDED ->
                    last(elements(request, "Forwarded"))
                            .flatMap(element -> Forwarded.parameter(element, parameter));
        };
    }

    private List<String> hops(Request request) {
        return switch (family) {
            case X_FORWARDED -> elements(request, "X-Forwarded-For");
            case FORWARDED ->
                    elements(request, "Forwarded").stream()
                            .map(element -> Forwarded.parameter(element, "for").orElse(""))
                            .toList();
        };
    }

    private static List<String> elements(Request request, String field) {
        return Forwarded.elements(request.headers().all(field));
    }

    /** The nearest address that is no trusted proxy. */
    private InetAddress client(Request request) {
        InetAddress client = request.peer().address();
        for (String hop : hops(request).reversed()) {
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
