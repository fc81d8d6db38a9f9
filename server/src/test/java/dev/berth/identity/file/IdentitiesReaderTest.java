package dev.berth.identity.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.aws.AccountId;
import dev.berth.config.ConfigFaults;
import dev.berth.identity.AwsManagedPolicies;
import dev.berth.identity.Declared;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentitiesReaderTest {
    private static final Path ROOT = Path.of("..");
    private static final String READ_ONLY =
            "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly";

    @TempDir private Path folder;

    private IdentitiesReader.Read read(String text) throws ConfigFaults {
        return new IdentitiesReader(
                        AwsManagedPolicies.builtIn(),
                        name ->
                                name.equals("CI_SECRET")
                                        ? Optional.of("secret-of-the-robot-0123456789")
                                        : Optional.empty())
                .read(text, folder);
    }

    private List<String> faults(String text) {
        return Objects.requireNonNull(
                        catchThrowableOfType(ConfigFaults.class, () -> read(text)),
                        "the file is taken for good")
                .faults();
    }

    /** A file of one account with these members. */
    private static String account(String members) {
        return "accounts:\n  - id: \"111122223333\"\n" + members.indent(4);
    }

    private static final String POLICY =
            """
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Action: "ecr:*", Resource: "*"}]
            """;

    private static final String OWN =
            "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Deny\", \"Action\": \"*\", \"Resource\": \"*\"}]}";

    private static final String TRUST =
            """
            {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {AWS: "*"}, Action: "sts:AssumeRole"}]}\
            """;

    @Test
    void readsWhatAnAccountHas() throws Exception {
        Files.writeString(folder.resolve("key"), "secret-of-the-other-0123456789\n");

        var read =
                read(
                        account(
                                """
                                alias: team-a
                                root: disabled
                                policies:
                                  - name: push
                                    path: /ci/
                                    document:
                                %s
                                groups:
                                  - name: Robots
                                    policies: [push, AmazonEC2ContainerRegistryReadOnly]
                                users:
                                  - name: ci
                                    groups: [robots]
                                    boundary: arn:aws:iam::111122223333:policy/ci/push
                                    tags: {team: a}
                                    inline-policies:
                                      own: '%s'
                                    access-keys:
                                      - {id: AKIAAAAAAAAAAAAAAAAA, secret-file: key}
                                      - {id: AKIABBBBBBBBBBBBBBBB, secret-variable: CI_SECRET}
                                roles:
                                  - name: deploy
                                    trust-policy: %s
                                    max-session: 4h
                                oidc-providers:
                                  - {url: "https://gitlab.example.com", client-ids: [berth]}
                                service-callers:
                                  - principal: role/Deploy
                                    service: codebuild.amazonaws.com
                                    source-account: "444455556666"
                                """
                                        .formatted(POLICY.indent(6), OWN, TRUST)));

        String push = "arn:aws:iam::111122223333:policy/ci/push";
        assertThat(read.secrets()).containsExactly(folder.resolve("key"));
        var account = read.declared().accounts().getFirst();
        assertThat(account.id()).isEqualTo(new AccountId("111122223333"));
        assertThat(account.alias()).isEqualTo("team-a");
        assertThat(account.root()).isEqualTo(Declared.Root.DISABLED);
        assertThat(account.policies().getFirst().document())
                .isEqualTo(
                        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"ecr:*\",\"Resource\":\"*\"}]}");
        assertThat(account.groups().getFirst().held().attached()).containsExactly(push, READ_ONLY);
        var user = account.users().getFirst();
        assertThat(user.groups()).containsExactly("Robots");
        assertThat(user.held())
                .isEqualTo(
                        new Declared.Held(Set.of(), Map.of("own", OWN), push, Map.of("team", "a")));
        assertThat(user.keys())
                .extracting(Declared.Key::secret)
                .containsExactly(
                        "secret-of-the-other-0123456789", "secret-of-the-robot-0123456789");
        assertThat(account.roles().getFirst().maxSession()).isEqualTo(Duration.ofHours(4));
        assertThat(account.providers().getFirst().url()).isEqualTo("gitlab.example.com");
        assertThat(account.callers().getFirst().name()).isEqualTo("deploy");
    }

    @Test
    void tellsEveryFaultWithItsPath() {
        assertThat(
                        faults(
                                """
                                acounts: []
                                accounts:
                                  - id: 111122223333
                                    users: yes
                                  - id: "111122223333"
                                    root: off
                                    users:
                                      - name: ci
                                        policies: [puhs, arn:aws:iam::111122223333:policy/other]
                                        polices: []
                                        groups: [nobody]
                                      - name: CI
                                        path: robots
                                    policies:
                                      - name: push
                                        document: {Version: "2012-10-17", Statement: [], Extra: 1}
                                    roles:
                                      - name: "a b"
                                        max-session: 13h
                                  - id: "111122223333"
                                """))
                .contains(
                        "acounts: unknown key; did you mean accounts?",
                        "accounts[0].id: 111122223333 is not text; write it in quotes",
                        "accounts[0].users: it must be a list",
                        "accounts[1].users[0].policies[0]: no such policy 'puhs'; did you mean 'push'?",
                        "accounts[1].users[0].policies[1]: no such policy 'arn:aws:iam::111122223333:policy/other'",
                        "accounts[1].users[0].polices: unknown key; did you mean policies?",
                        "accounts[1].users[0].groups[0]: no such group 'nobody'",
                        "accounts[1].users[1].name: 'CI' is declared already, at accounts[1].users[0]",
                        "accounts[1].users[1].path: 'robots' is not a path such as /robots/, which begins and ends with a slash",
                        "accounts[1].roles[0]: trust-policy is missing: a policy",
                        "accounts[1].roles[0].max-session: '13h' is not a duration from 1h to 12h",
                        "accounts[2].id: this account is declared already, at accounts[1]")
                .anyMatch(fault -> fault.startsWith("accounts[1].policies[0].document"))
                .anyMatch(fault -> fault.startsWith("accounts[1].roles[0].name: 'a b' is not"));
    }

    @Test
    void tellsEveryFaultOfAPolicyInIt() {
        assertThat(
                        faults(
                                account(
                                        """
                                        users:
                                          - name: ci
                                            inline-policies:
                                              mapping:
                                                Version: "2012-10-17"
                                                Statement: [{Effect: Maybe, Action: "ecr:*", Resource: "*"}]
                                              text: '{"Version": "2012-10-17"'
                                              number: 5
                                        """)))
                .hasSize(3)
                .anyMatch(fault ->
                        fault.startsWith(
                                "accounts[0].users[0].inline-policies.mapping.Statement[0].Effect: "))
                .anyMatch(fault -> fault.startsWith("accounts[0].users[0].inline-policies.text: "))
                .contains(
                        "accounts[0].users[0].inline-policies.number: a policy is a mapping, or JSON text");
    }

    @Test
    void takesNoKeyWithoutItsSecret() {
        assertThat(
                        faults(
                                account(
                                        """
                                        users:
                                          - name: ci
                                            access-keys:
                                              - {id: AKIAAAAAAAAAAAAAAAAA}
                                              - {id: AKIAAAAAAAAAAAAAAAAA, secret-file: none}
                                              - {id: ASIAAAAAAAAAAAAAAAAA, secret-variable: NONE}
                                        """)))
                .containsExactlyInAnyOrder(
                        "accounts[0].users[0].access-keys: a user has two access keys at most",
                        "accounts[0].users[0].access-keys[0]: secret-file or secret-variable is missing: it says where the secret is",
                        "accounts[0].users[0].access-keys[1].secret-file: there is no file "
                                + folder.resolve("none"),
                        "accounts[0].users[0].access-keys[1].id: this key is declared already, at accounts[0].users[0].access-keys[0]",
                        "accounts[0].users[0].access-keys[2].id: 'ASIAAAAAAAAAAAAAAAAA' is not the id of an access key: AKIA and 12 to 124 letters and digits in upper case",
                        "accounts[0].users[0].access-keys[2].secret-variable: there is no variable NONE");
    }

    @Test
    void neverPrintsASecret() throws Exception {
        var read =
                read(
                        account(
                                """
                                users:
                                  - name: ci
                                    access-keys: [{id: AKIAAAAAAAAAAAAAAAAA, secret-variable: CI_SECRET}]
                                """));

        assertThat(read.toString()).contains("AKIAAAAAAAAAAAAAAAAA").doesNotContain("secret-of");
    }

    @Test
    void theExampleIsGood() throws Exception {
        String example = Files.readString(ROOT.resolve("config/identities/example.yaml"));

        var read = read(example);

        assertThat(read.declared().accounts()).hasSize(2);
    }

    @Test
    void takesJsonAndAListOfNobody() throws Exception {
        assertThat(read("{\"accounts\": [{\"id\": \"111122223333\"}]}").declared().accounts())
                .hasSize(1);
        assertThat(read("accounts: [] # nobody yet\n").declared().accounts()).isEmpty();
    }

    @Test
    void refusesAFileThatSaysNothingOfAccounts() {
        for (String text : List.of("", "\n \n", "# nobody yet\n", "accounts:\n", "{}", "null")) {
            assertThat(faults(text))
                    .as(text)
                    .containsExactly("accounts is missing: a list, [] to declare nobody");
        }
    }

    @Test
    void aPrincipalStandsForOneService() {
        assertThat(
                        faults(
                                account(
                                        """
                                        users: [{name: ci}]
                                        service-callers:
                                          - {principal: user/ci, service: ecs.amazonaws.com}
                                          - {principal: user/CI, service: codebuild.amazonaws.com}
                                        """)))
                .containsExactly(
                        "accounts[0].service-callers[1].principal: this is declared already, at accounts[0].service-callers[0]");
    }

    @Test
    void issuersAreTheSameWhateverTheCaseOfTheirHost() {
        assertThat(
                        faults(
                                account(
                                        """
                                        oidc-providers:
                                          - {url: "https://gitlab.example.com/x"}
                                          - {url: "https://GitLab.example.com/x"}
                                        """)))
                .containsExactly(
                        "accounts[0].oidc-providers[1].url: this is declared already, at accounts[0].oidc-providers[0]");
    }

    @Test
    void saysWhereTheTextIsNoYaml() {
        assertThat(faults("accounts:\n  - id: \"1\n"))
                .singleElement()
                .asString()
                .startsWith("line ")
                .contains("not valid YAML");
    }
}
