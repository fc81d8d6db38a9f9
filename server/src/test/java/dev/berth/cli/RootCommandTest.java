package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.access.Principal;
import dev.berth.aws.AccountId;
import dev.berth.boot.Berth;
import dev.berth.boot.BerthConfig;
import dev.berth.boot.BerthConfigReader;
import dev.berth.boot.DataAccounts;
import dev.berth.config.Sources;
import dev.berth.db.DbConfig;
import dev.berth.db.SqliteDatabase;
import dev.berth.runtime.Clocks;
import dev.berth.token.KnownRevocations;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands root and account, on the folder of a server that was started once. */
class RootCommandTest {
    private static final String HOME_ACCOUNT = "000000000000";
    private static final AccountId OTHER = new AccountId("111122223333");

    @TempDir private Path home;

    private record Ended(int code, String out, String err) {}

    private Path data() {
        return home.resolve("data");
    }

    private Ended run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var console =
                new Console(
                        "berth",
                        Map.of("BERTH_DATA", data().toString()),
                        home,
                        new BufferedReader(new StringReader("")),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true));
        int code = BerthCommand.run(console, arguments);
        return new Ended(code, out.toString(), err.toString());
    }

    private BerthConfig config(String... settings) throws Exception {
        var sources = new Sources().option("listen", "127.0.0.1:0", "--listen");
        for (String setting : settings) {
            int split = setting.indexOf('=');
            sources.option(setting.substring(0, split), setting.substring(split + 1), "--set");
        }
        return BerthConfigReader.read(sources, data()).config();
    }

    @BeforeEach
    void startOnce() throws Exception {
        Berth.start(config()).close();
    }

    private String keyId() throws Exception {
        return RootKey.of(data()).id();
    }

    /** The ids of the root's keys, those that are inactive with a minus. */
    private List<String> keysOf(AccountId account) throws Exception {
        return new DataAccounts(config(), Clocks.system())
                .list().stream()
                        .filter(known -> known.account().equals(account))
                        .flatMap(known -> known.keysOf(null).stream())
                        .map(key -> (key.active() ? "" : "-") + key.id())
                        .toList();
    }

    @Test
    void rotatesTheKeyAndDeactivatesTheOneBefore() throws Exception {
        String before = keyId();

        var ended = run("root", "rotate-key");

        assertThat(ended.err()).isEmpty();
        assertThat(ended.code()).isZero();
        String after = keyId();
        assertThat(after).isNotEqualTo(before);
        assertThat(ended.out()).contains(data().resolve("credentials").toString());
        assertThat(ended.out()).doesNotContain(RootKey.of(data()).secret());
        assertThat(keysOf(new AccountId(HOME_ACCOUNT))).containsExactly("-" + before, after);
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(data().resolve("credentials"))))
                .isEqualTo("rw-------");
    }

    @Test
    void endsAllThatTheRootWasIssuedBefore() throws Exception {
        var home = new Principal.Root(new AccountId(HOME_ACCOUNT));
        Instant before = Instant.now();
        assertThat(isRevoked(home, before)).isFalse();

        assertThat(run("root", "rotate-key").code()).isZero();

        assertThat(isRevoked(home, before)).isTrue();
        assertThat(isRevoked(home, Instant.now().plusSeconds(60))).isFalse();
        assertThat(isRevoked(new Principal.Root(OTHER), before)).isFalse();
    }

    private boolean isRevoked(Principal principal, Instant issuedAt) {
        try (var database = SqliteDatabase.open(DbConfig.in(data()))) {
            var revocations = new KnownRevocations(database, Clocks.system().real());
            revocations.refresh();
            return revocations.isRevoked(principal, issuedAt);
        }
    }

    @Test
    void leavesNoMoreThanOneOldKeyHoweverOftenItRuns() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(run("root", "rotate-key").code()).isZero();
        }

        assertThat(keysOf(new AccountId(HOME_ACCOUNT))).hasSize(2).last().isEqualTo(keyId());
    }

    @Test
    void keepsTheOldKeyWhereTheNewOneCouldNotBeStored() throws Exception {
        String before = keyId();
        // a folder with something in it is in the way of the new file
        Files.createDirectories(data().resolve("credentials.new/x"));

        assertThat(run("root", "rotate-key").code()).isEqualTo(1);

        assertThat(keyId()).isEqualTo(before);
        assertThat(keysOf(new AccountId(HOME_ACCOUNT))).contains(before);
        Files.delete(data().resolve("credentials.new/x"));
        assertThat(run("root", "rotate-key").code()).isZero();
        assertThat(keysOf(new AccountId(HOME_ACCOUNT)).stream().filter(id -> !id.startsWith("-")))
                .containsExactly(keyId());
    }

    @Test
    void printsTheKeyOfAnotherAccountBeforeItDeactivatesTheOthers() throws Exception {
        assertThat(run("account", "create", OTHER.value()).code()).isZero();
        var first = keysOf(OTHER);

        assertThatThrownBy(() ->
                        new DataAccounts(config(), Clocks.system())
                                .rotateRootKey(
                                        OTHER,
                                        _ -> {
                                            throw new IllegalStateException("killed");
                                        }))
                .hasMessage("killed");
        assertThat(keysOf(OTHER)).containsAll(first);

        var ended = run("root", "rotate-key", "--account", OTHER.value());
        assertThat(ended.out())
                .matches(
                        "\\[111122223333]\\Raws_access_key_id = AKIA\\w{16}\\Raws_secret_access_key = \\S{40}\\R");
        assertThat(keysOf(OTHER).stream().filter(id -> !id.startsWith("-")))
                .singleElement()
                .satisfies(id -> assertThat(ended.out()).contains(id));
    }

    @Test
    void doesNotDisableTheLastWhoCouldManageTheAccount() throws Exception {
        var ended = run("root", "disable");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("nobody could manage the account 000000000000");

        assertThat(run("root", "disable", "--force").out())
                .isEqualTo(
                        "the root of 000000000000 is disabled; nobody else manages the account\n");
        assertThat(run("account", "list").out())
                .isEqualTo("000000000000: 0 users, 0 roles, root disabled\n");
        assertThat(run("root", "enable").code()).isZero();
        assertThat(run("account", "list").out()).isEqualTo("000000000000: 0 users, 0 roles\n");
    }

    @Test
    void disablesWhereAUserWithAKeyOrAReachableRoleIsLeft() throws Exception {
        declare(
                """
                users:
                  - name: reader
                    policies: [IAMReadOnlyAccess]
                    access-keys: [{id: AKIAAAAAAAAAAAAAAAAA, secret-file: secret}]
                  - name: keyless
                    policies: [AdministratorAccess]
                """);
        assertThat(run("root", "disable", "--account", OTHER.value()).code()).isEqualTo(1);

        declare(
                """
                users:
                  - name: reader
                    inline-policies:
                      assume: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "sts:AssumeRole", Resource: "*"}]}
                    access-keys: [{id: AKIAAAAAAAAAAAAAAAAA, secret-file: secret}]
                roles:
                  - name: admin
                    policies: [AdministratorAccess]
                    trust-policy: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {AWS: "arn:aws:iam::111122223333:root"}, Action: "sts:AssumeRole"}]}
                """);
        assertThat(run("root", "disable", "--account", OTHER.value()).out())
                .contains("arn:aws:iam::111122223333:role/admin manages the account");
        assertThat(run("root", "enable", "--account", OTHER.value()).code()).isZero();

        declare(
                """
                users:
                  - name: boss
                    policies: [AdministratorAccess]
                    access-keys: [{id: AKIAAAAAAAAAAAAAAAAA, secret-file: secret}]
                """);
        assertThat(run("root", "disable", "--account", OTHER.value()).out())
                .contains("arn:aws:iam::111122223333:user/boss manages the account");
    }

    @Test
    void aRoleIsReachableByAnIssuerThatItsTrustPolicyAllows() throws Exception {
        String admin =
                """
                oidc-providers: [{url: "https://gitlab.example.com"}]
                roles:
                  - name: admin
                    policies: [AdministratorAccess]
                    trust-policy: {Version: "2012-10-17", Statement: [{Effect: Deny, Principal: {Federated: "arn:aws:iam::111122223333:oidc-provider/gitlab.example.com"}, Action: "sts:AssumeRoleWithWebIdentity"}]}
                """;
        declare(admin);
        assertThat(run("root", "disable", "--account", OTHER.value()).code()).isEqualTo(1);

        declare(admin.replace("Deny", "Allow"));
        assertThat(run("root", "disable", "--account", OTHER.value()).out())
                .contains("arn:aws:iam::111122223333:role/admin manages the account");
    }

    private void declare(String members) throws Exception {
        Files.writeString(home.resolve("secret"), "a-secret-of-enough-characters");
        Path file =
                Files.writeString(
                        home.resolve("identities.yaml"),
                        "accounts:\n  - id: \"%s\"\n%s".formatted(OTHER, members.indent(4)));
        Berth.start(config("identity.file=" + file)).close();
    }

    @Test
    void doesNotChangeWhatTheFileSaysOfRoot() throws Exception {
        declare("root: disabled\n");

        var ended = run("root", "enable", "--account", OTHER.value());

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err())
                .contains(
                        "The root of the account is declared in the identities file of this server");
    }

    @Test
    void makesAccountsAndListsThem() throws Exception {
        var made = run("account", "create", OTHER.value());
        assertThat(made.out()).startsWith("[111122223333]\naws_access_key_id = AKIA");

        var again = run("account", "create", OTHER.value());
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("there is an account 111122223333 already");

        try (var _ = Berth.start(config())) {
            assertThat(run("account", "list").out())
                    .isEqualTo("000000000000: 0 users, 0 roles\n111122223333: 0 users, 0 roles\n");
        }
        assertThat(run("account", "create", "12").err())
                .isEqualTo("berth: '12' is not an account id of twelve digits\n");
    }

    @Test
    void doesNothingUnderARunningServer() throws Exception {
        try (var _ = Berth.start(config())) {
            for (var command :
                    List.of(
                            List.of("root", "rotate-key"),
                            List.of("root", "disable"),
                            List.of("root", "enable"),
                            List.of("account", "create", OTHER.value()))) {
                var ended = run(command.toArray(String[]::new));

                assertThat(ended.code()).isEqualTo(1);
                assertThat(ended.err()).contains("is held by another berth: stop that one first");
            }
        }
    }

    @Test
    void saysWhereThereIsNoSuchAccountOrFolder() throws IOException {
        assertThat(run("root", "rotate-key", "--account", OTHER.value()).err())
                .isEqualTo("berth: there is no account 111122223333\n");
        assertThat(run("root", "enable", "--data", home.resolve("none").toString()).err())
                .contains("there is no database");
    }
}
