package dev.berth.api.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.http.Headers;
import dev.berth.http.Peer;
import dev.berth.http.Request;
import dev.berth.http.RequestBody;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientViewsTest {
    private final ClientViews views =
            new ClientViews(address -> address.getHostAddress().startsWith("10."));
    private final ClientViews standard =
            new ClientViews(
                    address -> address.getHostAddress().startsWith("10."),
                    ForwardedFamily.FORWARDED);

    @Test
    void seesTheConnectionItself() {
        ClientView view = views.of(request("192.0.2.1"));

        assertThat(view.origin()).isEqualTo("http://registry.test:5327");
        assertThat(view.address()).isEqualTo(InetAddress.ofLiteral("192.0.2.1"));
        assertThat(view.tls()).isFalse();
    }

    @Test
    void doesNotBelieveStrangers() {
        ClientView view =
                views.of(
                        request(
                                "192.0.2.1",
                                "X-Forwarded-Proto",
                                "https",
                                "X-Forwarded-Host",
                                "evil.test",
                                "X-Forwarded-For",
                                "192.0.2.9",
                                "Forwarded",
                                "proto=https;host=evil.test"));

        assertThat(view.origin()).isEqualTo("http://registry.test:5327");
        assertThat(view.address()).isEqualTo(InetAddress.ofLiteral("192.0.2.1"));
    }

    @Test
    void believesATrustedProxy() {
        ClientView view =
                views.of(
                        request(
                                "10.0.0.1",
                                "X-Forwarded-Proto",
                                "https",
                                "X-Forwarded-Host",
                                "public.test",
                                "X-Forwarded-For",
                                "203.0.113.5, 192.0.2.9, 10.0.0.7"));

        assertThat(view.origin()).isEqualTo("https://public.test");
        assertThat(view.tls()).isTrue();
        assertThat(view.address()).isEqualTo(InetAddress.ofLiteral("192.0.2.9"));
    }

    private static final String[] BOTH = {
        "X-Forwarded-For", "203.0.113.5, 192.0.2.9",
        "X-Forwarded-Proto", "http",
        "X-Forwarded-Host", "old.test",
        "Forwarded",
                "for=192.0.2.8;host=first.test, for=\"[2001:db8::1]:99\";Proto=https;host=\"new.test:8443\""
    };

    @Test
    void ignoresTheStandardHeaderBehindProxiesThatWriteTheOlderOnes() {
        ClientView view = views.of(request("10.0.0.1", BOTH));

        assertThat(view.origin()).isEqualTo("http://old.test");
        assertThat(view.tls()).isFalse();
        assertThat(view.address()).isEqualTo(InetAddress.ofLiteral("192.0.2.9"));
    }

    @Test
    void ignoresTheOlderHeadersBehindProxiesThatWriteTheStandardOne() {
        ClientView view = standard.of(request("10.0.0.1", BOTH));

        assertThat(view.origin()).isEqualTo("https://new.test:8443");
        assertThat(view.address()).isEqualTo(InetAddress.ofLiteral("2001:db8::1"));
    }

    @Test
    void takesNothingFromHeadersThatTheProxiesDoNotWrite() {
        ClientView view =
                views.of(
                        request(
                                "10.0.0.1",
                                "Forwarded",
                                "for=192.0.2.8;proto=https;host=evil.test"));

        assertThat(view.origin()).isEqualTo("http://registry.test:5327");
        assertThat(view.address()).isEqualTo(InetAddress.ofLiteral("10.0.0.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for=10.0.0.8;proto=https;host=evil.test;x=\", for=192.0.2.9;proto=http;host=a.test",
                "for=10.0.0.8;proto=https;x=\", for=\"192.0.2.9:1\";proto=\"http\";host=\"a.test\""
            })
    void aQuoteThatAClientLeftOpenHidesNoWordOfTheProxy(String forwarded) {
        ClientView view = standard.of(request("10.0.0.1", "Forwarded", forwarded));

        assertThat(view.origin()).isEqualTo("http://a.test");
        assertThat(view.address()).isEqualTo(InetAddress.ofLiteral("192.0.2.9"));
    }

    @Test
    void ignoresWordsThatMakeNoSense() {
        ClientView view =
                views.of(
                        request(
                                "10.0.0.1",
                                "X-Forwarded-Proto",
                                "gopher",
                                "X-Forwarded-Host",
                                "a\"b/c",
                                "X-Forwarded-For",
                                "unknown"));

        assertThat(view.origin()).isEqualTo("http://registry.test:5327");
        assertThat(view.address()).isEqualTo(InetAddress.ofLiteral("10.0.0.1"));
    }

    private static Request request(String peer, String... headers) {
        return new Request(
                "GET",
                "/v2/",
                "",
                "registry.test:5327",
                Headers.of(headers),
                RequestBody.empty(),
                new Peer(InetAddress.ofLiteral(peer), false));
    }
}
