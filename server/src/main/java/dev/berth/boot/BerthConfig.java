package dev.berth.boot;

import dev.berth.api.edge.ForwardedFamily;
import dev.berth.aws.AccountId;
import dev.berth.aws.Region;
import dev.berth.aws.Registry;
import dev.berth.config.AddressRange;
import dev.berth.config.DataSize;
import dev.berth.config.ListenAddress;
import dev.berth.http.HttpConfig;
import dev.berth.session.oidc.OidcIssuer;
import dev.berth.token.TokenConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All settings of a server. {@link BerthConfigReader} knows their keys and defaults.
 *
 * @param identities the file that declares identities; null where there is none
 * @param forwardedHeader what the trusted proxies write
 * @param organization the id of the one that all accounts are in; empty for none
 */
public record BerthConfig(
        Path data,
        Path rootKey,
        @Nullable Path identities,
        String organization,
        List<ListenAddress> listen,
        AccountId account,
        Region region,
        RegistryHost registryHost,
        @Nullable TlsFiles tls,
        List<AddressRange> trustedProxies,
        ForwardedFamily forwardedHeader,
        List<OidcIssuer> oidc,
        Limits limits,
        FeatureSettings features,
        TokenConfig tokens,
        List<ListenAddress> metrics,
        Duration stopGrace,
        Logging logging,
        Audit audit) {
    public BerthConfig {
        listen = List.copyOf(listen);
        trustedProxies = List.copyOf(trustedProxies);
        oidc = List.copyOf(oidc);
        metrics = List.copyOf(metrics);
    }

    /** The registry that a root key means when nothing else is said. */
    public Registry home() {
        return new Registry(account, region);
    }

    public HttpConfig http() {
        var timeouts = HttpConfig.Timeouts.DEFAULT;
        var bounds = HttpConfig.Limits.DEFAULT;
        return new HttpConfig(
                listen.stream().map(ListenAddress::socketAddress).toList(),
                tls == null ? null : new HttpConfig.Tls(tls.certificate(), tls.key()),
                0,
                new HttpConfig.Limits(
                        bounds.requestLine(),
                        bounds.header(),
                        limits.connections(),
                        bounds.body(),
                        bounds.bodies(),
                        bounds.drain()),
                new HttpConfig.Timeouts(
                        limits.headerTimeout(),
                        limits.handshakeTimeout(),
                        limits.idleTimeout(),
                        timeouts.body(),
                        Math.toIntExact(limits.minimumBodyRate().bytes()),
                        timeouts.write(),
                        timeouts.linger()));
    }

    public String scheme() {
        return switch (registryHost.scheme()) {
            case AUTO -> tls == null ? "http" : "https";
            case HTTP -> "http";
            case HTTPS -> "https";
        };
    }

    /**
     * What clients call a registry.
     *
     * @param template a host with {@code {account}} and {@code {region}}; empty to find out what
     *     resolves on this machine
     */
    public record RegistryHost(String template, Scheme scheme) {}

    /** How clients reach the server; AUTO follows whether it speaks TLS itself. */
    public enum Scheme {
        AUTO,
        HTTP,
        HTTPS
    }

    /** PEM files. */
    public record TlsFiles(Path certificate, Path key) {}

    /** What the HTTP engine bears. */
    public record Limits(
            Duration headerTimeout,
            Duration handshakeTimeout,
            Duration idleTimeout,
            DataSize minimumBodyRate,
            int connections,
            DataSize bodiesInMemory) {}

    /** What is logged. */
    public record Logging(Level level, boolean requests) {}

    /**
     * What is kept and told of denials.
     *
     * @param kept how long full files of the audit log stay
     * @param explains whether callers of the owning account are told which policy denied
     */
    public record Audit(boolean enabled, Duration kept, boolean explains) {}

    /** The least that is logged. */
    public enum Level {
        DEBUG,
        INFO,
        WARN,
        ERROR
    }
}
