package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.boot.Berth;
import dev.berth.boot.BerthConfigReader;
import dev.berth.config.Sources;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command iam explain, beside a running server. */
class IamCommandTest {
    private static final String ACCOUNT = "arn:aws:iam::111122223333:";
    private static final String APP = "arn:aws:ecr:us-east-1:111122223333:repository/team-a/app";
    private static final String FILE =
            """
            accounts:
              - id: "111122223333"
                policies:
                  - name: push
                    document: |
                      {
                        "Version": "2012-10-17",
                        "Statement": [
                          {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"},
                          {"Sid": "Push", "Effect": "Allow", "Action": "ecr:*", "Resource": "arn:aws:ecr:*:*:repository/team-a/*"}
                        ]
                      }
                users:
                  - name: ci
                    policies: [push, AmazonEC2ContainerRegistryPullOnly]
                    inline-policies:
                      at-work:
                        Version: "2012-10-17"
                        Statement:
                          - {Sid: FromAfar, Effect: Deny, Action: "ecr:*", Resource: "*", Condition: {NotIpAddress: {"aws:SourceIp": "127.0.0.0/8"}}}
                          - {Effect: Deny, Action: "ecr:DeleteRepository", Resource: "*", Condition: {BoolIfExists: {"aws:MultiFactorAuthPresent": "false"}}}
                  - name: bounded
                    policies: [AdministratorAccess]
                    boundary: AmazonEC2ContainerRegistryPullOnly
                roles:
                  - name: reader
                    policies: [AmazonEC2ContainerRegistryReadOnly]
                    trust-policy: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {AWS: "*"}, Action: "sts:AssumeRole"}]}
                  - name: member
                    inline-policies:
                      own: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "ecr:*", Resource: "*", Condition: {StringEquals: {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}}]}
                    trust-policy: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {AWS: "*"}, Action: "sts:AssumeRole"}]}
            """;

    @TempDir private Path home;
    private Berth server;

    private record Ended(int code, String out, String err) {}

