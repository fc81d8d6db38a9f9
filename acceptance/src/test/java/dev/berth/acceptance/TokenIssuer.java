package dev.berth.acceptance;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** An issuer of OIDC tokens, as a platform of CI is one: its keys are on a server of its own. */
final class TokenIssuer implements AutoCloseable {

    static final String URL = "https://ci.example";

    private final OidcSigner signer;
    private final HttpServer server;

    private TokenIssuer(OidcSigner signer, HttpServer server) {
        this.signer = signer;
        this.server = server;
    }

    static TokenIssuer start() throws IOException {
        var signer = new OidcSigner(URL);
        byte[] jwks = signer.keys().getBytes(StandardCharsets.UTF_8);
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/keys",
                exchange -> {
                    try (exchange) {
                        exchange.sendResponseHeaders(200, jwks.length);
                        exchange.getResponseBody().write(jwks);
                    }
                });
        server.start();
        return new TokenIssuer(signer, server);
    }

    /** As the setting {@code identity.oidc} takes it. */
    String setting() {
        return "%s jwks=http://127.0.0.1:%d/keys".formatted(URL, server.getAddress().getPort());
    }

    /** A token for STS that is good for an hour. */
    String token(String subject) {
        return signer.token(subject);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
