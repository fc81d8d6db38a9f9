package dev.berth.session.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.berth.runtime.MemoryOnlyThread;
import dev.berth.runtime.WouldBlock;
import dev.berth.testing.TestIssuer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the tokens of common issuers say. */
class WebIdentityTokensTest extends WebIdentityFixture {
    @Test
    void readsATokenOfGithubActions() {
        JWTClaimsSet claims =
                claims(
                        GITHUB,
                        "repo:octo/app:ref:refs/heads/main",
                        Map.of(
                                "aud", AWS,
                                "ref", "refs/heads/main",
                                "repository", "octo/app",
                                "job_workflow_ref", "octo/app/.github/workflows/b.yml@main",
                                "run_number", "10",
                                "jti", "id"));

        WebIdentityToken token = verify(TestIssuer.token(KEY, claims));

        assertThat(token.issuer()).isEqualTo(GITHUB);
        assertThat(token.provider())
                .hasToString(
                        "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com");
        assertThat(token.subject()).isEqualTo("repo:octo/app:ref:refs/heads/main");
        assertThat(token.audience()).containsExactly(AWS);
        assertThat(token.keys())
                .containsEntry("token.actions.githubusercontent.com:aud", List.of(AWS))
                .containsEntry(
                        "token.actions.githubusercontent.com:sub",
                        List.of("repo:octo/app:ref:refs/heads/main"))
                .containsEntry(
                        "token.actions.githubusercontent.com:repository", List.of("octo/app"))
                .doesNotContainKey("token.actions.githubusercontent.com:exp");
    }

    @Test
    void readsATokenOfGitlab() {
        JWTClaimsSet claims =
                claims(
                        GITLAB,
                        "project_path:group/app:ref_type:branch:ref:main",
                        Map.of(
                                "aud",
                                AWS,
                                "project_path",
                                "group/app",
                                "ref_protected",
                                "true",
                                "groups_direct",
                                List.of("group", "other")));

        assertThat(verify(TestIssuer.token(KEY, claims)).keys())
                .containsEntry("gitlab.example.com:project_path", List.of("group/app"))
                .containsEntry("gitlab.example.com:ref_protected", List.of("true"))
                .containsEntry("gitlab.example.com:groups_direct", List.of("group", "other"));
    }

    @Test
    void readsATokenOfAServiceAccountOfKubernetes() {
        JWTClaimsSet claims =
                claims(
                        CLUSTER,
                        "system:serviceaccount:builds:pusher",
                        Map.of(
                                "aud",
                                List.of(AWS, CLUSTER),
                                "kubernetes.io",
                                Map.of("namespace", "builds")));

        WebIdentityToken token = verify(TestIssuer.token(CURVE, claims));

        assertThat(token.audience()).containsExactly(AWS);
        assertThat(token.keys())
                .containsOnlyKeys(
                        "kubernetes.default.svc.cluster.local:iss",
                        "kubernetes.default.svc.cluster.local:sub",
                        "kubernetes.default.svc.cluster.local:aud")
                .containsEntry("kubernetes.default.svc.cluster.local:aud", List.of(AWS));
    }

    @Test
    void readsATokenOfKeycloak() {
        JWTClaimsSet claims =
                claims(
                        KEYCLOAK,
                        "f3a1e0c2-0000-4000-8000-000000000001",
                        Map.of(
                                "aud",
                                List.of("account", AWS),
                                "azp",
                                "builds",
                                "amr",
                                List.of("pwd", "otp"),
                                "email_verified",
                                true,
                                "preferred_username",
                                "alice"));

        assertThat(verify(TestIssuer.token(KEY, claims)).keys())
                .containsEntry("sso.example.com/realms/builds:amr", List.of("pwd", "otp"))
                .containsEntry("sso.example.com/realms/builds:azp", List.of("builds"))
                .containsEntry("sso.example.com/realms/builds:email_verified", List.of("true"))
                .containsEntry(
                        "sso.example.com/realms/builds:preferred_username", List.of("alice"));
    }

    @Test
    void aClaimInOtherLettersDoesNotStandInForAnother() {
        JWTClaimsSet claims =
                claims(GITHUB, "real", Map.of("aud", AWS, "Sub", "pretended", "Team", "one"));

        assertThat(verify(TestIssuer.token(KEY, claims)).keys())
                .containsEntry("token.actions.githubusercontent.com:sub", List.of("real"))
                .containsEntry("token.actions.githubusercontent.com:team", List.of("one"));
    }

    @Test
    void readsWhatTheIssuerPutsIntoTheSession() {
        JWTClaimsSet claims =
                claims(
                        KEYCLOAK,
                        "alice",
                        Map.of(
                                "aud",
                                AWS,
                                "https://aws.amazon.com/tags",
                                Map.of(
                                        "principal_tags",
                                        Map.of("Team", List.of("crane"), "Site", "north"),
                                        "transitive_tag_keys",
                                        List.of("Team")),
                                "https://aws.amazon.com/source_identity",
                                "alice"));

        WebIdentityToken token = verify(TestIssuer.token(KEY, claims));

        assertThat(token.grants())
                .isEqualTo(
                        new SessionClaims(
                                Map.of("Team", "crane", "Site", "north"), Set.of("Team"), "alice"));
        assertThat(token.issuedAt()).isEqualTo(clock.instant().minusSeconds(1));
        assertThat(token.expiresAt()).isEqualTo(clock.instant().plusSeconds(600));
    }

    @Test
    void doesNotWorkOnTheEventLoop() throws InterruptedException {
        var seen = new AtomicReference<@Nullable Throwable>();
        var loop =
                new EventLoop(() -> {
                    try {
                        verify(TestIssuer.token(KEY, good()));
                    } catch (WouldBlock e) {
                        seen.set(e);
                    }
                });
        loop.start();
        loop.join();

        assertThat(seen.get()).isInstanceOf(WouldBlock.class);
    }

    private static final class EventLoop extends Thread implements MemoryOnlyThread {
        EventLoop(Runnable work) {
            super(work);
        }
    }
}
