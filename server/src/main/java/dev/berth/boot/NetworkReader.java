package dev.berth.boot;

import dev.berth.api.edge.BoundedBodies;
import dev.berth.api.edge.ForwardedFamily;
import dev.berth.config.AddressRange;
import dev.berth.config.DataSize;
import dev.berth.config.ListenAddress;
import dev.berth.config.SettingsReader;
import dev.berth.http.HttpConfig;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads how clients reach the server, and what their connections may take. */
final class NetworkReader {
    private static final String TEMPLATE_FORM =
            "auto, or a host with an optional port, in which {account} and {region} may stand";

    private static final DataSize MIB = new DataSize(1L << 20);

    private final SettingsReader settings;

    NetworkReader(SettingsReader settings) {
        this.settings = settings;
    }

    List<ListenAddress> listen() {
        List<ListenAddress> addresses =
                addresses("listen", List.of(loopback("127.0.0.1"), loopback("::1")));
        if (addresses.isEmpty()) {
            settings.fault("listen must name one address or more, all with the same port");
        }
        return addresses;
    }

    List<ListenAddress> addresses(String key, List<ListenAddress> byDefault) {
        List<ListenAddress> addresses =
                settings.list(
                        key,
                        byDefault,
                        "addresses such as 127.0.0.1:5327 or [::1]:5327: an IP address or localhost, and a port",
                        ListenAddress::tryParse);
        if (addresses.stream().map(ListenAddress::port).distinct().count() > 1) {
            settings.fault(key + " must name one address or more, all with the same port");
        }
        return addresses;
    }

    private static ListenAddress loopback(String address) {
        return new ListenAddress(InetAddress.ofLiteral(address), HttpConfig.DEFAULT_PORT);
    }

    BerthConfig.RegistryHost registryHost() {
        String template =
                settings.text("registry.host", "auto", TEMPLATE_FORM, NetworkReader::isHost);
        return new BerthConfig.RegistryHost(
                template.equals("auto") ? "" : template,
                settings.choice(
                        "registry.scheme", BerthConfig.Scheme.AUTO, BerthConfig.Scheme.values()));
    }

    private static boolean isHost(String text) {
        return text.replace("{account}", "0")
                .replace("{region}", "r")
                .matches("(?:[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?");
    }

    BerthConfig.@Nullable TlsFiles tls() {
        Optional<Path> certificate = settings.file("tls.certificate");
        Optional<Path> key = settings.file("tls.key");
        if (certificate.isPresent() != key.isPresent()) {
            settings.fault("tls.certificate and tls.key belong together; only one of them is set");
        }
        return certificate.isPresent() && key.isPresent()
                ? new BerthConfig.TlsFiles(certificate.get(), key.get())
                : null;
    }

    List<AddressRange> trustedProxies() {
        return settings.list(
                "trusted-proxies",
                List.of(),
                "addresses or networks such as 10.0.0.0/8",
                AddressRange::tryParse);
    }

    ForwardedFamily forwardedHeader() {
        return settings.choice(
                "forwarded-header", ForwardedFamily.X_FORWARDED, ForwardedFamily.values());
    }

    BerthConfig.Limits limits() {
        var timeouts = HttpConfig.Timeouts.DEFAULT;
        return new BerthConfig.Limits(
                timeout("http.header-timeout", timeouts.header()),
                timeout("http.handshake-timeout", timeouts.handshake()),
                timeout("http.idle-timeout", timeouts.idle()),
                settings.size(
                        "http.minimum-body-rate",
                        new DataSize(timeouts.bodyRate()),
                        new DataSize(0),
                        MIB),
                Math.toIntExact(
                        settings.number(
                                "http.connections",
                                HttpConfig.Limits.DEFAULT.connections(),
                                1,
                                1_000_000)),
                settings.size(
                        "http.bodies-in-memory",
                        new DataSize(BoundedBodies.DEFAULT_BUDGET),
                        new DataSize(32L << 20),
                        new DataSize(64L << 30)));
    }

    private Duration timeout(String key, Duration byDefault) {
        return settings.duration(key, byDefault, Duration.ofSeconds(1), Duration.ofHours(1));
    }
}
