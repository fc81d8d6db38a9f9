package dev.berth.session.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OidcIssuerTest {

    @Test
    void findsTheKeysByTheIssuersOwnConfigurationWhereNothingElseIsSaid() {
        assertThat(OidcIssuer.tryParse("https://token.actions.githubusercontent.com"))
                .contains(
                        new OidcIssuer(
                                "https://token.actions.githubusercontent.com",
                                new OidcIssuer.KeySource.Discovered(),
                                null));
    }

    @Test
    void takesKeysFromAnAddressOrAFile() {
        assertThat(OidcIssuer.tryParse("https://a.example jwks=https://b.example/keys ca=/etc/ca"))
                .contains(
                        new OidcIssuer(
                                "https://a.example",
                                new OidcIssuer.KeySource.At(URI.create("https://b.example/keys")),
                                Path.of("/etc/ca")));
        assertThat(OidcIssuer.tryParse("https://a.example/x  jwks=/etc/keys.json"))
                .contains(
                        new OidcIssuer(
                                "https://a.example/x",
                                new OidcIssuer.KeySource.In(Path.of("/etc/keys.json")),
                                null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://a.example",
                "https://a.example/realms/one/",
                "https://a.example jwks=http://localhost:9/keys",
                "https://a.example jwks=/etc/keys.json ca=/etc/ca.pem",
                "https://a.example jwks=https://b.example/keys",
            })
    void writesWhatItReads(String text) {
        assertThat(OidcIssuer.tryParse(text)).get().hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a.example",
                "http://a.example",
                "http://127.0.0.1:8080",
                "ftp://a.example",
                "https://",
                "https://user@a.example",
                "https://a.example#x",
                "https://a.example?x=1",
                "https://a example",
                "https://a.example jwks=",
                "https://a.example jwks=http://b.example/keys",
                "https://a.example jwks=/a jwks=/b",
                "https://a.example ca=",
                "https://a.example ca=/a ca=/b",
                "https://a.example keys=/a",
            })
    void refusesEverythingElse(String text) {
        assertThat(OidcIssuer.tryParse(text)).isEmpty();
    }
}
