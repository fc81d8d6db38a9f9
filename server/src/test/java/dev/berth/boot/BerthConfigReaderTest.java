package dev.berth.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.api.edge.ForwardedFamily;
import dev.berth.config.ConfigFaults;
import dev.berth.config.SettingsReader.Setting;
import dev.berth.config.Sources;
import dev.berth.repository.Quotas;
import dev.berth.session.oidc.OidcIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BerthConfigReaderTest {
    private static final Path DATA = Path.of("/var/lib/berth");

    /** The tests run in the module's folder. */
    private static final Path ROOT = Path.of("..");

    private static BerthConfigReader.Read read(Sources sources) throws ConfigFaults {
        return BerthConfigReader.read(sources, DATA);
    }

    private static List<String> faults(Sources sources) {
        try {
            read(sources);
            return List.of();
        } catch (ConfigFaults e) {
            return e.faults();
        }
    }

    private static Sources file(String text) {
        return new Sources().file("berth.yaml", text);
    }

    @Test
    void theseAreAllSettingsAndTheirDefaults() throws Exception {
        Map<String, String> defaults =
                read(new Sources()).settings().stream()
                        .collect(
                                Collectors.toMap(
                                        Setting::key,
                                        Setting::defaultText,
                                        (a, _) -> a,
                                        LinkedHashMap::new));

        assertThat(defaults)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.ofEntries(
                                Map.entry("data", "/var/lib/berth"),
                                Map.entry("root-key", "\"\""),
                                Map.entry("identity.file", "\"\""),
                                Map.entry("identity.organization-id", "\"\""),
                                Map.entry("listen", "[\"127.0.0.1:5327\", \"[::1]:5327\"]"),
                                Map.entry("account", "\"000000000000\""),
                                Map.entry("region", "us-east-1"),
                                Map.entry("registry.host", "auto"),
                                Map.entry("registry.scheme", "auto"),
                                Map.entry("tls.certificate", "\"\""),
                                Map.entry("tls.key", "\"\""),
                                Map.entry("trusted-proxies", "[]"),
                                Map.entry("forwarded-header", "x-forwarded"),
                                Map.entry("identity.oidc", "[]"),
                                Map.entry("log.level", "info"),
                                Map.entry("log.requests", "false"),
                                Map.entry("audit.enabled", "true"),
                                Map.entry("audit.keep", "90d"),
                                Map.entry("audit.explain", "true"),
                                Map.entry("quotas.repositories", "100000"),
                                Map.entry("quotas.images-per-repository", "100000"),
                                Map.entry("quotas.tags-per-image", "1000"),
                                Map.entry("quotas.resource-tags", "50"),
                                Map.entry("quotas.layer-size", "52000MiB"),
                                Map.entry("quotas.manifest-size", "4MiB"),
                                Map.entry("uploads.expire-after", "24h"),
                                Map.entry("blobs.in-database-up-to", "16KiB"),
                                Map.entry("quotas.layer-part-min", "5MiB"),
                                Map.entry("quotas.layer-part-size", "10MiB"),
                                Map.entry("quotas.layer-parts", "4200"),
                                Map.entry("quotas.pull-time-exclusions", "100"),
                                Map.entry("tokens.login-lifetime", "12h"),
                                Map.entry("pull-times.every", "5s"),
                                Map.entry("archive.activation", "1m"),
                                Map.entry("events.keep", "7d"),
                                Map.entry("mounts", "oci"),
                                Map.entry("metrics.listen", "[]"),
                                Map.entry("gc.every", "10m"),
                                Map.entry("gc.grace", "24h"),
                                Map.entry("gc.delay", "10m"),
                                Map.entry("stop-grace", "30s"),
                                Map.entry("http.header-timeout", "15s"),
                                Map.entry("http.handshake-timeout", "10s"),
                                Map.entry("http.idle-timeout", "75s"),
                                Map.entry("http.minimum-body-rate", "1KiB"),
                                Map.entry("http.connections", "10000"),
                                Map.entry("http.bodies-in-memory", "128MiB")));
    }

    @Test
    void theReferencePageHasEverySettingWithItsDefault() throws Exception {
        String page = Files.readString(ROOT.resolve("docs/guide/configuration.md"));
        Matcher rows =
                Pattern.compile("^\\| `([a-z.-]+)` \\| (.+?) \\| ", Pattern.MULTILINE)
                        .matcher(page);
        Map<String, String> documented = new LinkedHashMap<>();
        while (rows.find()) {
            documented.put(rows.group(1), rows.group(2));
        }

        var settings = read(new Sources()).settings();
        var keys = settings.stream().map(Setting::key).collect(Collectors.toSet());
        assertThat(new TreeSet<>(documented.keySet())).isEqualTo(new TreeSet<>(keys));
        // data, listen, root-key and the optional files say in words what no literal can
        for (Setting setting : settings) {
            if (!setting.defaultText().contains("\"") && !setting.key().equals("data")) {
                assertThat(documented.get(setting.key()))
                        .as(setting.key())
                        .isEqualTo("`" + setting.defaultText() + "`");
            }
        }
    }

    @Test
    void everyExampleIsGood() throws IOException {
        List<Path> examples;
        try (Stream<Path> files = Files.list(ROOT.resolve("config"))) {
            examples = files.filter(Files::isRegularFile).toList();
        }

        assertThat(examples).hasSizeGreaterThanOrEqualTo(3);
        for (Path example : examples) {
            var sources = new Sources().file(example.toString(), Files.readString(example));
            assertThat(faults(sources)).as(example.toString()).isEmpty();
        }
    }

    @Test
    void defaultsAreEcrsQuotas() throws Exception {
        assertThat(read(new Sources()).config().features().quotas()).isEqualTo(Quotas.ofEcr());
    }

    @Test
    void optionsWinOverVariablesAndVariablesOverTheFile() throws Exception {
        var sources =
                file("region: file-1\nuploads:\n  expire-after: 1h\nstop-grace: 1s")
                        .variables(
                                Map.of(
                                        "BERTH_REGION", "variable-1",
                                        "BERTH_UPLOADS_EXPIRE_AFTER", "2h"),
                                List.of())
                        .option("region", "option-1", "--region");

        BerthConfig config = read(sources).config();

        assertThat(config.region().value()).isEqualTo("option-1");
        assertThat(config.features().uploadsExpireAfter()).isEqualTo(Duration.ofHours(2));
        assertThat(config.stopGrace()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void partsOfTheAdvisedSizeAreNotTooSmall() {
        assertThat(faults(file("quotas:\n  layer-part-min: 15MiB\n")))
                .singleElement()
                .asString()
                .startsWith("quotas.layer-part-size must not be below quotas.layer-part-min");
    }

    @Test
    void allFaultsAreReportedTogether() {
        var sources =
                file("""
                regoin: us-east-1
                http:
                  idle-timeout: 5
                  idle-time-out: 5s
                quotas:
                  layer-size: 10MB
                log:
                  level: loud
                tls:
                  key: /etc/key.pem
                """)
                        .variables(Map.of("BERTH_LISTNE", "127.0.0.1:1"), List.of())
                        .option("listen", "127.0.0.1", "--listen");

        assertThat(faults(sources))
                .containsExactlyInAnyOrder(
                        "berth.yaml: regoin is not a setting; did you mean region?",
                        "berth.yaml: http.idle-time-out is not a setting; did you mean http.idle-timeout?",
                        "variable BERTH_LISTNE is not a setting; did you mean BERTH_LISTEN?",
                        "berth.yaml: http.idle-timeout is '5'; it must be a duration such as 30s or 12h, from 1s to 1h",
                        "berth.yaml: quotas.layer-size is '10MB'; it must be a size such as 10MiB, from 0 to 1024TiB",
                        "berth.yaml: log.level is 'loud'; it must be one of debug, info, warn, error",
                        "option --listen is '127.0.0.1'; it must be a list of addresses such as 127.0.0.1:5327 or [::1]:5327: an IP address or localhost, and a port",
                        "tls.certificate and tls.key belong together; only one of them is set");
    }

    @Test
    void aFileThatIsNoYamlIsReportedWithItsLine() {
        assertThat(faults(file("region: us-east-1\nlisten: [\n")))
                .singleElement()
                .asString()
                .startsWith("berth.yaml is not valid YAML: line 2: expected ");
    }

    @Test
    void aFileWithoutKeysIsReportedAsWhatItIs() {
        assertThat(faults(file("- region\n")))
                .containsExactly(
                        "berth.yaml is not valid as settings: line 1: it must be KEY: VALUE");
    }

    @Test
    void aDoubledKeyIsAFault() {
        assertThat(faults(file("region: us-east-1\nregion: us-east-2\n")))
                .singleElement()
                .asString()
                .contains("region");
    }

    @Test
    void aSectionInPlaceOfAValueIsAFault() {
        assertThat(faults(file("region:\n  name: us-east-1\n")))
                .containsExactly("berth.yaml: region.name is not a setting");
        assertThat(faults(file("region: [us-east-1]\n"))).hasSize(1);
    }

    @Test
    void anEmptyDataFolderIsAFaultAndNotTheWorkingFolder() {
        String form = " is ''; it must be the path of a folder";
        assertThat(faults(new Sources().option("data", "", "--data")))
                .containsExactly("option --data" + form);
        assertThat(faults(new Sources().variables(Map.of("BERTH_DATA", ""), List.of())))
                .containsExactly("variable BERTH_DATA" + form);
        assertThat(faults(file("data: ''"))).containsExactly("berth.yaml: data" + form);
    }

    @Test
    void differentPortsAreAFault() {
        assertThat(faults(file("listen: ['127.0.0.1:1', '[::1]:2']"))).hasSize(1);
        assertThat(faults(file("listen: []"))).hasSize(1);
    }

    @Test
    void ignoresWhatKubernetesSetsForAServiceOfThatName() throws Exception {
        var sources =
                new Sources()
                        .variables(
                                Map.of(
                                        "BERTH_SERVICE_HOST", "10.0.0.1",
                                        "BERTH_PORT", "tcp://10.0.0.1:5327",
                                        "BERTH_PORT_5327_TCP_ADDR", "10.0.0.1",
                                        "BERTH_REGISTRY", "localhost:5327"),
                                List.of("BERTH_REGISTRY"));

        assertThat(read(sources).config().region().value()).isEqualTo("us-east-1");
    }

    @Test
    void listsComeFromYamlOrSeparatedByCommas() throws Exception {
        var fromFile = read(file("trusted-proxies: [10.0.0.0/8, '::1']")).config();
        var fromVariable =
                read(new Sources()
                                .variables(
                                        Map.of("BERTH_TRUSTED_PROXIES", "10.0.0.0/8, ::1"),
                                        List.of()))
                        .config();

        assertThat(fromVariable.trustedProxies()).isEqualTo(fromFile.trustedProxies()).hasSize(2);
    }

    @Test
    void theHeaderOfTheProxiesIsOneOfTwo() throws Exception {
        assertThat(read(file("forwarded-header: forwarded")).config().forwardedHeader())
                .isEqualTo(ForwardedFamily.FORWARDED);
        assertThat(faults(file("forwarded-header: both")))
                .containsExactly(
                        "berth.yaml: forwarded-header is 'both'; it must be one of x-forwarded, forwarded");
    }

    @Test
    void refusesAHostThatCannotStandInAUrl() {
        assertThatThrownBy(() -> read(file("registry:\n  host: http://x/y")))
                .isInstanceOf(ConfigFaults.class)
                .hasMessageContaining("registry.host");
    }

    @Test
    void schemeFollowsTlsUnlessItIsSet() throws Exception {
        String tls = "tls:\n  certificate: /c\n  key: /k\n";

        assertThat(read(file("")).config().scheme()).isEqualTo("http");
        assertThat(read(file(tls)).config().scheme()).isEqualTo("https");
        assertThat(read(file("registry:\n  scheme: https")).config().scheme()).isEqualTo("https");
    }

    @Test
    void issuersStandWithTheirKeys() throws Exception {
        List<String> issuers =
                List.of(
                        "https://token.actions.githubusercontent.com",
                        "https://kubernetes.default.svc jwks=/etc/berth/keys.json",
                        "https://sso.example/realms/a jwks=https://sso.example/keys ca=/etc/ca.pem");

        assertThat(
                        read(file(
                                        "identity:\n  oidc: [\"%s\"]"
                                                .formatted(String.join("\", \"", issuers))))
                                .config()
                                .oidc())
                .map(OidcIssuer::toString)
                .isEqualTo(issuers);
        assertThat(
                        read(new Sources()
                                        .variables(
                                                Map.of(
                                                        "BERTH_IDENTITY_OIDC",
                                                        String.join(", ", issuers)),
                                                List.of()))
                                .config()
                                .oidc())
                .hasSize(3);
    }

    @Test
    void refusesIssuersThatNobodyCanTrust() {
        assertThat(faults(file("identity:\n  oidc: [\"http://ci.example\"]")))
                .containsExactly(
                        "berth.yaml: identity.oidc is 'http://ci.example'; it must be a list of issuers such as https://ci.example, each with jwks=URL or jwks=FILE and ca=FILE where they are needed; addresses begin with https://");
        assertThat(
                        faults(
                                file(
                                        "identity:\n  oidc: [\"https://a.example\", \"https://a.example jwks=/k\"]")))
                .containsExactly("identity.oidc names an issuer twice");
    }
}
