package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Makes, lists and revokes the tokens of a running server. */
class TokenCommandTest extends CommandFixture {
    @Test
    void createsListsAndRevokesTokens() throws Exception {
        try (var server = server()) {
            String data = data().toString();
            var created =
                    run(
                            "token",
                            "create",
                            "--data",
                            data,
                            "--name",
                            "cluster",
                            "--repository",
                            "team/*",
                            "--action",
                            "pull",
                            "--lifetime",
                            "90d");

            assertThat(created.code()).as(created.err()).isZero();
            assertThat(created.out()).matches("[A-Za-z0-9_-]{100,}\n");
            assertThat(created.err())
                    .contains("acts as arn:aws:iam::000000000000:root, pull on team/*")
                    .contains(server.address().registry());
            String id = created.err().lines().findFirst().orElseThrow().substring(6);
            assertThat(run("token", "list", "--data", data).out())
                    .containsPattern(id + "  cluster +.*pull on team/\\* +.* never +active");

            assertThat(run("token", "revoke", "--data", data, id).out())
                    .isEqualTo(id + " is revoked\n");

            assertThat(run("token", "list", "--data", data).out()).contains("revoked");
            assertThat(run("token", "list", "--data", data, "--logins").out())
                    .doesNotContain("(login)");
            assertThat(
                            run(
                                            "token",
                                            "revoke",
                                            "--data",
                                            data,
                                            "--all-of",
                                            "arn:aws:iam::000000000000:root")
                                    .out())
                    .startsWith("all tokens of arn:aws:iam::000000000000:root until ");
        }
    }

    @Test
    void saysWhyATokenIsRefused() throws Exception {
        try (var _ = server()) {
            String data = data().toString();

            assertThat(run("token", "create", "--data", data, "--name", "a b"))
                    .satisfies(ended -> {
                        assertThat(ended.code()).isEqualTo(1);
                        assertThat(ended.err()).contains("InvalidParameterException", "'name'");
                    });
            assertThat(
                            run(
                                            "token",
                                            "revoke",
                                            "--data",
                                            data,
                                            "0190e1a0-0000-7000-8000-000000000001")
                                    .err())
                    .contains("RegistryTokenNotFoundException");
        }
        assertThat(run("token").code()).isEqualTo(2);
        assertThat(run("token", "revoke").err())
                .contains("name either the ids of tokens or --all-of ARN");
        assertThat(run("token", "create", "--name", "x", "--lifetime", "soon").err())
                .contains("'soon' is not a duration");
    }

    @Test
    void signsAsAProfileOrTheVariablesSay() throws Exception {
        try (var server = server()) {
            variables.put("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
            variables.put("AWS_SECRET_ACCESS_KEY", "secret");
            variables.put("AWS_ENDPOINT_URL", server.address().endpoint());
            assertThat(run("token", "list").err()).contains("AWS_DEFAULT_REGION");
            variables.put("AWS_REGION", "us-east-1");
            assertThat(run("token", "list").err()).contains("UnrecognizedClientException");
            assertThat(run("token", "list", "--data", data().toString()).code()).isZero();

            assertThat(run("configure", "--yes", "--data", data().toString()).code()).isZero();
            assertThat(run("token", "list", "--profile", "berth").out()).startsWith("ID");
            assertThat(run("token", "list", "--profile", "none").err())
                    .contains("the profile 'none' has no endpoint_url");
            variables.clear();
            variables.put("AWS_PROFILE", "berth");
            assertThat(run("token", "list").out()).startsWith("ID");
        }
        variables.clear();
        assertThat(run("token", "list", "--data", home.resolve("empty").toString()).err())
                .contains("no berth has run on");
    }
}
