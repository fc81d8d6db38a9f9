package dev.berth.boot;

import dev.berth.aws.AccountId;
import dev.berth.aws.Region;
import dev.berth.config.ConfigFaults;
import dev.berth.config.SettingsReader;
import dev.berth.config.SettingsReader.Setting;
import dev.berth.config.Sources;
import dev.berth.session.oidc.OidcIssuer;
import dev.berth.token.TokenConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Reads all settings. No other class knows their keys and defaults, but the readers of their
 * subjects that it asks.
 */
public final class BerthConfigReader {
    private final SettingsReader settings;
    private final NetworkReader network;

    private BerthConfigReader(SettingsReader settings) {
        this.settings = settings;
        this.network = new NetworkReader(settings);
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
        Path data = settings.folder("data", defaultData);
        return new BerthConfig(
                data,
                settings.file("root-key").orElse(data.resolve("root.key")),
                settings.file("identity.file").orElse(null),
                settings.text(
                        "identity.organization-id",
                        "",
                        "an organization's id: o- and 10 to 32 letters in lower case and digits",
                        text -> text.isEmpty() || text.matches("o-[a-z0-9]{10,32}")),
                network.listen(),
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
                network.registryHost(),
                network.tls(),
                network.trustedProxies(),
                network.forwardedHeader(),
                oidc(),
                network.limits(),
                new FeatureSettingsReader(settings).read(),
                new TokenConfig(
                        settings.duration(
                                "tokens.login-lifetime",
                                TokenConfig.DEFAULT.loginLifetime(),
                                TokenConfig.SHORTEST_LOGIN,
                                TokenConfig.LONGEST_LOGIN)),
                network.addresses("metrics.listen", List.of()),
                settings.duration("stop-grace", Duration.ofSeconds(30), Duration.ZERO),
                new BerthConfig.Logging(
                        settings.choice(
                                "log.level", BerthConfig.Level.INFO, BerthConfig.Level.values()),
                        settings.flag("log.requests", false)),
                new BerthConfig.Audit(
                        settings.flag("audit.enabled", true),
                        settings.duration("audit.keep", Duration.ofDays(90), Duration.ofMinutes(1)),
                        settings.flag("audit.explain", true)));
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
}