    @BeforeEach
    void start() throws Exception {
        Path file = Files.writeString(home.resolve("identities.yaml"), FILE);
        var sources =
                new Sources()
                        .option("listen", "127.0.0.1:0", "--listen")
                        .option("identity.file", file.toString(), "--set");
        server = Berth.start(BerthConfigReader.read(sources, home.resolve("data")).config());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Ended explain(String principal, String action, String resource, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("iam", "explain", "--principal", principal));
        arguments.addAll(List.of("--action", action, "--resource", resource));
        arguments.addAll(List.of(more));
        var out = new StringWriter();
        var err = new StringWriter();
        var console =
                new Console(
                        "berth",
                        Map.of("BERTH_DATA", home.resolve("data").toString()),
                        home,
                        new BufferedReader(new StringReader("")),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true));
        int code = BerthCommand.run(console, arguments.toArray(String[]::new));
        return new Ended(code, out.toString(), err.toString());
    }

    @Test
    void tellsWhichStatementAllowed() {
        assertThat(explain(ACCOUNT + "user/ci", "ecr:PutImage", APP))
                .isEqualTo(
                        new Ended(
                                0,
                                """
                                allowed by arn:aws:iam::111122223333:policy/push, Statement[1] Push at 5:6 (identity-based policy)
                                looked at:
                                  user/ci/at-work (identity-based policy)
                                    says nothing to it
                                  arn:aws:iam::111122223333:policy/push (identity-based policy)
                                    allows: Statement[1] Push at 5:6
                                  arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly (identity-based policy)
                                    says nothing to it
                                """,
                                ""));
    }

    @Test
    void tellsThatNoPolicyAllows() {
        var ended =
                explain(
                        ACCOUNT + "user/ci",
                        "ecr:PutImage",
                        "arn:aws:ecr:us-east-1:111122223333:repository/other");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out())
                .startsWith(
                        """
                        denied
                          User: arn:aws:iam::111122223333:user/ci is not authorized to perform: ecr:PutImage on resource: arn:aws:ecr:us-east-1:111122223333:repository/other because no identity-based policy allows the ecr:PutImage action
                        looked at:
                        """);
    }

    @Test
    void decidesWithTheKeysThatAreGiven() {
        var denied =
                explain(
                        ACCOUNT + "user/ci",
                        "ecr:PutImage",
                        APP,
                        "--context",
                        "aws:SourceIp=192.0.2.7");

        assertThat(denied.code()).isEqualTo(1);
        assertThat(denied.out())
                .startsWith("denied by user/ci/at-work, Statement[0] FromAfar at ")
                .contains("with an explicit deny in an identity-based policy")
                .contains("    allows: Statement[1] Push");
    }

    @Test
    void namesTheBoundaryThatIsInTheWay() {
        var ended = explain(ACCOUNT + "user/bounded", "ecr:PutImage", APP);

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out())
                .contains("because no permissions boundary allows the ecr:PutImage action")
                .contains(
                        "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly (permissions boundary)\n    says nothing to it");
    }

    @Test
    void tellsOfKeysThatAreMissing() {
        assertThat(explain(ACCOUNT + "user/ci", "ecr:DeleteRepository", APP).out())
                .contains("(--context): aws:MultiFactorAuthPresent");
    }

    @Test
    void knowsRootRolesAndTheirSessions() {
        assertThat(explain(ACCOUNT + "root", "ecr:PutImage", APP).out())
                .startsWith("allowed by root, ");
        assertThat(explain(ACCOUNT + "role/reader", "ecr:ListImages", APP).code()).isZero();
        assertThat(
                        explain(
                                        "arn:aws:sts::111122223333:assumed-role/reader/me",
                                        "ecr:PutImage",
                                        APP)
                                .out())
                .contains("User: arn:aws:sts::111122223333:assumed-role/reader/me is not");
        assertThat(explain("lambda.amazonaws.com", "ecr:BatchGetImage", APP).code()).isEqualTo(1);
    }

    @Test
    void printsJsonForPrograms() {
        assertThat(explain(ACCOUNT + "user/ci", "ecr:PutImage", APP, "--json").out())
                .isEqualToNormalizingNewlines(
                        """
                        {"decision":"allowed","decidedBy":{"policy":"arn:aws:iam::111122223333:policy/push","source":"identity-based policy","statement":1,"sid":"Push","line":5,"column":6},"policies":[{"policy":"user/ci/at-work","source":"identity-based policy","says":[]},{"policy":"arn:aws:iam::111122223333:policy/push","source":"identity-based policy","says":[{"effect":"allows","statement":1,"sid":"Push","line":5,"column":6}]},{"policy":"arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly","source":"identity-based policy","says":[]}],"missingContextKeys":[]}
                        """);
    }

    @Test
    void knowsTheOrganizationOfTheServer() {
        String elsewhere = "arn:aws:ecr:us-east-1:111122223333:repository/team-b/app";

        assertThat(explain(ACCOUNT + "role/member", "ecr:PutImage", elsewhere).code()).isEqualTo(1);
        assertThat(
                        explain(
                                        ACCOUNT + "role/member",
                                        "ecr:PutImage",
                                        elsewhere,
                                        "--set",
                                        "identity.organization-id=o-a1b2c3d4e5")
                                .code())
                .isZero();
    }

    @Test
    void isTwoWhereItCannotBeDecided() {
        assertThat(explain(ACCOUNT + "user/nobody", "ecr:PutImage", APP))
                .isEqualTo(
                        new Ended(
                                2,
                                "",
                                "berth: there is no principal arn:aws:iam::111122223333:user/nobody\n"));
        assertThat(explain(ACCOUNT + "user/ci", "ecr:PutImages", APP).err())
                .isEqualTo("berth: there is no action ecr:PutImages; did you mean ecr:PutImage?\n");
        assertThat(explain(ACCOUNT + "user/ci", "ecr:PutImage", "app").err())
                .isEqualTo("berth: 'app' is not an ARN\n");
        assertThat(
                        explain(
                                        ACCOUNT + "user/ci",
                                        "ecr:PutImage",
                                        APP,
                                        "--data",
                                        home.resolve("none").toString())
                                .code())
                .isEqualTo(2);
    }
}
