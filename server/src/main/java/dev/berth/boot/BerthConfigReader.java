package dev.berth.boot;

import dev.berth.api.edge.BoundedBodies;
import dev.berth.api.edge.ForwardedFamily;
import dev.berth.aws.AccountId;
import dev.berth.aws.Region;
import dev.berth.collect.CollectionConfig;
import dev.berth.config.AddressRange;
import dev.berth.config.ConfigFaults;
import dev.berth.config.DataSize;
import dev.berth.config.ListenAddress;
import dev.berth.config.SettingsReader;
import dev.berth.config.SettingsReader.Setting;
import dev.berth.config.Sources;
import dev.berth.http.HttpConfig;
import dev.berth.image.ImagesConfig;
import dev.berth.layer.Mounts;
import dev.berth.repository.Quotas;
import dev.berth.session.oidc.OidcIssuer;
import dev.berth.token.TokenConfig;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one place that knows the key and the default of every setting. */
public final class BerthConfigReader {
    private static final String TEMPLATE_FORM =
            "auto, or a host with an optional port, in which {account} and {region} may stand";

    /** Of the model of UploadLayerPart. */
    private static final DataSize LARGEST_PART = new DataSize(20L << 20);

    private static final DataSize MIB = new DataSize(1L << 20);

    private final SettingsReader settings;

    private BerthConfigReader(SettingsReader settings) {
        this.settings = settings;
    }

    /** A configuration, and every setting of it as a file would write it. */
    public record Read(BerthConfig config, List<Setting> settings) {}

    /** {@code data} is the folder to use where no setting names one. */
    public static Read read(Sources sources, Path data) throws ConfigFaults {
        var settings = new SettingsReader(sources);
        BerthConfig config = new BerthConfigReader(settings).config(data);
        settings.finish();
        return new Read(config, settings.settings());
    }

    private BerthConfig config(Path defaultData) {
        Path data =
                Path.of(settings.text("data", defaultData.toString())).toAbsolutePath().normalize();
        return new BerthConfig(
                data,
                settings.file("root-key").orElse(data.resolve("root.key")),
                settings.file("identity.file").orElse(null),
                settings.text(
                        "identity.organization-id",
                        "",
                        "an organization's id: o- and 10 to 32 letters in lower case and digits",
                        text -> text.isEmpty() || text.matches("o-[a-z0-9]{10,32}")),
                listen(),
                new AccountId(
                        settings.text(
                                "account",
                                "000000000000",
                                "an account id of twelve digits, in quotes",
                                text -> AccountId.tryParse(text).isPresent())),
                new Region(
                        settings.text(
                                "region",
                                "us-east-1",
                                "a region name such as eu-west-1",
                                text -> Region.tryParse(text).isPresent())),
                registryHost(),
                tls(),
                settings.list(
                        "trusted-proxies",
                        List.of(),
                        "addresses or networks such as 10.0.0.0/8",
                        AddressRange::tryParse),
                choice("forwarded-header", ForwardedFamily.X_FORWARDED, ForwardedFamily.values()),
                oidc(),
                limits(),
                features(),
                new TokenConfig(
                        settings.duration(
                                "tokens.login-lifetime",
                                TokenConfig.DEFAULT.loginLifetime(),
                                TokenConfig.SHORTEST_LOGIN,
                                TokenConfig.LONGEST_LOGIN)),
                addresses("metrics.listen", List.of()),
                duration("stop-grace", Duration.ofSeconds(30), Duration.ZERO),
                new BerthConfig.Logging(
                        choice("log.level", BerthConfig.Level.INFO, BerthConfig.Level.values()),
                        settings.flag("log.requests", false)),
                new BerthConfig.Audit(
                        settings.flag("audit.enabled", true),
                        duration("audit.keep", Duration.ofDays(90), Duration.ofMinutes(1)),
                        settings.flag("audit.explain", true)));
    }

    private List<ListenAddress> listen() {
        List<ListenAddress> addresses =
                addresses("listen", List.of(loopback("127.0.0.1"), loopback("::1")));
        if (addresses.isEmpty()) {
            settings.fault("listen must name one address or more, all with the same port");
        }
        return addresses;
    }

