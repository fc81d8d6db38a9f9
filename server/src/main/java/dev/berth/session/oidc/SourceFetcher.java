package dev.berth.session.oidc;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.berth.json.Json;
import dev.berth.json.JsonFault;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/** From a file, from an address, or from the address that the issuer's own configuration names. */
final class SourceFetcher implements KeyFetcher {
    private static final String CONFIGURATION = "/.well-known/openid-configuration";

    /** The members of an issuer's configuration that matter here. */
    record Configuration(
            @Nullable String issuer, @JsonProperty("jwks_uri") @Nullable String keys) {}

    @Override
    public String fetch(OidcIssuer issuer) throws IOException {
        return switch (issuer.keys()) {
            case OidcIssuer.KeySource.In in -> file(in);
            case OidcIssuer.KeySource.At at -> text(issuer, at.address());
            case OidcIssuer.KeySource.Discovered _ -> text(issuer, discovered(issuer));
        };
    }

    private static String file(OidcIssuer.KeySource.In in) throws IOException {
        if (Files.size(in.file()) > HttpText.LIMIT) {
            throw new IOException("a file of more than " + HttpText.LIMIT + " bytes");
        }
        return Files.readString(in.file());
    }

    private static URI discovered(OidcIssuer issuer) throws IOException {
        String base = issuer.url().replaceAll("/+$", "");
        String text = text(issuer, URI.create(base + CONFIGURATION));
        Configuration configuration;
        try {
            configuration = Json.read(text.getBytes(StandardCharsets.UTF_8), Configuration.class);
        } catch (JsonFault e) {
            throw new IOException("the issuer's configuration cannot be read", e);
        }
        if (!issuer.url().equals(configuration.issuer())) {
            throw new IOException(
                    "the configuration is that of another issuer: " + configuration.issuer());
        }
        @Nullable String address = configuration.keys();
        return OidcIssuer.address(address == null ? "" : address)
                .orElseThrow(() ->
                        new IOException("the issuer's keys have no safe address: " + address));
    }

    private static String text(OidcIssuer issuer, URI address) throws IOException {
        return HttpText.get(address, issuer.certificates());
    }
}
