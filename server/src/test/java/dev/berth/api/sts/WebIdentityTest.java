package dev.berth.api.sts;

import static dev.berth.api.sts.StsHarness.ALICE;
import static dev.berth.api.sts.StsHarness.ISSUER;
import static dev.berth.api.sts.StsHarness.roleArn;
import static dev.berth.api.sts.StsHarness.trusting;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.RSAKey;
import dev.berth.access.Session;
import dev.berth.session.oidc.OidcIssuer;
import dev.berth.testing.TestIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** AssumeRoleWithWebIdentity: unsigned, by a token of an issuer. */
class WebIdentityTest {
    private static final RSAKey KEY = TestIssuer.rsa("one");
    private static final String PROVIDER =
            "{\"Federated\":\"arn:aws:iam::111122223333:oidc-provider/issuer.example\"}";
    private static final String ACTION = "\"sts:AssumeRoleWithWebIdentity\"";
    private static final String ALL =
            "[\"sts:AssumeRoleWithWebIdentity\",\"sts:TagSession\",\"sts:SetSourceIdentity\"]";
    private static final String MAIN =
            "{\"StringEquals\":{\"issuer.example:aud\":\"sts.amazonaws.com\",\"issuer.example:repository\":\"team/app\"},\"StringLike\":{\"issuer.example:sub\":\"repo:team/app:*\"}}";
    private static final String DENIED =
            "403 AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity";

    @TempDir private Path folder;
    private StsHarness sts;

    @BeforeEach
    void publishTheKeys() throws IOException {
        Path file = Files.writeString(folder.resolve("keys.json"), TestIssuer.jwks(KEY));
        sts = new StsHarness(OidcIssuer.tryParse(ISSUER + " jwks=" + file).orElseThrow());
    }

    @Test
    void givesTheBearerCredentialsOfTheRole() {
        sts.role("builder", trusting(PROVIDER, ACTION, MAIN));

        StsHarness.Reply reply = assume("builder", token("repo:team/app:main", Map.of()));

        assertThat(reply.text())
                .matches(
                        """
                        <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\
                        <AssumeRoleWithWebIdentityResult><Credentials>\
                        <AccessKeyId>ASIA[A-Z2-7]{16}</AccessKeyId>\
                        <SecretAccessKey>[A-Za-z0-9+/]{40}</SecretAccessKey>\
                        <SessionToken>[A-Za-z0-9+/=]+</SessionToken>\
                        <Expiration>2026-01-02T04:04:05Z</Expiration></Credentials>\
                        <SubjectFromWebIdentityToken>repo:team/app:main</SubjectFromWebIdentityToken>\
                        <AssumedRoleUser><AssumedRoleId>AROAbuilder:job</AssumedRoleId>\
                        <Arn>arn:aws:sts::111122223333:assumed-role/builder/job</Arn></AssumedRoleUser>\
                        <Provider>https://issuer.example</Provider>\
                        <Audience>sts.amazonaws.com</Audience>\
                        </AssumeRoleWithWebIdentityResult>\
                        <ResponseMetadata><RequestId>[0-9a-f-]+</RequestId></ResponseMetadata>\
                        </AssumeRoleWithWebIdentityResponse>
                        """);
        Session session = sts.session(reply);
        assertThat(session.chained()).isFalse();
        assertThat(session.federatedProvider())
                .isEqualTo("arn:aws:iam::111122223333:oidc-provider/issuer.example");
        assertThat(sts.send(sts.credentials(reply), "GetCallerIdentity").get("Arn"))
                .isEqualTo("arn:aws:sts::111122223333:assumed-role/builder/job");
    }

    @Test
    void theTrustPolicyReadsTheClaims() {
        sts.role("builder", trusting(PROVIDER, ACTION, MAIN));

        assertThat(assume("builder", token("repo:other/app:main", Map.of())).refusal())
                .isEqualTo(DENIED);
        assertThat(
                        assume("builder", token("repo:team/app:main", Map.of("repository", "x/y")))
                                .refusal())
                .isEqualTo(DENIED);
    }

    @Test
    void aRoleThatTrustsSomeoneElseIsNotGiven() {
        sts.role(
                "builder",
                trusting("{\"AWS\":\"arn:aws:iam::111122223333:root\"}", "\"sts:*\"", ""));

        assertThat(assume("builder", token("repo:team/app:main", Map.of())).refusal())
                .isEqualTo(DENIED);
        assertThat(assume("nobody", token("repo:team/app:main", Map.of())).refusal())
                .isEqualTo(DENIED);
    }

    @Test
    void aTokenIsNoWayRoundAssumeRole() {
        sts.role("builder", trusting(PROVIDER, "\"sts:AssumeRole\"", ""));

        assertThat(assume("builder", token("repo:team/app:main", Map.of())).refusal())
                .isEqualTo(DENIED);
    }

    @Test
    void whoSignsAllTheSameIsNobodyElseThanTheBearer() {
        sts.role("builder", trusting(PROVIDER, ACTION, MAIN));
        sts.directory.allow(ALICE);

        StsHarness.Reply reply =
                sts.send(
                        ALICE,
                        "AssumeRoleWithWebIdentity",
                        "RoleArn=" + roleArn("builder"),
                        "RoleSessionName=job",
                        "WebIdentityToken=" + token("repo:team/app:main", Map.of()));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(sts.session(reply).federatedProvider()).isNotNull();
    }