    private List<ListenAddress> addresses(String key, List<ListenAddress> byDefault) {
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

    private Duration duration(String key, Duration byDefault, Duration least) {
        return settings.duration(key, byDefault, least, Duration.ofDays(3650));
    }

    private static ListenAddress loopback(String address) {
        return new ListenAddress(InetAddress.ofLiteral(address), HttpConfig.DEFAULT_PORT);
    }

    private BerthConfig.RegistryHost registryHost() {
        String template =
                settings.text("registry.host", "auto", TEMPLATE_FORM, BerthConfigReader::isHost);
        return new BerthConfig.RegistryHost(
                template.equals("auto") ? "" : template,
                choice("registry.scheme", BerthConfig.Scheme.AUTO, BerthConfig.Scheme.values()));
    }

    private static boolean isHost(String text) {
        return text.replace("{account}", "0")
                .replace("{region}", "r")
                .matches("(?:[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?");
    }

    private BerthConfig.@Nullable TlsFiles tls() {
        Optional<Path> certificate = settings.file("tls.certificate");
        Optional<Path> key = settings.file("tls.key");
        if (certificate.isPresent() != key.isPresent()) {
            settings.fault("tls.certificate and tls.key belong together; only one of them is set");
        }
        return certificate.isPresent() && key.isPresent()
                ? new BerthConfig.TlsFiles(certificate.get(), key.get())
                : null;
    }

    private List<OidcIssuer> oidc() {
        List<OidcIssuer> issuers =
                settings.list(
                        "identity.oidc",
                        List.of(),
                        "issuers such as https://ci.example, each with jwks=URL or jwks=FILE and ca=FILE where they are needed; addresses begin with https://",
                        OidcIssuer::tryParse);
        if (issuers.stream().map(OidcIssuer::url).distinct().count() < issuers.size()) {
            settings.fault("identity.oidc names an issuer twice");
        }
        return issuers;
    }

    private BerthConfig.Limits limits() {
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

    private FeatureSettings features() {
        var defaults = FeatureSettings.with(Quotas.ofEcr());
        return new FeatureSettings(
                quotas(),
                duration(
                        "uploads.expire-after",
                        defaults.uploadsExpireAfter(),
                        Duration.ofSeconds(1)),
                Math.toIntExact(
                        settings.size(
                                        "blobs.in-database-up-to",
                                        new DataSize(defaults.smallBlobs()),
                                        new DataSize(0),
                                        new DataSize(64L << 10))
                                .bytes()),
                duration("events.keep", defaults.eventsKeptFor(), Duration.ofMinutes(1)),
                choice("mounts", defaults.mounts(), Mounts.Rule.values()),
                collection(defaults.collection()),
                images(defaults.images()));
    }

    private ImagesConfig images(ImagesConfig defaults) {
        return new ImagesConfig(
                duration("pull-times.every", defaults.pullTimesEvery(), Duration.ofMillis(100)),
                duration("archive.activation", defaults.activation(), Duration.ZERO));
    }

    private CollectionConfig collection(CollectionConfig defaults) {
        return new CollectionConfig(
                duration("gc.every", defaults.every(), Duration.ofSeconds(1)),
                duration("gc.grace", defaults.grace(), Duration.ofSeconds(1)),
                duration("gc.delay", defaults.delay(), Duration.ofSeconds(1)));
    }

    private Quotas quotas() {
        Quotas ecr = Quotas.ofEcr();
        return new Quotas(
                settings.number(
                        "quotas.repositories", ecr.repositoriesPerRegistry(), 0, 1_000_000_000),
                settings.number(
                        "quotas.images-per-repository",
                        ecr.imagesPerRepository(),
                        0,
                        1_000_000_000),
                Math.toIntExact(
                        settings.number("quotas.tags-per-image", ecr.tagsPerImage(), 0, 1_000_000)),
                settings.size(
                                "quotas.layer-size",
                                new DataSize(ecr.layerBytes()),
                                new DataSize(0),
                                new DataSize(1L << 50))
                        .bytes(),
                Math.toIntExact(
                        settings.size(
                                        "quotas.manifest-size",
                                        new DataSize(ecr.manifestBytes()),
                                        new DataSize(0),
                                        new DataSize(64L << 20))
                                .bytes()),
                Math.toIntExact(
                        settings.number(
                                "quotas.resource-tags", ecr.tagsPerRepository(), 0, 10_000)),
                layerParts(ecr.layerParts()),
                Math.toIntExact(
                        settings.number(
                                "quotas.pull-time-exclusions",
                                ecr.pullTimeExclusions(),
                                0,
                                10_000)));
    }

    private Quotas.LayerParts layerParts(Quotas.LayerParts ecr) {
        int smallest = partSize("quotas.layer-part-min", ecr.smallest(), 0);
        int advised = partSize("quotas.layer-part-size", ecr.advised(), 1);
        if (advised < smallest) {
            settings.fault(
                    "quotas.layer-part-size must not be below quotas.layer-part-min: parts of the advised size would be refused");
        }
        return new Quotas.LayerParts(
                smallest,
                advised,
                Math.toIntExact(settings.number("quotas.layer-parts", ecr.most(), 1, 1_000_000)));
    }

    private int partSize(String key, int byDefault, long least) {
        return Math.toIntExact(
                settings.size(key, new DataSize(byDefault), new DataSize(least), LARGEST_PART)
                        .bytes());
    }

    private <E extends Enum<E>> E choice(String key, E byDefault, E[] values) {
        List<String> words = Arrays.stream(values).map(BerthConfigReader::word).toList();
        String text =
                settings.text(
                        key,
                        word(byDefault),
                        "one of " + String.join(", ", words),
                        words::contains);
        return values[words.indexOf(text)];
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