    @Test
    void theIssuerMayTagTheSession() {
        Map<String, Object> grants =
                Map.of(
                        "https://aws.amazon.com/tags",
                        Map.of(
                                "principal_tags", Map.of("team", "crane"),
                                "transitive_tag_keys", List.of("team")),
                        "https://aws.amazon.com/source_identity",
                        "alice");
        sts.role("builder", trusting(PROVIDER, ACTION, MAIN));
        assertThat(assume("builder", token("repo:team/app:main", grants)).refusal())
                .isEqualTo("403 AccessDenied: Not authorized to perform sts:TagSession");

        sts.role("builder", trusting(PROVIDER, ALL, MAIN));

        StsHarness.Reply reply = assume("builder", token("repo:team/app:main", grants));
        assertThat(sts.session(reply).tags()).isEqualTo(Map.of("team", "crane"));
        assertThat(sts.session(reply).transitiveTags()).isEqualTo(Set.of("team"));
        assertThat(reply.get("SourceIdentity")).isEqualTo("alice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a b",
                "a\nb",
                "abcdefghijklmnopqrstuvwxyz0123456abcdefghijklmnopqrstuvwxyz0123456"
            })
    void theIssuerNamesNoSourceThatNobodyCouldName(String source) {
        sts.role("builder", trusting(PROVIDER, ALL, MAIN));

        assertThat(
                        assume(
                                        "builder",
                                        token(
                                                "repo:team/app:main",
                                                Map.of(
                                                        "https://aws.amazon.com/source_identity",
                                                        source)))
                                .refusal())
                .startsWith("400 InvalidIdentityToken: ")
                .contains("source identity");
    }

    @Test
    void theBearerTagsNothing() {
        sts.role("builder", trusting(PROVIDER, ALL, MAIN));

        StsHarness.Reply reply =
                sts.unsigned(
                        "AssumeRoleWithWebIdentity",
                        "RoleArn=" + roleArn("builder"),
                        "RoleSessionName=job",
                        "Tags.member.1.Key=team",
                        "Tags.member.1.Value=crane",
                        "SourceIdentity=root",
                        "WebIdentityToken=" + token("repo:team/app:main", Map.of()));

        assertThat(sts.session(reply).tags()).isEmpty();
        assertThat(sts.session(reply).sourceIdentity()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "WebIdentityToken=abc|400 ValidationError: 1 validation error detected: Value 'abc' at 'webIdentityToken' failed to satisfy constraint: Member must have length greater than or equal to 4",
                "WebIdentityToken=e30.e30.e30|400 InvalidIdentityToken: The token that is provided is not a valid JWT",
                "RoleArn=arn:aws:iam::44:role/x-y-z|400 ValidationError: arn:aws:iam::44:role/x-y-z is invalid",
                "RoleArn=arn:aws:iam::444455556666:role/x|400 InvalidIdentityToken: No OpenIDConnect provider found in your account for https://issuer.example",
                "DurationSeconds=7201|400 ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
                "Policy={|400 MalformedPolicyDocument: ",
            })
    void refusesBadInput(String parameter, String refusal) {
        sts.role("builder", trusting(PROVIDER, ACTION, MAIN));
        var parameters =
                new LinkedHashMap<>(
                        Map.of(
                                "RoleArn",
                                "RoleArn=" + roleArn("builder"),
                                "RoleSessionName",
                                "RoleSessionName=job",
                                "WebIdentityToken",
                                "WebIdentityToken=" + token("repo:team/app:main", Map.of())));
        parameters.put(parameter.substring(0, parameter.indexOf('=')), parameter);

        assertThat(
                        sts.unsigned(
                                        "AssumeRoleWithWebIdentity",
                                        parameters.values().toArray(String[]::new))
                                .refusal())
                .startsWith(refusal);
    }

    @Test
    void saysThatTheIssuerCannotBeReached() throws IOException {
        var unreachable =
                new StsHarness(
                        OidcIssuer.tryParse(ISSUER + " jwks=" + folder.resolve("none"))
                                .orElseThrow());
        unreachable.role("builder", trusting(PROVIDER, ACTION, MAIN));

        assertThat(
                        unreachable
                                .unsigned(
                                        "AssumeRoleWithWebIdentity",
                                        "RoleArn=" + roleArn("builder"),
                                        "RoleSessionName=job",
                                        "WebIdentityToken=" + token("a", Map.of()))
                                .refusal())
                .isEqualTo(
                        "400 IDPCommunicationError: The keys of the identity provider https://issuer.example could not be fetched. Try again later.");
    }

    private StsHarness.Reply assume(String role, String token) {
        return sts.unsigned(
                "AssumeRoleWithWebIdentity",
                "RoleArn=" + roleArn(role),
                "RoleSessionName=job",
                "WebIdentityToken=" + token);
    }

    private String token(String subject, Map<String, Object> more) {
        var claims =
                TestIssuer.claims(
                        ISSUER,
                        subject,
                        sts.clock.instant(),
                        Map.of("aud", "sts.amazonaws.com", "repository", "team/app"));
        more.forEach(claims::claim);
        return TestIssuer.token(KEY, claims.build());
    }
}
